"""C10 and R13: what the mandated procedure demands of each act, told by hand and by lived cases."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.authority import key_id
from ledger.domain.casework.events import ActReviewed, ConflictDecided
from ledger.domain.casework_codes import (
    ActRuling,
    Closing,
    ConflictGround,
    ConflictRuling,
    Inadmissible,
    Kind,
    Outcome,
    Pressure,
)
from ledger.domain.claim.events import BenefitExecuted, ClaimWithdrawn, Period
from ledger.domain.codes import Cause, Custody, Result, RevocationReason, Role
from ledger.domain.grievance.events import AppealReported, HandlerAssigned
from ledger.domain.registry.events import InterestDeclared, KeyEnrolled, MandateRevoked
from ledger.domain.types import Base64, Code, Digest, EntryRef, Money, Place, PublicKey
from ledger.projections.reports.case import Case
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds import conformance, trace
from ledger.projections.reports.folds.conformance import CONFORMANCE, VIOLATED
from ledger.projections.reports.folds.constraints import BY_NAME, CONSTRAINTS
from ledger.projections.reports.folds.templates import Judged, Verdict
from ledger.projections.reports.r13 import R13
from tests.domain.lifelines import CLAIMS
from tests.domain.test_next_steps import WORLDS
from tests.projections import histories
from tests.projections.histories import DAY, KEYS, REGISTRY, actor, ref
from tests.reports.conftest import Entries
from tests.reports.reported import CUT, Diary, enrolled, facts_at, issued, of_facts, row

CASE, APPEAL, OTHER = ref("claim", 1), ref("grievance", 1), ref("grievance", 2)
ONE = (key_id(KEYS[1]),)
TWO = tuple(sorted((key_id(KEYS[1]), key_id(KEYS[2]))))


def start(**decision: Any) -> tuple[Diary, EntryRef]:
    """Return a log in which a claim under published rules was granted on the fifth of January."""
    log = enrolled()
    log.add(CASE, histories.received(programme=histories.publish(log)))
    return log, log.add(CASE, histories.decided(**{"result": Result.GRANT} | decision))


def counted(log: Diary, name: str, cut: date = CUT) -> tuple[int, int, int]:
    """Return activations, violations and pending of one constraint."""
    total: Counter[str] = Counter()
    for key, counts in facts_at(log.recorded, cut).cube(CONFORMANCE).records():
        if key["constraint"] == name:
            total.update(counts)
    return total["activations"], total["violations"], total["pending"]


def test_the_table_reads_in_two_languages_and_names_each_demand_once() -> None:
    assert len({one.demand for one in CONSTRAINTS}) == len(BY_NAME) == len(CONSTRAINTS)
    assert all(one.label["th"] and one.label["en"] for one in CONSTRAINTS)
    assert {one.demand.partition("(")[0] for one in CONSTRAINTS} == {
        "precedence",
        "response",
        "response_within",
        "absence_after",
        "not_coexistence",
        "separation",
    }


def test_a_decision_needs_that_somebody_was_asked_before() -> None:
    log, _ = start()
    log.add(CASE, histories.attested())
    assert counted(log, "attested_first") == (1, 1, 0)

    log = enrolled()
    log.add(CASE, histories.attested())
    log.add(CASE, histories.decided())
    assert counted(log, "attested_first") == (1, 0, 0)


@pytest.mark.parametrize(("by", "violations"), [(1, 0), (2, 0), (3, 1)])
def test_whoever_decides_holds_a_mandate_that_was_granted_before(by: int, violations: int) -> None:
    log, _ = start()
    log.add(ref("claim", 2), histories.decided(), by=actor(by))
    log.add(REGISTRY, histories.mandate(3))

    assert counted(log, "mandated") == (2, violations, 0)


def test_a_mandate_that_was_revoked_later_stood_when_it_was_used() -> None:
    log, _ = start()
    grant = log.at(REGISTRY, 4)
    log.add(REGISTRY, MandateRevoked(mandate=grant, reason=RevocationReason.LEFT_SERVICE))
    assert counted(log, "mandated") == (1, 0, 0)

    log.add(ref("claim", 2), histories.decided())
    assert counted(log, "mandated") == (2, 1, 0)


def assigned(number: int = 2) -> HandlerAssigned:
    return HandlerAssigned(handlers=(actor(number),), role=Role.REVIEWER, office=Code("office_b"))


@pytest.mark.parametrize(
    ("assigned_in", "outcome", "counts"),
    [
        (APPEAL, {"outcome": Outcome.UPHELD}, (1, 0, 0)),
        (OTHER, {"outcome": Outcome.UPHELD}, (1, 1, 0)),
        (OTHER, {"outcome": Outcome.INADMISSIBLE, "inadmissible": Inadmissible.OUT_OF_TIME}, (0, 0, 0)),
    ],
)
def test_a_determination_needs_an_assignment_in_the_same_grievance(
    assigned_in: str, outcome: dict[str, Any], counts: tuple[int, int, int]
) -> None:
    log, made = start()
    log.add(APPEAL, histories.filed(made))
    log.add(OTHER, histories.filed(made))
    log.add(assigned_in, assigned())
    log.add(APPEAL, histories.determined(**outcome), by=actor(2))

    assert counted(log, "assigned_first") == counts


def test_a_notice_is_due_five_working_days_after_the_decision() -> None:
    log, made = start()
    assert counted(log, "decision_notified", date(2026, 1, 12)) == (1, 0, 1)
    assert counted(log, "decision_notified", date(2026, 1, 13)) == (1, 1, 0)

    log.wait(7)
    told = log.add(CASE, histories.notified(made))
    assert counted(log, "decision_notified") == (1, 0, 0)
    late = log.recorded[-1]._replace(recorded_at="2026-01-13T03:00:00.000Z")
    log.recorded[-1] = late
    assert told.version == 3
    assert counted(log, "decision_notified") == (1, 1, 0)


def test_pending_counted_as_a_violation_would_accuse_who_still_has_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Control: a template without the third word."""
    log, _ = start()
    in_time = date(2026, 1, 12)
    assert row(issued(R13, log, in_time), "attested_first/office_a1")["n"] == 1
    assert issued(R13, log, in_time)["overall"]["num"] == 1

    late = {one.name: one.judge for one in CONSTRAINTS}["decision_notified"]
    harsh = BY_NAME["decision_notified"]._replace(
        judge=lambda t: [
            Judged(one.event, Verdict.VIOLATED if one.verdict is Verdict.PENDING else one.verdict)
            for one in late(t)
        ]
    )
    table = tuple(harsh if one.name == harsh.name else one for one in CONSTRAINTS)
    monkeypatch.setattr(conformance, "CONSTRAINTS", table)
    assert issued(R13, log, in_time)["overall"]["num"] == 2


