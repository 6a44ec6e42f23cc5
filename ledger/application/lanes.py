"""Signature checks on one lane or two.

A check costs more than everything else that is done to a statement, and PyNaCl has no batch check
that we would want. Where a submitter waits for many (offline bundles, import, verification), a
second process takes its share. A process, and a pipe without threads: beside a busy Python thread
each return from a library costs a switch interval (ADR 7).
"""

import threading
from collections import deque
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Final, NamedTuple, Self

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from ledger.signing.dsse import STATEMENT_TYPE, pae

CHUNK: Final = 64  # some 5 ms of work: long beside a hand-over, short beside a group
UNDER_WAY: Final = 2  # chunks at the other lane: one in work, one waiting; more would only fill the pipe


class Check(NamedTuple):
    """One signature to check: ``public`` 32 bytes, ``signature`` 64 bytes, ``payload`` of a statement."""

    public: bytes
    signature: bytes
    payload: bytes


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
    """A part of the checks; ``failed`` is None until somebody did them."""

    __slots__ = ("checks", "failed", "sent", "start")

    def __init__(self, start: int, checks: Sequence[Check]) -> None:
        self.start = start
        self.checks = checks
        self.sent = False
        self.failed: list[int] | None = None


class Pending:
    """Checks under way. ``failing`` waits for them, and does itself what the other lane has not begun."""

    def __init__(self, lanes: "Lanes", chunks: Sequence[_Chunk]) -> None:
        self._lanes = lanes
        self._chunks = chunks

    def failing(self) -> list[int]:
        """Return the places of the checks that failed, in ascending order."""
        for chunk in reversed(self._chunks):
            self._lanes.finish(chunk)
        return [chunk.start + place for chunk in self._chunks for place in chunk.failed or ()]


class Lanes:
    """One or two lanes of checks; a context manager that ends the other process."""

    def __init__(self, count: int = 1) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Chunk] = deque()
        self._under_way: deque[_Chunk] = deque()
        self._pipe: Connection | None = None
        if count > 1:
            context = get_context("forkserver")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(other,), daemon=True)
            self._process.start()
            other.close()

    def start(self, checks: Sequence[Check]) -> Pending:
        """Begin ``checks``; with one lane nothing happens before ``Pending.failing`` asks."""
        chunks = [_Chunk(start, checks[start : start + CHUNK]) for start in range(0, len(checks), CHUNK)]
        with self._lock:
            if self._pipe is not None:
                self._waiting.extend(chunks)
                self._feed(self._pipe)
        return Pending(self, chunks)

    def finish(self, chunk: _Chunk) -> None:
        """Have ``chunk`` done: here if the other lane has not got it, else when it answers."""
        with self._lock:
            if self._pipe is not None:
                self._feed(self._pipe)
                while chunk.sent and chunk.failed is None and self._pipe is not None:
                    self._take(self._pipe)
            if chunk.failed is None and not chunk.sent and self._pipe is not None:
                self._waiting.remove(chunk)
        if chunk.failed is None:
            chunk.failed = failing(chunk.checks)

    def _feed(self, pipe: Connection) -> None:
        """Collect answers that are there, and keep the other lane supplied."""
        try:
            while self._under_way and pipe.poll():
                self._under_way.popleft().failed = pipe.recv()
            while self._waiting and len(self._under_way) < UNDER_WAY:
                chunk = self._waiting.popleft()
                pipe.send(chunk.checks)
                chunk.sent = True
                self._under_way.append(chunk)
        except (EOFError, OSError):
            self._lose()

    def _take(self, pipe: Connection) -> None:
        """Wait for the other lane's next answer, and supply it again."""
        try:
            self._under_way.popleft().failed = pipe.recv()
        except (EOFError, OSError):
            self._lose()
        else:
            self._feed(pipe)

    def _lose(self) -> None:
        """The other process is gone: everything is done here from now on."""
        self._pipe = None
        self._waiting.clear()
        self._under_way.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._process.join(timeout=5)


def _serve(pipe: Connection) -> None:
    """Answer each list of checks with the places that failed, until the other end closes."""
    while True:
        try:
            checks = pipe.recv()
        except EOFError:
            return
        pipe.send(failing(checks))
