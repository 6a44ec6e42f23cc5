"""Work of many requests that one thread does at once: what comes in meanwhile is the next part."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from anyio.to_thread import run_sync

from api.problems import Problem

T = TypeVar("T")
R = TypeVar("R")
PART: Final = 256  # a group of the log
PATIENCE: Final = 0.001  # seconds: less than one commit, and the least that a loop can wait


class Together(Generic[T, R]):
    """Hands what has gathered to ``work``, on a thread, and no part while one is at work.

    Alone, a request pays for itself and waits for nobody. Under load the parts grow by themselves, and with
    them the groups that share one commit and one checkpoint; and a request costs no change of threads of its
    own.

    Args:
        work: Returns for each thing what became of it: an exception is raised in its request alone.
        most: How many may be in hand; the next is told so at once.
    """

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R | Exception]], most: int) -> None:
        self._work = work
        self._left = most
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._expected = 0  # how many would be here if everybody who was answered last asked again
        self._complete: asyncio.Future[None] | None = None  # while they are waited for

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
            if self._complete is not None and len(self._waiting) >= min(PART, self._expected):
                _end(self._complete)
            if self._worker is None:
                self._worker = asyncio.create_task(self._work_off())
            return await done
        finally:
            self._left += 1

    async def _settled(self) -> None:
        """Wait until as many are here as steady clients would be, or for a moment.

        Whoever was answered just now is about to ask again. Without this the requests of steady clients fall
        apart into parts that never meet, each with a commit and a checkpoint of its own.
        """
        if len(self._waiting) < min(PART, self._expected):
            loop = asyncio.get_running_loop()
            self._complete = loop.create_future()
            timer = loop.call_later(PATIENCE, _end, self._complete)
            await self._complete
            timer.cancel()
            self._complete = None

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                await self._settled()
                part = [self._waiting.popleft() for _ in range(min(PART, len(self._waiting)))]
                try:
                    became = await run_sync(self._work, [thing for thing, _ in part])
                except Exception as error:  # noqa: BLE001 - every request of the part gets it
                    became = [error] * len(part)
                self._expected = len(part) + len(self._waiting)
                for (_, done), one in zip(part, became, strict=True):
                    if done.done():  # the server stops, and its patience is over
                        continue
                    if isinstance(one, Exception):
                        done.set_exception(one)
                    else:
                        done.set_result(one)
        finally:
            self._worker = None


def _end(waited_for: "asyncio.Future[None]") -> None:
    if not waited_for.done():
        waited_for.set_result(None)
