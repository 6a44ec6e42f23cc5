"""The accountability reports over HTTP: each tier to those it is for, and to nobody else."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from api import report_desk
from api.limits import Room
from api.problems import Problem
from api.report_desk import Desk, Written
from api.reports import Question
from ledger.application.access import Purpose, Recorded, What
from ledger.application.errors import AccessNotRecorded
from ledger.application.issuing import Issues
from ledger.application.reporting import facts_for, report, snapshot_at
from ledger.application.stories import acts
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.application.stories.promise import STORY as PROMISE
from ledger.application.stories.telling import Telling, Words
from ledger.projections.reports.asking import Params
from ledger.projections.reports.catalogue import REPORTS
from ledger.projections.reports.own import units_of
from tests.api.test_contract import check
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem

PUBLIC = [name for name, one in REPORTS.items() if "public" in one.tiers]
ACTOR = re.compile(r"actor/[0-9a-f-]{36}")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("reports"), GRANDMOTHER, PROMISE) as here:
        yield here


@pytest.fixture
def town(lived: Town) -> Town:
    """The town, in which nobody asked for a report yet."""
    ledger = lived.stage.ledger
    lived.client.app.state.reports = Desk(Issues(ledger.store, ledger.origin))  # type: ignore[attr-defined]
    return lived


@pytest.fixture
def later(tmp_path: Path) -> Iterator[Town]:
    """Another one, in which time goes on."""
    with behind_the_door(tmp_path, GRANDMOTHER) as here:
        yield here


def asked(town: Town, name: str, who: str | None = None, **query: str) -> Any:
    headers = town.sessions[who] if who else {}
    answer = town.client.get(f"/reports/{name}", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def read(town: Town) -> list[Recorded]:
    """What the log of readers holds of reports."""
    found = town.stage.ledger.access.reads(town.stage.ledger.registry_stream)
    return [one for one in found if one.access.what is What.REPORT]


def claim(town: Town, name: str) -> None:
    """Let somebody apply, today."""
    telling = Telling(town.stage, name)
    says = acts.application(town.stage.shared["rules"], telling.today)
    sealed = {"applicant/name": "ผู้ยื่นคำขอ นามสมมุติ"}
    telling.say("applied", "claim:new", says, "intake", words=Words("ยื่น", "applies"), sealed=sealed)


def months(town: Town) -> list[dict[str, str]]:
    """The last twelve months that the issue covers, the newest first."""
    end = date.fromisoformat(asked(town, "R13").json()["window"]["valid_to"])
    count = end.year * 12 + end.month - 1
    names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(count, count - 13, -1)]
    return [{"from": first, "to": after} for after, first in pairwise(names)]


def test_every_report_is_listed_with_its_words(town: Town) -> None:
    listed = town.client.get("/reports").json()

    assert list(listed) == list(REPORTS)
    assert listed["R01"]["tiers"] == ["oversight", "public", "own"]
    assert listed["R11"]["tiers"] == ["oversight"]
    for name, one in REPORTS.items():
        assert listed[name]["title"] == one.title
        assert listed[name]["units"] == list(one.units)


@pytest.mark.parametrize("name", PUBLIC)
def test_whoever_has_the_log_computes_what_the_public_reads(town: Town, name: str) -> None:
    answer = asked(town, name)
    found = answer.json()
    params = found["method"]["params"]

    again = report(
        town.stage.ledger.store,
        name,
        Params(tier="public", population=params["population"], unit=found["unit"]),
        origin=found["snapshot"]["origin"],
        command=found["reproduce"]["command"].partition(" --at ")[0],
        at=found["snapshot"]["tree_size"],
    )

    assert again == found
    assert answer.headers["etag"] == f'"{found["reproduce"]["result_digest"]}"'
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_no_public_answer_names_a_person_or_a_place_in_the_log(town: Town) -> None:
    for name in PUBLIC:
        for unit in REPORTS[name].units:
            for month in months(town)[:6]:
                answer = town.client.get(f"/reports/{name}", params={"unit": unit, **month})
                assert not ACTOR.search(answer.text), (name, unit)
                assert '"evidence":' not in answer.text
                if unit in {"official", "volunteer"}:
                    problem(answer, 400, "persons_public")


def test_without_the_rule_about_persons_the_public_would_read_of_them(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: hidden rows still bear the name of whoever they are about."""
    monkeypatch.setattr("ledger.projections.reports.asking.PERSONS", frozenset())
    monkeypatch.setattr("ledger.projections.reports.assembly.Report.units_for", lambda self, _: self.units)
    named = {
        name
        for name in PUBLIC
        for month in months(town)
        if "official" in REPORTS[name].units
        and ACTOR.search(asked(town, name, unit="official", **month).text)
    }
    assert {"R01", "R05"} <= named