@pytest.mark.parametrize(("kind", "last"), [(Kind.APPEAL, 30), (Kind.SERVICE_COMPLAINT, 21)])
def test_a_filing_is_answered_within_the_time_of_its_kind(kind: Kind, last: int) -> None:
    log, made = start()
    log.add(APPEAL, histories.filed(made, kind=kind, programme=log.at(histories.PROGRAMME.stream, 1)))
    due = DAY + timedelta(days=last)
    assert counted(log, "filing_answered", due) == (1, 0, 1)
    assert counted(log, "filing_answered", due + timedelta(days=1)) == (1, 1, 0)


@pytest.mark.parametrize(("days", "violations"), [(30, 0), (31, 1)])
def test_an_appeal_that_is_forwarded_in_time_was_answered_by_the_first_instance(
    days: int, violations: int
) -> None:
    log, made = start()
    log.add(APPEAL, histories.filed(made, programme=log.at(histories.PROGRAMME.stream, 1)))
    log.wait(days)
    log.add(APPEAL, AppealReported(to=Code("office_b")))

    assert counted(log, "filing_answered") == (1, violations, 0)


def won() -> tuple[Diary, EntryRef, EntryRef]:
    """Return a log in which an appeal had success: the decision and the determination."""
    log, made = start(result=Result.REFUSE)
    log.add(APPEAL, histories.filed(made))
    log.add(APPEAL, assigned())
    return log, made, log.add(APPEAL, histories.determined(Outcome.UPHELD), by=actor(2), signers=ONE)


def test_success_waits_for_its_correction_until_the_case_is_over() -> None:
    log, made, determined = won()
    assert counted(log, "success_carried_out") == (1, 0, 1)

    log.add(APPEAL, histories.closed(Closing.CONFIRMED))
    assert counted(log, "success_carried_out") == (1, 1, 0)

    log.add(CASE, histories.revised(made, cause=Cause.APPEAL, determination=determined))
    assert counted(log, "success_carried_out") == (1, 0, 0)


