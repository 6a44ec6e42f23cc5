"""Lists: who finds what in them, a page at a time, while statements are appended."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import tables
from api.pages import LARGEST, Cursors
from api.problems import Problem
from ledger.application.browsing import Turn
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.fastpath import read_recorded
from ledger.application.founding import THRESHOLD
from ledger.application.keyring import Holder
from ledger.application.stories.cast import MUNICIPALITY, record
from ledger.application.stories.library import STORIES
from ledger.application.stories.telling import Telling, play
from ledger.domain.codes import Custody, RevocationReason, Role
from ledger.domain.dates import civil
from ledger.domain.registry.enrolling import ROOT_GRANTED
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import EntryRef
from ledger.signing.keys import SigningKey
from tests.api.clients import stage_of
from tests.api.signing_in import built, token
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem
from tests.stories.stage import ORIGIN

NAMES = ("claims", "grievances", "consultations", "commitments", "holders", "tasks", "decisions")
ELSEWHERE = "programme/5a11dead-0000-4000-8000-00000000000b"
LISTS = ["/claims", "/grievances", "/consultations", "/commitments", "/mandates", "/queue"]
CASES = {"claims": "claim", "grievances": "grievance"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Every story behind one door, a session for everybody, and officers whose mandates reach less far."""
    with behind_the_door(tmp_path_factory.mktemp("world"), *STORIES) as here:
        ours = here.stage.shared["rules"].stream
        for name, programmes, areas in (
            ("elsewhere", (), ("98",)),
            ("nearby", (ours,), ("9999", "98")),
            ("another-programme", (ELSEWHERE,), ()),
        ):
            enrol(here, name, programmes, areas)
        yield here


def enrol(
    world: Town,
    name: str,
    programmes: tuple[str, ...],
    areas: tuple[str, ...],
    role: Role = Role.OFFICER,
) -> None:
    """Give somebody a mandate, a key and a session."""
    stage, grantors = world.stage, granting(world, role)
    holder = Holder(
        name=name,
        actor=f"actor/{stage.author.identifier()}",
        key=SigningKey(sha256(name.encode()).digest()),
        following=SigningKey(sha256(f"{name} next".encode()).digest()),
    )
    grant = Grant(
        role=role,
        office=MUNICIPALITY,
        line=name,
        start=stage.time.today,
        programmes=programmes,
        areas=areas,
    )
    registry = stage.ledger.registry_stream
    record(
        stage.ledger,
        [
            grant_mandate(stage.author, registry, holder, grant, grantors=grantors),
            enrol_key(stage.author, registry, holder, custody=Custody.SELF, grantors=grantors),
        ],
    )
    stage.cast[name] = holder
    world.sessions[name] = token(world.client, built(ORIGIN, stage.time.now(), holder.key))


def granting(world: Town, role: Role) -> list[Holder]:
    """Whoever grants and ends a mandate of this role."""
    names = [f"root-{n}" for n in range(1, THRESHOLD + 1)] if role in ROOT_GRANTED else ["registrar"]
    return [world.stage.cast[name] for name in names]


def revoke(world: Town, name: str) -> None:
    """End the one mandate of ``name``; the key stays."""
    stage = world.stage
    (held,) = stage.ledger.registry().mandates[stage.cast[name].actor]
    grantors = granting(world, held.role)
    ref = EntryRef(held.stream, held.version, held.leaf)
    says = MandateRevoked(mandate=ref, reason=RevocationReason.LEFT_SERVICE)
    keys = [one.key for one in grantors]
    registry = stage.ledger.registry_stream
    record(stage.ledger, [stage.author.compose(registry, says, by=grantors[0].actor, keys=keys)])


