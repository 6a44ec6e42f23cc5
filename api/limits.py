"""What a request may cost before anybody reads it, and what every answer carries."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.languages import wanted
from api.problems import Problem, answer, document

HEADERS: Final = 64
HEADER_BYTES: Final = 16 * 1024
BODY_SECONDS: Final = 30.0
IN_HAND: Final = 512  # requests that write or wait to: beyond it, said at once is better than late
SAFE: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Headers of every answer that does not state its own."""


class Limits:
    """Refuses requests with too long a head, and adds the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it. Source: ASGI 3."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        head = scope["headers"]
        size = len(scope["raw_path"]) + len(scope["query_string"]) + sum(len(n) + len(v) for n, v in head)
        if len(head) > HEADERS or size > HEADER_BYTES:
            language = wanted(None)
            refusal = answer(document(431, "headers_too_large", language), language)
            await refusal(scope, receive, safely)
            return
        await self._app(scope, receive, safely)


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body of ``request``.

    Raises:
        Problem: ``body_too_large`` beyond ``limit`` bytes, ``body_timeout`` after half a minute.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise Problem(413, "body_too_large")
                parts.append(part)
    except (TimeoutError, ClientDisconnect):
        raise Problem(408, "body_timeout") from None
    return b"".join(parts)


class Room:
    """How many requests may write or wait at once: the next one is told so, before anything is promised."""

    def __init__(self, most: int = IN_HAND) -> None:
        self._left = most

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold one place for the block.

        Raises:
            Problem: ``overloaded``: there is none.
        """
        if self._left == 0:
            raise Problem(503, "overloaded", {"retry-after": "1"})
        self._left -= 1
        try:
            yield
        finally:
            self._left += 1
