"""Names, salts and bytes that follow from a register's rows and a secret, or from the log alone."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

import msgspec

from ledger.domain.consultation.events import ConsultationProposed
from ledger.domain.types import EntryRef
from ledger.signing.canonical import canonical
from ledger.signing.strict_json import JsonValue

SALT_BYTES: Final = 16
REMEMBERED: Final = 65_536
_ENCODER: Final = msgspec.json.Encoder(order="sorted")


class Derived:
    """Names and salts that follow from the rows of one register and the importer's secret.

    Every value is HMAC-SHA256 over a JSON array that starts with its purpose, so no two purposes share one.

    Source: RFC 2104; RFC 9562 section 5.8 (version 8: any bytes but six fixed bits).
    """

    def __init__(self, secret: bytes, register: str) -> None:
        self._secret: Final = secret
        self._register: Final = register
        self._streams: Final[dict[tuple[str, str], str]] = {}

    def stream(self, kind: str, key: str) -> str:
        """Return ``kind/uuid`` for what the register calls ``key``."""
        found = self._streams.get((kind, key))
        if found is None:
            found = f"{kind}/{self._uuid('stream', self._register, kind, key)}"
            if len(self._streams) >= REMEMBERED:
                self._streams.clear()
            self._streams[kind, key] = found
        return found

    def actor(self, key: str) -> str:
        """Return ``actor/uuid`` for a person or body whom the register calls ``key``."""
        return self.stream("actor", key)

    def statement(self, kind: str, key: str, type_: str, occurrence: int) -> str:
        """Return the id of the ``occurrence``-th statement (from 1) of its type in its stream."""
        return self._uuid("statement", self._register, kind, key, type_, occurrence)

    def salt(self, statement: str, name: str) -> bytes:
        """Return 16 bytes for the disclosure ``name`` of a statement."""
        return self._bytes("salt", statement, name)[:SALT_BYTES]

    def request(self, *parts: str) -> str:
        """Return the id of a request of which ``parts`` say what it is: a uuid, and no statement's."""
        return self._uuid("request", self._register, *parts)

    def digits(self, count: int, *parts: str | int) -> str:
        """Return ``count`` decimal digits, at most 30, for what ``parts`` name."""
        drawn = int.from_bytes(self._bytes("digits", self._register, *parts)[:16])
        return str(drawn % 10**count).zfill(count)

    def _uuid(self, *parts: str | int) -> str:
        return _uuid8(self._bytes(*parts))

    def _bytes(self, *parts: str | int) -> bytes:
        return hmac.digest(self._secret, _ENCODER.encode(parts), "sha256")


def clock_statement(stream: str, what: str, cause: EntryRef) -> str:
    """Return the id of what any clock says of ``cause`` in ``stream``: two clocks make one statement.

    ``what`` is the clock, or the ground of a closing. The id is a uuid of version 8 over SHA-256; it is no
    secret, since everything in it stands in the log.

    Source: RFC 9562 section 5.8.
    """
    parts = ["clock", stream, what, cause.stream, cause.version, cause.leaf]
    return _uuid8(hashlib.sha256(_ENCODER.encode(parts)).digest())


def proposal(says: ConsultationProposed) -> tuple[str, str]:
    """Return the stream and the statement id under which any clock proposes what ``says`` proposes."""
    parts = ["pattern", str(says.topic), *says.evidence]
    drawn = hashlib.sha256(_ENCODER.encode(parts)).digest()
    return f"consultation/{_uuid8(drawn)}", _uuid8(hashlib.sha256(drawn).digest())


def _uuid8(digest: bytes) -> str:
    drawn = bytearray(digest[:16])
    drawn[6] = drawn[6] & 0x0F | 0x80
    drawn[8] = drawn[8] & 0x3F | 0x80
    text = drawn.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def encode(statement: Mapping[str, JsonValue]) -> bytes:
    """Return the JCS form of ``statement``, which holds strict JSON.

    Where all is ASCII, so are the names of members, and order by code point is order by UTF-16 unit: the
    quick encoder writes the canonical form. Else the reference does.

    Source: RFC 8785 section 3.2.3.
    """
    quick = _ENCODER.encode(statement)
    return quick if quick.isascii() else canonical(dict(statement))
