"""What a request may cost: a head, a body, a place in the queue; and what every answer carries."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import limits
from api.limits import HEADER_BYTES, HEADERS, Bodies, Limits, Room
from api.problems import Problem
from benchmarks.fixture import ORIGIN, now
from ledger.application import looking
from ledger.application.errors import ClockSuspect, LedgerError
from ledger.projections.errors import OutOfOrder
from ledger.store.errors import OutcomeUnknown, StorageFull, StoreError, StoreLocked
from tests.api.clients import ONE
from tests.api.conftest import Desk
from tests.api.signing_in import built, token
from tests.api.test_statements import problem


def test_a_head_of_too_many_lines_or_bytes_is_refused(small: Desk) -> None:
    many = {f"x-{number}": "a" for number in range(HEADERS + 1)}
    problem(small.client.get("/healthz", headers=many), 431, "headers_too_large")
    problem(small.client.get("/healthz", headers={"x-long": "a" * HEADER_BYTES}), 431, "headers_too_large")
    problem(small.client.get("/healthz?" + "a" * HEADER_BYTES), 431, "headers_too_large")
    assert small.client.get("/healthz", headers={"x-long": "a" * 1024}).json() == {"status": "alive"}


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/nowhere", "/statements", "/openapi.json"])
def test_every_answer_forbids_browsers_to_guess_to_load_and_to_keep(small: Desk, path: str) -> None:
    headers = small.client.get(path).headers
    for name, value in limits.SAFE.items():
        assert headers[name] == value


def test_what_is_not_here_and_what_is_not_taken_are_problems(small: Desk) -> None:
    problem(small.client.get("/nowhere"), 404, "not_found")
    problem(small.client.get("/checkpoint/"), 404, "not_found")
    answer = small.client.put("/statements", content=b"{}", headers=ONE)
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_a_head_is_asked_for_as_its_body_is(small: Desk) -> None:
    for path in ("/healthz", "/readyz", "/checkpoint", "/tile/0/000.p/1", "/errors/overloaded"):
        assert small.client.head(path).status_code == small.client.get(path).status_code == 200
    assert small.client.head("/tile/0/999").status_code == 404


def test_a_connection_whose_body_nobody_reads_ends_with_the_answer(small: Desk) -> None:
    refused = small.client.post("/statements", content=b"a" * 100, headers={"content-type": "text/xml"})
    assert (refused.status_code, refused.headers["connection"]) == (415, "close")
    assert "connection" not in small.client.get("/healthz").headers


def slow_request(parts: list[bytes], pause: float = 0.0) -> Request:
    messages = iter([{"type": "http.request", "body": part, "more_body": True} for part in parts])

    async def receive() -> dict[str, object]:
        await asyncio.sleep(pause)
        return next(messages, {"type": "http.request", "body": b"", "more_body": False})

    return Request({"type": "http", "headers": []}, receive)


def read(request: Request, limit: int, bodies: Bodies | None = None) -> bytes:
    async def body() -> bytes:
        async with (bodies or Bodies()).read(request, limit) as found:
            return found

    return asyncio.run(body())


def test_a_body_that_does_not_arrive_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.05)
    with pytest.raises(Problem, match="body_timeout"):
        read(slow_request([b"a"] * 100, 0.02), 1000)
    assert read(slow_request([b"a"] * 3), 1000) == b"aaa"


def test_a_body_is_read_no_further_than_its_limit() -> None:
    with pytest.raises(Problem, match="body_too_large"):
        read(slow_request([b"aaaa", b"aaaa", b"a"]), 8)
    assert read(slow_request([b"aaaa", b"aaaa"]), 8) == b"aaaaaaaa"


def test_all_bodies_together_have_a_limit_and_what_is_done_makes_room() -> None:
    bodies = Bodies(10)

    async def two() -> str:
        async with bodies.read(slow_request([b"aaaa", b"aaaa"]), 100):
            try:
                async with bodies.read(slow_request([b"a", b"bb"]), 100):
                    return "taken"
            except Problem as error:
                return error.code

    assert asyncio.run(two()) == "overloaded"
    assert read(slow_request([b"a" * 10]), 100, bodies) == b"a" * 10
    with pytest.raises(Problem, match="body_too_large"):
        read(slow_request([b"a" * 9]), 8, bodies)
    assert read(slow_request([b"a" * 10]), 100, bodies) == b"a" * 10


def test_who_sends_bundles_and_signed_requests_slowly_takes_no_others_room(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = small.client.app.state  # type: ignore[attr-defined]
    full, lines = Bodies(0), {"content-type": "application/jsonl"}
    monkeypatch.setattr(state.door, "bundles", full)
    monkeypatch.setattr(state.programs, "bodies", full)
    monkeypatch.setattr(state.uploads, "bodies", full)
    problem(small.client.post("/statements", content=b"{}", headers=lines), 503, "overloaded")
    assert small.client.post("/statements", content=b"{}", headers=ONE).status_code == 400
    assert token(small.client, built(ORIGIN, now(), small.signers.keys[0], nonce="B" * 22))
    monkeypatch.setattr(state.door, "bodies", full)  # the control: as one they would stop everybody
    problem(small.client.post("/statements", content=b"{}", headers=ONE), 503, "overloaded")
    problem(small.client.post("/sessions", content=b"{}", headers=ONE), 503, "overloaded")


def test_who_finds_no_room_is_told_so_and_room_comes_back() -> None:
    gate = threading.Event()

    async def three() -> list[str]:
        room, told = Room(threads=1, most=2), []
        waiting = [asyncio.ensure_future(room.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0.01)
        try:
            await room.run(gate.wait)
        except Problem as error:
            told.append(error.code)
        gate.set()
        await asyncio.gather(*waiting)
        told.append(await room.run(lambda: "entered"))
        return told

    assert asyncio.run(three()) == ["overloaded", "entered"]


@pytest.fixture
def broken(small: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """A ledger that fails with what is put into the list."""
    failures: list[Exception] = []

    def record(_opened: object) -> None:
        raise failures[0]

    monkeypatch.setattr(small.client.app.state.ledger, "record", record)  # type: ignore[attr-defined]
    return failures


@pytest.mark.parametrize(
    "case",
    [
        (StoreLocked("busy"), 503, "1"),
        (OutcomeUnknown("broke off"), 503, "1"),
        (StorageFull("full"), 507, None),
        (ClockSuspect("behind"), 503, None),
    ],
)
def test_a_machine_that_cannot_says_so_by_code_and_when_to_come_again(
    small: Desk,
    broken: list[Exception],
    caplog: pytest.LogCaptureFixture,
    case: tuple[LedgerError | StoreError, int, str | None],
) -> None:
    error, status, later = case
    broken.append(error)
    answer = small.client.post("/statements", content=b'{"payload"', headers=ONE)

    problem(answer, status, error.code)
    assert answer.headers.get("retry-after") == later
    assert (error.code in caplog.text) == (later is None)  # whoever keeps it running is told what stays


def test_a_read_model_that_stands_still_is_told_by_its_code(
    small: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    header = token(small.client, built(ORIGIN, now(), small.signers.keys[0], nonce="L" * 22))
    stands = OutOfOrder(7, 9)
    monkeypatch.setattr(looking, "queue_in", raising(stands))
    problem(small.client.get("/queue", headers=header), 503, stands.code)
    assert stands.code in caplog.text


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_args: object, **_named: object) -> None:
        raise error

    return fail


def test_a_fault_of_ours_tells_a_number_and_nothing_else(
    small: Desk, broken: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    broken.append(RuntimeError("นามสมมุติ 1100000000000"))
    answer = small.client.post("/statements", content=b'{"payload"', headers=ONE)

    members = problem(answer, 500, "internal")
    assert "1100000000000" not in answer.text
    assert members["incident"] in caplog.text
    assert "RuntimeError" in caplog.text
    assert "1100000000000" not in caplog.text
    for name, value in limits.SAFE.items():
        assert answer.headers[name] == value


def test_who_is_cut_off_when_the_server_stops_is_told_to_come_again() -> None:
    """Unless the answer had begun: then there is nothing true left to say."""

    async def waits(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.sleep(60)

    async def begins(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(60)

    assert asyncio.run(cut_off(waits)) == [503]
    assert asyncio.run(cut_off(begins)) == [200]


async def cut_off(app: ASGIApp) -> list[int]:
    """Cancel a request to ``app``, as a server does whose patience is over; return the statuses sent."""
    statuses: list[int] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [],
    }
    request = asyncio.ensure_future(Limits(app)(scope, receive, send))
    await asyncio.sleep(0.01)
    request.cancel()
    await request
    return statuses
