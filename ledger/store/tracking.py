"""How far whoever reads the log has come: one row for each reader, moved with the reader's own tables."""

from typing import Final

import sqlalchemy as sa
from eventsourcing.persistence import Tracking, TrackingRecorder

from ledger.store.engines import reading, writing
from ledger.store.errors import Conflict

_MOVE: Final = sa.text(
    "INSERT INTO cursor (name, notification_id) VALUES (:name, :id)"
    " ON CONFLICT (name) DO UPDATE SET notification_id = excluded.notification_id"
    " WHERE cursor.notification_id < excluded.notification_id"
)
_READ: Final = sa.text("SELECT notification_id FROM cursor WHERE name = :name")


def move_cursor(connection: sa.Connection, name: str, notification_id: int) -> None:
    """Move the cursor ``name`` forward, in the transaction of what was read.

    Raises:
        Conflict: It stands there already, or further on: somebody else has done this work.
    """
    moved = connection.execute(_MOVE, {"name": name, "id": notification_id})
    if moved.rowcount == 0:
        raise Conflict("the cursor stands there already, or further on")


def read_cursor(connection: sa.Connection, name: str) -> int | None:
    """Return the notification id that the cursor ``name`` stands at; None if it never moved."""
    return connection.execute(_READ, {"name": name}).scalar()


class CursorRecorder(TrackingRecorder):
    """The library's contract on the table ``cursor``. It may skip forward; it never repeats or goes back.

    Args:
        engine: As ``open_engine`` returns it.
    """

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__()
        self._engine = engine

    def insert_tracking(self, tracking: Tracking) -> None:
        """Move the cursor of ``tracking``.

        Raises:
            Conflict: It stands there already, or further on.
        """
        with writing(self._engine) as connection:
            move_cursor(connection, tracking.application_name, tracking.notification_id)

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return the notification id that the cursor stands at; None if it never moved."""
        with reading(self._engine) as connection:
            return read_cursor(connection, application_name)