def test_a_correction_on_another_appeal_carries_nothing_out() -> None:
    log, made, _ = won()
    log.add(CASE, histories.revised(made, cause=Cause.OWN_MOTION))
    assert counted(log, "success_carried_out") == (1, 0, 1)
    log.add(CASE, histories.revised(made, cause=Cause.APPEAL, determination=log.at(OTHER, 1)))
    assert counted(log, "success_carried_out") == (1, 0, 1)


@pytest.mark.parametrize(("reviewer", "violations"), [(1, 1), (2, 0), (3, 1)])
def test_whoever_determines_is_another_person_than_who_decided(reviewer: int, violations: int) -> None:
    """The third actor is the first one under a second name."""
    log, made = start()
    log.add(APPEAL, histories.filed(made))
    log.add(APPEAL, histories.determined(), by=actor(reviewer), signers=(key_id(KEYS[2]),))
    same = InterestDeclared(
        actor=actor(1), about=Place(actor(3)), ground=ConflictGround.SAME_PERSON, from_=DAY
    )
    log.add(REGISTRY, same, by=actor(1))

    assert counted(log, "decider_apart") == (1, violations, 0)


def test_whoever_decides_did_not_attest() -> None:
    for attester, violations in ((1, 1), (2, 0)):
        log = enrolled()
        log.add(CASE, histories.attested(), by=actor(attester), signers=(key_id(KEYS[2]),))
        log.add(CASE, histories.decided())
        assert counted(log, "attester_apart") == (1, violations, 0)


LINES: list[tuple[str, tuple[str, ...], int]] = [
    ("line_b", TWO, 0),
    ("line_a", TWO, 1),
    ("line_b", ONE, 1),
]


@pytest.mark.parametrize(("line", "signers", "violations"), LINES)
def test_a_burden_takes_two_persons_of_two_lines(
    line: str, signers: tuple[str, ...], violations: int
) -> None:
    log = Diary()
    for number in (1, 2):
        key = KeyEnrolled(
            actor=actor(number),
            key=PublicKey(KEYS[number]),
            custody=Custody.SELF,
            next=Digest("0" * 64),
            possession=Base64("AAAA"),
        )
        log.add(REGISTRY, key)
    log.add(REGISTRY, histories.mandate(1))
    log.add(REGISTRY, replace(histories.mandate(2), line=Code(line)))
    log.add(CASE, histories.decided(Result.REFUSE), signers=signers)
    log.add(CASE, histories.decided(Result.GRANT), signers=ONE)

    assert counted(log, "four_eyes") == (1, violations, 0)


@pytest.mark.parametrize(
    ("ground", "result", "counts"),
    [
        (Closing.CONFIRMED, Result.REVOKE, (1, 1, 0)),
        (Closing.CONFIRMED, Result.GRANT, (1, 0, 0)),
        (Closing.NOT_CONTESTED, Result.REVOKE, (0, 0, 0)),
    ],
)
def test_after_the_citizen_confirmed_nothing_gets_worse(
    ground: Closing, result: Result, counts: tuple[int, int, int]
) -> None:
    log, made = start()
    log.add(APPEAL, histories.filed(made))
    log.add(APPEAL, histories.closed(ground))
    log.add(CASE, histories.revised(made, result, cause=Cause.OWN_MOTION))

    assert counted(log, "confirmed_stays") == counts


def test_an_urgent_exception_is_reviewed_afterwards() -> None:
    log, made = start()
    raised = log.at(CASE, 1)
    log.add(CASE, ConflictDecided(raised=raised, ruling=ConflictRuling.URGENT_EXCEPTION, redo=()))
    assert counted(log, "exception_reviewed") == (1, 0, 1)

    log.add(CASE, ActReviewed(act=made, ground=Code("exception"), ruling=ActRuling.STANDS, affects=()))
    assert counted(log, "exception_reviewed") == (1, 0, 0)


@pytest.mark.parametrize(("pressure", "violations"), [(Pressure.NO, 1), (Pressure.YES, 0)])
def test_a_claim_that_was_taken_back_is_not_paid(pressure: Pressure, violations: int) -> None:
    log, made = start()
    log.add(CASE, ClaimWithdrawn(pressure=pressure))
    paid = BenefitExecuted(
        decision=made, amount=Money(60_000, "THB"), paid_on=DAY, period=Period(from_=DAY, to=DAY)
    )
    log.add(CASE, paid)

    assert counted(log, "withdrawn_unpaid") == (1, violations, 0)


