"""``PERSISTENCE_MODULE=ledger.store``: what the library asks for its recorders, from the environment.

``PHAYAN_DB`` names the database; ``LOCK_SECONDS`` and ``STATEMENT_SECONDS`` say how long it is
waited for. ``ORIGINATOR_ID_TYPE`` is ``text`` (streams are named ``kind/uuid``) or
``uuid``. ``CREATE_TABLE`` is off: a server starts on a database that was migrated, and never changes it.
"""

from typing import Final
from uuid import UUID

from eventsourcing.persistence import InfrastructureFactory, TrackingRecorder
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool

from ledger.store.engines import COMMANDS, open_engine
from ledger.store.errors import StoreError
from ledger.store.library import CursorLogRecorder, StreamRecorder
from ledger.store.migrations import upgrade
from ledger.store.recorder import OriginatorId, Recorder
from ledger.store.tracking import CursorRecorder

DATABASE: Final = "PHAYAN_DB"
LOCK_SECONDS: Final = "LOCK_SECONDS"
STATEMENT_SECONDS: Final = "STATEMENT_SECONDS"
CREATE_TABLE: Final = "CREATE_TABLE"
ORIGINATOR_ID_TYPE: Final = "ORIGINATOR_ID_TYPE"

_ORIGINATORS: Final[dict[str, OriginatorId]] = {"text": str, "uuid": UUID}


class Factory(InfrastructureFactory[TrackingRecorder]):
    """Recorders on one database.

    Raises:
        SettingMissing: ``PHAYAN_DB`` names no database, or ``ORIGINATOR_ID_TYPE`` is neither of the two.
    """

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        url = self.env.get(DATABASE)
        if not url:
            raise SettingMissing(f"{DATABASE} names no database; write sqlite:///FILE or postgresql://…")
        kind = self.env.get(ORIGINATOR_ID_TYPE, "text")
        if kind not in _ORIGINATORS:
            raise SettingMissing(f"{ORIGINATOR_ID_TYPE} is text or uuid")
        self._originator_id = _ORIGINATORS[kind]
        creating = strtobool(self.env.get(CREATE_TABLE, "no"))
        self._engine = open_engine(
            url,
            lock_timeout=float(self.env.get(LOCK_SECONDS, COMMANDS.lock_timeout)),
            statement_timeout=float(self.env.get(STATEMENT_SECONDS, COMMANDS.statement_timeout)),
            create=creating,
        )
        if creating:
            upgrade(self._engine)

    def aggregate_recorder(self, purpose: str = "events") -> StreamRecorder:
        """Return a recorder of streams.

        Raises:
            StoreError: It is not for events. A snapshot would be a second truth, written after the first.
        """
        if purpose != "events":
            raise StoreError("the ledger keeps no snapshots; states are folded from entries")
        return StreamRecorder(self._engine, originator_id=self._originator_id)

    def application_recorder(self) -> Recorder:
        """Return the recorder of the log."""
        return Recorder(self._engine, originator_id=self._originator_id)

    def tracking_recorder(
        self, tracking_recorder_class: type[TrackingRecorder] | None = None
    ) -> TrackingRecorder:
        """Return a recorder of cursors, of the given class or the one that the environment names."""
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        chosen: type = tracking_recorder_class or (resolve_topic(topic) if topic else CursorRecorder)
        if not issubclass(chosen, CursorRecorder):
            raise SettingMissing("a recorder of cursors derives from ledger.store.tracking.CursorRecorder")
        return chosen(self._engine)

    def process_recorder(self) -> CursorLogRecorder:
        """Return a recorder that moves a cursor and the log in one transaction."""
        return CursorLogRecorder(self._engine, originator_id=self._originator_id)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


class SettingMissing(StoreError, OSError):
    """The environment does not say which database to use, or how."""

    code = "setting_missing"
