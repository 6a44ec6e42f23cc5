"""The facts of the reports, from the log and kept in step: beside the library, DuckDB and plain folds."""

import base64
import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, Final
from uuid import UUID

import duckdb
import msgspec

from benchmarks import library
from benchmarks.goals import Goal
from benchmarks.lives import Lives, written
from benchmarks.measuring import fixed
from benchmarks.replaying import runs
from benchmarks.stage import Stage
from benchmarks.suite import Plan, Runners, Suite
from ledger.application.case_facts import context_at, facts_at, recorded_at
from ledger.application.refreshing import Other, refresh
from ledger.application.shapes import reader_of
from ledger.domain.catalogue import EVENTS
from ledger.domain.histories import Entries
from ledger.domain.types import Recorded, Seen, Statement
from ledger.projections.reports import kept
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, write
from ledger.projections.reports.case import History
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import FROM_LOG, case_facts, folds_of, gather, judged
from ledger.projections.reports.folds.decisions import DECISION
from ledger.projections.reports.linking import linked
from ledger.projections.reports.r01 import R01
from ledger.store.engines import open_engine, reading
from ledger.store.migrations import upgrade
from ledger.store.reading import fetch
from ledger.store.recorder import Head, Recorder
from ledger.tlog.tree import CompactRange

NEW: Final = 1_000
"""Entries that come in between two refreshes."""
GROWTHS: Final = 3
"""So many refreshes of these, of which the median is taken."""
PAGE: Final = 5_000
COUNTED: Final = [shape for one in FROM_LOG for shape in one.shapes if shape.counts]
READERS: Final = {key: reader_of(kind) for key, kind in EVENTS.items()}


class Log:
    """A log of lives in a database of its own, written as far as it is asked for."""

    def __init__(self, folder: Path, most: int) -> None:
        self.url = f"sqlite:///{folder / f'lives-{most}.db'}"
        self.engine = open_engine(self.url)
        upgrade(self.engine)
        self.recorder, self._tree = Recorder(self.engine), CompactRange()
        self._rows = Lives(most).rows()

    def grow(self, size: int) -> None:
        """Append up to ``size`` entries."""
        wanted = (next(self._rows) for _ in range(size - self._tree.size))
        for page in written(wanted, PAGE):
            for row in page:
                self._tree.append(row.leaf)
            stamp = msgspec.json.decode(page[-1].entry)["recorded_at"]
            with self.recorder.appending() as appending:
                appending.write(page, Head(self._tree.size, self._tree.to_bytes(), stamp))


@contextmanager
def log_of(stage: Stage, size: int, most: int = 0) -> Iterator[Log]:
    """Yield a log of ``size`` entries, which can grow to ``most``."""
    log = Log(stage.folder, most or size)
    try:
        log.grow(size)
        yield log
    finally:
        log.engine.dispose()
        Path(log.url.removeprefix("sqlite:///")).unlink()


@dataclass(frozen=True)
class Replayed:
    """The same log as the library keeps it: an event for each entry, by the stream's uuid."""

    app: library.Records
    streams: dict[str, None]
    size: int
    now: str

    @classmethod
    def of(cls, log: Log, app: library.Records) -> "Replayed":
        """Fill ``app`` with the statements of ``log``."""
        size = log.recorder.head().size
        streams: dict[str, None] = {}
        for start in range(0, size, library.PAGE):
            rows = log.recorder.rows(start, min(size, start + library.PAGE))
            streams.update(dict.fromkeys(row.stream for row in rows))
            app.save(*[_event(row.entry, row.version, row.leaf.hex()) for row in rows])
        with reading(log.engine) as connection:
            return cls(app, streams, size, recorded_at(connection, size))

    def facts(self, log: Log) -> Facts:
        """Return the facts from the library's repository, which gives one stream at a time: case by case."""
        links = linked(one for name in self._named("grievance") for one in self._history(name)[:1])
        findings = judged(one for name in self._named("audit") for one in self._history(name))
        facts, whole = Facts(), CaseFacts()
        with reading(log.engine) as connection:
            context = context_at(connection, self.size, self.now)
            for key in dict.fromkeys(map(links.key, self.streams)):
                names = dict.fromkeys((key, *links.grievances.get(key, ())))
                held = {name: self._history(name) for name in names if name in self.streams}
                for case in gather((key,), context, held, links, findings):
                    case_facts(case, FROM_LOG, whole)
        facts.add(whole)
        return facts

    def _named(self, kind: str) -> Iterator[str]:
        return (name for name in self.streams if name.startswith(f"{kind}/"))

    def _history(self, stream: str) -> History:
        found: list[Any] = self.app.repository.get(UUID(stream.rpartition("/")[2]), projector_func=_events)
        return Entries(map(_recorded, found))


