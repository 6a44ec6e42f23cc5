"""Signed notes, their keys and cosignatures. Source: C2SP signed-note 1.0 and tlog-cosignature 1.0."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from ledger.tlog.errors import InvalidSignature, MalformedNote, exactly

ED25519: Final = 0x01  # signs the text
COSIGNATURE: Final = 0x04  # a witness signs a time and the text
_OUR_NAME: Final = re.compile(r"[a-z0-9./-]+")
_ANY_NAME: Final = re.compile(r"[^\s+]+")
_TEXT: Final = re.compile("([^\x00-\x1f\ud800-\udfff]+\n)+")


class Vkey(NamedTuple):
    """A public key, with its name and the one kind of signature that it makes."""

    name: str
    kind: int
    key: bytes

    @property
    def key_hash(self) -> bytes:
        """The four bytes that find this key's lines in a note."""
        return sha256(self.name.encode() + bytes([0x0A, self.kind]) + self.key).digest()[:4]


class NoteSignature(NamedTuple):
    """A signature line. ``blob`` is the signature; a witness's begins with 8 bytes of seconds since 1970."""

    name: str
    key_hash: bytes
    blob: bytes


class Note(NamedTuple):
    """A text of full lines, none empty, and 1 to 100 signatures that ``verify_note`` has yet to verify."""

    text: str
    signatures: tuple[NoteSignature, ...]


def encode(data: bytes) -> str:
    """Return standard base64 with padding."""
    return b64encode(data).decode()


def format_vkey(vkey: Vkey) -> str:
    """Return ``name+hash+key``. Refuses foreign names and kinds, and points of low or mixed order."""
    known = vkey.kind in {ED25519, COSIGNATURE} and len(vkey.key) == 32
    safe = known and _OUR_NAME.fullmatch(vkey.name) and crypto_core_ed25519_is_valid_point(vkey.key)
    MalformedNote.unless(safe, "the verifier key has a foreign name or kind, or is no safe Ed25519 key")
    return f"{vkey.name}+{vkey.key_hash.hex()}+{encode(bytes([vkey.kind]) + vkey.key)}"


@exactly(format_vkey)
def parse_vkey(text: str) -> Vkey:
    """Return the verifier key that ``format_vkey`` writes so."""
    name, _, key = text.split("+", 2)
    return Vkey(name, b64decode(key)[0], b64decode(key)[1:])


def format_note(note: Note) -> str:
    """Return the text, an empty line, and a line for each signature."""
    names = all(_ANY_NAME.fullmatch(each.name) and len(each.key_hash) == 4 for each in note.signatures)
    whole = names and 0 < len(note.signatures) <= 100 and _TEXT.fullmatch(note.text)
    MalformedNote.unless(whole, "the note has no valid form")
    lines = [f"— {name} {encode(key_hash + blob)}\n" for name, key_hash, blob in note.signatures]
    return "\n".join([note.text, "".join(lines)])


@exactly(format_note)
def parse_note(text: str) -> Note:
    """Return the note that ``format_note`` writes so."""
    body, _, lines = text.partition("\n\n")
    triples = [line.split(" ") for line in lines.split("\n")[:-1]]
    found = [(name, b64decode(blob)) for _, name, blob in triples]
    return Note(f"{body}\n", tuple(NoteSignature(name, data[:4], data[4:]) for name, data in found))


def sign_note(text: str, name: str, seed: bytes, *, time: int | None = None) -> str:
    """Return the signature line over ``text``; with a ``time``, in seconds since 1970, that of a witness."""
    key = _key(seed)
    kind, stamp = (ED25519, b"") if time is None else (COSIGNATURE, time.to_bytes(8, "big"))
    blob = stamp + key.sign(_signed(kind, text, stamp)).signature
    key_hash = Vkey(name, kind, bytes(key.verify_key)).key_hash
    return format_note(Note(text, (NoteSignature(name, key_hash, blob),)))[len(text) + 1 :]


@lru_cache(maxsize=2)  # a public key is derived from the seed, which costs as much as a signature
def _key(seed: bytes) -> SigningKey:
    return SigningKey(seed)


def verify_note(note: Note, vkeys: Iterable[Vkey]) -> list[Vkey]:
    """Return those of ``vkeys`` that signed, each once; lines of other keys are passed over.

    Raises InvalidSignature if a line names one of ``vkeys``, and the signature is not its own.
    """
    wanted = {(vkey.name, vkey.key_hash): vkey for vkey in vkeys}
    found = [(wanted.get(each[:2]), each.blob) for each in note.signatures]
    for vkey, blob in found:
        if vkey is not None:
            try:
                VerifyKey(vkey.key).verify(_signed(vkey.kind, note.text, blob[:-64]), blob[-64:])
            except (CryptoError, ValueError) as error:
                raise InvalidSignature("a signature on the note is not that of the key it names") from error
    return list(dict.fromkeys(vkey for vkey, _ in found if vkey is not None))


def _signed(kind: int, text: str, stamp: bytes) -> bytes:
    whole = len(stamp) == (8 if kind == COSIGNATURE else 0)
    InvalidSignature.unless(whole, "a signature on the note has the wrong length")
    time = f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n" if stamp else ""
    return (time + text).encode()
