"""What one thread does for many requests at once, and that nobody bears another's fault."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence

import pytest

from api.problems import Problem
from api.recording import Here, Kept
from api.statements import Door
from api.together import PART, Together
from benchmarks.fixture import statements
from ledger.application.intake import Begun, Ticket
from ledger.application.ledger import Ledger
from ledger.application.receipts import Proven, Rejected, Submission
from tests.api.conftest import Desk


def threaded(
    work: Callable[[Sequence[int]], Sequence[int]],
) -> Callable[[Sequence[int]], Awaitable[list[int]]]:
    """Return ``work`` as it is done on a thread."""

    async def done(things: Sequence[int]) -> list[int]:
        return list(await asyncio.to_thread(work, things))

    return done


async def at_once(things: Sequence[int]) -> Sequence[int]:
    """Return the things."""
    return things


def test_what_comes_while_one_part_is_at_work_is_the_next_part() -> None:
    gate, parts = threading.Event(), []

    def work(things: Sequence[int]) -> list[int]:
        parts.append(list(things))
        gate.wait(10)
        return [2 * thing for thing in things]

    async def many() -> list[int]:
        together = Together(threaded(work), PART * 3)
        waiting = [asyncio.ensure_future(together.run(0))]
        await asyncio.sleep(0.05)
        waiting += [asyncio.ensure_future(together.run(thing)) for thing in range(1, PART + 3)]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*waiting)

    assert asyncio.run(many()) == [2 * thing for thing in range(PART + 3)]
    assert [len(part) for part in parts] == [1, PART, 2]


def test_who_comes_when_too_many_wait_is_told_so_and_room_comes_back() -> None:
    gate = threading.Event()

    def work(things: Sequence[int]) -> Sequence[int]:
        gate.wait(10)
        return things

    async def three() -> list[object]:
        together = Together(threaded(work), 2)
        waiting = [asyncio.ensure_future(together.run(thing)) for thing in (1, 2)]
        await asyncio.sleep(0.05)
        with pytest.raises(Problem, match="overloaded"):
            await together.run(3)
        gate.set()
        return [*await asyncio.gather(*waiting), await together.run(4)]

    assert asyncio.run(three()) == [1, 2, 4]


def test_a_request_that_is_cut_off_takes_nothing_from_the_others() -> None:
    gate = threading.Event()

    def work(things: Sequence[int]) -> Sequence[int]:
        gate.wait(10)
        return things

    async def two() -> list[int]:
        together = Together(threaded(work), 10)
        cut, kept = (asyncio.ensure_future(together.run(thing)) for thing in (1, 2))
        await asyncio.sleep(0.05)
        cut.cancel()
        gate.set()
        return [await kept, await together.run(3)]

    assert asyncio.run(two()) == [2, 3]


def test_where_the_work_itself_fails_each_request_of_the_part_is_told() -> None:
    def work(_things: Sequence[int]) -> Sequence[int]:
        raise LookupError("nothing works")

    async def two() -> list[object]:
        together = Together(threaded(work), 10)
        return await asyncio.gather(*(together.run(thing) for thing in (1, 2)), return_exceptions=True)

    assert [type(one) for one in asyncio.run(two())] == [LookupError, LookupError]


class Fragile(Ledger):
    """A ledger with a fault: one statement throws it off its feet, and everything that came with it."""

    def __init__(self, desk: Desk, poison: Submission) -> None:
        self._ledger: Ledger = desk.client.app.state.ledger  # type: ignore[attr-defined]
        self._poison = poison

    def begin(self, submissions: Sequence[Submission], *, ahead: bool = False) -> Begun:
        """Fail later if the poison is among them."""
        begun = self._ledger.begin(submissions, ahead=ahead)

        def end() -> list[Ticket]:
            if self._poison in submissions:
                raise RecursionError("a fault of ours")
            return begun()

        return end

    def record(self, opened: Sequence[Sequence[Ticket]]) -> list[list[Proven | Rejected]]:
        """Record as the ledger does."""
        return self._ledger.record(opened)


def test_a_statement_that_meets_a_fault_of_ours_fails_alone(small: Desk) -> None:
    given = statements(small.signers, 5, seed=61)
    fragile = Door(Here(Fragile(small, given[2])))

    async def together() -> list[object]:
        waiting = (fragile.one(one.envelope, None) for one in given)
        return await asyncio.gather(*waiting, return_exceptions=True)

    outcomes = asyncio.run(together())
    assert isinstance(outcomes[2], RecursionError)
    assert sum(isinstance(one, Kept) for one in outcomes) == 4


def test_without_that_it_would_take_the_others_with_it(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def alone(_ledger: Ledger, _submission: Submission) -> Exception:
        return RecursionError("nobody is tried by themselves")

    monkeypatch.setattr("api.recording._alone", alone)
    given = statements(small.signers, 5, seed=62)
    fragile = Door(Here(Fragile(small, given[2])))

    async def together() -> list[object]:
        waiting = (fragile.one(one.envelope, None) for one in given)
        return await asyncio.gather(*waiting, return_exceptions=True)

    assert not any(isinstance(one, Kept) for one in asyncio.run(together()))


def test_a_request_alone_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.together.PATIENCE", 60)

    async def in_turn() -> list[int]:
        together: Together[int, int] = Together(at_once, 10)
        return [await together.run(thing) for thing in range(5)]

    assert asyncio.run(asyncio.wait_for(in_turn(), 10)) == list(range(5))


def test_who_does_not_come_back_is_waited_for_a_moment_alone() -> None:
    async def one_leaves() -> int:
        together: Together[int, int] = Together(at_once, 10)
        await asyncio.gather(together.run(1), together.run(2))
        return await together.run(3)

    assert asyncio.run(asyncio.wait_for(one_leaves(), 10)) == 3


def test_steady_clients_share_one_part_and_do_not_fall_apart_into_two() -> None:
    """Each asks again when it has its answer, as over a connection: a round of the loop later."""
    assert steady(Together)[-10:-1] == [8] * 9  # the last four began later
    assert steady(Hasty)[-10:-1] == [4] * 9


class Hasty(Together[int, int]):
    """The control: takes at once what is there."""

    def _enough(self) -> int:
        """Wait for nobody."""
        return 1


def steady(kind: type[Together[int, int]]) -> list[int]:
    """Return the sizes of the parts of eight clients, four of which came while the first four had theirs."""
    parts: list[int] = []
    gate = threading.Event()

    def work(things: Sequence[int]) -> Sequence[int]:
        gate.wait(10)
        parts.append(len(things))
        return things

    async def client(together: Together[int, int]) -> None:
        for turn in range(20):
            await together.run(turn)
            await asyncio.sleep(0)

    async def eight() -> None:
        together = kind(threaded(work), 100)
        clients = []
        for _ in range(2):
            clients += [asyncio.ensure_future(client(together)) for _ in range(4)]
            await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(*clients)

    asyncio.run(eight())
    return parts
