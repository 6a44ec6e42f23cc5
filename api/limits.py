"""What a request may cost before anybody reads it, and what every answer carries, faults of ours included."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Final, TypeAlias, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.languages import wanted
from api.problems import Problem, answer, document
from api.records import LOG, place
from ledger.application import randomness

T = TypeVar("T")
Show: TypeAlias = Callable[[Scope, int, str, str], Response | None]
HEADERS: Final = 64
HEADER_BYTES: Final = 16 * 1024
BODY_SECONDS: Final = 30.0
BODIES: Final = 64 * 1024 * 1024
"""Bytes of all bodies of one kind in hand."""
SAFE: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Headers of every answer that does not state its own."""
_SAFE: Final = tuple((name.encode(), value.encode()) for name, value in SAFE.items())
WITH_FILES: Final = ("/file", "/case", "/verify")
"""Pages whose forms may carry a file, and so come in parts, as may those below them."""
UNREAD: Final = frozenset({408, 413, 415, 431})
"""Statuses after which the rest of a body is not read: the connection ends with the answer."""


class Limits:
    """The outermost layer: refuses long heads and forms, answers for what fails inside, adds headers.

    Args:
        app: What it surrounds.
        show: Makes a page of a problem for whoever asks for pages; None for a program, and by default.
    """

    def __init__(self, app: ASGIApp, show: Show = lambda *_: None) -> None:
        self._app = app
        self._show = show

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it. Source: ASGI 3."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        safely = _Safely(send)
        if scope["method"] == "HEAD":  # the server leaves the body out; what is left is that of GET
            scope = {**scope, "method": "GET", "phayan.method": "HEAD"}
        try:
            if _too_long(scope):
                await self._problem(scope, 431, "headers_too_large")(scope, receive, safely)
            elif _in_parts(scope):
                await self._problem(scope, 415, "media_type")(scope, receive, safely)
            else:
                await self._app(scope, receive, safely)
        except asyncio.CancelledError:  # the server stops, and its patience is over
            if not safely.begun:
                await self._problem(scope, 503, "stopping", {"retry-after": "5"})(scope, receive, safely)
        except Exception as error:  # noqa: BLE001 - nothing of it may reach a client or a record but its kind
            incident = randomness.salt().hex()
            where = place(error.__traceback__)
            LOG.error("fault", incident=incident, kind=type(error).__name__, place=where)
            if not safely.begun:
                await self._problem(scope, 500, "internal", incident=incident)(scope, receive, safely)

    def _problem(
        self,
        scope: Scope,
        status: int,
        code: str,
        headers: Mapping[str, str] | None = None,
        incident: str = "",
    ) -> Response:
        page = self._show(scope, status, code, incident)
        if page is not None:
            page.headers.update(headers or {})
            return page
        language = wanted(Headers(scope=scope).get("accept-language"))
        more = {"incident": incident} if incident else {}
        return answer(document(status, code, language, **more), language, headers)


class _Safely:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            stated = message["headers"]
            names = {name for name, _ in stated}
            message["headers"] = [*stated, *(one for one in _SAFE if one[0] not in names)]
            if message["status"] in UNREAD:
                message["headers"].append((b"connection", b"close"))
        await self._send(message)


def _too_long(scope: Scope) -> bool:
    head = scope["headers"]
    size = len(scope["raw_path"]) + len(scope["query_string"]) + sum(len(n) + len(v) for n, v in head)
    return len(head) > HEADERS or size > HEADER_BYTES


def _in_parts(scope: Scope) -> bool:
    """Return whether the body is a form of parts: their heads would be kept as if they were the file."""
    if any(f"{scope['path']}/".startswith(f"{page}/") for page in WITH_FILES):
        return False
    return Headers(scope=scope).get("content-type", "").lstrip().lower().startswith("multipart/")


class Bodies:
    """How many bytes of bodies may be in memory at once, for all requests of one kind together."""

    def __init__(self, most: int = BODIES) -> None:
        self._left = most

    @asynccontextmanager
    async def read(self, request: Request, limit: int, code: str = "body_too_large") -> AsyncIterator[bytes]:
        """Yield the body of ``request``, and count it until the block ends.

        Raises:
            Problem: ``code`` beyond ``limit`` bytes, ``body_timeout`` after half a minute,
                ``overloaded`` where others fill the memory.
        """
        parts: list[bytes] = []
        size = 0
        try:
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    async for part in request.stream():
                        if size + len(part) > limit:
                            raise Problem(413, code)
                        if len(part) > self._left:
                            raise Problem(503, "overloaded", {"retry-after": "1"})
                        self._left -= len(part)
                        size += len(part)
                        parts.append(part)
            except (TimeoutError, ClientDisconnect):
                raise Problem(408, "body_timeout") from None
            yield b"".join(parts)
        finally:
            self._left += size


class Places:
    """How many requests of a kind may be at it at once: the next is told so."""

    def __init__(self, most: int) -> None:
        self._left = most

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a place for the block.

        Raises:
            Problem: ``overloaded``: none is left, and nothing was promised.
        """
        if self._left == 0:
            raise Problem(503, "overloaded", {"retry-after": "1"})
        self._left -= 1
        try:
            yield
        finally:
            self._left += 1


class Room:
    """A number of threads, and how many requests may wait for one."""

    def __init__(self, threads: int, most: int) -> None:
        self._threads = CapacityLimiter(threads)
        self._places = Places(most)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what ``work`` returns, done on one of the threads.

        Raises:
            Problem: ``overloaded``: too many wait, and nothing was promised.
        """
        with self._places.taken():
            return await run_sync(work, limiter=self._threads)
