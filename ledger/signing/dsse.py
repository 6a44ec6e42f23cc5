"""DSSE version 1 without its freedoms: one accepted form, and nobody can add or strip a signature unseen."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.signing.canonical import parse_canonical
from ledger.signing.errors import Malformed, require
from ledger.signing.forms import from_base64, to_base64
from ledger.signing.keys import SigningKey, check_signature, key_id
from ledger.signing.strict_json import MAX_BYTES

STATEMENT_TYPE: Final = "application/vnd.phayan.statement+json"
KEY_ID: Final = re.compile("[0-9a-f]{16}")
_TYPE: Final = re.compile("[a-z0-9]+/[a-z0-9.+-]+")
_ENVELOPE: Final = re.compile(r'\{"payload":"([^"]*)","payloadType":"([^"]*)","signatures":\[(.*)\]\}')
_SIGNATURE: Final = re.compile(r'\{"keyid":"([^"]*)","sig":"([^"]*)"\}')


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and 1 to 32 pairs of key id and signature; raises ``dsse_type``, ``dsse_signatures``."""

    payload: bytes
    payload_type: str
    signatures: tuple[tuple[str, bytes], ...]

    def __post_init__(self) -> None:
        names = [name for name, _ in self.signatures]
        require(_TYPE.fullmatch(self.payload_type), "dsse_type", "the payload type is no plain media type")
        require(1 <= len(names) <= 32, "dsse_signatures", "an envelope carries 1 to 32 signatures")
        require(names == sorted(set(names)), "dsse_signatures", "key ids are sorted, and no key signs twice")
        whole = all(KEY_ID.fullmatch(name) and len(signature) == 64 for name, signature in self.signatures)
        require(whole, "dsse_signatures", "a key id has 16 lower-case hex digits, a signature 64 bytes")


def pae(payload_type: str, body: bytes) -> bytes:
    """Return what is signed: type and body, each after its length in bytes. Source: DSSE v1.0, PAE."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)


def format_envelope(envelope: Envelope) -> bytes:
    """Return the JCS form. No member needs an escape, so joining is enough."""
    lines = ",".join([f'{{"keyid":"{name}","sig":"{to_base64(sig)}"}}' for name, sig in envelope.signatures])
    head = f'{{"payload":"{to_base64(envelope.payload)}","payloadType":"{envelope.payload_type}"'
    return f'{head},"signatures":[{lines}]}}'.encode()


def parse_envelope(data: bytes, *, payload_type: str = STATEMENT_TYPE) -> Envelope:
    """Return the envelope of which ``data`` is the form; unverified. A key signs one payload type.

    Raises ``dsse_members``, ``dsse_base64``, ``dsse_type``, and as ``parse_canonical`` and ``Envelope``.
    """
    match = _ENVELOPE.fullmatch(data.decode("ascii", "replace")) if len(data) <= MAX_BYTES else None
    if match is None:
        parse_canonical(data)  # names what is wrong with the JSON
        raise Malformed("dsse_members", "an envelope has payload, payloadType and signatures, and no more")
    body = from_base64(match[1], "dsse_base64")
    pairs = tuple([(name, from_base64(sig, "dsse_base64")) for name, sig in _SIGNATURE.findall(match[3])])
    envelope = Envelope(body, match[2], pairs)
    require(match[2] == payload_type, "dsse_type", "the payload is of another type")
    # The patterns only find the parts; that nothing else stands between them is decided here.
    require(format_envelope(envelope) == data, "dsse_members", "an envelope holds its members and no more")
    return envelope


def sign_envelope(
    payload: bytes, keys: Iterable[SigningKey], *, payload_type: str = STATEMENT_TYPE
) -> Envelope:
    """Return ``payload`` signed by each of ``keys``, in the order of their ids."""
    message = pae(payload_type, payload)
    return Envelope(payload, payload_type, tuple(sorted((key.id, key.sign(message)) for key in keys)))


def verify_envelope(envelope: Envelope, public_keys: Mapping[str, bytes]) -> None:
    """Check every signature under the key of its key id; raise ``key_unknown`` or ``sig_invalid``."""
    message = pae(envelope.payload_type, envelope.payload)
    for name, signature in envelope.signatures:
        public = public_keys.get(name, b"")
        require(key_id(public) == name, "key_unknown", "a signature names a key that is not known")
        check_signature(public, signature, message)