def lines(world: Town, path: str, who: str) -> list[dict[str, Any]]:
    """Everything of a list, page by page, as its links lead."""
    found, onwards = list[dict[str, Any]](), path
    while onwards:
        answer = world.get(onwards, who)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        name = next((name for name in NAMES if name in body), "")
        found += body.get(name, [])
        onwards = body.get("next", "")
        assert answer.headers.get("link", "") == (f'<{onwards}>; rel="next"' if onwards else "")
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_list_of_cases_is_what_opens_and_nothing_else(world: Town, name: str) -> None:
    all_of_them = [row for _, row in world.stage.ledger.store.streams(CASES[name], limit=1000)]
    assert len(all_of_them) > 5
    counts = set()
    for who in world.sessions:
        listed = [line["stream"] for line in lines(world, f"/{name}?limit=3", who)]
        opened = [stream for stream in all_of_them if world.opens(stream, who)]
        assert listed == opened, who
        counts.add(len(listed))
    assert {0, len(all_of_them) - (name == "grievances")} <= counts
    assert len(lines(world, f"/{name}", "nearby")) >= 5
    assert not lines(world, f"/{name}", "elsewhere")
    assert not lines(world, f"/{name}", "another-programme")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_wants_a_session_and_reads_alike_in_pages_of_any_size(world: Town, path: str) -> None:
    problem(world.client.get(path), 401, "session_missing")
    for who in ("oversight", "officer-1", "participant-1"):
        whole = lines(world, f"{path}?limit={LARGEST}", who)
        for limit in (1, 2, 7):
            assert lines(world, f"{path}?limit={limit}", who) == whole


@pytest.mark.parametrize("limit", ["0", "-1", "201", "99999999999999999999"])
def test_a_page_has_its_largest_size(world: Town, limit: str) -> None:
    problem(world.get(f"/claims?limit={limit}", "oversight"), 400, "page_size")
    problem(world.get("/claims?limit=x", "oversight"), 400, "query_invalid")


@pytest.mark.parametrize("name", CASES)
def test_a_list_stays_as_it_was_begun_while_statements_are_appended(
    tmp_path: Path, database_url: str, name: str
) -> None:
    """One line a day, while lives go on: nothing twice, nothing lost, nothing from later."""
    with stage_of(tmp_path, database_url) as (client, stage, settings):
        town = Town(client, stage, Telling(stage, "nobody"), {}, settings)
        reads = Reads(town, name, stage.tick)
        stage.tick = reads.a_day_begins
        play(stage, STORIES[:4])
        assert reads.ended >= 2
        assert reads.moved >= 1  # a case of a list had moved on before its line was read


@dataclass
class Reads:
    """Somebody who reads one line of a list a day, and begins again at the end."""

    town: Town
    name: str
    tick: Callable[[], None]
    begun: list[dict[str, Any]] = field(default_factory=list)
    found: list[dict[str, Any]] = field(default_factory=list)
    onwards: str = ""
    ended: int = 0
    moved: int = 0

    def a_day_begins(self) -> None:
        self.tick()
        self.town.renew("oversight")
        if not self.onwards:
            self.begun, self.found = lines(self.town, f"/{self.name}", "oversight"), []
            self.onwards = f"/{self.name}?limit=1"
        body = self.town.get(self.onwards, "oversight").json()
        self.found += body.get(self.name, [])
        self.onwards = body.get("next", "")
        if not self.onwards:
            assert self.found == self.begun
            self.ended += len(self.found) > 1
            now = lines(self.town, f"/{self.name}", "oversight")
            self.moved += now[: len(self.found)] != self.found


def test_a_mandate_that_ends_while_somebody_turns_pages_ends_the_list(world: Town) -> None:
    enrol(world, "soon-gone", (), ())
    first = world.get("/claims?limit=2", "soon-gone").json()
    revoke(world, "soon-gone")
    rest = world.get(first["next"], "soon-gone").json()
    assert "claims" not in rest
    assert "next" not in rest


cursors = Cursors(bytes(32))
turns = st.builds(
    Turn,
    st.integers(0, 2**53),
    st.text("0123456789-T:.Z", max_size=24),
    st.integers() | st.text(),
    st.just(7),
)


