"""The layer that counts answers, and puts them on record where the settings ask for it."""

import json
import logging
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.records import LOG

PROBLEM: Final = b"application/problem+json"


def route_of(scope: Scope) -> str:
    """Return the route as it is written in the code, never the path that was asked for."""
    route: str = getattr(scope.get("route"), "path", "none")
    return route


class Watched:
    """Outside of everything: sees the status that leaves, and of a problem its code."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count what was answered. Source: ASGI 3."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen, begun = _Seen(send), time.perf_counter()
        try:
            await self._app(scope, receive, seen)
        finally:
            self._told(scope, seen, time.perf_counter() - begun)

    def _told(self, scope: Scope, seen: "_Seen", seconds: float) -> None:
        if not seen.status:
            return  # the client went away; nothing was answered
        route = route_of(scope)
        self._metrics.answered(route, scope["method"], seen.status, seconds)
        members = {"code": seen.code} if seen.code else {}
        if seen.code:
            self._metrics.refused(seen.code)
        if LOG.isEnabledFor(logging.DEBUG):  # making a record costs more than counting the answer
            LOG.debug(
                "answered",
                route=route,
                method=scope["method"],
                status=seen.status,
                seconds=round(seconds, 4),
                **members,
            )


class _Seen:
    """Passes messages on, and keeps the status, and the code of a problem, which comes in one piece."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._problem = False
        self.status = 0
        self.code: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._problem = any(
                name == b"content-type" and value.startswith(PROBLEM) for name, value in message["headers"]
            )
        elif self._problem and self.code is None:
            self.code = json.loads(message["body"])["code"]
        await self._send(message)
