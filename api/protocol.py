"""HTTP/1.1 on a connection: one request after the other, none that others on the way might read otherwise."""

import asyncio
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any, Final

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["HEAD_BYTES", "HEAD_SECONDS", "Impatient", "length_of_body"]

HEAD_BYTES: Final = 64 * 1024  # the parser's own end; what is over 16 KiB is refused before, as a problem
HEAD_SECONDS: Final = 5.0
END: Final = b"\r\n\r\n"  # of every head, and of every body in chunks
INVALID: Final = "Invalid HTTP request received."


class _Awaited(Enum):
    """What comes next on a connection."""

    HEAD = auto()
    BODY = auto()
    ANSWER = auto()


class Impatient(HttpToolsProtocol):
    """HTTP/1.1 whose heads must arrive within five seconds, and what is left of a body after its answer.

    What follows a request is parsed when that one was answered. The parser (llhttp) goes through whatever
    it gets, so it never gets more than one request: up to the end of a head, of a counted body, of chunks.
    """

    _awaited = _Awaited.HEAD
    _left: int | None = 0
    """Bytes of body still to come; None while chunks say so."""
    _idle = 0
    """Bytes since the message began, or since its last byte of body."""
    _stock = b""
    """What came and was not parsed, and up to three bytes before it, since an end may come in parts."""
    _at = 0
    """Where in the stock parsing goes on."""
    _late: asyncio.TimerHandle | None = None
    flow: "_Flow"

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - asyncio's
        """Wait for a first head."""
        super().connection_made(transport)
        self.flow = _Flow(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Parse ``data``, or keep it while an answer is due."""
        self._stock += data
        self._go_on()

    def on_response_complete(self) -> None:
        """Turn to what has come meanwhile."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        if self._awaited is _Awaited.ANSWER:
            self._awaited = _Awaited.HEAD
        self.flow.held = False
        self.flow.resume_reading()
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._forget()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin a request, but not where a parser goes on with a body."""
        if self._awaited is _Awaited.HEAD:
            super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what stands behind chunks is no part of the head."""
        if self._awaited is _Awaited.HEAD:
            super().on_header(name, value.rstrip(b" \t"))

    def on_headers_complete(self) -> None:
        """Hand the request on, if it is one.

        Raises:
            ValueError: It is none; the parser makes an error of its own of it.
        """
        if self._awaited is not _Awaited.HEAD:
            return
        version = self.parser.get_http_version()
        self._left = length_of_body(self.parser.get_method(), self.url, version, self.headers)
        self.expect_100_continue &= version != "1.0"
        super().on_headers_complete()
        self._awaited, self._idle = _Awaited.BODY, 0

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        self._idle = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Read no further than here until the answer is given."""
        if self.parser.should_upgrade() and self._left != 0:
            return  # the parser takes the body for that of another protocol
        super().on_message_complete()
        self._idle = 0
        if self.cycle.response_complete:
            self._awaited = _Awaited.HEAD
            self._forget()
        else:
            self._awaited = _Awaited.ANSWER

    def _go_on(self) -> None:
        """Parse what came, as far as the end of a request that was not answered yet."""
        stock, at = self._stock, self._at
        try:
            while at < len(stock) and self._awaited is not _Awaited.ANSWER:
                end = self._end(stock, at)
                self._feed(stock[at:end])
                at = end
        except HttpParserError:
            self._refuse()
            return
        self._stock, self._at = stock[max(0, at - len(END) + 1) :], min(at, len(END) - 1)
        if at < len(stock):
            self.flow.held = True
            self.flow.pause_reading()
        self._look()

    def _end(self, stock: bytes, at: int) -> int:
        """Return how far to parse at once from ``at`` on: behind it may stand another request."""
        if self._awaited is _Awaited.BODY and self._left:
            return min(len(stock), at + self._left)
        found = stock.find(END, max(0, at - len(END) + 1))
        end = len(stock) if found < 0 else found + len(END)
        return min(end, at + HEAD_BYTES - self._idle)

    def _feed(self, part: bytes) -> None:
        self._idle += len(part)
        if self._awaited is _Awaited.BODY and self._left:
            self._left -= len(part)
        try:
            self.parser.feed_data(part)
        except HttpParserUpgrade:
            self._overhear()
        if self._idle >= HEAD_BYTES:
            raise HttpParserError("too long")

    def _overhear(self) -> None:
        """Go on where another protocol was asked for: the parser would leave the body to that."""
        if self._awaited is not _Awaited.BODY:
            return
        framing = b"transfer-encoding: chunked" if self._left is None else b"content-length: %d" % self._left
        self.parser = HttpRequestParser(self)
        self.parser.feed_data(b"POST / HTTP/1.1\r\n" + framing + END)

    def _refuse(self) -> None:
        """End the connection, and say why unless an answer has begun."""
        if self._awaited is _Awaited.BODY:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            if self.cycle.response_started:
                self.transport.close()
                return
        self.logger.warning(INVALID)
        self.send_400_response(INVALID)

    def _look(self) -> None:
        """Wait for a head, or for the end of a body that nobody reads any more, whatever trickles in."""
        if self._awaited is not _Awaited.HEAD and not self.cycle.response_complete:
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class _Flow(FlowControl):
    """Reads no more while something is held that may not be parsed yet, whoever waits for more."""

    held = False

    def resume_reading(self) -> None:
        if not self.held:
            super().resume_reading()


def length_of_body(
    method: bytes, target: bytes, version: str, headers: Sequence[tuple[bytes, bytes]]
) -> int | None:
    """Return how many bytes follow a head as its body; None for chunks.

    What llhttp takes, and somebody else on the way might read as another request, is none. Source: RFC 9112.

    Args:
        method: As it was sent, as is ``target``.
        target: Of the request.
        version: Of HTTP: ``1.1``.
        headers: Names in lower case, and values.

    Raises:
        ValueError: It is none.
    """
    hosts = sum(name == b"host" for name, _ in headers)
    codings = [value.lower() for name, value in headers if name == b"transfer-encoding"]
    lengths = [value for name, value in headers if name == b"content-length"]
    if version not in {"1.0", "1.1"} or method == b"CONNECT":
        raise ValueError("another protocol")
    if target != b"*" and (not target.startswith(b"/") or b"#" in target):
        raise ValueError("no path")
    if hosts > 1 or (not hosts and version == "1.1"):
        raise ValueError("no host, or several")
    if not codings:
        return int(lengths[0]) if lengths else 0
    if codings != [b"chunked"] or lengths or version == "1.0":
        raise ValueError("its end is doubtful")
    return None
