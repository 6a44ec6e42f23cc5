"""Destroying what was sealed: boxes, wraps, marks and keys, down to the bytes in the files.

Every step is one transaction of one database and may be taken again. The order of the steps, in which a crash
loses nothing that was not erased, is kept by ``ledger.application.erasing``.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from ledger.store.boxes import MARK, SEAL, WRAP, DataKey, Mark, Pair, Sealed, mark_row, sealed_row, wrap_rows
from ledger.store.engines import reading, truncate_wal, writing
from ledger.store.reading import fetch, parts

_KEPT: Final = "SELECT statement_id, kept_at FROM sealed WHERE stream = ? AND subject = ?"
_UNSEAL: Final = sa.text(
    "DELETE FROM sealed WHERE statement_id = :statement AND subject = :subject AND digest = :digest"
)
_SETTLE: Final = sa.text(
    "UPDATE sealed SET kept_at = NULL"
    " WHERE statement_id = :statement AND subject = :subject AND digest = :digest"
)
_UNFIND: Final = sa.text("DELETE FROM mark WHERE statement_id = :statement AND subject = :subject")
_PAGE: Final = (
    "SELECT stream, subject, min(idle_since) FROM data_key WHERE (stream, subject) > (?, ?)"
    " GROUP BY stream, subject ORDER BY stream, subject LIMIT 256"
)
_IDLE: Final = sa.text(
    "UPDATE data_key SET idle_since = :since WHERE stream = :stream AND subject = :subject"
)
_UNWRAP: Final = sa.text("DELETE FROM wrap WHERE stream = :stream AND subject = :subject")
_UNMARK: Final = sa.text("DELETE FROM mark WHERE stream = :stream AND subject = :subject")
_FORGET: Final = sa.text(
    "DELETE FROM data_key WHERE stream = :stream AND subject = :subject AND generation < :below"
)
_ERASED: Final = (
    "INSERT INTO {} (id, size) VALUES (1, :size) ON CONFLICT (id) DO UPDATE SET size = excluded.size"
)


class Destroying:
    """What can be taken out of the vault and the keys."""

    def __init__(self, vault: sa.Engine, keys: sa.Engine) -> None:
        self._vault = vault
        self._keys = keys

    def of_subject(self, stream: str, subject: str) -> list[Sealed]:
        """Return every box about ``subject`` in ``stream``."""
        return list(
            self._boxes("stream = ? AND subject = ? ORDER BY statement_id, digest", [stream, subject])
        )

    def has_files(self, stream: str, subject: str) -> bool:
        """Return whether a file about ``subject`` in ``stream`` was kept, or is not wholly gone yet."""
        found = "SELECT 1 FROM attachment WHERE stream = ? AND subject = ? LIMIT 1"
        return bool(self._fetch(self._vault, found, [stream, subject]))

    def replace(
        self, old: Sequence[Sealed], new: Sequence[Sealed], key: DataKey, found_by: Iterable[Mark]
    ) -> None:
        """Put ``new`` in the place of ``old``, all boxes of one subject, and rebuild what hangs on them.

        Args:
            old: The boxes to be destroyed; what else lies here stays.
            new: What remains of them, sealed under ``key``. Whether a box waits for its entry stays the same.
            key: The key with its wraps, which replace the wraps of every older one.
            found_by: All marks of what remains.
        """
        pair = {"stream": key.stream, "subject": key.subject}
        with writing(self._vault) as connection:
            kept = dict(fetch(connection, _KEPT, list(pair.values())))
            rows = [sealed_row(box, kept[UUID(box.statement).bytes]) for box in new]
            for statement, parameters in (
                (_UNSEAL, list(map(_name_of, old))),
                (_UNWRAP, [pair]),
                (_UNMARK, [pair]),
                (SEAL, rows),
                (WRAP, list(wrap_rows(key))),
                (MARK, [mark_row(one) for one in found_by]),
            ):
                if parameters:
                    connection.execute(statement, parameters)

    def destroy_keys(self, stream: str, subject: str, *, below: int) -> None:
        """Destroy the keys of ``subject`` in ``stream`` whose generation is lower than ``below``."""
        with writing(self._keys) as connection:
            connection.execute(_FORGET, {"stream": stream, "subject": subject, "below": below})

    def waiting(self, before: str, *, limit: int) -> list[Sealed]:
        """Return at most ``limit`` boxes that wait for their entry since a time before ``before`` (UTC)."""
        return list(self._boxes("kept_at < ? ORDER BY kept_at LIMIT ?", [before, limit]))

    def settle(self, boxes: Iterable[Sealed]) -> None:
        """Take note that an entry names each of ``boxes``: they wait no more."""
        rows = list(map(_name_of, boxes))
        if rows:
            with writing(self._vault) as connection:
                connection.execute(_SETTLE, rows)

    def drop(self, boxes: Iterable[Sealed], *, found_by: Iterable[Mark] = ()) -> None:
        """Destroy ``boxes`` and the marks of their statements about their subjects; keep ``found_by``."""
        rows, marks = list(map(_name_of, boxes)), list(map(mark_row, found_by))
        if rows:
            with writing(self._vault) as connection:
                connection.execute(_UNSEAL, rows)
                connection.execute(_UNFIND, rows)
                if marks:
                    connection.execute(MARK, marks)

    def keys_page(self, after: Pair) -> list[tuple[Pair, str | None]]:
        """Return the next pairs that have keys, in order, and since when they are known to open nothing."""
        rows = self._fetch(self._keys, _PAGE, after)
        return [((stream, subject), since) for stream, subject, since in rows]

    def set_idle(self, pairs: Iterable[Pair], since: str | None) -> None:
        """Take note since when the keys of ``pairs`` open nothing; None: they do open something."""
        rows = [{"stream": stream, "subject": subject, "since": since} for stream, subject in pairs]
        if rows:
            with writing(self._keys) as connection:
                connection.execute(_IDLE, rows)

    def without_boxes(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Return those of ``pairs`` about whom no box lies here."""
        found = {
            pair
            for part in parts(pairs)
            for pair in self._fetch(
                self._vault,
                "SELECT DISTINCT stream, subject FROM sealed"  # noqa: S608 - marks alone
                f" WHERE (stream, subject) IN (VALUES {','.join(['(?,?)'] * len(part))})",
                list(chain.from_iterable(part)),
            )
        }
        return [pair for pair in pairs if pair not in found]

    def leave_no_trace(self) -> None:
        """Take the old pages out of the files of both databases; see ``truncate_wal``."""
        truncate_wal(self._vault)
        truncate_wal(self._keys)

    def erased_to(self) -> int:
        """Return up to which size of the log erasures are carried out, in vault and keys alike."""
        found = [
            self._fetch(self._vault, "SELECT size FROM vault_erased"),
            self._fetch(self._keys, "SELECT size FROM keys_erased"),
        ]
        return min(rows[0][0] if rows else 0 for rows in found)

    def set_erased_to(self, size: int) -> None:
        """Take note that every erasure of the first ``size`` entries is carried out."""
        for engine, table in ((self._vault, "vault_erased"), (self._keys, "keys_erased")):
            with writing(engine) as connection:
                connection.execute(sa.text(_ERASED.format(table)), {"size": size})

    def _boxes(self, where: str, parameters: Sequence[Any]) -> Iterator[Sealed]:
        rows = self._fetch(
            self._vault,
            f"SELECT statement_id, stream, subject, box, generation FROM sealed WHERE {where}",  # noqa: S608
            parameters,
        )
        for statement, stream, subject, box, generation in rows:
            yield Sealed(str(UUID(bytes=bytes(statement))), stream, subject, bytes(box), generation)

    def _fetch(
        self, engine: sa.Engine, statement: str, parameters: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        with reading(engine) as connection:
            return fetch(connection, statement, parameters)


def _name_of(box: Sealed) -> dict[str, Any]:
    row = sealed_row(box, None)
    return {"statement": row["statement_id"], "subject": row["subject"], "digest": row["digest"]}
