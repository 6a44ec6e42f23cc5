"""G6 and G7: the whole log again, plainly, under the tree, and with every signature checked."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from typing import Final

from benchmarks.appending import append, verify, warm_ledger
from benchmarks.goals import Goal
from benchmarks.measuring import Runner, steps
from benchmarks.stage import Stage
from benchmarks.suite import Plan, Runners, Suite
from ledger.application.lanes import Lanes, failing
from ledger.application.ledger import Ledger
from ledger.application.recounting import recount, recount_signed, recount_under_tree
from ledger.tlog.tree import CompactRange


@contextmanager
def whole_log(stage: Stage, server: str | None = None) -> Iterator[Ledger]:
    """Open a ledger that holds the whole fixture."""
    with warm_ledger(stage, server) as ledger:
        append(ledger, stage.submissions)
        yield ledger


def runs(run: Callable[[], None], count: int) -> Runner:
    """Return the runner of whole runs over ``count`` entries."""

    def step() -> int:
        run()
        return count

    return steps(step)


@contextmanager
def open_replay(stage: Stage, _plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open the replays of one log on SQLite, and V."""
    with whole_log(stage) as ledger, ExitStack() as stack:
        store = ledger.store
        size, hashes, _ = store.head()
        root = CompactRange.from_bytes(size, hashes).root()
        counters = recount(store, 0, size)

        def plainly() -> None:
            _same(recount(store, 0, size), counters)

        def under_tree() -> None:
            _same(recount_under_tree(store, size), (counters, root))

        def signed(lanes: Lanes) -> Callable[[], None]:
            return lambda: _same(recount_signed(store, size, lanes), (counters, []))

        runners = {
            "V": verify(stage),
            "fold": runs(plainly, size),
            "fold under the tree": runs(under_tree, size),
            "fold with signatures 1": runs(signed(Lanes(1)), size),
        }
        if "fold with signatures 2" in wanted:
            lanes = stack.enter_context(Lanes(2))
            lanes.wake(failing)
            runners["fold with signatures 2"] = runs(signed(lanes), size)
        yield runners


def _same(found: object, expected: object) -> None:
    if found != expected:
        raise ValueError("two replays of one log differ")


SUITES: Final = (
    Suite(
        name="replay",
        open=open_replay,
        whole=True,
        goals=(
            Goal(
                name="G6",
                what="time of replay with signatures / (entries / V)",
                numerator="V",
                denominator="fold with signatures 1",
                target=1.10,
                at_most=True,
            ),
            Goal(
                name="G6",
                what="one-lane time / two-lane time",
                numerator="fold with signatures 2",
                denominator="fold with signatures 1",
                target=1.5,
                lanes=2,
            ),
            Goal(
                name="G7",
                what="replay under the RFC 6962 root / the same fold unchecked",
                numerator="fold under the tree",
                denominator="fold",
                target=0.5,
            ),
            Goal(
                name="G7",
                what="replay under the RFC 6962 root / with signatures, one lane",
                numerator="fold under the tree",
                denominator="fold with signatures 1",
                target=10,
            ),
        ),
    ),
)
