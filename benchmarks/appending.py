"""G1, G2, G3 and G13: from the bytes of submissions to an acknowledged commit.

One lane of checks is a process that verifies while another one judges and writes: "one verify thread" of
``store.md``, which Python's lock makes a process here. With two, the one that judges lends a hand.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from itertools import cycle, islice
from typing import Any, Final, Generic, TypeVar

from nacl.bindings import crypto_sign_open

from benchmarks.goals import Goal
from benchmarks.library import Writer, records
from benchmarks.measuring import Runner, batches, steps
from benchmarks.stage import Stage, database
from benchmarks.suite import Plan, Runners, Suite
from ledger.application.intake import GROUP
from ledger.application.ledger import Ledger
from ledger.application.opening import doubtful, open_submission
from ledger.application.receipts import Receipt, Submission
from ledger.application.sequencer import Appended
from ledger.signing.dsse import STATEMENT_TYPE, pae
from ledger.store.appending import Appending
from ledger.store.rows import Row
from tests.support.postgres import private_server

T = TypeVar("T")
SMALL: Final = 64


class Parts(Generic[T]):
    """Consecutive parts of the fixture, and the place that takes them: a fresh one when all is used up."""

    def __init__(self, stage: Stage, opener: Callable[[], AbstractContextManager[T]]) -> None:
        self._submissions = stage.submissions
        self._opener = opener
        self._stack = ExitStack()
        self._at = len(self._submissions)
        self._place: T | None = None

    def take(self, size: int) -> tuple[T, Sequence[Submission]]:
        """Return the place and the next ``size`` statements."""
        if self._place is None or self._at + size > len(self._submissions):
            self.close()
            self._place, self._at = self._stack.enter_context(self._opener()), 0
        start, self._at = self._at, self._at + size
        return self._place, self._submissions[start : self._at]

    def close(self) -> None:
        """Leave the place."""
        self._place = None
        self._stack.close()


@contextmanager
def parts(
    stage: Stage,
    opener: Callable[[], AbstractContextManager[T]],
    work: Callable[[T, Sequence[Submission]], None],
    *,
    unit: int,
) -> Iterator[Runner]:
    """Give the runner that has ``work`` done to part after part."""
    taken = Parts(stage, opener)

    def prepare(size: int) -> Callable[[], None]:
        return partial(work, *taken.take(size))

    try:
        yield batches(prepare, unit=unit, most=stage.count)
    finally:
        taken.close()


@contextmanager
def warm_ledger(
    stage: Stage,
    server: str | None = None,
    *,
    lanes: int = 1,
    apart: bool = False,
    tiles: bool = True,
    published: bool = False,
) -> Iterator[Ledger]:
    """Open a fresh ledger whose lanes are awake.

    Args:
        stage: Where it comes from.
        server: A PostgreSQL; None: SQLite.
        lanes: On how many processes signatures are checked.
        apart: On one lane that is not the process which judges and writes.
        tiles: Whether it writes any.
        published: Whether it publishes checkpoints, and answers with receipts.
    """
    with stage.fresh(server, lanes=2 if apart else lanes) as ledger:
        ledger.lanes.wake(doubtful)
        if apart:
            elsewhere: Any = ledger.lanes
            elsewhere._next = partial(_elsewhere, ledger.lanes)
        if not tiles:
            store: Any = ledger.store
            store._appending = _without_tiles(store._appending)
        yield ledger if published else unpublished(ledger)


def _elsewhere(lanes: Any, chunk: Any) -> None:
    """Have ``chunk`` done by the other lane alone: this one waits where it would lend a hand."""
    lanes._feed(*lanes._other)
    if chunk.failed is None:
        lanes._take(*lanes._other)


def _without_tiles(kind: type[Appending]) -> type[Appending]:
    return type(
        f"{kind.__name__}WithoutTiles",
        (kind,),
        {"_grown": lambda _self, _leaves: {}, "_write_tiles": lambda _self, _tiles: None},
    )


class _Unpublished:
    """Stands where the publisher stands, and publishes nothing."""

    def publish(self) -> None:
        """Sign and store nothing."""

    def proven(self, _identifier: str, _at: str | None, row: Row | None, *, repeated: bool) -> Appended:
        """Answer with the committed row."""
        return Appended(row, repeated=repeated)


def unpublished(ledger: Ledger) -> Ledger:
    """Return ``ledger``, which from now on answers with the committed row: no checkpoint, no proof."""
    inside: Any = ledger
    inside._publisher = _Unpublished()
    return ledger


def append(ledger: Ledger, submissions: Sequence[Submission], group: int | None = None) -> None:
    """Append ``submissions``: opened, judged, stamped, committed; in groups of 256, or of ``group``."""
    size = group or len(submissions)
    for start in range(0, len(submissions), size):
        answers: Any = ledger.submit(submissions[start : start + size])
        for answer in answers:
            if not isinstance(answer, Appended) or answer.row is None or answer.repeated:
                raise TypeError("a statement of the fixture was not appended")


def submit(ledger: Ledger, submissions: Sequence[Submission], group: int) -> None:
    """Hand ``submissions`` in by groups, up to the receipts with their proofs."""
    for start in range(0, len(submissions), group):
        for answer in ledger.submit(submissions[start : start + group]):
            if not isinstance(answer, Receipt):
                raise TypeError(answer.sentence)


def verify(stage: Stage) -> Runner:
    """Return V: signature checks on one thread over the signed bytes of the fixture, and nothing else."""
    checks = [
        (signature + pae(STATEMENT_TYPE, payload), public)
        for submission in stage.submissions[:8192]
        for public, signature, payload in open_submission(submission, stage.registry).checks
    ]
    turning = cycle(checks)

    def step() -> int:
        for signed, public in islice(turning, GROUP):
            crypto_sign_open(signed, public)
        return GROUP

    return steps(step)


@contextmanager
def library_writer(stage: Stage, url: Callable[[], AbstractContextManager[str]]) -> Iterator[Writer]:
    """Open the library's application on an empty database."""
    with url() as address, records(address) as app:
        yield Writer(app, stage.registry)