@given(turns, st.text())
def test_a_cursor_leads_back_to_where_it_was_written(turn: Turn, question: str) -> None:
    assert cursors.read(question, cursors.write(question, turn, turn.after), 7) == turn


@given(turns, st.text(), st.text(), st.integers(0, 400), st.characters())
def test_a_cursor_serves_no_other_question_and_no_other_server_and_nobody_makes_one_up(
    turn: Turn, question: str, other: str, place: int, letter: str
) -> None:
    written = cursors.write(question, turn, turn.after)
    forged = written[: place % len(written)] + letter + written[place % len(written) + 1 :]
    for text, asked, reader in (
        (written, question + "x", cursors),
        (written, question, Cursors(b"x" * 32)),
        (forged, question, cursors),
        (other, question, cursors),
    ):
        if (text, asked) != (written, question) or reader is not cursors:
            assert read(reader, asked, text) in {"cursor_invalid", text[:-1] == written[:-1] and turn}


def read(reader: Cursors, question: str, text: str) -> Turn | str:
    """The page, or the code of the refusal. The last letter has bits of no meaning: other spellings."""
    try:
        return reader.read(question, text, 7)
    except Problem as refused:
        return refused.code


def test_a_cursor_of_another_person_or_list_or_filter_is_refused(world: Town) -> None:
    onwards = world.get("/claims?limit=1", "oversight").json()["next"]
    problem(world.get(onwards, "officer-2"), 400, "cursor_invalid")
    problem(world.get(onwards.replace("/claims", "/grievances"), "oversight"), 400, "cursor_invalid")
    problem(world.get(f"{onwards}&state=open", "oversight"), 400, "cursor_invalid")
    assert world.get(onwards.replace("limit=1", "limit=200"), "oversight").status_code == 200


def test_filters_leave_what_they_name(world: Town) -> None:
    whole = {name: lines(world, f"/{name}", "oversight") for name in CASES}
    for name, filtered, member, value in (
        ("claims", "state=open", "state", "open"),
        ("grievances", "kind=appeal", "kind", "appeal"),
        ("grievances", "state=filed", "state", "filed"),
        ("claims", f"programme={world.stage.shared['rules'].stream.partition('/')[2]}", "area", "9999"),
        ("claims", "area=99", "area", "9999"),
    ):
        found = lines(world, f"/{name}?limit=2&{filtered}", "oversight")
        assert found == [line for line in whole[name] if line[member] == value]
        assert found
    assert not lines(world, "/claims?area=98", "oversight")
    assert not lines(world, f"/claims?programme={ELSEWHERE.partition('/')[2]}", "oversight")
    day = civil(whole["claims"][4]["opened_at"])
    late = [line for line in whole["claims"] if civil(line["opened_at"]) >= day]
    assert lines(world, f"/claims?since={day}", "oversight") == late
    assert 0 < len(late) < len(whole["claims"])
    for wrong in ("state=O", "area=ก", "programme=1", "since=x", "at=-1"):
        problem(world.get(f"/claims?{wrong}", "oversight"), 400, "query_invalid")


def test_a_list_at_a_moment_shows_the_cases_as_they_stood(world: Town) -> None:
    line = lines(world, "/claims", "oversight")[0]
    then = lines(world, f"/claims?limit=1&at={line['first'] + 1}", "oversight")
    assert [(one["stream"], one["state"], one["index"]) for one in then] == [
        (line["stream"], "open", line["first"])
    ] or then[0]["index"] <= line["first"] + 1
    assert not lines(world, f"/claims?at={line['first'] - 1}", "oversight")


