"""The log as ``eventsourcing`` knows it.

A stored event's state is the entry's bytes, its topic the event type, its originator the stream, its
notification id the index in the log plus one.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription

from ledger.store.appending import Appending
from ledger.store.door import rows_of
from ledger.store.engines import reading
from ledger.store.log import Log
from ledger.store.reading import fetch_entries, fetch_placed
from ledger.store.rows import Head, Row, StoredCheckpoint
from ledger.store.subscription import PollingSubscription

__all__ = ["Appending", "Head", "OriginatorId", "Recorder", "Row", "StoredCheckpoint"]

OriginatorId: TypeAlias = Callable[[str], UUID | str]


class Recorder(Log, ApplicationRecorder):
    """The log in one database, with the library's contract on top.

    Args:
        engine: As ``open_engine`` returns it.
        originator_id: Makes the library's originator of a stream's name: ``str`` leaves it, ``UUID`` is
            for logs whose streams are named by nothing but one.
    """

    def __init__(self, engine: sa.Engine, *, originator_id: OriginatorId = str) -> None:
        super().__init__(engine)
        self._originator_id = originator_id

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **_kwargs: Any,  # noqa: ANN401 - the library's
    ) -> Sequence[int] | None:
        """Append events as they are. Once the log has a name, only bytes that carry the stamp of their place.

        Raises:
            Conflict: A version of a stream, or a statement id, is stored already. None of the events is.
            StampRefused: The bytes are not the entry that stands at this place of this log.
        """
        if not stored_events:
            return None
        with self.appending() as appending:
            return append_events(appending, stored_events)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of one stream by version, above ``gt`` and up to ``lte``."""
        where, parameters = _conditions(
            [("stream = ?", str(originator_id)), ("version > ?", gt), ("version <= ?", lte)]
        )
        where += f" ORDER BY version {'DESC' if desc else 'ASC'}"
        return [
            StoredEvent(self._originator_id(row.stream), row.version, row.type, row.entry)
            for row in self._select(fetch_placed, where, parameters, limit)
        ]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return at most ``limit`` notifications from id ``start`` up to and with ``stop``."""
        # An id is an index plus one; said of the index, the conditions can use it.
        first = None if start is None else start - inclusive_of_start
        where, parameters = _conditions([('"index" >= ?', first), ('"index" < ?', stop)])
        if topics:
            where += f" {'AND' if where else 'WHERE'} type IN ({','.join('?' * len(topics))})"
            parameters += topics
        rows = self._select(fetch_entries, f'{where} ORDER BY "index"', parameters, limit)
        return [
            Notification(self._originator_id(row.stream), row.version, row.type, row.entry, row.index + 1)
            for row in rows
        ]

    def max_notification_id(self) -> int | None:
        """Return the number of entries, which is the id of the last; None if there are none."""
        return self.head().size or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Return an endless iterator over notifications with an id above ``gt``."""
        return PollingSubscription(self, self.tail(), gt, topics)

    def _select(
        self, fetch: Callable[..., list[Row]], where: str, parameters: list[Any], limit: int | None
    ) -> list[Row]:
        if limit is not None:
            where, parameters = f"{where} LIMIT ?", [*parameters, limit]
        with reading(self._engine) as connection:
            return fetch(connection, where, parameters)


def append_events(appending: Appending, events: Sequence[StoredEvent]) -> list[int]:
    """Append ``events`` in an open transaction and return their notification ids."""
    streams = appending.streams([str(event.originator_id) for event in events])
    rows, head = rows_of(events, appending.head, appending.origin(), streams)
    appending.write(rows, head)
    return [row.index + 1 for row in rows]


def _conditions(pairs: Sequence[tuple[str, Any]]) -> tuple[str, list[Any]]:
    """Return a WHERE clause of those conditions whose value is given, and the values."""
    given = [(condition, value) for condition, value in pairs if value is not None]
    where = "WHERE " + " AND ".join(condition for condition, _ in given) if given else ""
    return where, [value for _, value in given]
