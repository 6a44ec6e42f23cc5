"""R05: what offices and named owners owe by a day. Every expected figure is counted on fingers."""

from typing import Any

import pytest

from ledger.domain.casework_codes import Kind
from ledger.domain.consultation.codes import Answer
from ledger.projections.reports.asking import Params
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds.obligations import OBLIGATION, OBLIGATION_OPEN
from ledger.projections.reports.r05 import R05, select
from tests.domain.cases import acknowledgement, assignment
from tests.domain.clockwork import complaint, day, on, year
from tests.domain.complaints import acceptance, transfer, withdrawal
from tests.domain.consulting import answer, recommended
from tests.domain.consulting import day as after
from tests.domain.world import World, actor, stream
from tests.reports.duties import cells, claimed, entry, extension, issue, refuse, row, seen, upheld


def four_complaints() -> World:
    """Monday 1 June, to be acknowledged on the 2nd: one was, one late, one never; and one of the 10th."""
    world, programme = year()
    for name, filed, acknowledged in (
        ("in time", "06-01", "06-02"),
        ("late", "06-01", "06-05"),
        ("never", "06-01", None),
        ("new", "06-10", None),
    ):
        grievance = stream("grievance", name)
        on(world, filed, grievance, complaint(programme, filed, Kind.SERVICE_COMPLAINT))
        if acknowledged is not None:
            on(world, acknowledged, grievance, acknowledgement(), "hugo")
    return world


def acknowledged(world: World, when: str, **params: Any) -> dict[str, Any]:
    return row(issue(R05, seen(world, when), when, **params), "policy/ack/city")


def test_whoever_never_answered_is_in_the_denominator() -> None:
    found = acknowledged(four_complaints(), "06-10")

    assert (found["n"], found["num"], found["estimate"]) == (3, 1, 0.333333)
    extra = found["extra"]
    assert (extra["met"], extra["met_late"], extra["overdue_open"], extra["not_due"]) == (1, 1, 1, 1)
    assert extra["overdue_age"] == {"p50": 8, "p90": 8}
    assert found["evidence"] == [
        item.index for item in four_complaints().log if item.statement.stream == stream("grievance", "never")
    ]


def test_what_is_open_is_overdue_from_the_day_after_its_last_day() -> None:
    world = four_complaints()

    assert acknowledged(world, "06-11")["extra"]["not_due"] == 1
    later = acknowledged(world, "06-12")["extra"]
    assert (later["not_due"], later["overdue_open"]) == (0, 2)
    assert later["overdue_age"] == {"p50": 1, "p90": 10}


def test_statute_and_policy_never_share_a_row() -> None:
    world, programme = year()
    upheld(world, programme, "appeal", ("04-30", "05-20"), "06-15")

    report = issue(R05, seen(world, "07-30"), "07-30")
    classes = {one["key"]: one["extra"]["class"] for one in report["rows"]}
    assert {key.partition("/")[0] for key in classes} == {"policy", "statute"}
    assert all(key.startswith(name) for key, name in classes.items())
    assert report["overall"]["estimate"] is None
    assert {"policy", "statute"} == report["overall"]["extra"]["class"].keys()
    assert report["overall"]["extra"]["clock"]["statute/appeal_first"]["num"] == 1


def test_rows_on_law_to_be_confirmed_are_advice() -> None:
    report = issue(R05, seen(four_complaints(), "07-30"), "07-30")

    assert row(report, "statute/agency_reply/city")["extra"]["advisory"] is True
    assert row(report, "policy/ack/city")["extra"]["advisory"] is False
    assert "TO_CONFIRM" in {one["code"] for one in report["caveats"]}
    assert report["overall"]["extra"]["class"]["to_confirm"]["n"] == 4


def test_periods_of_the_person_promises_and_watches_are_no_duties_to_respond() -> None:
    world, programme = year()
    claimed(world, programme, "claim", "02-02", "02-12")
    upheld(world, programme, "appeal", ("04-30", "05-20"), "06-15")

    clocks = {key for (key,) in cells(seen(world, "10-30"), OBLIGATION, "clock")}
    assert clocks == {"decide_claim", "notify", "appeal_first", "exhaustion", "ack", "admission"}


@pytest.mark.parametrize(
    ("extended", "told", "expected"),
    [
        ("03-02", "03-18", {"met": 1, "extended": 1}),
        ("03-02", "03-03", {"met": 1, "extended": 1, "in_time_at_first": 1}),
        ("03-02", "03-21", {"met_late": 1, "extended": 1}),
        ("03-10", "03-18", {"met_late": 1}),
    ],
)
def test_an_extension_counts_if_it_came_in_time_and_the_first_day_stays_visible(
    extended: str, told: str, expected: dict[str, int]
) -> None:
    """A claim of 2 February is due on 4 March; until the 20th, if that was said before the 4th was over."""
    world, programme = year()
    claim = claimed(world, programme, "claim", "02-02")
    on(world, extended, claim, extension("decide_claim", entry(world, claim, 1), "03-04", "03-20"), "susi")
    refuse(world, claim, told)

    found = cells(seen(world, "04-30"), OBLIGATION, "clock")["decide_claim",]
    assert found == expected


