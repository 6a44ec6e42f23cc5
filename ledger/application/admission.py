"""Who is let in to read besides those who sign in by a key: programs, and officials by single sign-on.

Two small files of the key folder, kept by whoever runs the ledger and read anew at each request, so that what
is taken out is out at once. Neither lets anybody sign: a statement needs a key that the log enrolled.
"""

import json
import re
from base64 import b64decode
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from ledger.application.errors import KeyFileError, NotAdmitted
from ledger.domain.directory import RegistryState
from ledger.signing.errors import require
from ledger.signing.keys import check_key, key_id
from ledger.store.files import write_durably
from ledger.tlog.note import ED25519, encode

_PEM: Final = re.compile("-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{59}=)\n-----END PUBLIC KEY-----\n?")
_ED25519: Final = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of a public key. Source: RFC 8410, 4."""


class Program(NamedTuple):
    """A program: its name here, for whom it reads, and its public key in hex."""

    name: str
    actor: str
    public: str

    @property
    def id(self) -> str:
        """Return the name of its key."""
        return key_id(bytes.fromhex(self.public))


class Link(NamedTuple):
    """An official as the identity provider ``issuer`` knows them, and the actor that they are here."""

    issuer: str
    subject: str
    actor: str

    @property
    def id(self) -> str:
        """Return a name that tells neither: the first 16 hex digits of a digest."""
        return sha256(f"{self.issuer}\n{self.subject}".encode()).hexdigest()[:16]


class Admission:
    """The two files, in the key folder ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._programs = folder / "programs.json"
        self._links = folder / "officials.json"

    def programs(self) -> dict[str, Program]:
        """Return the programs by the names of their keys. Raises ``KeyFileError``."""
        found = (Program(*row) for row in _read(self._programs))
        return {one.id: one for one in found}

    def links(self) -> dict[str, Link]:
        """Return the officials by the names of their links. Raises ``KeyFileError``."""
        found = (Link(*row) for row in _read(self._links))
        return {one.id: one for one in found}

    def add(self, program: Program, registry: RegistryState) -> None:
        """Let ``program`` in.

        Raises:
            NotAdmitted: Its name or key is taken, its key signs for the ledger, its actor holds nothing.
            Malformed: ``key_weak``.
        """
        public = bytes.fromhex(program.public)
        check_key(public)
        known = self.programs()
        if program.id in known or program.name in {one.name for one in known.values()}:
            raise NotAdmitted("a program of that name or key is there already; remove it first")
        if signs(registry, public):
            raise NotAdmitted("this key signs for the ledger; a program needs a key of its own")
        _check_actor(registry, program.actor)
        _write(self._programs, [*known.values(), program])

    def remove(self, name: str) -> None:
        """Let the program ``name`` in no more. Raises ``NotAdmitted`` if there is none."""
        known = self.programs().values()
        left = [one for one in known if one.name != name]
        if len(left) == len(known):
            raise NotAdmitted("there is no program of that name")
        _write(self._programs, left)

    def link(self, link: Link, registry: RegistryState) -> None:
        """Let an official in, or as another actor than before.

        Raises:
            NotAdmitted: Nobody granted the actor anything.
        """
        _check_actor(registry, link.actor)
        _write(self._links, (self.links() | {link.id: link}).values())

    def unlink(self, issuer: str, subject: str) -> None:
        """Let the official in no more. Raises ``NotAdmitted`` if there is none."""
        known = self.links()
        if known.pop(Link(issuer, subject, "").id, None) is None:
            raise NotAdmitted("no official is linked so")
        _write(self._links, known.values())


def signs(registry: RegistryState, public: bytes) -> bool:
    """Return whether ``public`` is, was or may become a key of statements or of the log itself."""
    name, digest = key_id(public), sha256(public).hexdigest()
    return (
        name in registry.keys
        or any(name in (change.root or {}) for change in registry.changes)
        or any(digest == key.next for key in registry.keys.values())
        or any(text.endswith("+" + encode(bytes([ED25519]) + public)) for text in registry.log_keys())
    )


def read_public(text: str) -> str:
    """Return in hex the Ed25519 key of ``text``, a public key as ``openssl pkey -pubout`` prints it.

    Raises:
        Malformed: ``key_weak``: it is something else.

    Source: RFC 7468, 13; RFC 8410, 4.
    """
    found = _PEM.fullmatch(text)
    der = b64decode(found[1]) if found else b""
    require(der.startswith(_ED25519) and len(der) == 44, "key_weak", "this is no Ed25519 public key in PEM")
    return der[len(_ED25519) :].hex()


def _check_actor(registry: RegistryState, actor: str) -> None:
    if not registry.mandates.get(actor):
        raise NotAdmitted("nobody of that name was ever granted a mandate")


def _read(path: Path) -> list[tuple[str, str, str]]:
    try:
        rows = json.loads(path.read_bytes())
        return [(str(one), str(two), str(three)) for one, two, three in rows]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise KeyFileError(f"the file {path.name} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError):
        raise KeyFileError(f"the file {path.name} is not one of this program; restore it") from None


def _write(path: Path, rows: Collection[tuple[str, str, str]]) -> None:
    try:
        write_durably(path, json.dumps(sorted(rows), ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError as error:
        raise KeyFileError(f"the file {path.name} cannot be written: {error.strerror}") from error