def _events(_nothing: Any, events: Any) -> list[Any]:
    return list(events)


def _event(entry: bytes, version: int, leaf: str) -> library.StatementRecorded:
    outer = msgspec.json.decode(entry)
    members = msgspec.json.decode(base64.b64decode(outer["dsse"]["payload"]))
    members.pop("seen", None)
    return library.StatementRecorded(
        originator_id=UUID(members["stream"].rpartition("/")[2]),
        originator_version=version,
        keyid=f"{outer['index']} {outer['recorded_at']} {leaf}",
        sig=outer["prev"],
        **members,
    )


def _recorded(event: library.StatementRecorded) -> Recorded:
    """Return an event of the library as the folds read it."""
    index, stamp, leaf = event.keyid.split(" ")
    statement = Statement(
        origin=event.origin,
        id=event.id,
        stream=event.stream,
        type=event.type,
        schema=event.schema,
        by=event.by,
        signers=tuple(event.signers),
        at=event.at,
        seen=Seen(event.originator_version - 1, event.sig) if event.sig else None,
        as_of=None,
        says=READERS[event.type, event.schema](msgspec.Raw(msgspec.json.encode(event.data))),
        sd=(),
    )
    return Recorded(statement, int(index), event.originator_version, leaf, stamp)


def parquet(log: Log, folder: Path) -> Path:
    """Write what SQL needs of every entry: its place, its stream, who, when, and what it says as JSON."""
    file, plain = folder / "entries.parquet", folder / "entries.jsonl"
    size, encode = log.recorder.head().size, msgspec.json.Encoder().encode_lines
    with reading(log.engine) as source, plain.open("wb") as lines:
        for start in range(0, size, PAGE):
            rows = fetch(
                source,
                'SELECT "index", stream, version, type, entry FROM entry WHERE "index" >= ? AND "index" < ?',
                (start, start + PAGE),
            )
            lines.write(encode(map(_columns, rows)))
    columns = "{i: 'BIGINT', stream: 'VARCHAR', version: 'BIGINT', type: 'VARCHAR', who: 'VARCHAR',"
    columns += " said: 'VARCHAR', recorded_at: 'VARCHAR', data: 'VARCHAR'}"
    with duckdb.connect() as connection:
        found = f"read_json('{plain}', format = 'newline_delimited', columns = {columns})"
        connection.execute(f"COPY (SELECT * FROM {found}) TO '{file}' (FORMAT parquet)")  # noqa: S608
    plain.unlink()
    return file


def _columns(row: tuple[Any, ...]) -> dict[str, Any]:
    index, stream, version, kind, entry = row
    outer = msgspec.json.decode(entry)
    says = msgspec.json.decode(base64.b64decode(outer["dsse"]["payload"]))
    return {
        "i": index,
        "stream": stream,
        "version": version,
        "type": kind,
        "who": says["by"],
        "said": says["at"],
        "recorded_at": outer["recorded_at"],
        "data": msgspec.json.encode(says["data"]).decode(),
    }


SQL: Final = (Path(__file__).parent / "decisions.sql").read_text()
"""The decision cube (C01) of a log of lives, written by hand."""


def by_sql(file: Path) -> list[list[str | int]]:
    """Return the rows of the decision cube, as ``Cube.rows`` gives them."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        found = connection.execute(SQL, {"file": str(file)}).fetchall()
    return [list(row) for row in found]


def decisions_facts(log: Log) -> Facts:
    """Return the decision cube as we fold it."""
    size, now = _end(log)
    return facts_at(log.recorder, size, now, folds=folds_of((DECISION,)))


def _end(log: Log) -> tuple[int, str]:
    size = log.recorder.head().size
    with reading(log.engine) as connection:
        return size, recorded_at(connection, size)


def report_of(facts: Facts, size: int, now: str) -> Json:
    snapshot = Snapshot("benchmark.example.org/2026", size, "A" * 43 + "=", now)
    return write(R01, facts, Params(), snapshot, Origin("phayan report R01", "0"))


@contextmanager
def open_facts(stage: Stage, _plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open the ways to the facts, over a log as long as the other fixtures."""
    with ExitStack() as stack:
        log = stack.enter_context(log_of(stage, stage.count))
        size, now = _end(log)
        whole = facts_at(log.recorder, size, now, folds=FROM_LOG)
        other = stack.enter_context(_beside(log))
        runners = {
            "facts": runs(lambda: _discard(refresh(log.engine, size, whole=True, other=other)), size),
            "report from kept facts": runs(lambda: _discard(_from_kept(log, size, now)), size),
            "report by a fold": runs(lambda: _discard(report_of(decisions_facts(log), size, now)), size),
        }
        if "library facts" in wanted:
            replayed = stack.enter_context(_replayed(stage, log))
            if replayed.facts(log).digest(COUNTED) != whole.digest(COUNTED):
                raise ValueError("the library's repository gives other facts than ours")
            runners["library facts"] = runs(lambda: _discard(replayed.facts(log)), size)
        refresh(log.engine, size)
        if _from_kept(log, size, now) != report_of(decisions_facts(log), size, now):
            raise ValueError("what is kept gives another report than a fold")
        yield runners


