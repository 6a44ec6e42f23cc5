"""Where a request ends: everybody on the way must read the same, or somebody's body is another one's request.

The control is uvicorn's own protocol on the same parser: it takes what the rows say it takes.
"""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.protocol import Impatient, length_of_body
from tests.api.wire import HOST, LAST, Wire, asked_by, chunked, counted, get, on_a_wire, post

BODY = b"3\r\nabc\r\n0\r\n\r\n"


class Row(NamedTuple):
    """What is refused, and whether the control takes it."""

    sent: bytes
    taken: bool = False


def coded(value: bytes, more: bytes = b"", line: bytes = b"POST /a HTTP/1.1\r\n") -> bytes:
    return post(BODY, more + b"Transfer-Encoding: " + value + b"\r\n", line)


def sized(value: bytes, body: bytes = b"abc", more: bytes = b"") -> bytes:
    return post(body, more + b"Content-Length: " + value + b"\r\n")


def line(target: bytes, version: bytes = b"HTTP/1.1", method: bytes = b"GET") -> bytes:
    return b"%b %b %b\r\n%b\r\n" % (method, target, version, HOST)


REFUSED = {
    "length and chunks": Row(coded(b"chunked", b"Content-Length: 3\r\n")),
    "chunks and length": Row(sized(b"3", BODY, b"Transfer-Encoding: chunked\r\n")),
    "two lengths": Row(sized(b"3", b"abcd", b"Content-Length: 4\r\n")),
    "a list of lengths": Row(sized(b"3, 4", b"abcd")),
    "a length of plus": Row(sized(b"+3")),
    "a length below nothing": Row(sized(b"-3")),
    "a hexadecimal length": Row(sized(b"0x3")),
    "a length with a gap": Row(sized(b"3 4", b"abcd")),
    "no length": Row(sized(b"")),
    "a length of letters of elsewhere": Row(sized("٣".encode())),
    "a length beyond numbers": Row(sized(b"18446744073709551619")),
    "identity, then chunks": Row(coded(b"identity, chunked"), taken=True),
    "another coding, then chunks": Row(coded(b"gzip, chunked"), taken=True),
    "nothing, then chunks": Row(coded(b",chunked"), taken=True),
    "two lines of coding": Row(coded(b"chunked", b"Transfer-Encoding: identity\r\n"), taken=True),
    "identity": Row(coded(b"identity")),
    "chunks, then another": Row(coded(b"chunked, gzip")),
    "chunks twice": Row(coded(b"chunked", b"Transfer-Encoding: chunked\r\n")),
    "a coding of nearly that name": Row(coded(b"xchunked")),
    "a coding in quotes": Row(coded(b'"chunked"')),
    "a coding behind a vertical tab": Row(coded(b"\x0bchunked")),
    "a coding of an old version": Row(coded(b"chunked", line=b"POST /a HTTP/1.0\r\n"), taken=True),
    "a folded line": Row(counted(b"", b"X-A: a\r\n b\r\n")),
    "a folded coding": Row(post(BODY, b"Transfer-Encoding:\r\n chunked\r\n")),
    "lines that end in LF": Row(b"GET /a HTTP/1.1\nHost: x\n\n"),
    "a line that ends in LF": Row(b"GET /a HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n"),
    "a head that ends in LF": Row(b"GET /a HTTP/1.1\r\nHost: x\r\n\n"),
    "a line that ends in CR": Row(b"GET /a HTTP/1.1\r\nHost: x\rX-A: b\r\n\r\n"),
    "a CR in a value": Row(get("/a", b"X-A: a\rb\r\n")),
    "a space before the colon": Row(post(b"abc", b"Content-Length : 3\r\n")),
    "a tab before the colon": Row(post(b"abc", b"Content-Length\t: 3\r\n")),
    "a space before the name": Row(b"GET /a HTTP/1.1\r\nHost: x\r\n X-A: b\r\n\r\n"),
    "no name": Row(get("/a", b": a\r\n")),
    "no colon": Row(get("/a", b"a\r\n")),
    "NUL in a name": Row(get("/a", b"X\0A: b\r\n")),
    "NUL in a value": Row(get("/a", b"X-A: a\0b\r\n")),
    "a control in a value": Row(get("/a", b"X-A: a\x01b\r\n")),
    "DEL in a value": Row(get("/a", b"X-A: a\x7fb\r\n")),
    "a chunk below nothing": Row(chunked(b"-3\r\nabc\r\n0\r\n\r\n")),
    "a chunk of plus": Row(chunked(b"+3\r\nabc\r\n0\r\n\r\n")),
    "a chunk of 0x": Row(chunked(b"0x3\r\nabc\r\n0\r\n\r\n")),
    "a chunk of no number": Row(chunked(b"\r\nabc\r\n0\r\n\r\n")),
    "a chunk with a space": Row(chunked(b"3 \r\nabc\r\n0\r\n\r\n")),
    "a chunk beyond numbers": Row(chunked(b"10000000000000003\r\nabc\r\n0\r\n\r\n")),
    "a chunk of LF": Row(chunked(b"3\nabc\r\n0\r\n\r\n")),
    "a chunk without an end": Row(chunked(b"3\r\nabc0\r\n\r\n")),
    "a chunk that is longer": Row(chunked(b"3\r\nabcd\r\n0\r\n\r\n")),
    "a chunk that says LF of itself": Row(chunked(b"3;a\nabc\r\n0\r\n\r\n")),
    "a length behind chunks": Row(chunked(b"3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n")),
    "a coding behind chunks": Row(chunked(b"3\r\nabc\r\n0\r\nTransfer-Encoding: gzip\r\n\r\n")),
    "no host": Row(b"GET /a HTTP/1.1\r\n\r\n", taken=True),
    "two hosts": Row(get("/a", b"Host: y\r\n"), taken=True),
    "a whole address": Row(line(b"http://x/a"), taken=True),
    "the address of somebody else": Row(line(b"http://y/a"), taken=True),
    "an address of a place": Row(line(b"x:80")),
    "no slash": Row(line(b"a")),
    "a fragment": Row(line(b"/a#b"), taken=True),
    "a space in an address": Row(line(b"/a b")),
    "NUL in an address": Row(line(b"/\0")),
    "letters in an address": Row(line("/ก".encode())),
    "a tunnel": Row(line(b"x:80", method=b"CONNECT")),
    "a tunnel to a path": Row(line(b"/a", method=b"CONNECT"), taken=True),
    "HTTP/0.9": Row(b"GET /a\r\n\r\n", taken=True),
    "HTTP/0.9 in words": Row(line(b"/a", b"HTTP/0.9"), taken=True),
    "HTTP/1.2": Row(line(b"/a", b"HTTP/1.2")),
    "HTTP/2.0": Row(line(b"/a", b"HTTP/2.0"), taken=True),
    "HTTP/2": Row(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "a small version": Row(line(b"/a", b"http/1.1")),
    "a small method": Row(line(b"/a", method=b"get")),
    "TLS": Row(b"\x16\x03\x01\x02\x00"),
}
TAKEN = {
    "a request": (get("/a?b=c"), ("GET", "/a", "")),
    "everything": (line(b"*", method=b"OPTIONS"), ("OPTIONS", "*", "")),
    "no body": (post(b"", b""), ("POST", "/a", "")),
    "a body": (counted(b"abc"), ("POST", "/a", "abc")),
    "a body of a request in it": (counted(get("/b")), ("POST", "/a", get("/b").decode())),
    "a space behind the length": (sized(b"3 \t"), ("POST", "/a", "abc")),
    "chunks": (chunked(BODY), ("POST", "/a", "abc")),
    "chunks in other letters": (coded(b"ChUnKeD"), ("POST", "/a", "abc")),
    "chunks of ends": (chunked(b"8\r\n\r\n\r\n\r\n\r\n\r\n0\r\n\r\n"), ("POST", "/a", "\r\n" * 4)),
    "chunks with more behind": (chunked(b"3\r\nabc\r\n0\r\nX-T: a\r\n\r\n"), ("POST", "/a", "abc")),
    "a chunk that says something": (chunked(b"3;a=b\r\nabc\r\n0\r\n\r\n"), ("POST", "/a", "abc")),
    "another protocol": (get("/a", b"Connection: upgrade\r\nUpgrade: websocket\r\n"), ("GET", "/a", "")),
    "another protocol and a body": (
        counted(b"abc", b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"),
        ("POST", "/a", "abc"),
    ),
    "another protocol and chunks": (
        chunked(b"3\r\nabc\r\n0\r\nX-T: a\r\n\r\n", b"Connection: upgrade\r\nUpgrade: h2c\r\n"),
        ("POST", "/a", "abc"),
    ),
    "a line before it": (b"\r\n" + get("/a"), ("GET", "/a", "")),
}
END = ("GET", "/last", "")


@pytest.mark.parametrize("name", REFUSED)
def test_what_others_might_read_otherwise_is_refused_with_all_that_follows(name: str) -> None:
    row = REFUSED[name]
    assert asked_by(row.sent + LAST) == ([], [400])
    assert bool(asked_by(row.sent + LAST, HttpToolsProtocol)[0]) is row.taken


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_clear_is_taken_and_what_follows_it_is_the_next_request(name: str) -> None:
    sent, asked = TAKEN[name]
    assert asked_by(sent + LAST) == ([asked, END], [200, 200])


def test_the_oldest_form_that_proxies_speak_is_taken_and_ends_the_connection() -> None:
    for head in (b"GET /a HTTP/1.0\r\n\r\n", b"GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"):
        assert asked_by(head + LAST) == ([("GET", "/a", "")], [200])


@pytest.mark.parametrize("upgraded", [counted, chunked])
def test_who_asks_for_another_protocol_gets_no_body_taken_for_a_request(upgraded: object) -> None:
    """Head and body come apart. The control takes the body for a request that nobody sent."""
    upgrade, inner = b"Connection: upgrade\r\nUpgrade: h2c\r\n", get("/smuggled")
    whole = (
        counted(inner, upgrade)
        if upgraded is counted
        else chunked(b"%x\r\n%b\r\n0\r\n\r\n" % (len(inner), inner), upgrade)
    )
    cut = whole.index(b"\r\n\r\n") + 4

    async def story(wire: Wire) -> None:
        await wire.feed([whole[:cut], whole[cut:]])

    assert on_a_wire(story).told.asked == [("POST", "/a", inner.decode())]
    if upgraded is counted:
        assert ("GET", "/smuggled", "") in on_a_wire(story, HttpToolsProtocol).told.asked


def test_what_stands_behind_chunks_is_no_header_and_a_value_ends_with_its_last_letter() -> None:
    sent = chunked(b"3\r\nabc\r\n0\r\nAuthorization: a\r\n\r\n", b"X-A: b \t\r\n")

    async def story(wire: Wire) -> None:
        head, _, rest = sent.partition(b"\r\n\r\n")
        await wire.feed([head + b"\r\n\r\n" + rest])

    ours, control = (on_a_wire(story, one).told for one in (Impatient, HttpToolsProtocol))
    assert ours.headers == [{"host": "x", "x-a": "b", "transfer-encoding": "chunked"}]
    assert control.headers[0]["authorization"] == "a"
    assert control.headers[0]["x-a"] == "b \t"


def test_who_expects_it_is_told_to_go_on_when_somebody_reads() -> None:
    expects = b"Expect: 100-continue\r\nContent-Length: 1\r\n"

    async def story(wire: Wire) -> None:
        await wire.feed([sent])

    for line, told in (
        (b"POST /a HTTP/1.1\r\n", [100, 200]),
        (b"POST /unread HTTP/1.1\r\n", [200]),
        (b"POST /a HTTP/1.0\r\n", [200]),
    ):
        sent = post(b"a", expects, line)
        assert on_a_wire(story).pipe.statuses() == told
    assert on_a_wire(story, HttpToolsProtocol).pipe.statuses() == [100, 200]  # to whom nobody may say it


STREAM = b"".join(sent for sent, _ in TAKEN.values()) + LAST
ASKED = [*(asked for _, asked in TAKEN.values()), END]


@given(st.lists(st.integers(1, len(STREAM) - 1), max_size=40).map(sorted))
def test_however_the_bytes_are_cut_the_same_requests_are_read(cuts: list[int]) -> None:
    parts = [STREAM[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(STREAM)], strict=True)]
    assert read_in(parts) == ASKED


def test_byte_by_byte_the_same_requests_are_read() -> None:
    assert read_in([STREAM[at : at + 1] for at in range(len(STREAM))]) == ASKED


def test_an_end_that_comes_in_two_parts_is_found() -> None:
    """Nothing behind it is parsed. The control looks for it in what has just come."""

    class Hasty(Impatient):
        def _end(self, stock: bytes, at: int) -> int:
            found = stock.find(b"\r\n\r\n", at)
            return len(stock) if found < 0 else found + 4

    async def story(wire: Wire) -> None:
        whole = get("/kept") + get("/2")
        cut = len(get("/kept")) - 1
        for part in (whole[:cut], whole[cut:]):
            wire.protocol.data_received(part)
            await wire.settle()
        wire.told.go.set()
        await wire.settle()

    assert on_a_wire(story).pipe.statuses() == [200, 200]
    assert on_a_wire(story, Hasty).pipe.statuses() == [200]


def read_in(parts: list[bytes]) -> list[tuple[str, str, str]]:
    async def story(wire: Wire) -> None:
        for part in parts:
            wire.protocol.data_received(part)
            if part.endswith(b"\n"):
                await wire.settle()
        for _ in range(len(TAKEN)):
            await wire.settle()

    return on_a_wire(story).told.asked


@given(st.sampled_from([b"chunked", b"Chunked", b"gzip"]), st.sampled_from(["1.0", "1.1"]), st.booleans())
def test_a_body_has_one_end(coding: bytes, version: str, sized: bool) -> None:  # noqa: FBT001 - drawn
    lengths = [(b"content-length", b"3")] if sized else []
    head = (b"POST", b"/", version, [(b"host", b"x"), (b"transfer-encoding", coding), *lengths])
    if (coding.lower(), version, sized) == (b"chunked", "1.1", False):
        assert length_of_body(*head) is None
    else:
        with pytest.raises(ValueError, match="doubtful"):
            length_of_body(*head)
