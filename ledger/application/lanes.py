"""Signature checks on one lane or two.

A check costs more than everything else that is done to a statement, and PyNaCl has no batch check
that we would want. Where a submitter waits for many (offline bundles, import, verification), a
second process takes its share. Processes and not threads: beside a busy Python thread each return
from the library costs a switch interval (``store.md``, section 2.2).
"""

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Final, NamedTuple, Self

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from ledger.signing.dsse import STATEMENT_TYPE, pae

CHUNK: Final = 64  # about 5 ms of work: long beside a hand-over, short beside a group


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


class Pending:
    """Checks under way. ``failing`` waits for them, and does itself what no other lane has begun."""

    def __init__(self, chunks: Sequence[tuple[int, Sequence[Check], Future[list[int]] | None]]) -> None:
        self._chunks = chunks

    def failing(self) -> list[int]:
        """Return the places of the checks that failed, in ascending order."""
        failed: list[int] = []
        for start, checks, future in reversed(self._chunks):
            found = failing(checks) if future is None or future.cancel() else future.result()
            failed.extend(start + place for place in found)
        return sorted(failed)


class Lanes:
    """One or two lanes of checks; a context manager that ends the other process."""

    def __init__(self, count: int = 1) -> None:
        self._pool = (
            ProcessPoolExecutor(count - 1, mp_context=get_context("forkserver")) if count > 1 else None
        )

    def start(self, checks: Sequence[Check]) -> Pending:
        """Begin ``checks``; with one lane nothing happens before ``Pending.failing`` asks."""
        chunks: list[tuple[int, Sequence[Check], Future[list[int]] | None]] = []
        for start in range(0, len(checks), CHUNK):
            part = checks[start : start + CHUNK]
            chunks.append((start, part, self._pool.submit(failing, part) if self._pool else None))
        return Pending(chunks)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