def of_the_issue(town: Town) -> tuple[int, str]:
    answer = asked(town, "R16")
    return answer.json()["snapshot"]["tree_size"], answer.headers["etag"]


def test_the_public_reads_one_issue_a_month(later: Town) -> None:
    time = later.stage.time
    time.go_to((time.today.replace(day=1) + timedelta(days=32)).replace(day=2))
    claim(later, "first of the month")
    issue = of_the_issue(later)
    assert issue[0] == later.stage.ledger.store.head().size

    time.go_to(time.today + timedelta(days=20))
    claim(later, "second of the month")
    assert of_the_issue(later) == issue

    time.go_to((time.today.replace(day=1) + timedelta(days=32)).replace(day=2))
    assert of_the_issue(later) == issue  # until the log says that a month is over
    claim(later, "of the next month")
    assert of_the_issue(later)[0] > issue[0]
    assert of_the_issue(later)[1] != issue[1]


def test_an_issue_of_every_checkpoint_would_tell_of_one_entry(
    later: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(Issues, "issue", lambda self: snapshot_at(self._recorder, self._origin))
    before = of_the_issue(later)
    claim(later, "one more")
    assert of_the_issue(later)[0] > before[0]


def test_nobody_makes_the_server_fold_twice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    folded = []

    def counted(*given: Any, **more: Any) -> Any:
        folded.append(given[2].size)
        return facts_for(*given, **more)

    monkeypatch.setattr("ledger.application.issuing.facts_for", counted)
    for name in PUBLIC:
        for form in ("json", "csv"):
            asked(town, name, form=form)
            asked(town, name, form=form)
    assert len(folded) == 1


def test_what_is_kept_for_the_public_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_desk, "KEPT_BYTES", 20)
    desk = Desk(None)  # type: ignore[arg-type]  # it makes nothing here
    for number in range(4):
        desk.keep(number, Written(bytes(8), ""))
        desk.kept(0)
    assert [number for number in range(4) if desk.kept(number)] == [0, 3]


def test_oversight_reads_every_row_and_that_it_did_is_on_record(town: Town) -> None:
    before = len(read(town))
    answer = asked(town, "R13", "oversight", tier="oversight", unit="official")
    found = answer.json()
    (record,) = read(town)[before:]

    assert any("evidence" in row for row in found["rows"])
    assert len({actor for row in found["rows"] for actor in ACTOR.findall(row["key"])}) > 1
    assert record.access.by == town.stage.cast["oversight"].actor
    assert record.access.purpose is Purpose.REPORT
    assert record.access.targets[0].version == found["snapshot"]["tree_size"]
    digest = found["reproduce"]["result_digest"]
    assert record.access.targets[0].fields == ("R13", "oversight", "all", "official", digest)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "authorization"


