"""Recorders that the library's factory must offer and that the ledger itself does not use."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.persistence import AggregateRecorder, ProcessRecorder, StoredEvent, Tracking

from ledger.store.recorder import OriginatorId, Recorder, append_events
from ledger.store.tracking import CursorRecorder, move_cursor


class StreamRecorder(AggregateRecorder):
    """The log seen stream by stream: it appends through the same door and tells no notification ids.

    Args:
        engine: As ``open_engine`` returns it.
        originator_id: As for ``Recorder``.
    """

    def __init__(self, engine: sa.Engine, *, originator_id: OriginatorId = str) -> None:
        super().__init__()
        self._log = Recorder(engine, originator_id=originator_id)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:  # noqa: ANN401 - the library's
        """Append events; see ``Recorder.insert_events``."""
        self._log.insert_events(stored_events, **kwargs)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of one stream; see ``Recorder.select_events``."""
        return self._log.select_events(originator_id, gt=gt, lte=lte, desc=desc, limit=limit)


class CursorLogRecorder(CursorRecorder, Recorder, ProcessRecorder):
    """A log whose events and cursor can move in one transaction."""

    def __init__(self, engine: sa.Engine, *, originator_id: OriginatorId = str) -> None:
        Recorder.__init__(self, engine, originator_id=originator_id)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        tracking: Tracking | None = None,
        **_kwargs: Any,  # noqa: ANN401 - the library's
    ) -> Sequence[int] | None:
        """Append events and move the cursor of ``tracking``, both or neither.

        Raises:
            Conflict: An event is stored already, or the cursor stands there already or further on.
        """
        with self.appending() as appending:
            if tracking is not None:
                move_cursor(appending.connection, tracking.application_name, tracking.notification_id)
            return append_events(appending, stored_events) if stored_events else None
