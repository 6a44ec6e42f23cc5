"""The test cases that the library ships, on both databases, with ids as shipped and with names of streams."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import TestCase
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    ProcessRecorder,
    TrackingRecorder,
)
from eventsourcing.tests import persistence as shipped
from eventsourcing.utils import Environment

from ledger.store.engines import open_engine
from ledger.store.factory import Factory
from ledger.store.library import CursorLogRecorder, StreamRecorder
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder
from ledger.store.tracking import CursorRecorder
from tests.support.databases import private_schema


class OnDatabase(TestCase):
    """Gives a shipped case an empty database. The cases are of unittest, whose classes take no parameters."""

    __test__ = False  # only what is made of it below, for each database and kind of id

    kind: str
    id_type: str
    url: str

    @pytest.fixture(autouse=True)
    def _database(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
        with ExitStack() as stack:
            if self.kind == "sqlite":
                self.url = f"sqlite:///{tmp_path / 'ledger.db'}"
            else:
                self.url = stack.enter_context(private_schema(request.getfixturevalue("postgres_url")))
            self.stack = stack
            before = set(threading.enumerate())
            yield
            for thread in set(threading.enumerate()) - before:
                thread.join(10)  # the shipped cases leave readers behind that still hold connections

    def new_originator_id(self) -> UUID | str:
        return uuid4() if self.id_type == "uuid" else f"claim/{uuid4()}"

    def engine(self) -> sa.Engine:
        engine = open_engine(self.url)
        self.stack.callback(engine.dispose)
        upgrade(engine)
        return engine

    def factory_for(self) -> Factory:
        factory = Factory({"PHAYAN_DB": self.url, "CREATE_TABLE": "yes", "ORIGINATOR_ID_TYPE": self.id_type})
        self.stack.callback(factory.close)
        return factory


class AggregateCase(OnDatabase, shipped.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        return self.factory_for().aggregate_recorder()


class ApplicationCase(OnDatabase, shipped.ApplicationRecorderTestCase[Recorder]):
    def create_recorder(self) -> Recorder:
        return self.factory_for().application_recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class NonInterleavingCase(OnDatabase, shipped.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> ApplicationRecorder:
        return self.factory_for().application_recorder()


class ProcessCase(OnDatabase, shipped.ProcessRecorderTestCase):
    def create_recorder(self) -> ProcessRecorder:
        return self.factory_for().process_recorder()


class TrackingCase(OnDatabase, shipped.TrackingRecorderTestCase):
    def create_recorder(self) -> TrackingRecorder:
        return self.factory_for().tracking_recorder()


class OtherCursors(CursorRecorder):
    """A tracking recorder that somebody else wrote."""


class FactoryCase(OnDatabase, shipped.InfrastructureFactoryTestCase[Factory]):
    def setUp(self) -> None:
        self.engine()
        self.env = Environment(
            env={
                "PERSISTENCE_MODULE": "ledger.store",
                "PHAYAN_DB": self.url,
                "ORIGINATOR_ID_TYPE": self.id_type,
            }
        )
        super().setUp()

    def expected_factory_class(self) -> type[Factory]:
        return Factory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return StreamRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return Recorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return CursorRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return OtherCursors

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return CursorLogRecorder


def _offered() -> dict[str, type[TestCase]]:
    cases: list[Any] = [
        AggregateCase,
        ApplicationCase,
        NonInterleavingCase,
        ProcessCase,
        TrackingCase,
        FactoryCase,
    ]
    offered = {}
    for case, kind, id_type in itertools.product(cases, ["sqlite", "postgresql"], ["uuid", "text"]):
        if case is TrackingCase and id_type == "text":
            continue  # cursors know no originators
        name = f"Test{case.__name__}_{kind}_{id_type}"
        members = {"kind": kind, "id_type": id_type, "__module__": __name__, "__test__": True}
        offered[name] = type(name, (case,), members)
    return offered


globals().update(_offered())
