"""What becomes of a decision: appealed, decided, corrected, and when that can be said."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.authority import key_id
from ledger.domain.casework_codes import Closing, Kind, Outcome
from ledger.domain.codes import Cause, OrderMaker, Result, Stance
from ledger.domain.types import EntryRef, Money
from ledger.projections.decision_tables import DECISION
from ledger.projections.decisions import Decisions
from ledger.projections.folding import decode_rows, fold, fold_log
from ledger.projections.grievances import GRIEVANCE, Grievances
from ledger.projections.rows import Row
from tests.projections import histories
from tests.projections.histories import KEYS, Log, actor, ref

CASE, APPEAL = ref("claim", 1), ref("grievance", 1)
LATER = date(2027, 6, 1)


def start(**changes: Any) -> tuple[Log, EntryRef]:
    """Return a log in which one claim was received and refused."""
    log = histories.enrol(Log())
    log.add(CASE, histories.received())
    return log, log.add(CASE, histories.decided(**changes))


def row(log: Log) -> Row:
    (found,) = fold_log(Decisions(), log.read, size=len(log.entries)).all(DECISION)
    return found


def test_an_imported_decision_is_the_officials_it_names() -> None:
    log, _ = start(official=actor(2))

    found = row(log)
    assert (found["decider"], found["origin"], found["office"]) == (actor(2), "imported", "office_a2")


def test_an_imported_decision_of_nobody_is_nobodys() -> None:
    log = histories.enrol(Log())
    log.add(CASE, histories.decided(), signers=(key_id(KEYS[2]),), at=None)

    found = row(log)
    assert (found["decider"], found["origin"], found["day"]) == ("unknown", "imported", "")


def test_a_committee_is_never_its_chair() -> None:
    log, _ = start(order_maker=OrderMaker.COMMITTEE)

    assert row(log)["decider"] == "committee/office_a1"


def test_the_last_determination_holds_and_the_earlier_no_more() -> None:
    log, refusal = start()
    log.add(APPEAL, histories.filed(refusal))
    log.add(APPEAL, histories.determined(Outcome.NOT_UPHELD))
    log.add(APPEAL, histories.determined(Outcome.UPHELD))

    found = row(log)
    assert (found["appeals"], found["pending"], found["decided"], found["overturned"]) == (1, 0, 0, 1)


def test_an_appeal_against_a_determination_follows_to_the_decision() -> None:
    log, refusal = start()
    log.add(APPEAL, histories.filed(refusal))
    made = log.add(APPEAL, histories.determined(Outcome.NOT_UPHELD))
    second = ref("grievance", 2)
    log.add(second, histories.filed(made, level=2, appeal_of=APPEAL))
    assert row(log)["pending"] == 1
    log.add(second, histories.determined(Outcome.UPHELD))

    found = row(log)
    assert (found["appeals"], found["overturned"], found["decided"]) == (2, 1, 1)


def test_what_came_later_was_not_contested() -> None:
    """Also when the filing is delivered again, after the decision that it could not have known."""
    log = histories.enrol(Log())
    log.add(APPEAL, histories.filed(EntryRef(CASE, 1, "f" * 64)))
    log.add(CASE, histories.decided())
    projection = Decisions()
    rows = fold_log(projection, log.read, size=len(log.entries))

    fold(projection, decode_rows(log.read(0, 100), 0)[0], rows)
    assert [item["appeals"] for item in rows.all(DECISION)] == [0]


def test_a_grievance_of_another_kind_is_no_appeal() -> None:
    log, refusal = start()
    log.add(APPEAL, histories.filed(refusal, kind=Kind.SERVICE_COMPLAINT))
    log.add(APPEAL, histories.determined(Outcome.UPHELD))

    found = row(log)
    assert (found["appeals"], found["overturned"], found["contested"]) == (0, 0, 7)


def test_a_withdrawn_appeal_has_a_column_of_its_own() -> None:
    log, refusal = start()
    log.add(APPEAL, histories.filed(refusal))
    log.add(APPEAL, histories.closed(Closing.WITHDRAWN))

    assert (row(log)["withdrawn"], row(log)["pending"]) == (1, 0)


def test_an_outcome_without_a_filing_is_nobodys_appeal() -> None:
    log, _ = start()
    log.add(APPEAL, histories.determined(Outcome.UPHELD))

    assert row(log)["overturned"] == 0


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ({"result": Result.REFUSE}, {"result": Result.GRANT}, "own_motion"),
        ({"result": Result.REFUSE}, {"result": Result.REVOKE}, ""),
        ({"result": Result.GRANT}, {"result": Result.REDUCE}, ""),
        ({"result": Result.GRANT, "amount": Money(5, "THB")}, {"amount": Money(6, "THB")}, "own_motion"),
        ({"result": Result.GRANT, "amount": Money(5, "THB")}, {"amount": Money(6, "EUR")}, ""),
        ({"result": Result.GRANT, "amount": Money(5, "THB")}, {"amount": Money(4, "THB")}, ""),
        ({"result": Result.REFUSE}, {"result": Result.STAY}, ""),
    ],
)
def test_a_correction_counts_when_it_gives_more(before: Any, after: Any, way: str) -> None:
    log, made = start(**before)
    log.add(CASE, histories.revised(made, cause=Cause.OWN_MOTION, **after))

    assert (row(log)["way"], row(log)["self_corrected"]) == (way, int(bool(way)))


def test_a_correction_finds_the_decision_through_the_chain() -> None:
    log, refusal = start()
    worse = log.add(CASE, histories.revised(refusal, Result.TERMINATE, cause=Cause.REVIEW))
    log.add(CASE, histories.revised(worse, Result.GRANT, cause=Cause.COURT))

    assert row(log)["way"] == "court"


def test_a_correction_after_a_complaint_is_no_self_correction() -> None:
    log, refusal = start()
    log.add(APPEAL, histories.filed(refusal, kind=Kind.INQUIRY))
    log.add(CASE, histories.revised(refusal, cause=Cause.OWN_MOTION))

    assert (row(log)["way"], row(log)["self_corrected"]) == ("own_motion", 0)


def test_a_correction_is_appealed_as_the_decision_that_it_corrects() -> None:
    log, made = start(result=Result.GRANT)
    reduced = log.add(CASE, histories.revised(made, Result.REDUCE, cause=Cause.REVIEW))
    log.add(APPEAL, histories.filed(reduced))

    assert row(log)["appeals"] == 1


def test_attestations_before_the_decision_are_counted() -> None:
    log = histories.enrol(Log())
    log.add(CASE, histories.attested(Stance.CANNOT_SAY))
    log.add(CASE, histories.decided())
    log.add(ref("claim", 2), histories.attested(Stance.CONTRADICTS))
    log.add(ref("claim", 2), histories.decided(departs=True))

    rows = fold_log(Decisions(), log.read, size=len(log.entries)).all(DECISION)
    assert [item["no_attestation"] for item in rows] == [1, 0]
    assert [item["departs"] for item in rows] == [0, 1]


def test_grievances_know_what_they_are_and_what_came_of_them() -> None:
    log, refusal = start()
    log.add(APPEAL, histories.filed(refusal))
    log.add(APPEAL, histories.determined(Outcome.SETTLED))
    log.add(APPEAL, histories.closed(Closing.CONFIRMED))
    log.add(ref("grievance", 2), histories.determined(Outcome.UPHELD))

    rows = fold_log(Grievances(), log.read, size=len(log.entries))
    filed, unfiled = rows.all(GRIEVANCE)
    assert (filed["kind"], filed["filed"], filed["filed_on"]) == ("appeal", 7, "2026-01-05")
    assert (filed["determined"], filed["outcome"], filed["closed"]) == (8, "settled", "confirmed")
    assert (unfiled["kind"], unfiled["outcome"]) == (None, "upheld")


def test_a_grievance_is_of_the_kind_as_which_it_is_read() -> None:
    log, refusal = start()
    log.add(APPEAL, histories.filed(refusal, kind=Kind.INQUIRY))
    log.add(APPEAL, histories.reclassified(Kind.INQUIRY, Kind.APPEAL))

    assert [item["kind"] for item in fold_log(Grievances(), log.read, size=9).all(GRIEVANCE)] == ["appeal"]
