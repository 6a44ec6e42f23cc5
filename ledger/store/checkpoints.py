"""Checkpoints and cosignatures: what the log says of itself, kept by compare-and-swap."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from ledger.store.engines import reading, writing
from ledger.store.errors import CheckpointMoved, Conflict
from ledger.store.reading import fetch
from ledger.store.rows import StoredCheckpoint

_COLUMNS: Final = "SELECT size, root, text, hashes FROM checkpoint"
_SWAP: Final = "INSERT INTO checkpoint (size, previous, root, text, hashes) SELECT ?, ?, ?, ?, ? WHERE "
_NONE_YET: Final = "NOT EXISTS (SELECT * FROM checkpoint) RETURNING size"
_NEWEST: Final = "(?, ?) = (SELECT size, root FROM checkpoint ORDER BY size DESC LIMIT 1) RETURNING size"
_PAGE: Final = 256
_FIRST: Final = -1


class Checkpoints:
    """The part of the store that is about signed tree heads.

    Args:
        engine: As ``open_engine`` returns it.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def checkpoint(self) -> StoredCheckpoint | None:
        """Return the newest checkpoint; None if there is none yet."""
        with reading(self._engine) as connection:
            return newest_checkpoint(connection)

    def checkpoints(self, start: int = 0) -> Iterator[StoredCheckpoint]:
        """Yield the checkpoints of size ``start`` and larger, the smallest first."""
        while found := self._fetch(f"{_COLUMNS} WHERE size >= ? ORDER BY size LIMIT {_PAGE}", [start]):
            page = [StoredCheckpoint._make(row) for row in found]
            yield from page
            start = page[-1].size + 1

    def swap_checkpoint(self, old: tuple[int, bytes] | None, new: StoredCheckpoint) -> None:
        """Store ``new`` as the successor of ``old`` (its size and root; None if ``new`` is the first).

        Of several that name the same predecessor one wins: the database allows one successor each.

        Raises:
            CheckpointMoved: ``old`` is not the newest checkpoint, or ``new`` is not larger.
        """
        statement = _SWAP + (_NEWEST if old else _NONE_YET)
        values = (new.size, old[0] if old else _FIRST, new.root, new.text, new.hashes, *(old or ()))
        try:
            with writing(self._engine) as connection:
                if not fetch(connection, statement, values):
                    raise CheckpointMoved(
                        "another process published a checkpoint in between; build on that one"
                    )
        except Conflict as error:
            raise CheckpointMoved("a checkpoint follows a smaller one, and only one follows each") from error

    def cosignatures(self, size: int) -> list[str]:
        """Return the signature lines of witnesses on the checkpoint of ``size``, by the witness's name."""
        found = self._fetch("SELECT line FROM cosignature WHERE size = ? ORDER BY witness", [size])
        return [line for (line,) in found]

    def add_cosignature(self, size: int, witness: str, line: str) -> None:
        """Keep the line of ``witness`` on the checkpoint of ``size``; a newer line replaces an older one.

        Raises:
            Conflict: There is no checkpoint of that size.
        """
        with writing(self._engine) as connection:
            connection.execute(
                sa.text(
                    "INSERT INTO cosignature (size, witness, line) VALUES (:size, :witness, :line)"
                    " ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line"
                ),
                {"size": size, "witness": witness, "line": line},
            )

    def _fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with reading(self._engine) as connection:
            return fetch(connection, statement, parameters)


NEWEST: Final = f"{_COLUMNS} ORDER BY size DESC LIMIT 1"


def newest_checkpoint(connection: sa.Connection) -> StoredCheckpoint | None:
    """Return the newest checkpoint; None if there is none yet."""
    return newest_of(fetch(connection, NEWEST))


def newest_of(found: Sequence[tuple[Any, ...]]) -> StoredCheckpoint | None:
    """Return the checkpoint that ``NEWEST`` found; None if there is none yet."""
    return StoredCheckpoint._make(found[0]) if found else None
