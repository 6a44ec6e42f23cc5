"""R14: remedies and promises kept. Each state of the table, and every figure, is counted by hand."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.casework_codes import Outcome
from ledger.domain.consultation.codes import Progress, Verified
from ledger.projections.reports.asking import Params
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.r14 import R14, STATES, select, state_of
from tests.domain.cases import determination
from tests.domain.clockwork import day, handed, on, year
from tests.domain.complaints import confirmation, dispute, done
from tests.domain.consulting import COMMITMENT, progress, promised, verification
from tests.domain.consulting import day as after
from tests.domain.world import World, actor, stream
from tests.reports.duties import entry, extension, issue, row, seen, upheld


def remedied(*acts: tuple[str, Any], due: str = "06-30") -> World:
    """An appeal of 4 May, on which a remedy was ordered on the 20th, by ``due``; then these acts."""
    world, programme = year()
    grievance = upheld(world, programme, "appeal", ("05-04", "05-20"), due)
    for when, says in acts:
        on(world, when, grievance, says, "hugo")
    return world


def states(world: World, when: str) -> dict[str, int]:
    """Return the states that are not nought, of everything in the world."""
    found = select(seen(world, when), Params(population="all", unit="office"), day(when))
    return {
        state: count
        for unit in found.units.values()
        for state, count in unit.counts.items()
        if count and state in STATES
    }


REPORT = ("06-20", done(on=day("06-19")))
DISPUTE = ("06-22", dispute(via=handed("06-22")))
LATE_REPORT = ("07-03", done(on=day("07-02")))


@pytest.mark.parametrize(
    ("acts", "when", "state"),
    [
        ((), "06-30", "open"),
        ((), "07-01", "overdue"),
        ((REPORT,), "07-06", "waiting"),  # 4 July is a Saturday: the window of 14 days moves to Monday
        ((REPORT,), "07-07", "unverified"),
        ((REPORT, ("06-22", confirmation(via=handed("06-22")))), "06-23", "kept"),
        ((LATE_REPORT, ("07-05", confirmation(via=handed("07-05")))), "07-06", "late"),
        ((REPORT, DISPUTE), "06-30", "open"),
        ((REPORT, DISPUTE), "07-01", "broken"),
        (
            (REPORT, ("06-22", dispute(via=handed("06-22"))), ("06-25", done(on=day("06-25")))),
            "07-01",
            "waiting",
        ),
        ((("06-10", determination(Outcome.NOT_UPHELD, None)),), "07-01", "withdrawn"),
        ((("07-10", determination(Outcome.NOT_UPHELD, None)),), "07-11", "overdue"),
    ],
)
def test_a_remedy_is_in_the_first_state_that_fits(acts: tuple[Any, ...], when: str, state: str) -> None:
    assert states(remedied(*acts), when) == {state: 1}


SIXTY = 60
"""Days until the promise of the consultation is due."""
FOUND_UNMET = (verification(Verified.NOT_MET), "pim", "pong")
PARTLY = (verification(Verified.PARTLY_MET), "pim", "pong")
CANNOT_TELL = (verification(Verified.CANNOT_TELL), "pim", "pong")
MET = (verification(), "pim", "pong")
DONE = (progress(), "susi")


@pytest.mark.parametrize(
    ("acts", "days", "state"),
    [
        ((), SIXTY, "open"),
        ((), SIXTY + 1, "overdue"),
        (((SIXTY, DONE),), SIXTY + 30, "waiting"),
        (((SIXTY, DONE),), SIXTY + 31, "unverified"),
        (((SIXTY, DONE), (70, MET)), 71, "kept"),
        (((SIXTY + 1, DONE), (70, MET)), 71, "late"),
        (((10, DONE), (20, PARTLY)), SIXTY, "open"),
        (((10, DONE), (20, PARTLY)), SIXTY + 1, "broken"),
        (((10, DONE), (20, CANNOT_TELL)), 21, "unverified"),
        (((10, DONE), (20, FOUND_UNMET), (30, DONE)), SIXTY, "waiting"),
        (((10, DONE), (20, FOUND_UNMET), (30, DONE)), SIXTY + 1, "broken"),
        (((SIXTY + 1, FOUND_UNMET),), SIXTY + 2, "broken"),
        (((10, (progress(Progress.WITHDRAWN, evidence=("0" * 64,)), "susi")),), 11, "withdrawn"),
    ],
)
def test_a_commitment_is_in_the_first_state_that_fits(acts: tuple[Any, ...], days: int, state: str) -> None:
    world, _, _ = promised()
    for number, (says, *names) in acts:
        world.now = after(number)
        world.record(world.statement(COMMITMENT, says, *names))

    found = select(facts_of(world.log, after(days)), Params(population="all", unit="office"), _day(days))
    (unit,) = found.units.values()
    assert {name: count for name, count in unit.counts.items() if name in STATES and count} == {state: 1}
    assert list(found.units) == ["consultation/city"]


def _day(days: int) -> date:
    return date.fromisoformat(after(days)[:10])


def five_remedies() -> World:
    """Kept, late, reported and never confirmed, disputed, and never reported: all were due on 30 June."""
    world, programme = year()
    for name, reported, says in (
        ("kept", "06-20", confirmation(via=handed("06-22"))),
        ("late", "07-03", confirmation(via=handed("07-05"))),
        ("silence", "06-20", None),
        ("disputed", "06-20", dispute(via=handed("06-22"))),
        ("nothing", None, None),
    ):
        grievance = upheld(world, programme, name, ("05-04", "05-20"), "06-30")
        if reported is not None:
            on(world, reported, grievance, done(on=day(reported)), "hugo")
        if says is not None:
            on(world, "07-05", grievance, says)
    return world


def test_what_nobody_confirmed_is_in_the_whole_and_never_in_kept() -> None:
    found = row(issue(R14, seen(five_remedies(), "08-01"), "08-01"), "remedy/city")

    assert (found["n"], found["num"], found["estimate"]) == (5, 1, 0.2)
    extra = found["extra"]
    assert {state: extra[state] for state in STATES if extra[state]} == {
        "kept": 1,
        "late": 1,
        "unverified": 1,
        "broken": 1,
        "overdue": 1,
    }
    assert extra["reported"]["num"] == 4
    assert extra["confirmed"]["num"] == 2
    assert len(found["evidence"]) == 2


def test_the_curve_of_what_is_not_kept_has_everybody_in_it() -> None:
    extra = row(issue(R14, seen(five_remedies(), "08-01"), "08-01"), "remedy/city")["extra"]

    # Done after 31 and 44 days, of five; three are not kept after 73.
    assert (extra["curve"]["day"], extra["curve"]["survival"]) == ([0, 31, 44, 73], [1.0, 0.8, 0.6, 0.6])
    assert extra["cif"] == {"kept": 0.4}


def test_an_extended_promise_is_told_by_its_first_day_too() -> None:
    world = remedied()
    grievance = stream("grievance", "appeal")
    on(world, "06-25", grievance, extension("remedy", entry(world, grievance, 2), "06-30", "07-15"), "rolf")
    on(world, "07-10", grievance, done(on=day("07-10")), "hugo")
    on(world, "07-11", grievance, confirmation(via=handed("07-11")))

    found = row(issue(R14, seen(world, "08-01"), "08-01"), "remedy/city")
    assert (found["num"], found["extra"]["on_time_first_due"]["num"]) == (1, 0)


def test_an_extension_after_the_day_saves_nothing() -> None:
    world = remedied()
    grievance = stream("grievance", "appeal")
    on(world, "07-03", grievance, extension("remedy", entry(world, grievance, 2), "06-30", "07-15"), "rolf")
    on(world, "07-10", grievance, done(on=day("07-10")), "hugo")
    on(world, "07-11", grievance, confirmation(via=handed("07-11")))

    assert states(world, "08-01") == {"late": 1}


def test_a_commitment_that_answers_a_consultation_has_a_row_of_its_own_and_its_owner_another() -> None:
    world, _, _ = promised()
    facts = facts_of(world.log, after(SIXTY + 1))

    assert [one["key"] for one in issue(R14, facts, "2027-01-22")["rows"]] == ["consultation/city"]
    owners = issue(R14, facts, "2027-01-22", unit="official")["rows"]
    assert [one["key"] for one in owners] == [f"consultation/{actor('susi')}"]


def test_the_share_kept_is_told_by_the_month_of_the_last_day() -> None:
    (june,) = issue(R14, seen(five_remedies(), "08-01"), "08-01")["series"]

    assert (june["period"], june["n"], june["num"], june["estimate"]) == ("2026-06", 5, 1, 0.2)
    assert june["lo"] < 0.2 < june["hi"]


def test_what_may_still_be_kept_is_counted_apart() -> None:
    report = issue(R14, seen(remedied(), "06-30"), "06-30")

    assert report["population"]["excluded"] == [{"reason": "open", "n": 1}]
    assert row(report, "remedy/city")["estimate"] is None


def test_a_word_that_turns_says_one_thing_until_its_day_and_another_after() -> None:
    assert [state_of("silent", "2026-06-30", day(when)) for when in ("06-30", "07-01")] == ["open", "overdue"]
