"""Mailboxes: which case number leads to which stream, and what opens it. No code is kept, only its hash."""

from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from ledger.store.engines import reading, writing
from ledger.store.reading import fetch


class Issued(NamedTuple):
    """One receipt code of a case.

    ``number`` counts from 1. ``request`` are the 16 bytes of the request that issued it, ``hash`` what a
    password hash under ``salt`` (16 bytes) makes of it. ``issued_at`` is UTC; ``issued_by`` the actor who
    issued it anew, ``auth`` how they knew the person; both None for the code of the filing itself.
    """

    number: int
    request: bytes
    salt: bytes
    hash: bytes
    issued_at: str
    issued_by: str | None = None
    auth: str | None = None


_OPEN: Final = sa.text(
    "INSERT INTO mailbox (case_number, stream) VALUES (:case_number, :stream) ON CONFLICT DO NOTHING"
)
_ISSUE: Final = sa.text(
    "INSERT INTO receipt_code (case_number, number, request, salt, hash, issued_at, issued_by, auth)"
    " VALUES (:case_number, :number, :request, :salt, :hash, :issued_at, :issued_by, :auth)"
    " ON CONFLICT DO NOTHING"
)


class MailboxStore:
    """The mailboxes in the vault's database.

    Args:
        engine: Engine of the vault's database, migrated to the branch ``vault``.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def allot(self, case: str, stream: str) -> bool:
        """Give ``stream`` the number ``case``; return whether it has that one. Harmless when repeated."""
        with writing(self._engine) as connection:
            connection.execute(_OPEN, {"case_number": case, "stream": stream})
            held = fetch(connection, "SELECT case_number FROM mailbox WHERE stream = ?", [stream])
        return bool(held) and held[0][0] == case

    def issue(self, case: str, issued: Issued) -> bool:
        """Keep a code of ``case``; return whether it is there: False if its number was given to another."""
        with writing(self._engine) as connection:
            connection.execute(_ISSUE, {"case_number": case, **issued._asdict()})
            held = fetch(
                connection,
                "SELECT request FROM receipt_code WHERE case_number = ? AND number = ?",
                [case, issued.number],
            )
        return bool(held) and bytes(held[0][0]) == issued.request

    def stream(self, case: str) -> str | None:
        """Return the stream that has the number ``case``."""
        found = self._fetch("SELECT stream FROM mailbox WHERE case_number = ?", [case])
        return found[0][0] if found else None

    def case(self, stream: str) -> str | None:
        """Return the number that ``stream`` has."""
        found = self._fetch("SELECT case_number FROM mailbox WHERE stream = ?", [stream])
        return found[0][0] if found else None

    def issued(self, case: str) -> list[Issued]:
        """Return every code of ``case``, the newest, which alone opens it, last."""
        found = self._fetch(
            "SELECT number, request, salt, hash, issued_at, issued_by, auth FROM receipt_code"
            " WHERE case_number = ? ORDER BY number",
            [case],
        )
        return [
            Issued(number, bytes(request), bytes(salt), bytes(hash_), *others)
            for number, request, salt, hash_, *others in found
        ]

    def _fetch(self, statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with reading(self._engine) as connection:
            return fetch(connection, statement, parameters)
