"""Live changes: to whom, from which entry on, for how long, and whoever appended."""

import asyncio
import json
import signal
import time
import urllib.request
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import pytest

from api import changes
from api.changes import LISTENERS, MINE, Changes
from api.problems import Problem
from api.sessions import Session, Sessions
from benchmarks.fixture import now
from ledger.application import following
from ledger.application.assembly import open_ledger
from ledger.application.enrolment import revoke_key
from ledger.application.keyring import Keyring
from ledger.application.receipts import Receipt
from ledger.application.stories.cast import record
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.domain.codes import RevocationReason
from ledger.projections.views.entitlement import COMMON
from tests.api.clients import ONE
from tests.api.signing_in import built
from tests.api.test_lists import enrol, revoke
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_serving import claims, post
from tests.api.test_statements import problem
from tests.support.founding import founded
from tests.support.served import free_port, serving

Event = dict[str, Any]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("town"), GRANDMOTHER) as here:
        yield here


@pytest.fixture
def hub(town: Town) -> Changes:
    return Changes(town.stage.ledger.store, town.stage.time.now)


def whose(town: Town, who: str) -> Callable[[], Session]:
    sessions: Sessions = town.client.app.state.sessions  # type: ignore[attr-defined]
    header = town.sessions[who]["authorization"]
    return lambda: sessions.read(header)[0]


def parsed(chunk: bytes) -> Event:
    """One event: its fields, with the data read."""
    fields = dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n"))
    return fields | ({"data": json.loads(fields["data"])} if "data" in fields else {})


async def heard(stream: AsyncGenerator[bytes, None], until: int) -> list[Event]:
    """The entries that ``stream`` tells of, until it has come to index ``until``."""
    found = []
    async for chunk in stream:
        event = parsed(chunk)
        found += [event] if "data" in event else []
        if int(event.get("id", -1)) >= until:
            break
    return found


def listen(hub: Changes, town: Town, who: str, last: int, until: int) -> list[Event]:
    async def run() -> list[Event]:
        with hub.listening(who):
            stream = hub.events(whose(town, who), last)
            try:
                return await asyncio.wait_for(heard(stream, until), 20)
            finally:
                await stream.aclose()

    return asyncio.run(run())


def test_everybody_hears_of_what_they_may_open_and_of_nothing_else(town: Town, hub: Changes) -> None:
    rows = town.stage.ledger.store.rows(0, 10_000)
    for who in ("oversight", "officer-1", "reviewer", "volunteer-social", "root-1"):
        events = listen(hub, town, who, -1, len(rows) - 1)
        acts = "mandates" in town.get("/session", who).text and town.get("/mandates", who).status_code == 200
        expected = [
            {"index": row.index, "stream": row.stream, "version": row.version, "type": row.type}
            for row in rows
            if (acts if row.stream.partition("/")[0] in COMMON else town.opens(row.stream, who))
        ]
        assert [event["data"] for event in events] == expected
        assert [event["id"] for event in events] == [str(one["index"]) for one in expected]
    assert listen(hub, town, "root-1", -1, len(rows) - 1) == []


