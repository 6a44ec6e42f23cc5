"""HTTP on a connection: one request after the other, bounded in bytes and seconds.

Each control is uvicorn's own protocol on the same parser, or ours without the defence.
"""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat

import pytest
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api import protocol
from api.protocol import HEAD_BYTES, Impatient
from tests.api.wire import (
    HOST,
    LAST,
    READ,
    Http,
    Wire,
    answers_to,
    chunked,
    closed_after,
    counted,
    get,
    on_a_wire,
    served,
    statuses,
)

SECONDS = 0.6
PATIENCE = 4 * SECONDS
UNFINISHED = {
    "nothing": (b"", b""),
    "a request line": (b"GET /", b"a"),
    "empty lines": (b"\r\n", b"\r\n"),
    "a header": (get("/")[:-2] + b"X-Slow: ", b"a"),
    "headers": (get("/")[:-2], b"X-Slow: a\r\n"),
    "a second request line": (get("/1") + b"GET /", b"a"),
    "a second header": (get("/1") + get("/2")[:-2] + b"X-Slow: ", b"a"),
    "a second request": (get("/1"), b""),
    "an unread body": (b"POST /unread HTTP/1.1\r\n" + HOST + b"Content-Length: 100000\r\n\r\n", b"a"),
    "unread chunks": (
        b"POST /unread HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n",
        b"1\r\na\r\n",
    ),
}
ENDLESS = {
    "a request line": (b"GET /", b"a"),
    "empty lines": (b"", b"\r\n"),
    "the name of a header": (get("/")[:-2], b"a"),
    "a header in small parts": (get("/")[:-2] + b"X: ", b"a"),
    "a header in large parts": (get("/")[:-2] + b"X: ", b"a" * 10_000),
    "headers": (get("/")[:-2], b"X: a\r\n"),
    "headers after a first request": (get("/1") + get("/2")[:-2], b"X: a\r\n"),
    "headers behind chunks": (chunked(b"1\r\na\r\n0\r\n"), b"X: a\r\n"),
    "a header behind chunks": (chunked(b"1\r\na\r\n0\r\nX: "), b"a"),
    "what a chunk says of itself": (chunked(b"1;"), b"a=b;"),
    "the length of a chunk": (chunked(b""), b"0"),
}


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", SECONDS)


def waits(http: Http) -> dict[str, float]:
    """After how many seconds each of what does not end is closed, all at the same time."""
    with served(http) as (port, _), ThreadPoolExecutor(len(UNFINISHED)) as pool:
        closings = {
            name: pool.submit(closed_after, port, *sent, PATIENCE) for name, sent in UNFINISHED.items()
        }
        return {name: closing.result() for name, closing in closings.items()}


def test_what_does_not_come_to_its_end_is_not_waited_for_whatever_trickles_in(hurried: None) -> None:
    for name, seconds in waits(Impatient).items():
        assert SECONDS * 0.9 < seconds < PATIENCE * 0.9, name
    assert min(waits(HttpToolsProtocol).values()) >= PATIENCE  # the control waits for all of them


def test_who_is_in_time_is_not_cut_off_and_neither_is_a_slow_body_or_a_slow_answer(hurried: None) -> None:
    async def story(wire: Wire) -> None:
        for path in ("/1", "/2", "/3"):
            await wire.feed([get(path)])
            await asyncio.sleep(SECONDS * 0.4)
        for part in (counted(b"abc")[:-3], b"a", b"b", b"c", get("/kept")):
            await wire.feed([part])
            await asyncio.sleep(SECONDS * 0.4)
        await asyncio.sleep(SECONDS)
        assert not wire.pipe.closed
        wire.told.go.set()
        await wire.settle()
        assert not wire.pipe.closed
        await asyncio.sleep(SECONDS * 1.5)
        assert wire.pipe.closed

    assert on_a_wire(story).pipe.statuses() == [200] * 5


