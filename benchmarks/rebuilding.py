"""G8: counters and read models from the log, beside the library's ways to the same."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from benchmarks import library
from benchmarks.appending import library_writer, sqlite_file
from benchmarks.goals import Goal
from benchmarks.measuring import Runner, batches
from benchmarks.replaying import runs, whole_log
from benchmarks.stage import Stage, database
from benchmarks.suite import Plan, Runners, Suite
from benchmarks.views import one_by_one_postgresql, one_by_one_sqlite
from ledger.application.projecting import catch_up
from ledger.application.recounting import recount, recount_apart
from ledger.application.reporting import reader
from ledger.store.engines import open_engine
from ledger.store.recorder import Recorder
from tests.support.postgres import private_server

BATCH: Final = 500
SINGLE: Final = 64  # entries handed to the runner at once where it takes them one by one
Urls = Callable[[], AbstractContextManager[str]]


class Follower:
    """The product's runner over one log; when it is through, again in a fresh database."""

    def __init__(self, recorder: Recorder, urls: Urls, *, batch: int) -> None:
        self._recorder, self._urls, self._batch = recorder, urls, batch
        self._size = recorder.head().size
        self._stack = ExitStack()
        self._engine: sa.Engine | None = None
        self._at = 0

    def prepare(self, size: int) -> Callable[[], None]:
        """Return the work of following the next ``size`` entries."""
        if self._engine is None or self._at + size > self._size:
            self.close()
            self._engine = open_engine(self._stack.enter_context(self._urls()))
            self._stack.callback(self._engine.dispose)
            self._at = 0
        self._at += size
        return partial(self._follow, self._engine, self._at - 1)

    def close(self) -> None:
        """Leave the database."""
        self._engine = None
        self._stack.close()

    def runner(self) -> Runner:
        """Return the runner of this."""
        unit = max(self._batch, SINGLE)
        return batches(self.prepare, unit=unit, most=self._size)

    def _follow(self, engine: sa.Engine, until: int) -> None:
        for progress in catch_up(engine, reader(self._recorder), batch=self._batch, until=until):
            if progress.stopped is not None or progress.index != until:
                raise ValueError(f"{progress.name} did not follow the log") from progress.stopped


@contextmanager
def _followers(recorder: Recorder, urls: Callable[[str], AbstractContextManager[str]]) -> Iterator[Runners]:
    with ExitStack() as stack:
        runners = {}
        for name, batch in (("tables 500", BATCH), ("tables 1", 1)):
            follower = Follower(recorder, partial(urls, f"models-{batch}"), batch=batch)
            stack.callback(follower.close)
            runners[name] = follower.runner()
        yield runners


def _agree(stage: Stage, recorder: Recorder, app: library.Records) -> None:
    """Check that both sides count the same, so that their times may be compared."""
    if recount(recorder, stage.founding, recorder.head().size) != library.fold(app):
        raise ValueError("the library's log gives other counters than ours")


@contextmanager
def open_sqlite(stage: Stage, _plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open every way to count a log on SQLite."""
    with ExitStack() as stack:
        ledger = stack.enter_context(whole_log(stage))
        url, first, size = str(ledger.store.engine.url), stage.founding, ledger.store.head().size
        writer = stack.enter_context(library_writer(stage, partial(sqlite_file, stage, "library-log")))
        writer.fill(stage.submissions)
        _agree(stage, ledger.store, writer.app)
        file = stack.enter_context(sqlite_file(stage, "library-view")).removeprefix("sqlite:///")
        runners = {
            "count": runs(lambda: _discard(recount(ledger.store, first, size)), size - first),
            "library fold": runs(lambda: _discard(library.fold(writer.app)), stage.count),
            "one by one": one_by_one_sqlite(writer.app, Path(file)),
            **stack.enter_context(_followers(ledger.store, partial(sqlite_file, stage))),
        }
        if "count 2" in wanted:
            executor = stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("forkserver")))
            middle = (first + size) // 2
            spans = [(first, middle), (middle, size)]
            if recount_apart(ledger.store, url, spans, executor) != recount(ledger.store, first, size):
                raise ValueError("two processes count something else than one")
            runners["count 2"] = runs(
                lambda: _discard(recount_apart(ledger.store, url, spans, executor)), size - first
            )
        yield runners


@contextmanager
def open_postgresql(stage: Stage, _plan: Plan, _wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open the same on PostgreSQL, whose durability is that of its defaults."""
    with private_server(settings=()) as server, ExitStack() as stack:
        ledger = stack.enter_context(whole_log(stage, server))
        first, size = stage.founding, ledger.store.head().size
        url = stack.enter_context(database(server))
        app = stack.enter_context(library.records(url))
        library.Writer(app, stage.registry).fill(stage.submissions)
        _agree(stage, ledger.store, app)
        yield {
            "count": runs(lambda: _discard(recount(ledger.store, first, size)), size - first),
            "library fold": runs(lambda: _discard(library.fold(app)), stage.count),
            "one by one": one_by_one_postgresql(url),
            **stack.enter_context(_followers(ledger.store, lambda _name: database(server))),
        }


def _discard(_value: object) -> None:
    """Let a result go."""


def _goals(place: str, faster: float) -> tuple[Goal, ...]:
    return (
        Goal(
            name="G8a",
            what=f"counters from bytes / library's log, mapper and the same fold, {place}",
            numerator="count",
            denominator="library fold",
            target=5,
        ),
        Goal(
            name="G8b",
            what=f"counters from bytes / one event and one position a transaction, {place}",
            numerator="count",
            denominator="one by one",
            target=100,
            digits=0,
        ),
        Goal(
            name="G8c",
            what=f"read models, 500 a transaction / one a transaction, {place}",
            numerator="tables 500",
            denominator="tables 1",
            target=faster,
            digits=1,
        ),
    )


SUITES: Final = (
    Suite(
        name="rebuild on SQLite",
        open=open_sqlite,
        whole=True,
        goals=(
            *_goals("SQLite", 10),
            Goal(
                name="G8d",
                what="counters by two processes / by one",
                numerator="count 2",
                denominator="count",
                target=1.6,
                lanes=2,
            ),
        ),
    ),
    Suite(name="rebuild on PostgreSQL", open=open_postgresql, whole=True, goals=_goals("PostgreSQL", 20)),
)
