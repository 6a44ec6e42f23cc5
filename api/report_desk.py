"""Where reports are made: one at a time, nobody waits for ever, and the public's latest are at hand."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from api.limits import Room
from api.problems import Problem
from ledger.application.issuing import Issues

T = TypeVar("T")
WAITING: Final = 32
PATIENCE: Final = 20.0
"""Seconds after which a question is told to come again; what it began goes on."""
KEPT_BYTES: Final = 32 * 1024 * 1024


class Written(NamedTuple):
    """A report as it leaves: its bytes, and the tag that they have."""

    body: bytes
    tag: str


class Desk:
    """Where reports are asked for: one is made at a time, and those for the public are kept."""

    def __init__(self, issues: Issues) -> None:
        self.issues = issues
        self.making = Room(1, WAITING)
        self._kept = OrderedDict[object, Written]()
        self._turn = threading.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """Return what ``work`` returns; it has the processor to itself among reports.

        Raises:
            Problem: 503 ``report_not_ready``: it takes longer than anybody waits; it goes on all the same.
        """
        task = asyncio.ensure_future(self.making.run(work))
        # Whoever asked may be gone, and what went wrong is then heard by nobody.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE)
        except TimeoutError:
            raise Problem(503, "report_not_ready", {"retry-after": "30"}) from None

    def kept(self, question: object) -> Written | None:
        """Return the answer to ``question`` if it is among those asked lately."""
        with self._turn:
            if question in self._kept:
                self._kept.move_to_end(question)
            return self._kept.get(question)

    def keep(self, question: object, written: Written) -> None:
        """Keep an answer, and let go of those that were asked longest ago."""
        with self._turn:
            self._kept[question] = written
            while sum(len(one.body) for one in self._kept.values()) > KEPT_BYTES:
                self._kept.popitem(last=False)
