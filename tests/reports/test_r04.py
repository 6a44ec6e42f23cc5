"""R04: how long people wait. Every expected figure is counted by hand from the days in the test."""

from typing import Any

import pytest

from ledger.domain.authority import key_id
from ledger.domain.casework_codes import Kind, Outcome, Pressure
from ledger.domain.claim.events import ClaimWithdrawn
from ledger.domain.codes import NoticeMethod, NoticeRule, Profile
from ledger.domain.grievance.events import OutcomeNotified
from ledger.domain.types import EntryRef
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds.durations import DURATION
from ledger.projections.reports.r04 import R04
from tests.domain.cases import application, determination
from tests.domain.clockwork import BY_HAND, complaint, day, handed, letter, on, outcome_letter, year
from tests.domain.complaints import acceptance, confirmation, done, transfer, withdrawal
from tests.domain.world import HISTORICAL, World, rules, stream
from tests.projections import histories
from tests.reports.duties import cells, claimed, issue, row, seen, upheld

METRIC = ("metric", "end", "day")


def taken_back(world: World, claim: str, when: str, pressure: Pressure = Pressure.NO) -> None:
    on(world, when, claim, ClaimWithdrawn(via=handed(when), pressure=pressure))


def four_claims() -> World:
    """Four claims of 2 February: told after 10 and 20 days, withdrawn after 15, and one that waits."""
    world, programme = year()
    claimed(world, programme, "told", "02-02", "02-12")
    claimed(world, programme, "told later", "02-02", "02-22")
    taken_back(world, claimed(world, programme, "withdrawn", "02-02"), "02-17")
    claimed(world, programme, "waits", "02-02")
    return world


def decisions(world: World, when: str) -> dict[str, Any]:
    return row(issue(R04, seen(world, when), when), "decision/30d/city")


def test_the_mean_of_the_first_sixty_days_is_that_of_all_who_wait() -> None:
    # 4 wait 10 days; 3/4 from then on; one leaves on day 15; of the 2 left on day 20 one is told: 3/8.
    found = decisions(four_claims(), "03-14")

    assert found["estimate"] == 10 + 10 * 0.75 + 40 * 0.375 == 32.5
    assert (found["n"], found["num"]) == (4, 2)
    # The variance is 22.5^2/12 + 15^2/2 = 154.6875, its root 12.43734.
    assert found["interval"]["lo"] == pytest.approx(32.5 - 1.959964 * 12.43734, abs=1e-4)
    assert found["interval"]["hi"] == pytest.approx(32.5 + 1.959964 * 12.43734, abs=1e-4)


def test_beside_it_stand_quantiles_those_at_risk_and_how_it_ended() -> None:
    extra = decisions(four_claims(), "03-14")["extra"]

    assert (extra["p50"], extra["p90"]) == (20, None)
    assert (extra["at_risk_days"], extra["at_risk"]) == ([0, 30, 60], [4, 1, 0])
    assert (extra["censored"], extra["open_over_deadline"]) == (1, 1)
    assert extra["cif"] == {"event": 0.5, "withdrawn": 0.25}
    assert extra["curve"]["day"] == [0, 10, 20, 40]
    assert extra["curve"]["survival"] == [1.0, 0.75, 0.375, 0.375]
    assert extra["curve"]["at_risk"] == [4, 4, 2, 1]


def test_the_curve_of_those_who_wait_goes_on_to_twice_the_period() -> None:
    assert decisions(four_claims(), "12-31")["extra"]["curve"]["day"] == [0, 10, 20, 60]


def test_what_waits_is_open_over_the_deadline_from_the_day_after_it() -> None:
    world = four_claims()

    assert decisions(world, "03-04")["extra"]["open_over_deadline"] == 0
    assert decisions(world, "03-05")["extra"]["open_over_deadline"] == 1


def test_whoever_was_pressed_to_withdraw_still_waits() -> None:
    world, programme = year()
    taken_back(world, claimed(world, programme, "pressed", "02-02"), "02-17", Pressure.YES)

    assert cells(seen(world, "03-14"), DURATION, "end") == {("open",): {"n": 1}}


