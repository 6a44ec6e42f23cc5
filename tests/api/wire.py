"""One application behind HTTP: on a port of the loopback for raw sockets, and in memory for single bytes."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import uvicorn
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from api.protocol import Impatient

Http: TypeAlias = type[HttpToolsProtocol]
READ: Final = 256 * 1024
"""Bytes that a loop reads at once."""
HOST: Final = b"Host: x\r\n"
LAST: Final = b"GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def get(path: str, more: bytes = b"") -> bytes:
    return b"GET %b HTTP/1.1\r\nHost: x\r\n%b\r\n" % (path.encode(), more)


def post(body: bytes, head: bytes, line: bytes = b"POST /a HTTP/1.1\r\n") -> bytes:
    return line + HOST + head + b"\r\n" + body


def counted(body: bytes, head: bytes = b"") -> bytes:
    return post(body, head + b"Content-Length: %d\r\n" % len(body))


def chunked(parts: bytes, head: bytes = b"") -> bytes:
    return post(parts, head + b"Transfer-Encoding: chunked\r\n")


@dataclass
class Told:
    """An application that notes what it was asked, and answers so.

    ``/unread`` is answered without its body, ``/deaf`` too, but when ``go`` is set; ``/kept`` is answered
    when it is set, ``/begun`` begins its answer and ends it then.
    """

    asked: list[tuple[str, str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, begun = scope["path"], False
        self.headers.append({name.decode(): value.decode("latin-1") for name, value in scope["headers"]})
        length = [(b"content-length", b"%d" % len(path))]
        if path == "/begun":
            await send({"type": "http.response.start", "status": 200, "headers": length})
            begun = True
        body = b"" if path in {"/unread", "/deaf"} else await read(receive)
        if body is None:
            self.left.append(path)
            return
        self.asked.append((scope["method"], path, body.decode("latin-1")))
        if path in {"/deaf", "/kept", "/begun"}:
            await self.go.wait()
        if not begun:
            await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": path.encode()})


async def read(receive: Receive) -> bytes | None:
    """Return the body; None if whoever sends it went away."""
    body, more = b"", True
    while more:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message["body"]
        more = message["more_body"]
    return body


def configured(app: Any, http: Http) -> uvicorn.Config:
    names: dict[str, Any] = {"server_header": False, "date_header": False, "log_config": None}
    return uvicorn.Config(app, http=http, loop="uvloop", ws="none", lifespan="off", **names)


class Pipe(asyncio.Transport):
    """What a protocol writes to, in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.sent, self.reading, self.closed = b"", True, False

    def write(self, data: Any) -> None:
        if not self.closed:
            self.sent += data

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def statuses(self) -> list[int]:
        return statuses(self.sent)


def statuses(answers: bytes) -> list[int]:
    return [int(one) for one in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]


@dataclass
class Wire:
    """A connection in memory; ``fed`` counts the bytes that it took."""

    protocol: Any
    pipe: Pipe
    told: Told
    fed: int = 0

    async def feed(self, parts: Iterable[bytes], most: int = 1 << 20) -> None:
        """Hand ``parts`` over as long as somebody reads, and at most ``most`` bytes."""
        for part in parts:
            if self.pipe.closed or not self.pipe.reading or self.fed >= most:
                break
            self.protocol.data_received(part)
            self.fed += len(part)
            await self.settle()

    async def settle(self) -> None:
        """Let every task come to where it waits."""
        for _ in range(4):
            await asyncio.sleep(0)


def on_a_wire(story: Callable[[Wire], Awaitable[None]], http: Http = Impatient) -> Wire:
    """Let ``story`` happen on a connection in memory, and return that."""

    async def happen() -> Wire:
        told, pipe = Told(), Pipe()
        config = configured(told, http)
        config.load()
        protocol: Any = http(config, ServerState(), {}, _loop=asyncio.get_running_loop())
        protocol.connection_made(pipe)
        wire = Wire(protocol, pipe, told)
        try:
            await story(wire)
        finally:
            told.go.set()
            pipe.closed = True
            protocol.connection_lost(None)
            assert getattr(protocol, "_late", None) is None  # nothing is left that waits
            await asyncio.gather(*protocol.tasks)
        return wire

    return asyncio.run(happen())


@contextmanager
def served(http: Http = Impatient) -> Iterator[tuple[int, Told]]:
    """Serve ``Told`` on a port of the loopback until the block ends."""
    told = Told()
    server = uvicorn.Server(configured(told, http))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        end = time.monotonic() + 10
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        try:
            yield door.getsockname()[1], told
        finally:
            server.should_exit = server.force_exit = True
            thread.join(10)


def answers_to(port: int, data: bytes) -> bytes:
    """Send ``data`` and return all that comes back until the server closes."""
    came = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(data)
        try:
            while part := connection.recv(65_536):
                came += part
        except ConnectionResetError:
            pass
    return came


def closed_after(port: int, head: bytes, drop: bytes, most: float) -> float:
    """Send ``head``, then ``drop`` now and then; return the seconds until the end, at most ``most``."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=0.05) as connection:
        try:
            connection.sendall(head)
            while time.monotonic() - begun < most:
                try:
                    if not connection.recv(65_536):
                        break
                except TimeoutError:
                    connection.sendall(drop)
        except OSError:
            pass
    return time.monotonic() - begun


def asked_by(data: bytes, http: Http = Impatient) -> tuple[list[tuple[str, str, str]], list[int]]:
    """Return which requests the application sees in ``data``, and the statuses of all answers."""

    async def story(wire: Wire) -> None:
        await wire.feed([data])
        for _ in range(10):
            await wire.settle()

    wire = on_a_wire(story, http)
    return wire.told.asked, wire.pipe.statuses()
