"""C01: what became of a decision, and from when on that can be said."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.authority import key_id
from ledger.domain.casework.events import CourtOutcomeRecorded
from ledger.domain.casework_codes import Closing, CourtResult, Kind, Outcome
from ledger.domain.codes import Cause, NoticeMethod, OrderMaker, Result
from ledger.domain.parts import AppealBlock, CourtBlock
from ledger.domain.types import Code, Digest, EntryRef
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds.decisions import DECISION
from tests.projections import histories
from tests.projections.histories import DAY, KEYS, Log, actor, ref

CASE, APPEAL = ref("claim", 1), ref("grievance", 1)
LATER = date(2027, 6, 1)
FAULTS = {"no_notice", "defective_notice", "defective_reasons", "no_attestation"}


def start(**changes: Any) -> tuple[Log, EntryRef]:
    """Return a log in which one claim was received under published rules, and refused."""
    log = histories.enrol(Log())
    log.add(CASE, histories.received(programme=histories.publish(log)))
    return log, log.add(CASE, histories.decided(**changes))


def cells(log: Log, cut: date = LATER) -> list[tuple[dict[str, str], dict[str, int]]]:
    facts = facts_of(log.recorded, f"{cut.isoformat()}T05:00:00.000Z")
    return list(facts.cube(DECISION).records())


def counts(log: Log, cut: date = LATER) -> dict[str, int]:
    """Return the counts of the only cell that are not zero."""
    ((_, found),) = cells(log, cut)
    return {name: count for name, count in found.items() if count}


def standing(log: Log, cut: date) -> str:
    found = counts(log, cut)
    words = [word for word in ("matured", "appeal_pending", "no_notice") if word in found]
    return words[0] if words else "not_matured"


def test_a_decision_is_counted_where_it_belongs() -> None:
    log, _ = start()

    ((key, _),) = cells(log)
    assert key == {
        "decider": actor(1),
        "office": "office_a1",
        "district": "1001",
        "programme": histories.PROGRAMME.stream,
        "rule": "1",
        "result": "refuse",
        "channel": "counter",
        "origin": "own",
        "month": "2026-01",
    }


def test_an_imported_decision_is_the_officials_it_names() -> None:
    ((key, _),) = cells(start(official=actor(2))[0])

    assert (key["decider"], key["origin"], key["office"]) == (actor(2), "imported", "office_a2")


def test_an_imported_decision_of_nobody_is_nobodys() -> None:
    log = histories.enrol(Log())
    log.add(CASE, histories.decided(), signers=(key_id(KEYS[2]),), at=None)

    ((key, _),) = cells(log)
    assert (key["decider"], key["origin"], key["month"]) == ("unknown", "imported", "")


def test_a_committee_is_never_its_chair() -> None:
    ((key, _),) = cells(start(order_maker=OrderMaker.COMMITTEE)[0])

    assert key["decider"] == "committee/office_a1"


@pytest.mark.parametrize(
    ("outcome", "fates"),
    [
        (Outcome.UPHELD, {"decided": 1, "overturned": 1, "reversed": 1, "pending_execution": 1}),
        (Outcome.PARTLY_UPHELD, {"decided": 1, "overturned": 1, "reversed": 1, "pending_execution": 1}),
        (Outcome.NOT_UPHELD, {"decided": 1}),
        (Outcome.INADMISSIBLE, {"decided": 1}),
        (Outcome.SETTLED, {"settled": 1}),
        (Outcome.SUPERSEDED, {"withdrawn": 1}),
    ],
)
def test_the_outcome_of_an_appeal_reaches_the_decision(outcome: Outcome, fates: dict[str, int]) -> None:
    log, refusal = start(official=actor(2))
    log.add(APPEAL, histories.filed(refusal))
    log.add(APPEAL, histories.determined(outcome))

    found = {name: count for name, count in counts(log).items() if name not in FAULTS}
    assert found == {"n": 1, "adverse": 1, "appealed": 1, **fates}


def test_an_appeal_against_a_determination_follows_to_the_decision() -> None:
    log, refusal = start(official=actor(2))
    log.add(APPEAL, histories.filed(refusal))
    made = log.add(APPEAL, histories.determined(Outcome.NOT_UPHELD))
    second = ref("grievance", 2)
    log.add(second, histories.filed(made, level=2, appeal_of=APPEAL))
    log.add(second, histories.determined(Outcome.UPHELD))

    assert counts(log)["overturned"] == 1


def test_a_grievance_over_two_claims_reaches_the_decisions_of_both() -> None:
    log, refusal = start(official=actor(2))
    log.add(ref("claim", 2), histories.received())
    other = log.add(ref("claim", 2), histories.decided(official=actor(2)))
    log.add(APPEAL, histories.filed(refusal, other))
    log.add(APPEAL, histories.determined(Outcome.UPHELD))

    total = [sum(found["overturned"] for _, found in cells(log)), sum(found["n"] for _, found in cells(log))]
    assert total == [2, 2]


def test_a_correction_finds_the_decision_through_the_chain() -> None:
    log, refusal = start(official=actor(2))
    worse = log.add(CASE, histories.revised(refusal, Result.TERMINATE, cause=Cause.REVIEW))
    log.add(CASE, histories.revised(worse, Result.GRANT, cause=Cause.COURT))

    assert counts(log)["by_court"] == 1


def test_a_correction_after_a_complaint_is_no_self_correction() -> None:
    log, refusal = start(official=actor(2))
    log.add(APPEAL, histories.filed(refusal, kind=Kind.INQUIRY))
    log.add(CASE, histories.revised(refusal, cause=Cause.OWN_MOTION))

    found = counts(log)
    assert found["reversed"] == 1
    assert "self_corrected" not in found


def test_a_decision_that_fell_in_court_waits_for_its_execution() -> None:
    log, refusal = start(official=actor(2))
    says = CourtOutcomeRecorded(result=CourtResult.PARTLY, of=refusal, document=Digest("0" * 64))
    log.add(CASE, says)

    found = counts(log)
    assert (found["reversed"], found["pending_execution"]) == (1, 1)


def test_a_withdrawn_appeal_has_a_column_of_its_own() -> None:
    log, refusal = start(official=actor(2))
    log.add(APPEAL, histories.filed(refusal))
    log.add(APPEAL, histories.closed(Closing.WITHDRAWN))

    assert counts(log)["withdrawn"] == 1


def block(days: int) -> AppealBlock:
    return AppealBlock(office=Code("o"), how=Code("h"), days=days)


NOTICES: list[tuple[list[dict[str, Any]], date | None]] = [
    ([], None),
    ([{"method": NoticeMethod.SMS}], None),
    ([{"appeal_block": block(15)}], date(2026, 1, 20)),
    ([{"appeal_block": block(19)}], date(2026, 1, 26)),  # a Saturday moves on to Monday
    ([{"appeal_block": block(14)}], date(2027, 1, 5)),  # shorter than the Act: the block is not complete
    ([{"appeal_block": None}], date(2027, 1, 5)),
    ([{"appeal_block": None}, {"received_on": DAY + timedelta(days=30)}], date(2026, 2, 19)),
    ([{"appeal_block": None}, {"received_on": DAY + timedelta(days=400)}], date(2027, 1, 5)),
]


@pytest.mark.parametrize(("notices", "end"), NOTICES)
def test_a_decision_matures_on_the_day_after_its_window(
    notices: list[dict[str, Any]], end: date | None
) -> None:
    log, refusal = start()
    for notice in notices:
        log.add(CASE, histories.notified(refusal, **notice))

    if end is None:
        assert standing(log, LATER) == "no_notice"
    else:
        assert (standing(log, end), standing(log, end + timedelta(days=1))) == ("not_matured", "matured")


def test_a_committees_order_goes_to_court() -> None:
    log, order = start(order_maker=OrderMaker.COMMITTEE)
    log.add(CASE, histories.notified(order, court_block=CourtBlock(court=Code("c"), days=90)))

    days = (date(2026, 4, 6), date(2026, 4, 7))  # the ninetieth day is a Sunday
    assert [standing(log, day) for day in days] == ["not_matured", "matured"]


def test_an_open_appeal_keeps_a_decision_from_being_counted() -> None:
    log, refusal = start()
    log.add(CASE, histories.notified(refusal))
    log.add(APPEAL, histories.filed(refusal))
    assert standing(log, LATER) == "appeal_pending"
    log.add(APPEAL, histories.determined(Outcome.NOT_UPHELD))
    assert standing(log, LATER) == "matured"