@contextmanager
def sqlite_file(stage: Stage, name: str) -> Iterator[str]:
    """Yield the URL of a new file on the disk of the other ledgers."""
    folder = stage.folder / name
    folder.mkdir()
    yield f"sqlite:///{folder}/library.db"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _save(writer: Writer, submissions: Sequence[Submission]) -> None:
    writer.save(submissions)


_WAYS: Final = {
    "append within": {},
    "append 1": {"apart": True},
    "append 2": {"lanes": 2},
}


def _appending(stage: Stage, name: str, server: str | None = None) -> AbstractContextManager[Runner]:
    opener = partial(warm_ledger, stage, server, **_WAYS[name])
    return parts(stage, opener, append, unit=GROUP)


@contextmanager
def open_sqlite(stage: Stage, _plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open appending to SQLite in each way, the library on SQLite, and V."""
    with ExitStack() as stack:
        runners = {"V": verify(stage)}
        for name in _WAYS.keys() & wanted:
            runners[name] = stack.enter_context(_appending(stage, name))
        if "library" in wanted:
            opener_of_library = partial(library_writer, stage, partial(sqlite_file, stage, "library"))
            runners["library"] = stack.enter_context(parts(stage, opener_of_library, _save, unit=SMALL))
        yield runners


@contextmanager
def open_postgresql(stage: Stage, _plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open both on one server of our own, whose durability is that of its defaults."""
    with private_server(settings=()) as server, ExitStack() as stack:
        runners = {
            name: stack.enter_context(_appending(stage, name, server)) for name in _WAYS.keys() & wanted
        }
        theirs = partial(library_writer, stage, partial(database, server))
        yield {**runners, "library": stack.enter_context(parts(stage, theirs, _save, unit=SMALL))}


@contextmanager
def open_publishing(stage: Stage, _plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open submitting with everything a receipt needs, and appending without it."""
    with ExitStack() as stack:
        runners = {}
        for group in (SMALL, 1):
            unit = SMALL if group == SMALL else 16
            if f"receipts {group}" in wanted:
                full = partial(submit, group=group)
                runners[f"receipts {group}"] = stack.enter_context(
                    parts(stage, partial(warm_ledger, stage, published=True), full, unit=unit)
                )
                bare = partial(append, group=group)
                runners[f"bare {group}"] = stack.enter_context(
                    parts(stage, partial(warm_ledger, stage, tiles=False), bare, unit=unit)
                )
        yield runners


def _goals(name: str, denominator: str, of: str, *targets: float) -> tuple[Goal, ...]:
    """Return the goals of one comparison; ``targets`` are what it takes on one lane of checks, and on two."""
    goal = partial(Goal, name=name, denominator=denominator)
    ways = (("append 1", "one lane of checks"), ("append 2", "two lanes of checks"))
    return (
        goal(what=f"append, all in one process / {of}", numerator="append within", target=None),
        *(
            goal(what=f"append, {said} / {of}", numerator=runner, target=target, lanes=2)
            for (runner, said), target in zip(ways, targets, strict=False)
        ),
    )


SUITES: Final = (
    Suite(
        name="append on SQLite",
        open=open_sqlite,
        goals=(*_goals("G1", "library", "library", 6, 9), *_goals("G3", "V", "V", 0.85, 1.4)),
        longer=4,
    ),
    Suite(
        name="append on PostgreSQL",
        open=open_postgresql,
        goals=_goals("G2", "library", "library", 14),
        longer=4,
    ),
    Suite(
        name="receipts",
        open=open_publishing,
        goals=(
            Goal(
                name="G13",
                what="with tiles, checkpoint and proof / without, groups of 64",
                numerator="receipts 64",
                denominator="bare 64",
                target=0.8,
            ),
            Goal(
                name="G13",
                what="the same, one statement a group",
                numerator="receipts 1",
                denominator="bare 1",
                target=None,
            ),
        ),
    ),
)
