"""Signature checks, and all that is judged of bytes alone, on one lane or two.

A check costs more than everything else that is done to a statement, and PyNaCl has no batch check
that we would want. Where a submitter waits for many (offline bundles, import, verification), a
second process takes its share. A process, and pipes without threads: beside a busy Python thread
each return from a library costs a switch interval (ADR 7).
"""

import fcntl
import select
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from ledger.signing.dsse import STATEMENT_TYPE, pae

CHUNK: Final = 64  # some 3 ms of work: long beside a hand-over, short beside a group
LEAST: Final = 8  # what a hand-over is still worth
SHARES: Final = 4  # of a small piece of work, so that neither lane waits long for the other's last chunk
UNDER_WAY: Final = 6  # chunks at the other lane: while one group is judged and written it must not run dry
PIPE: Final = 1024 * 1024  # bytes that the pipe to the other lane holds, where the system lets us choose

Work: TypeAlias = Callable[[Sequence[Any]], list[int]]
"""A function of a module that returns the places of what fails; both lanes run the same one."""


Check: TypeAlias = tuple[bytes, bytes, bytes]
"""One signature to check: public key (32 bytes), signature (64 bytes), payload of a statement."""


def failing(checks: Sequence[Check]) -> list[int]:
    """Return the places in ``checks`` whose signature does not hold."""
    failed = []
    for place, (public, signature, payload) in enumerate(checks):
        try:
            crypto_sign_open(signature + pae(STATEMENT_TYPE, payload), public)
        except BadSignatureError:
            failed.append(place)
    return failed


class _Chunk:
    """A part of some work; ``failed`` is None until somebody did it."""

    __slots__ = ("ahead", "failed", "items", "sent", "start", "work")

    def __init__(self, start: int, items: Sequence[Any], work: Work, *, ahead: bool) -> None:
        self.start = start
        self.items = items
        self.work = work
        self.ahead = ahead
        self.sent = False
        self.failed: list[int] | None = None


class Pending:
    """Work under way. ``failing`` waits for it, and does itself what the other lane has not begun."""

    def __init__(self, lanes: "Lanes", chunks: Sequence[_Chunk]) -> None:
        self._lanes = lanes
        self._chunks = chunks

    def failing(self) -> list[int]:
        """Return the places of what failed, in ascending order."""
        for chunk in reversed(self._chunks):
            self._lanes.finish(chunk)
        self._lanes.end()
        return [chunk.start + place for chunk in self._chunks for place in chunk.failed or ()]


class Lanes:
    """One or two lanes of checks; a context manager that ends the other process."""

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self._lock = threading.Lock()
        self._begun = 0  # pieces of work that nobody has the answer of
        self._waiting: deque[_Chunk] = deque()
        self._under_way: deque[_Chunk] = deque()
        self._other: tuple[Connection, Connection] | None = None  # to the other lane, and from it
        if count > 1:
            context = get_context("forkserver")
            work, to_other = context.Pipe(duplex=False)
            from_other, answers = context.Pipe(duplex=False)
            with suppress(AttributeError, OSError):  # else a hand-over may wait for the other lane
                fcntl.fcntl(to_other.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
            self._process = context.Process(target=_serve, args=(work, answers), daemon=True)
            self._process.start()
            work.close()
            answers.close()
            self._other = to_other, from_other
            self._answers = select.poll()  # `Connection.poll` makes one anew for each look
            self._answers.register(from_other.fileno(), select.POLLIN)

    def start(self, items: Sequence[Any], work: Work = failing, *, ahead: bool = False) -> Pending:
        """Begin ``work`` on ``items``; with one lane nothing happens before ``Pending.failing`` asks.

        Args:
            items: What there is to do.
            work: Does it.
            ahead: Whether this process has something else to do first, so that the other may have it all.
        """
        size = CHUNK if ahead else min(CHUNK, max(LEAST, len(items) // SHARES))
        chunks = [
            _Chunk(start, items[start : start + size], work, ahead=ahead)
            for start in range(0, len(items), size)
        ]
        with self._lock:
            self._begun += 1
            if self._other is not None:
                self._waiting.extend(chunks)
                self._feed(*self._other)
        return Pending(self, chunks)

    def wake(self, work: Work) -> None:
        """Wait until the other lane is there and has imported ``work``, which takes half a second."""
        chunk = _Chunk(0, (), work, ahead=True)
        with self._lock:
            self._waiting.append(chunk)
        self.finish(chunk)

    def finish(self, chunk: _Chunk) -> None:
        """Have ``chunk`` done: by whoever has it, or here. Meanwhile nobody is idle while anything waits."""
        while chunk.failed is None:
            with self._lock:
                mine = self._next(chunk)
            if mine is not None:
                mine.failed = mine.work(mine.items)

    def end(self) -> None:
        """Take note that somebody has the answer of one piece of work."""
        with self._lock:
            self._begun -= 1

    def _next(self, chunk: _Chunk) -> _Chunk | None:
        """Return what is to be done here so that ``chunk`` gets done, or None after an answer came."""
        if self._other is not None:
            self._feed(*self._other)
        if chunk.failed is not None:
            return None
        if self._other is None or not chunk.sent:
            with suppress(ValueError):  # another thread may be at it: then it is done twice
                self._waiting.remove(chunk)
            return chunk
        if self._waiting:  # the other lane has ``chunk``; of the rest it would come to the last one last
            return self._waiting.pop()
        self._take(*self._other)
        return None

    def _feed(self, to_other: Connection, from_other: Connection) -> None:
        """Collect answers that are there, and keep the other lane supplied."""
        try:
            while self._under_way and self._answers.poll(0):
                self._under_way.popleft().failed = from_other.recv()
            while self._waiting and len(self._under_way) < self._most(self._waiting[0]):
                chunk = self._waiting.popleft()
                to_other.send((chunk.work, chunk.items))
                chunk.sent = True
                self._under_way.append(chunk)
        except (EOFError, OSError):
            self._lose()

    def _most(self, following: _Chunk) -> int:
        """Return how many chunks the other lane may have, for it to get ``following`` too.

        What stands alone is shared by halves. Where more has begun, there is other work here meanwhile.
        """
        return UNDER_WAY if following.ahead or self._begun > 1 else min(UNDER_WAY, len(self._waiting))

    def _take(self, to_other: Connection, from_other: Connection) -> None:
        """Wait for the other lane's next answer, and supply it again."""
        try:
            self._under_way.popleft().failed = from_other.recv()
        except (EOFError, OSError):
            self._lose()
        else:
            self._feed(to_other, from_other)

    def _lose(self) -> None:
        """The other process is gone: everything is done here from now on."""
        self._other = None
        self._waiting.clear()
        self._under_way.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._other is not None:
            for pipe in self._other:
                pipe.close()
            self._process.join(timeout=5)


def _serve(work: Connection, answers: Connection) -> None:
    """Answer each piece of work with the places that failed, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one ends this one
    while True:
        try:
            function, items = work.recv()
            answers.send(function(items))
        except (EOFError, OSError):
            return