def test_a_body_that_ends_in_time_gives_the_next_head_all_of_its_time(hurried: None) -> None:
    async def story(wire: Wire) -> None:
        await wire.feed([b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab"])
        await asyncio.sleep(SECONDS * 0.6)
        await wire.feed([b"c"])
        await asyncio.sleep(SECONDS * 0.6)
        await wire.feed([get("/next")])

    assert on_a_wire(story).pipe.statuses() == [200, 200]


@pytest.mark.parametrize("name", ENDLESS)
def test_what_has_no_end_ends_the_connection_after_as_many_bytes_as_a_head_may_have(name: str) -> None:
    start, part = ENDLESS[name]

    async def story(wire: Wire) -> None:
        await wire.feed([start])
        while not wire.pipe.is_closing() and wire.fed < 3 * HEAD_BYTES:
            wire.protocol.data_received(part)
            wire.fed += len(part)
            if not wire.pipe.closed and isinstance(wire.protocol, Impatient):
                assert held(wire) <= 3

    ours, control = on_a_wire(story), on_a_wire(story, HttpToolsProtocol)
    assert HEAD_BYTES <= ours.fed <= HEAD_BYTES + len(start) + len(part)
    assert ours.pipe.statuses()[-1] == 400
    assert control.fed >= 3 * HEAD_BYTES


@pytest.mark.parametrize(("size", "status"), [(HEAD_BYTES, 200), (HEAD_BYTES + 1, 400)])
@pytest.mark.parametrize("cuts", [(), (7, 50_000)])
def test_the_last_byte_that_a_head_may_have_is_taken_and_the_next_is_not(
    size: int, status: int, cuts: tuple[int, ...]
) -> None:
    head = get("/", b"X: " + b"a" * (size - len(get("/", b"X: \r\n"))) + b"\r\n")

    async def story(wire: Wire) -> None:
        await wire.feed(head[begin:end] for begin, end in zip((0, *cuts), (*cuts, size), strict=True))

    assert on_a_wire(story).pipe.statuses() == [status]


def test_what_stood_behind_one_body_is_not_counted_for_the_next_head() -> None:
    async def story(wire: Wire) -> None:
        most = b"X: " + b"a" * (HEAD_BYTES - 100) + b"\r\n"
        await wire.feed([chunked(b"1\r\na\r\n"), b"0\r\n" + most + b"\r\n", get("/2", most)])

    assert on_a_wire(story).pipe.statuses() == [200, 200]


def test_over_a_socket_an_endless_head_gets_one_answer_and_is_read_no_further() -> None:
    with served() as (port, told):
        came = answers_to(port, get("/")[:-2] + b"X: " + b"a" * HEAD_BYTES)
        assert statuses(came) in ([400], [])  # the answer is lost where the rest meets a closed socket
        assert statuses(answers_to(port, get("/after") + LAST)) == [200, 200]
        assert [path for _, path, _ in told.asked] == ["/after", "/last"]


FLOOD = get("/2") * (READ // len(get("/2")))


def held(wire: Wire) -> int:
    return len(wire.protocol._stock)


def test_of_what_follows_a_request_one_read_is_held_and_nothing_parsed_until_that_is_answered() -> None:
    async def story(wire: Wire) -> None:
        await wire.feed(chain([get("/kept")], repeat(FLOOD)), most=16 * READ)
        assert not wire.pipe.reading

    wire = on_a_wire(story)
    assert wire.fed < 2 * READ
    assert wire.told.asked == [("GET", "/kept", "")]

    async def control(wire: Wire) -> None:
        await wire.feed(chain([get("/kept")], repeat(FLOOD)), most=16 * READ)
        assert len(wire.protocol.pipeline) > 1000  # each with all that belongs to a request
        wire.protocol.pipeline.clear()

    on_a_wire(control, HttpToolsProtocol)


def test_who_waits_for_the_client_to_go_away_reads_no_more_than_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story(wire: Wire) -> None:
        await wire.feed([get("/kept")])
        for _ in range(10):
            wire.protocol.flow.resume_reading()  # as whoever waits for a message does
            await wire.feed([FLOOD], most=16 * READ)
        wire.fed = held(wire)

    assert on_a_wire(story).fed <= READ + 3
    monkeypatch.setattr(protocol, "_Flow", type("Flow", (FlowControl,), {"held": False}))
    assert on_a_wire(story).fed > 9 * (READ - 100)


@pytest.mark.parametrize("path", ["/a", "/unread"])
def test_pipelined_requests_are_answered_in_order_and_reading_goes_on_after_each(path: str) -> None:
    """They come to more than is held at once."""
    bodies = [b"%d" % number * 10_000 for number in range(1, 60)]
    assert sum(map(len, bodies)) > 4 * READ
    sent = [counted(body).replace(b"/a", path.encode(), 1) for body in bodies]
    with served() as (port, told):
        assert statuses(answers_to(port, b"".join(sent) + LAST)) == [200] * 60
    assert [body for _, _, body in told.asked] == [*(one.decode() * (path == "/a") for one in bodies), ""]


def test_a_body_that_nobody_reads_fills_no_memory_before_its_answer_and_after_it() -> None:
    large = 64 * READ

    def upload(path: bytes) -> Iterable[bytes]:
        head = b"POST %b HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (path, large)
        return chain([head], repeat(b"a" * HEAD_BYTES))

    async def before(wire: Wire) -> None:
        await wire.feed(upload(b"/deaf"), most=large)
        assert not wire.pipe.reading

    assert on_a_wire(before).fed < READ

    async def after(wire: Wire) -> None:
        await wire.feed(upload(b"/unread"), most=large)
        assert len(wire.protocol.cycle.body) + held(wire) <= HEAD_BYTES + 3

    wire = on_a_wire(after)
    assert wire.fed >= large
    assert wire.pipe.statuses() == [200]


def test_a_fault_is_told_after_the_answers_that_are_due() -> None:
    async def story(wire: Wire) -> None:
        await wire.feed([get("/kept") + b"NO HTTP\r\n\r\n" + get("/never")])
        assert wire.pipe.statuses() == first
        wire.told.go.set()
        await wire.settle()

    first: list[int] = []
    wire = on_a_wire(story)
    assert wire.pipe.statuses() == [200, 400]
    assert wire.told.asked == [("GET", "/kept", "")]
    first = [400]  # the control answers the first request with the fault of the second
    assert on_a_wire(story, HttpToolsProtocol).pipe.statuses() == [400]


@pytest.mark.parametrize(("path", "told"), [(b"/a", [400]), (b"/begun", [200]), (b"/unread", [200])])
def test_a_fault_in_a_body_is_told_once_and_never_within_an_answer(path: bytes, told: list[int]) -> None:
    async def story(wire: Wire) -> None:
        await wire.feed(
            [b"POST %b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n" % path]
        )
        await wire.feed([b"no chunk\r\n"])
        assert wire.pipe.closed
        await wire.settle()
        assert wire.told.left == ([] if path == b"/unread" else [path.decode()])  # nobody waits for the rest

    assert on_a_wire(story).pipe.statuses() == told


def test_what_is_no_http_is_told_in_plain_text_and_no_record_tells_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with served() as (port, _):
        head, _, body = answers_to(port, b"GET / HTTP/1.1\r\nX-Secret: 1100000000000\r\n\r\n").partition(
            b"\r\n\r\n"
        )
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: text/plain" in head
    assert b"connection: close" in head
    assert body == b"Invalid HTTP request received."
    warned = [record for record in caplog.records if record.levelname == "WARNING"]
    assert [record.getMessage() for record in warned] == ["Invalid HTTP request received."]
    assert "1100000000000" not in caplog.text
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize("sent", [get("/kept") + get("/never"), get("/1")])
def test_a_server_that_stops_answers_what_is_due_and_no_more(sent: bytes) -> None:
    async def story(wire: Wire) -> None:
        await wire.feed([sent])
        wire.protocol.shutdown()
        assert wire.pipe.closed is (sent == get("/1"))
        wire.told.go.set()
        await wire.settle()
        assert wire.pipe.closed

    assert len(on_a_wire(story).told.asked) == 1
