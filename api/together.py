"""Work of many requests that is done at once: what comes in meanwhile is the next part."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from api.problems import Problem

T = TypeVar("T")
R = TypeVar("R")
PART: Final = 256  # a group of the log
PATIENCE: Final = 0.001  # seconds: less than one commit, and the least that a loop can wait


class Together(Generic[T, R]):
    """Hands what has gathered to ``work``, and no more than ``ahead`` parts at once.

    Alone, a request pays for itself and waits for nobody. Under load the parts grow by themselves, and with
    them the groups that share one commit and one checkpoint.

    Args:
        work: Returns for each thing what became of it: an exception is raised in its request alone.
        most: How many may be in hand; the next is told so at once.
        ahead: How many parts may be at work. With two, one is written while the other comes and goes.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]], most: int, *, ahead: int = 1
    ) -> None:
        self._work = work
        self._left = most
        self._most = most
        self._ahead = ahead
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._at_work: set[asyncio.Task[None] | None] = set()
        self._steady = 0  # requests that were in hand when the last part was answered
        self._soon: asyncio.Handle | None = None  # a part that is about to begin
        self._later: asyncio.TimerHandle | None = None  # while others are waited for

    async def run(self, thing: T) -> R:
        """Return what became of ``thing``.

        Raises:
            Problem: ``overloaded``: too many wait, and nothing was promised.
        """
        if self._left == 0:
            raise Problem(503, "overloaded", {"retry-after": "1"})
        self._left -= 1
        try:
            done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
            self._waiting.append((thing, done))
            self._offer()
            return await done
        finally:
            self._left += 1

    def _enough(self) -> int:
        """Return how many are worth a part: an equal share of the steady clients.

        Whoever was answered just now is about to ask again. Without this the requests of steady clients fall
        apart into parts that never meet, each with a commit and a checkpoint of its own.
        """
        return min(PART, -(-self._steady // self._ahead))

    def _offer(self) -> None:
        """See to it that a part begins: when enough are here, else in a moment, unless one is at work."""
        if not self._waiting or self._soon is not None or len(self._at_work) == self._ahead:
            return
        loop = asyncio.get_running_loop()
        if len(self._waiting) >= self._enough():
            self._soon = loop.call_soon(self._begin)  # whoever comes in the same turn of the loop comes along
        elif not self._at_work and self._later is None:
            self._later = loop.call_later(PATIENCE, self._begin)

    def _begin(self) -> None:
        """Begin a part with those who are here."""
        for handle in (self._soon, self._later):
            if handle is not None:
                handle.cancel()
        self._soon = self._later = None
        part = [self._waiting.popleft() for _ in range(min(PART, len(self._waiting)))]
        self._at_work.add(asyncio.create_task(self._do(part)))
        self._offer()

    async def _do(self, part: Sequence[tuple[T, "asyncio.Future[R]"]]) -> None:
        try:
            became = await self._work([thing for thing, _ in part])
        except Exception as error:  # noqa: BLE001 - every request of the part gets it
            became = [error] * len(part)
        self._steady = self._most - self._left
        for (_, done), one in zip(part, became, strict=True):
            if done.done():  # the server stops, and its patience is over
                continue
            if isinstance(one, Exception):
                done.set_exception(one)
            else:
                done.set_result(one)
        self._at_work.discard(asyncio.current_task())
        self._offer()
