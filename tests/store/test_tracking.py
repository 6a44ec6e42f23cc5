"""A cursor moves with the tables of whoever reads, forward and once."""

import pytest
import sqlalchemy as sa
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from eventsourcing.popo import POPOTrackingRecorder

from ledger.store.engines import writing
from ledger.store.errors import Conflict, StoreError
from ledger.store.factory import Factory, SettingMissing
from ledger.store.library import CursorLogRecorder
from ledger.store.tracking import CursorRecorder, move_cursor, read_cursor


def test_cursor_and_rows_move_in_one_transaction(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE view (x INTEGER)")

    def project(upto: int) -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("INSERT INTO view VALUES (1)")
            move_cursor(connection, "view", upto)

    project(500)
    for again in (500, 499, 1):
        with pytest.raises(Conflict):
            project(again)
    project(501)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM view").scalar() == 2
        assert read_cursor(connection, "view") == 501
        assert read_cursor(connection, "another") is None


def test_the_librarys_readers_see_the_same_cursor(engine: sa.Engine) -> None:
    recorder = CursorRecorder(engine)
    recorder.insert_tracking(Tracking("view", 7))

    with engine.connect() as connection:
        assert read_cursor(connection, "view") == 7
    with pytest.raises(IntegrityError):
        recorder.insert_tracking(Tracking("view", 7))


def test_events_and_cursor_move_together_or_not_at_all(engine: sa.Engine) -> None:
    recorder = CursorLogRecorder(engine)
    event = StoredEvent("claim/1", 1, "t", b"x")
    recorder.insert_events([event], tracking=Tracking("up", 1))
    with pytest.raises(Conflict):
        recorder.insert_events([event], tracking=Tracking("up", 2))
    with pytest.raises(Conflict):
        recorder.insert_events([StoredEvent("claim/2", 1, "t", b"x")], tracking=Tracking("up", 1))

    assert recorder.max_tracking_id("up") == 1
    assert recorder.max_notification_id() == 1


def test_the_factory_refuses_what_it_cannot_keep(database_url: str) -> None:
    with pytest.raises(SettingMissing, match="PHAYAN_DB") as caught:
        Factory({})
    assert caught.value.code == "setting_missing"
    with pytest.raises(SettingMissing, match="text or uuid"):
        Factory({"PHAYAN_DB": database_url, "ORIGINATOR_ID_TYPE": "int"})

    factory = Factory({"PHAYAN_DB": database_url, "CREATE_TABLE": "y"})
    with pytest.raises(StoreError, match="no snapshots"):
        factory.aggregate_recorder("snapshots")
    with pytest.raises(SettingMissing, match="CursorRecorder"):
        factory.tracking_recorder(POPOTrackingRecorder)
    factory.close()