def test_on_time_by_the_first_day_is_told_beside_the_rate() -> None:
    world, programme = year()
    claim = claimed(world, programme, "claim", "02-02")
    on(world, "03-02", claim, extension("decide_claim", entry(world, claim, 1), "03-04", "03-20"), "susi")

    waiting = row(issue(R05, seen(world, "03-10"), "03-10"), "policy/decide_claim/city")
    assert (waiting["n"], waiting["extra"]["not_due"]) == (0, 1)
    original = waiting["extra"]["on_time_original"]
    assert (original["n"], original["num"]) == (1, 0)


def test_what_lost_its_ground_in_time_is_owed_no_more() -> None:
    world, programme = year()
    name = stream("grievance", "complaint")
    on(world, "06-01", name, complaint(programme, "06-01"))
    on(world, "06-02", name, withdrawal(via=None))

    assert cells(seen(world, "07-30"), OBLIGATION, "clock")["ack",] == {"ended": 1}
    report = issue(R05, seen(world, "07-30"), "07-30")
    assert {"reason": "ended", "n": 4} in report["population"]["excluded"]
    assert not [one for one in report["rows"] if one["n"]]


def test_the_office_to_which_a_matter_is_offered_owes_an_answer() -> None:
    world, programme = year()
    name = stream("grievance", "complaint")
    on(world, "06-01", name, complaint(programme, "06-01"))
    on(world, "06-02", name, acknowledgement(), "hugo")
    on(world, "06-03", name, transfer("district"), "hugo")

    owed = cells(seen(world, "06-10"), OBLIGATION, "clock", "office")
    assert {("transfer", "district"), ("ack", "city"), ("resolve", "city")} <= owed.keys()
    on(world, "06-04", name, acceptance(), "susi")
    owed = cells(seen(world, "06-10"), OBLIGATION, "clock", "office")
    assert {("ack", "city"), ("resolve", "district")} <= owed.keys()


def test_lateness_stays_where_it_arose() -> None:
    """To be answered by 22 June; another office took it over on the 25th."""
    world, programme = year()
    name = stream("grievance", "complaint")
    on(world, "06-01", name, complaint(programme, "06-01"))
    on(world, "06-02", name, acknowledgement(), "hugo")
    on(world, "06-25", name, acceptance(), "susi")

    assert ("resolve", "city") in cells(seen(world, "07-10"), OBLIGATION, "clock", "office")


def test_a_triage_is_late_by_the_hour() -> None:
    world, programme = year()
    name = stream("grievance", "urgent")
    filed = complaint(programme, "06-01", Kind.INTEGRITY_ALLEGATION)
    on(world, "2026-06-01T03:00:00.000Z", name, filed)

    before, after_ = "2026-06-02T03:00:00.000Z", "2026-06-02T03:00:01.000Z"
    facts = seen(world, "06-02")
    assert [key["due"] for key, _ in facts.cube(OBLIGATION_OPEN).records() if key["clock"] == "triage"] == [
        "2026-06-02T03:00:00Z"
    ]
    stands = {now: _triage(world, now) for now in (before, after_)}
    assert stands == {before: 0, after_: 1}


def _triage(world: World, now: str) -> int:
    found = select(facts_of(world.log, now), Params(unit="office"), now)
    return found.units["policy/triage/city"].counts["overdue_open"]


def test_a_named_owner_owes_in_person() -> None:
    world, _, _ = recommended()
    susi = actor("susi")

    open_ = issue(R05, _facts(world, 31), "2027-01-15", unit="official")
    found = row(open_, f"policy/consult_response/{susi}")
    assert (found["n"], found["num"], found["extra"]["overdue_open"]) == (1, 0, 1)
    world.now = after(3)
    world.say(stream("consultation"), answer(Answer.REJECT, commitments=()), "susi")
    found = row(
        issue(R05, _facts(world, 31), "2027-01-15", unit="official"), f"policy/consult_response/{susi}"
    )
    assert (found["n"], found["num"]) == (1, 1)


def _facts(world: World, days: int) -> Facts:
    return facts_of(world.log, after(days))


def test_hidden_rows_tell_the_public_nothing() -> None:
    world, programme = year()
    for number in range(40):
        name = stream("grievance", f"{number}")
        on(world, "06-01", name, complaint(programme, "06-01"))
        if number < 20:
            on(world, "06-02", name, acknowledgement(), "hugo")
        if number < 3:
            on(world, "06-02", name, assignment("hugo"), "susi")

    window = {"valid_from": day("06-01"), "valid_to": day("07-01")}
    report = issue(R05, seen(world, "07-30"), "07-30", tier="public", **window)
    shown = row(report, "policy/ack/city")
    assert (shown["n"], shown["num"], shown["estimate"]) == (40, 20, 0.5)
    assert "evidence" not in shown
    assert row(report, "policy/admission/city")["suppressed"] is True
    assert (report["overall"]["n"], report["overall"]["estimate"]) == (120, None)
