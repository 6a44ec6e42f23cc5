"""What is recorded, as it is recorded: server-sent events for those who may know of it.

Source: HTML Living Standard, 9.2 (server-sent events).
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Final

import msgspec
from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Request
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import schemas
from api.limits import Room
from api.problems import Problem
from api.reading import Authorization
from api.sessions import Session, session_of
from ledger.application.errors import LedgerError
from ledger.application.following import Change, Following
from ledger.application.sequencer import Clock
from ledger.store.errors import StoreError
from ledger.store.recorder import Recorder

LISTENERS: Final = 64
MINE: Final = 4
"""Listeners of one person."""
LONGEST: Final = 15 * 60.0  # seconds; whoever wants more comes again with the last index
ALIVE: Final = 15.0  # seconds after which a silent connection says that it is there
HEADERS: Final = {"cache-control": "no-store", "vary": "authorization", "x-accel-buffering": "no"}

router: Final = APIRouter()


class Changes:
    """Everybody who listens. The log is watched once for all of them, and only while anybody listens."""

    def __init__(self, store: Recorder, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._following = Following(store)
        self._room = Room(1, LISTENERS)  # one thread: those who follow share what was folded
        self._mine: Counter[str] = Counter()
        self._watch: asyncio.Task[None] | None = None
        self._grown = asyncio.Event()
        self._stopped = False

    def stop(self) -> None:
        """End every stream, now and from now on."""
        self._stopped = True
        self._grown.set()

    @contextmanager
    def listening(self, actor: str) -> Iterator[None]:
        """Count a listener for the block, and watch the log meanwhile.

        Raises:
            Problem: 503 ``overloaded``, 429 ``changes_many``.
        """
        if self._mine.total() >= LISTENERS:
            raise Problem(503, "overloaded", {"retry-after": "30"})
        if self._mine[actor] >= MINE:
            raise Problem(429, "changes_many", {"retry-after": "30"})
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._watching())
        self._mine[actor] += 1
        try:
            yield
        finally:
            self._mine[actor] -= 1
            self._mine += Counter()  # forgets whoever has none left
            if not self._mine:
                self._watch.cancel()

    async def events(self, who: Callable[[], Session], last: int) -> AsyncGenerator[bytes, None]:
        """Yield what is recorded after index ``last``, until the session ends or the log cannot be read."""
        end = asyncio.get_running_loop().time() + LONGEST
        yield format_sse_event(id=str(last), retry=2000)
        while not self._stopped and asyncio.get_running_loop().time() < end:
            grown = self._grown
            try:
                found, seen = await self._room.run(lambda: self._after(last, who))  # noqa: B023 - waited for
            except (Problem, LedgerError, StoreError):  # the session has ended, or the log cannot be read
                return
            for change in found:
                yield _event(change)
            if seen > last:
                if not found or found[-1].index < seen:
                    yield format_sse_event(id=str(seen))  # comes again from here, not from the beginning
                last = seen
            elif self._watch is None or self._watch.done():
                return  # the log cannot be read any more
            elif not await _within(grown, ALIVE):
                yield KEEPALIVE_COMMENT

    def _after(self, last: int, who: Callable[[], Session]) -> tuple[list[Change], int]:
        return self._following.after(last, who().actor, self._clock())

    async def _watching(self) -> None:
        """Wake everybody whenever the log has grown, whoever appended."""
        tail, size = self._store.tail(), -1
        try:
            with suppress(LedgerError, StoreError):
                while True:
                    await run_sync(tail.wait)
                    head = (await run_sync(self._store.head)).size
                    if head != size:
                        size, woken, self._grown = head, self._grown, asyncio.Event()
                        woken.set()
        finally:
            self._grown.set()
            tail.close()


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Return whether ``event`` came within ``seconds``."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await event.wait()
    return False


def _event(change: Change) -> bytes:
    data = msgspec.json.encode(change).decode()
    return format_sse_event(data_str=data, event="entry", id=str(change.index))


class _Stream(EventSourceResponse):
    """An answer that goes on while somebody listens, and is counted as long."""

    def __init__(self, changes: Changes, actor: str, events: AsyncGenerator[bytes, None]) -> None:
        super().__init__(events, headers=HEADERS)
        self._changes, self._actor, self._events = changes, actor, events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what comes until either side ends it. Source: ASGI 3."""
        with self._changes.listening(self._actor):
            try:
                await super().__call__(scope, receive, send)
            finally:
                await self._events.aclose()


@router.get(
    "/changes",
    summary="What is recorded, as it is recorded",
    response_class=Response,  # the framework's own streams would not tell who may listen before they begin
    responses={
        200: {
            "description": "events `entry` with `index`, `stream`, `version` and `type`",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **schemas.problems(400, 401, 429, 431, 500, 503),
    },
)
async def get_changes(
    request: Request,
    authorization: Authorization = None,
    last_event_id: Annotated[
        int | None, Header(ge=-1, le=2**53 - 1, description="An index of the log.")
    ] = None,
) -> Response:
    """Tell of each entry of a matter that one may open, and of what concerns everybody who acts.

    With `Last-Event-ID` from the entry after that index on, else from now on. It ends with the session, and
    after a quarter of an hour.
    """
    changes: Changes = request.app.state.changes

    def who() -> Session:
        return session_of(request, authorization)[0]

    store: Recorder = request.app.state.store
    session, size = await request.app.state.sessions.room.run(lambda: (who(), store.head().size))
    last = size - 1 if last_event_id is None else min(last_event_id, size - 1)
    return _Stream(changes, session.actor, changes.events(who, last))