def test_who_has_the_report_already_has_read_it_all_the_same(town: Town) -> None:
    before = len(read(town))
    tag = asked(town, "R13", "oversight", tier="oversight").headers["etag"]
    answer = town.get("/reports/R13?tier=oversight", "oversight", **{"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert len(read(town)) == before + 2


@pytest.mark.parametrize("tier", ["oversight", "own"])
def test_nothing_is_shown_that_cannot_be_recorded(
    town: Town, monkeypatch: pytest.MonkeyPatch, tier: str
) -> None:
    def fails(*_: Any, **__: Any) -> int:
        raise AccessNotRecorded("the reading could not be recorded, so nothing is shown")

    monkeypatch.setattr("ledger.application.access.AccessLog.record", fails)
    answer = town.get(f"/reports/R13?tier={tier}", "oversight")
    problem(answer, 503, "access_not_recorded")
    assert not ACTOR.search(answer.text)
    assert "rows" not in answer.text


def test_without_the_record_nobody_would_know_who_looked(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr("ledger.application.openings.Openings.record_beside", lambda *_, **__: 0)
    before = read(town)
    asked(town, "R13", "oversight", tier="oversight")
    assert read(town) == before


@pytest.mark.parametrize("name", [name for name, one in REPORTS.items() if units_of(one)])
def test_an_official_reads_their_own_rows_and_nobody_elses(town: Town, name: str) -> None:
    for who in ("officer-1", "supervisor-district", "oversight"):
        answer = asked(town, name, who, tier="own")
        own = town.stage.cast[who].actor
        assert set(ACTOR.findall(answer.text)) <= {own}
        assert '"evidence":' not in answer.text
        assert answer.json()["method"]["params"]["tier"] == "own"


def test_own_rows_are_those_of_the_whole_report(town: Town) -> None:
    whole = asked(town, "R13", "oversight", tier="oversight", unit="official").json()
    answer = asked(town, "R13", "officer-1", tier="own").json()
    actor = town.stage.cast["officer-1"].actor
    expected = [row for row in whole["rows"] if row["key"].endswith(actor)]

    assert [row["key"] for row in answer["rows"]] == [row["key"] for row in expected] != []
    assert [row["estimate"] for row in answer["rows"]] == [row["estimate"] for row in expected]
    assert answer["reproduce"]["facts_digest"] == whole["reproduce"]["facts_digest"]
    assert read(town)[-1].access.by == actor
    assert asked(town, "R13", "oversight", tier="own").json()["rows"] == []


def test_with_everybodys_names_an_official_would_see_anothers_row(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    everybody = [one.actor for one in town.stage.cast.values()]
    monkeypatch.setattr("api.reports.actors_of", lambda *_: everybody)
    text = asked(town, "R13", "officer-1", tier="own").text
    assert set(ACTOR.findall(text)) - {town.stage.cast["officer-1"].actor}


def test_a_tag_serves_its_own_month_and_form_alone(town: Town) -> None:
    newest, older = months(town)[0], months(town)[3]

    def get(month: dict[str, str], tag: str = "", form: str = "json") -> Any:
        return town.client.get("/reports/R05", params={"form": form, **month}, headers={"if-none-match": tag})

    tag = get(newest).headers["etag"]
    assert not tag.startswith("W/")
    assert (get(newest, tag).status_code, get(newest, f'"x", {tag}').status_code) == (304, 304)
    assert (get(older, tag).status_code, get(newest, tag, "csv").status_code) == (200, 200)


def test_a_tag_that_forgot_the_month_would_serve_another(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    newest, older = months(town)[0], months(town)[3]
    monkeypatch.setattr(Question, "written", lambda *_: Written(b"", '"R05"'))
    tag = town.client.get("/reports/R05", params=newest).headers["etag"]
    answer = town.client.get("/reports/R05", params=older, headers={"if-none-match": tag})
    assert answer.status_code == 304


@pytest.mark.parametrize(
    ("name", "query", "status", "code"),
    [
        ("R99", {}, 404, "report_unknown"),
        ("R01", {"tier": "everybody"}, 400, "query_invalid"),
        ("R01", {"population": "x"}, 400, "population_unknown"),
        ("R01", {"population": "X!"}, 400, "query_invalid"),
        ("R01", {"unit": "village"}, 400, "unit_unknown"),
        ("R01", {"unit": "official"}, 400, "persons_public"),
        ("R01", {"from": "2026-01"}, 400, "window_invalid"),
        ("R01", {"from": "2026-13", "to": "2027-01"}, 400, "query_invalid"),
        ("R01", {"from": "2026-01", "to": "2026-03"}, 400, "window_public"),
        ("R01", {"from": "2999-01", "to": "2999-02"}, 400, "window_public"),
        ("R01", {"at": "1"}, 400, "report_issue"),
        ("R01", {"at": "0"}, 400, "query_invalid"),
        ("R01", {"form": "pdf"}, 400, "query_invalid"),
        ("R03", {}, 400, "tier_restricted"),
        ("R01", {"tier": "own"}, 401, "session_missing"),
        ("R01", {"tier": "oversight"}, 401, "session_missing"),
    ],
)
def test_questions_without_a_meaning_are_refused(
    town: Town, name: str, query: dict[str, str], status: int, code: str
) -> None:
    problem(town.client.get(f"/reports/{name}", params=query), status, code)


@pytest.mark.parametrize(
    ("path", "who", "status", "code"),
    [
        ("R01?tier=own&unit=office", "officer-1", 400, "own_unit"),
        ("R11?tier=own", "officer-1", 400, "own_unit"),
        ("R99?tier=own", "officer-1", 404, "report_unknown"),
        ("R01?tier=oversight", "officer-1", 403, "authority_missing"),
        ("R01?tier=oversight&unit=village", "oversight", 400, "unit_unknown"),
        ("R01?tier=oversight&at=999999", "oversight", 404, "not_found"),
        ("R01?tier=oversight&from=2026-01", "oversight", 400, "window_invalid"),
        ("R01?tier=oversight&from=0000-01&to=0000-02", "oversight", 400, "query_invalid"),
    ],
)
def test_questions_of_those_who_signed_in_are_refused_alike(
    town: Town, path: str, who: str, status: int, code: str
) -> None:
    before = read(town)
    problem(town.get(f"/reports/{path}", who), status, code)
    assert read(town) == before


def test_an_earlier_checkpoint_answers_as_it_stood(town: Town) -> None:
    size = next(town.stage.ledger.store.checkpoints(40)).size
    found = asked(town, "R13", "oversight", tier="oversight", at=str(size)).json()
    assert found["snapshot"]["tree_size"] == size
    assert found["reproduce"]["command"].endswith(f"--tier oversight --at {size}")


def test_a_report_that_takes_long_is_asked_for_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_desk, "PATIENCE", 0.0)
    answer = town.client.get("/reports/R01")
    problem(answer, 503, "report_not_ready")
    assert answer.headers["retry-after"] == "30"

    monkeypatch.setattr(report_desk, "PATIENCE", 60.0)
    asked(town, "R01")


def test_more_than_may_wait_are_told_so_and_what_is_at_hand_is_answered(town: Town) -> None:
    asked(town, "R01")
    desk: Desk = town.client.app.state.reports  # type: ignore[attr-defined]
    desk.making = Room(1, 0)
    problem(town.client.get("/reports/R05"), 503, "overloaded")
    asked(town, "R01")


def test_a_server_that_stops_folds_no_further(later: Town) -> None:
    later.client.app.state.stopping = True  # type: ignore[attr-defined]
    notice = later.client.app.state.reports.issues._notice  # type: ignore[attr-defined]
    with pytest.raises(Problem, match="stopping"):
        notice(500)


@pytest.mark.parametrize("form", ["json", "csv", "svg", "html"])
def test_every_form_is_described_and_loads_nothing(town: Town, form: str) -> None:
    operation = town.client.get("/openapi.json").json()["paths"]["/reports/{report}"]["get"]
    answer = asked(town, "R01", form=form, lang="en")
    check(answer, operation)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy
    if form == "json":
        assert json.loads(answer.content)["report"] == "R01"