def test_a_listener_goes_on_after_the_last_one_heard(town: Town, hub: Changes) -> None:
    size = town.stage.ledger.store.head().size
    whole = listen(hub, town, "oversight", -1, size - 1)
    for place in (0, len(whole) // 2, len(whole) - 2):
        rest = listen(hub, town, "oversight", int(whole[place]["id"]), size - 1)
        assert rest == whole[place + 1 :]


@contextmanager
def meanwhile(town: Town, hub: Changes, who: str, act: Callable[[], object]) -> Iterator[list[Event]]:
    """What ``who`` heard from now on while somebody did ``act``, until the stream ended."""

    async def run() -> list[Event]:
        found = []
        with hub.listening(who):
            stream = hub.events(whose(town, who), town.stage.ledger.store.head().size - 1)
            found.append(parsed(await anext(stream)))
            acting = asyncio.create_task(asyncio.to_thread(act))
            async with asyncio.timeout(20):
                found += [parsed(chunk) async for chunk in stream if not chunk.startswith(b": ")]
            await acting
        return [event for event in found if "data" in event]

    yield asyncio.run(run())


def test_a_session_that_ends_closes_its_stream_before_the_next_entry(town: Town, hub: Changes) -> None:
    enrol(town, "leaver", (), ())
    holder, registrar = town.stage.cast["leaver"], town.stage.cast["registrar"]
    registry = town.stage.ledger.registry_stream
    end = revoke_key(
        town.stage.author, registry, holder.key.id, RevocationReason.LEFT_SERVICE, grantor=registrar
    )
    with meanwhile(town, hub, "leaver", partial(record, town.stage.ledger, [end])) as events:
        assert events == []


def test_a_mandate_that_ends_is_heard_of_no_more_while_the_session_goes_on(town: Town, hub: Changes) -> None:
    enrol(town, "mandate-ends", (), ())

    def act() -> None:
        enrol(town, "newcomer", (), ())
        time.sleep(1)
        revoke(town, "mandate-ends")
        enrol(town, "late-comer", (), ())
        time.sleep(1)
        hub.stop()

    with meanwhile(town, hub, "mandate-ends", act) as events:
        assert [event["data"]["type"] for event in events] == ["MandateGranted", "KeyEnrolled"]


def test_entitlement_is_asked_for_each_entry(
    town: Town, hub: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the question everybody hears of everything."""
    size = town.stage.ledger.store.head().size
    monkeypatch.setattr(following, "may_follow", lambda *_: True)
    assert len(listen(hub, town, "root-1", -1, size - 1)) == size


def test_the_number_of_listeners_is_bounded_and_whoever_leaves_makes_room(hub: Changes) -> None:
    async def run() -> None:
        with ExitStack() as others:
            for number in range(LISTENERS - MINE):
                others.enter_context(hub.listening(f"actor/{number}"))
            with ExitStack() as mine:
                for _ in range(MINE):
                    mine.enter_context(hub.listening("actor/me"))
                refused(hub, "actor/other", "overloaded")
            others.close()
            with ExitStack() as mine:
                for _ in range(MINE):
                    mine.enter_context(hub.listening("actor/me"))
                refused(hub, "actor/me", "changes_many")
                with hub.listening("actor/other"):
                    pass
        assert not hub._mine
        await asyncio.sleep(0.5)
        assert hub._watch is not None
        assert hub._watch.cancelled()

    asyncio.run(run())


def refused(hub: Changes, actor: str, code: str) -> None:
    with pytest.raises(Problem) as found, hub.listening(actor):
        pass
    assert found.value.code == code


def test_a_silent_stream_says_that_it_is_there_and_ends_after_a_while(
    town: Town, hub: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "ALIVE", 0.1)
    monkeypatch.setattr(changes, "LONGEST", 1.0)

    async def run() -> list[bytes]:
        with hub.listening("actor/1"):
            stream = hub.events(whose(town, "oversight"), town.stage.ledger.store.head().size - 1)
            return [chunk async for chunk in stream]

    first, *rest = asyncio.run(run())
    assert first.startswith(b"id: ")
    assert 3 <= len(rest) <= 10
    assert {*rest} == {b": ping\n\n"}


@pytest.mark.parametrize("wrong", ["-2", "x", "9007199254740992"])
def test_a_wrong_index_and_no_session_are_told_so(town: Town, wrong: str) -> None:
    problem(town.get("/changes", "oversight", **{"last-event-id": wrong}), 400, "query_invalid")
    problem(town.client.get("/changes"), 401, "session_missing")


def test_a_listener_hears_of_what_others_append_on_either_database(tmp_path: Path, database_url: str) -> None:
    settings, signers = founded(tmp_path, database_url, importers=2)
    waiting = claims(signers, 4)
    with open_ledger(settings, now) as reader, open_ledger(settings, now, write=True) as writer:
        session = Session(Keyring(settings.keys).load("intake").actor, "", "")

        async def run() -> list[Event]:
            hub = Changes(reader.store, now)
            head = reader.store.head().size
            with hub.listening(session.actor):
                stream = hub.events(lambda: session, head - 1)
                await anext(stream)
                appending = asyncio.create_task(asyncio.to_thread(writer.submit, waiting))
                found = await asyncio.wait_for(heard(stream, head + len(waiting) - 1), 20)
                await appending
                await stream.aclose()
            return found

        assert [event["data"]["type"] for event in asyncio.run(run())] == ["ClaimReceived"] * len(waiting)


def test_a_server_tells_of_what_another_process_appended_and_ends_when_it_stops(tmp_path: Path) -> None:
    settings, signers = founded(tmp_path, importers=2)
    desk, waiting = Keyring(settings.keys).load("intake"), claims(signers, 6)
    with (
        open_ledger(settings, now, write=True) as ledger,
        serving(tmp_path, settings, port := free_port()) as process,
    ):
        header = signed_in(port, built(ledger.origin, now(), desk.key))
        with urllib.request.urlopen(asking(port, "/changes", header), timeout=20) as stream:  # noqa: S310
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert next(stream).startswith(b"id: ")
            for one in waiting[:3]:
                post(port, one)
            elsewhere = ledger.submit(waiting[3:])
            assert all(isinstance(one, Receipt) for one in elsewhere)
            told = [json.loads(line[6:]) for line in until(stream, len(waiting))]
            assert [one["type"] for one in told] == ["ClaimReceived"] * len(waiting)
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert [line for line in stream if line.startswith(b"data: ")] == []
        process.wait(timeout=30)
        assert time.monotonic() - begun < 5
    said = [json.loads(line)["event"] for line in (tmp_path / "said").read_text().splitlines()]
    assert said == ["governing_keys_on_server", "serving"]


def until(stream: Any, count: int) -> Iterator[bytes]:
    """The next lines of data; a stream that falls silent has no more of them."""
    lines = takewhile(lambda line: not line.startswith(b": ping"), stream)
    return islice((line for line in lines if line.startswith(b"data: ")), count)


def asking(port: int, path: str, headers: dict[str, str]) -> urllib.request.Request:
    return urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)


def signed_in(port: int, envelope: bytes) -> dict[str, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/sessions", envelope, ONE)
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
        return {"authorization": f"Bearer {json.load(answer)['token']}"}