def test_a_letter_counts_from_the_day_on_which_it_is_received() -> None:
    """Posted on 9 February, deemed received on the 16th: until then the person waits."""
    world, programme = year()
    claim = claimed(world, programme, "posted", "02-02", "02-09")
    refusal = EntryRef(claim, 2, world.history(claim)[1].leaf)
    world.log = [one for one in world.log if one.statement.stream != claim or one.version < 3]
    post = {"method": NoticeMethod.REGISTERED_POST, "rule": NoticeRule.N5}
    on(world, "02-09", claim, letter(refusal, "02-09", **post), "olga")

    assert cells(seen(world, "02-15"), DURATION, "end", "day") == {("open", "2026-02-02"): {"n": 1}}
    assert cells(seen(world, "02-16"), DURATION, "end", "day") == {("event", "00014"): {"n": 1}}


def test_appeal_and_complaint_answer_and_remedy_are_told_apart() -> None:
    world, programme = year()
    appealed = upheld(world, programme, "appeal", ("04-30", "05-20"), "06-15")
    on(world, "06-01", appealed, done(on=day("05-29")), "hugo")
    on(world, "06-03", appealed, confirmation(via=handed("06-02")))
    filed = complaint(programme, "05-04", Kind.SERVICE_COMPLAINT)
    on(world, "05-04", stream("grievance", "complaint"), filed)

    assert cells(seen(world, "06-10"), DURATION, *METRIC) == {
        ("appeal", "event", "00020"): {"n": 1},
        ("remedy_reported", "event", "00029"): {"n": 1},
        ("remedy", "event", "00033"): {"n": 1},
        ("answer", "open", "2026-05-04"): {"n": 1},
        ("remedy_reported", "open", "2026-05-04"): {"n": 1},
        ("remedy", "open", "2026-05-04"): {"n": 1},
    }
    assert sorted(one["key"] for one in issue(R04, seen(world, "06-10"), "06-10")["rows"]) == [
        "answer/21d/city",
        "appeal/30d/city",
        "remedy/21d/city",
        "remedy/30d/city",
        "remedy_reported/21d/city",
        "remedy_reported/30d/city",
    ]


@pytest.mark.parametrize(
    ("outcome", "ends"),
    [
        (Outcome.NOT_UPHELD, {("answer", "event", "00010"), ("remedy", "no_remedy", "00010")}),
        (Outcome.SUPERSEDED, {("answer", "superseded", "00010"), ("remedy", "superseded", "00010")}),
    ],
)
def test_where_nothing_is_ordered_nobody_waits_for_a_remedy(
    outcome: Outcome, ends: set[tuple[str, ...]]
) -> None:
    world, programme = year()
    name = stream("grievance", "complaint")
    on(world, "05-04", name, complaint(programme, "05-04"))
    made = on(world, "05-14", name, determination(outcome, None), "rolf")
    on(world, "05-14", name, outcome_letter(made, "05-14", "05-14", **BY_HAND), "rolf")

    found = {key for key in cells(seen(world, "06-10"), DURATION, *METRIC) if key[0] != "remedy_reported"}
    assert found == ends


def test_a_transfer_after_the_last_day_hands_on_no_waiting() -> None:
    world, programme = year()
    name = stream("grievance", "complaint")
    on(world, "05-04", name, complaint(programme, "05-04"))
    on(world, "05-26", name, transfer(), "hugo")
    on(world, "05-27", name, acceptance(), "susi")

    assert cells(seen(world, "06-10"), DURATION, "office") == {("district",): {"n": 3}}
    on(world, "05-05", name, acceptance("city"), "susi")
    assert cells(seen(world, "06-10"), DURATION, "office") == {("city",): {"n": 3}}