def test_what_an_official_decided_is_read_by_the_official_and_by_oversight(world: Town) -> None:
    official = world.stage.cast["officer-1"].actor
    path = f"/officials/{official.partition('/')[2]}/decisions"
    decided = [
        (row.stream, row.version)
        for row in world.stage.ledger.store.rows(0, 10_000)
        if row.type == "EligibilityDecided" and read_recorded(row.entry, row.leaf).statement.by == official
    ]
    readers = set()
    for who in world.sessions:
        answer = world.get(path, who)
        if answer.status_code == 200:
            readers.add(who)
            found = lines(world, f"{path}?limit=2", who)
            assert [(one["stream"], one["version"]) for one in found] == decided
            assert {"appeals", "overturned", "contested"}.isdisjoint(found[0])
        else:
            problem(answer, 404, "not_found")
    assert readers == {"officer-1", "oversight", "auditor"}
    nobody = "/officials/5a11dead-0000-4000-8000-000000000001/decisions"
    problem(world.get(nobody, "oversight"), 404, "not_found")


def table(answer: Any) -> list[list[str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_table_too(world: Town, path: str) -> None:
    who = "officer-2"
    plainly = world.get(f"{path}?limit=3", who)
    told = world.get(f"{path}?limit=3", who, accept="text/csv")
    assert told.headers.get("link") is None or "cursor=" in told.headers["link"]
    heading, *rows = table(told)
    body = plainly.json()
    items: list[dict[str, Any]] = next((body[name] for name in NAMES if name in body), [])
    assert len(rows) >= len(items)
    assert {len(row) for row in rows} <= {len(heading)}
    assert [row[0] for row in rows if row[0]][:1] == [
        item.get("stream", item.get("actor")) for item in items
    ][:1]
    thai = table(world.get(f"{path}?limit=3", who, accept="text/csv", **{"accept-language": "th"}))
    assert all("\u0e00" <= name[0] <= "\u0e7f" for name in thai[0])
    assert thai[1:] == rows


def test_a_spreadsheet_runs_nothing_of_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    item = {"stream": "commitment/1", "text": '=HYPERLINK("http://x.test","ดู")', "over": -3, "office": "@a"}

    def cells() -> list[str]:
        told = tables.write_table([item], tables.TABLES["commitments"], "en").decode("utf-8-sig")
        return next(iter(list(csv.reader(io.StringIO(told)))[1:]))

    assert {'\'=HYPERLINK("http://x.test","ดู")', "-3", "'@a"} <= {*cells()}
    monkeypatch.setattr(tables, "FORMULA", ())  # the control: without the mark the cell is a formula
    assert any(cell.startswith("=HYPERLINK") for cell in cells())


@pytest.mark.parametrize(
    ("accept", "as_table"),
    [
        ("text/csv", True),
        ("text/csv, */*;q=0.5", True),
        ("application/json, text/csv;q=0.9", False),
        ("text/csv;q=0", False),
        ("*/*", False),
        ("text/csv, application/*", False),
        ("", False),
    ],
)
def test_a_table_comes_where_it_weighs_more(world: Town, accept: str, as_table: object) -> None:
    told = world.get("/claims?limit=1", "oversight", accept=accept)
    assert told.headers["content-type"].startswith("text/csv") is as_table
    assert told.headers["vary"] == "authorization, accept, accept-language"


@pytest.mark.parametrize("path", [*LISTS, "claim", "consultation"])
def test_what_the_reader_has_is_not_sent_again_until_it_changes(world: Town, path: str) -> None:
    if not path.startswith("/"):
        (_, stream), *_ = world.stage.ledger.store.streams(path, limit=1)
        path = f"/{path}s/{stream.partition('/')[2]}"
    tag = world.get(path, "officer-2").headers["etag"]
    again = world.get(path, "officer-2", **{"if-none-match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "authorization" in again.headers["vary"]
    assert world.get(path, "officer-2", **{"if-none-match": 'W/"x"'}).status_code == 200
    if path in LISTS:
        other = world.get(path, "officer-2", accept="text/csv", **{"if-none-match": tag})
        assert (other.status_code, other.headers["etag"] == tag) == (200, False)
    assert world.get(f"{path}?at=70", "officer-2").headers.get("etag") != tag