@contextmanager
def _replayed(stage: Stage, log: Log) -> Iterator[Replayed]:
    """Yield ``log`` as the library keeps it."""
    file = stage.folder / "library-lives.db"
    with library.records(f"sqlite:///{file}") as app:
        yield Replayed.of(log, app)
    file.unlink()


@contextmanager
def _beside(log: Log) -> Iterator[Other]:
    """Yield a second process that is warm."""
    with ProcessPoolExecutor(1, mp_context=get_context("forkserver")) as executor:
        other = Other(executor, log.url)
        refresh(log.engine, log.recorder.head().size, whole=True, other=other)
        yield other


def _from_kept(log: Log, size: int, now: str) -> Json:
    with reading(log.engine) as connection:
        facts = kept.load(connection, R01.shapes)
    return report_of(facts, size, now)


@contextmanager
def open_million(stage: Stage, plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Measure once, over ``plan.entries``: all facts, those after a thousand more, and one cube in SQL.

    All facts by the library's repository too: they must be those that are kept after all refreshes.
    """
    size = plan.entries - GROWTHS * NEW
    with log_of(stage, size, plan.entries) as log, _beside(log) as other:
        first = _seconds(lambda: refresh(log.engine, size, whole=True, other=other))
        then = median(_refreshed_after(log, size + step * NEW, other) for step in range(1, GROWTHS + 1))
        file = parquet(log, stage.folder)
        if by_sql(file) != decisions_facts(log).cube(DECISION).rows():
            raise ValueError("the SQL gives another cube than the fold")
        sql = _seconds(lambda: by_sql(file))
        fold = _seconds(lambda: decisions_facts(log))
        file.unlink()
        runners = {
            "all facts": fixed(first),
            "facts after a thousand": fixed(then),
            "facts of a million": fixed(size / first),
            "one cube by SQL": fixed(plan.entries / sql),
            "one cube by the fold": fixed(plan.entries / fold),
        }
        if "library facts of a million" in wanted:
            with _replayed(stage, log) as replayed, reading(log.engine) as connection:
                begun = time.perf_counter()
                facts = replayed.facts(log)
                runners["library facts of a million"] = fixed(plan.entries / (time.perf_counter() - begun))
                if facts.digest(COUNTED) != kept.load(connection, COUNTED).digest(COUNTED):
                    raise ValueError("the library's repository gives other facts than ours")
        yield runners


def _refreshed_after(log: Log, size: int, other: Other) -> float:
    """Grow ``log`` to ``size`` and return how long its facts take to follow, in seconds."""
    log.grow(size)
    return _seconds(lambda: refresh(log.engine, size, other=other))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _discard(_value: object) -> None:
    """Let a result go."""


SUITES: Final = (
    Suite(
        name="facts of the reports",
        open=open_facts,
        whole=True,
        goals=(
            Goal(
                name="F1",
                what="all facts from the log, two lanes / library's repository and the same folds",
                numerator="facts",
                denominator="library facts",
                target=5,
                lanes=2,
            ),
            Goal(
                name="F2",
                what="a report from kept facts / the same by a fold in Python",
                numerator="report from kept facts",
                denominator="report by a fold",
                target=7,
                digits=0,
            ),
        ),
    ),
    Suite(
        name="facts of a million entries",
        open=open_million,
        once=True,
        goals=(
            Goal(
                name="F1",
                what="the same over a million entries",
                numerator="facts of a million",
                denominator="library facts of a million",
                target=5,
                lanes=2,
            ),
            Goal(
                name="F3",
                what="time of a refresh after 1,000 new entries / of all facts",
                numerator="facts after a thousand",
                denominator="all facts",
                target=0.01,
                at_most=True,
                digits=4,
                unit=" s",
                lanes=2,
            ),
            Goal(
                name="F4",
                what="the decision cube by the fold / by SQL in DuckDB over Parquet",
                numerator="one cube by the fold",
                denominator="one cube by SQL",
                target=None,
                digits=4,
            ),
        ),
    ),
)