def test_other_offices_are_told_by_how_many_days_they_differ() -> None:
    world, programme = year()
    for number, told in enumerate(("05-10", "05-20")):
        upheld(world, programme, f"quick {number}", ("05-01", told), "06-15")
    for number, told in enumerate(("05-21", "05-29")):
        name = upheld(world, programme, f"slow {number}", ("05-01", told), "06-15")
        on(world, "05-02", name, acceptance(), "susi")

    rows = issue(R04, seen(world, "06-30"), "06-30")
    # 9 and 19 days are 14 on average, 20 and 28 are 24.
    quick, slow = (row(rows, f"appeal/30d/{office}")["extra"] for office in ("city", "district"))
    assert quick["diff_vs_peers"]["estimate"] == -10
    assert slow["diff_vs_peers"]["estimate"] == 10
    assert slow["diff_vs_peers"]["lo"] < 10 < slow["diff_vs_peers"]["hi"]


def test_one_case_tells_nothing_of_how_cases_spread() -> None:
    world, programme = year()
    claimed(world, programme, "alone", "02-02", "02-12")

    found = decisions(world, "03-14")
    assert (found["estimate"], found["interval"]["lo"], found["interval"]["hi"]) == (10, 0, 60)


def imported(*waits: int | None) -> histories.Log:
    """Old appeals of 5 January, answered after so many days; None: an outcome, on no day."""
    log = histories.enrol(histories.Log())
    programme = log.add(HISTORICAL, rules(Profile.HISTORICAL))
    old = {"signers": (key_id(histories.KEYS[2]),)}
    for number, wait in enumerate(waits, 1):
        name = histories.ref("grievance", number)
        log.add(name, histories.filed(programme=programme), **old)
        log.add(name, histories.determined(Outcome.NOT_UPHELD), **old)
        if wait is not None:
            told = OutcomeNotified(received_on=histories.DAY.replace(day=5 + wait), languages=())
            log.add(name, told, **old)
    return log


def test_an_old_register_says_what_it_lacks() -> None:
    facts = facts_of(imported(10, 20, None).recorded, "2026-11-22T05:00:00.000Z")

    report = issue(R04, facts, "11-22", population="all_imported")
    found = row(report, "appeal/30d/unknown")
    assert (found["n"], found["estimate"], found["extra"]["deadline"]) == (2, 15, None)
    assert report["population"]["excluded"] == [{"reason": "undated", "n": 1}]
    assert {"IMPORTED", "UNDATED"} <= {one["code"] for one in report["caveats"]}
    assert not issue(R04, facts, "11-22")["rows"]


def test_an_old_withdrawal_counts_on_its_own_day_and_not_on_that_of_the_import() -> None:
    log = histories.enrol(histories.Log())
    programme = log.add(HISTORICAL, rules(Profile.HISTORICAL))
    old = {"signers": (key_id(histories.KEYS[2]),)}
    claim = histories.ref("claim", 1)
    log.add(claim, histories.received(programme=programme, received_on=day("2006-01-02")), **old)
    log.add(claim, ClaimWithdrawn(pressure=Pressure.NO), at="2006-01-12T03:00:00Z", **old)

    facts = facts_of(log.recorded, "2026-11-22T05:00:00.000Z")
    assert cells(facts, DURATION, *METRIC) == {("decision", "withdrawn", "00010"): {"n": 1}}


def test_matters_without_a_day_of_receipt_are_counted_and_not_dated() -> None:
    log = histories.enrol(histories.Log())
    log.add(histories.ref("claim", 1), histories.decided())

    report = issue(R04, facts_of(log.recorded), "11-22")
    assert report["population"]["excluded"] == [{"reason": "decision_not_dated", "n": 1}]


def test_withdrawn_grievances_leave_on_their_day() -> None:
    world, programme = year()
    name = stream("grievance", "complaint")
    on(world, "05-04", name, complaint(programme, "05-04"))
    on(world, "05-10", name, withdrawal(via=handed("05-09")))

    assert cells(seen(world, "06-10"), DURATION, "metric", "end", "day")["answer", "withdrawn", "00005"] == {
        "n": 1
    }


def test_a_claim_received_by_post_waits_since_the_day_of_receipt() -> None:
    world, programme = year()
    claim = stream("claim", "posted")
    on(world, "02-09", claim, application(programme, received_on=day("02-02"), via=handed("02-02")))

    assert cells(seen(world, "02-10"), DURATION, "day") == {("2026-02-02",): {"n": 1}}