def test_order_is_that_of_the_log_and_never_of_a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: ordered by ``at``, an attestation that is dated back would stand before the decision."""
    log, _ = start()
    log.wait(1)
    log.add(CASE, histories.attested(), at="2025-12-01T03:00:00Z")
    assert counted(log, "attested_first") == (1, 1, 0)

    class ByClock(trace.Trace):
        def __init__(self, case: Case) -> None:
            super().__init__(case)
            self.events = sorted(self.events, key=lambda one: one.statement.at or "")

    monkeypatch.setattr(conformance, "Trace", ByClock)
    assert counted(log, "attested_first") == (1, 0, 0)


REFUSED = {one.name for one in CONSTRAINTS if one.refused}


@pytest.mark.parametrize("life", [*CLAIMS.values(), *WORLDS.values()])
def test_no_judged_life_violates_what_the_ledger_refuses(life: Any) -> None:
    log = life().log
    found = facts_at(log, date(2028, 1, 1)).cube(CONFORMANCE).records()

    assert {key["constraint"] for key, counts in found if counts["violations"]} & REFUSED == set()


def test_imported_history_can_violate_it() -> None:
    """Control: each constraint that the ledger refuses to violate can be violated on record."""
    log = enrolled()
    old = {"signers": (key_id(KEYS[2]),), "by": actor(9), "at": "2020-01-05T03:00:00Z"}
    log.add(CASE, histories.attested(official=actor(5)), **old)
    made = log.add(CASE, histories.decided(Result.REFUSE, official=actor(5)), **old)
    log.add(CASE, ClaimWithdrawn(pressure=Pressure.NO, official=actor(5)), **old)
    period = Period(from_=DAY, to=DAY)
    paid = BenefitExecuted(
        decision=made, amount=Money(1, "THB"), paid_on=DAY, period=period, official=actor(5)
    )
    log.add(CASE, paid, **old)
    log.add(APPEAL, histories.filed(made, official=actor(6)), **old)
    log.add(APPEAL, histories.determined(Outcome.NOT_UPHELD, official=actor(5)), **old)

    own, old_ones = issued(R13, log), issued(R13, log, population="all_imported", unit="national")
    assert own["rows"] == []
    violated = {one["key"] for one in old_ones["rows"] if one["num"]}
    assert violated & REFUSED == REFUSED - {"four_eyes"}
    assert row(old_ones, "four_eyes")["extra"]["unjudged"] == 1  # the record names one official


def test_no_clock_runs_in_imported_history_so_no_time_is_judged() -> None:
    log = enrolled()
    old = {"signers": (key_id(KEYS[2]),), "by": actor(9)}
    made = log.add(CASE, histories.decided(official=actor(5)), **old)
    log.add(APPEAL, histories.filed(made, official=actor(6)), **old)

    report = issued(R13, log, population="all_imported", unit="national")
    for name in ("decision_notified", "filing_answered"):
        assert (row(report, name)["n"], row(report, name)["estimate"]) == (0, None)
    assert {"reason": "unjudged", "n": 3} in report["population"]["excluded"]


def test_a_row_is_a_constraint_and_an_office_with_its_evidence() -> None:
    log, _ = start()
    found = row(issued(R13, log), "attested_first/office_a1")

    assert (found["n"], found["num"], found["estimate"], found["extra"]["fitness"]) == (1, 1, 1.0, 0.0)
    assert found["evidence"] == [7]
    assert found["extra"]["label"]["en"].endswith("· office_a1")
    by_person = issued(R13, log, unit="official")
    assert row(by_person, f"attested_first/{actor(1)}")["num"] == 1
    assert facts_at(log.recorded).cited(VIOLATED)


def test_the_stories_violate_time_alone(stories: Entries) -> None:
    """What the ledger refuses stays at zero; who was late and who asked nobody is told by the stories."""
    told = of_facts(R13, facts_of(stories), len(stories), unit="national")

    rows = {one["key"]: (one["n"], one["num"]) for one in told["rows"]}
    assert {key for key in rows if key in REFUSED and rows[key][1]} == set()
    assert {key: num for key, (_, num) in rows.items() if num} == {
        "attested_first": 2,
        "decision_notified": 1,
        "filing_answered": 4,
    }
    assert {key: n for key, (n, _) in rows.items() if key in REFUSED} == {
        "mandated": 6,
        "assigned_first": 5,
        "decider_apart": 2,
        "attester_apart": 3,
        "four_eyes": 3,
    }
