"""Flags that the day, the registry and other streams decide, and the watch over reprisals."""

import pytest

from ledger.domain.casework.events import ConflictRaised
from ledger.domain.casework_codes import ConflictGround, ConflictRaisedBy, ConflictSection, Kind
from ledger.domain.claim.events import DecisionRevised
from ledger.domain.codes import Result, RevocationReason, Role
from ledger.domain.consultation.codes import Trigger
from ledger.domain.consultation.events import ConsultationProposed
from ledger.domain.grievance.watch import flags, reprisals
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import Code, EntryRef
from tests.domain.cases import CLAIM, GRIEVANCE, application, filing, notice, pinned, revision
from tests.domain.clockwork import at
from tests.domain.complaints import complained, denied, grievance, refused, withdrawal
from tests.domain.world import HISTORICAL, QUORUM, REGISTRY, World, actor, hire, stream

LAST, AFTER = "2027-05-21", "2027-05-22"
"""The 180th day after 22 November 2026, and the next."""


def shown(world: World) -> frozenset[str]:
    return flags(grievance(world), GRIEVANCE, world)


def found(world: World) -> tuple[EntryRef, ...]:
    return reprisals(grievance(world), GRIEVANCE, world)


def worse(
    world: World, when: str, *names: str, result: Result = Result.TERMINATE, claim: str = CLAIM
) -> EntryRef:
    """A decision of these people in the claim, whether or not a rule allows it."""
    world.now = at(when)
    return world.record(world.statement(claim, revised(claim, result), *names))


def revised(claim: str, result: Result) -> DecisionRevised:
    return revision(EntryRef(claim, 2, "0" * 64), result, ())


def test_the_watch_runs_for_180_days() -> None:
    world, _ = complained()
    assert shown(world) == {"retaliation_watch"}
    world.now = at(LAST)
    assert shown(world) == {"retaliation_watch"}

    world.now = at(AFTER)
    assert shown(world) == frozenset()


def test_the_watch_outlasts_a_withdrawal() -> None:
    world, _ = complained()
    world.say(GRIEVANCE, withdrawal(), "ines")

    assert "retaliation_watch" in shown(world)


@pytest.mark.parametrize(
    ("when", "names", "result", "counts"),
    [
        ("11-23", ("olga", "susi"), Result.TERMINATE, True),
        (LAST, ("olga", "susi"), Result.REDUCE, True),
        (AFTER, ("olga", "susi"), Result.REDUCE, False),
        ("11-23", ("olga",), Result.GRANT, False),
        ("11-23", ("nora", "sara"), Result.REFUSE, False),
        ("11-23", ("nora", "susi"), Result.REFUSE, True),
    ],
)
def test_adverse_acts_of_the_line_while_the_watch_runs_go_to_oversight(
    when: str, names: tuple[str, ...], result: Result, *, counts: bool
) -> None:
    world, _ = complained()
    hire(world, "nora", Role.OFFICER, "line-n")
    made = worse(world, when, *names, result=result)

    assert found(world) == ((made,) if counts else ())


def test_what_was_there_before_the_complaint_is_no_reprisal() -> None:
    world, refusal = refused()
    world.record(world.statement(CLAIM, revised(CLAIM, Result.REFUSE), "olga", "susi"))
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT), "ines")

    assert found(world) == ()


def test_claims_that_the_filing_names_as_related_are_watched_too() -> None:
    other, third = stream("claim", "other"), stream("claim", "third")
    world, refusal = refused()
    for claim in (other, third):
        world.say(claim, application(pinned(world)), "ines")
    complaint = filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT, related=(other, GRIEVANCE))
    world.say(GRIEVANCE, complaint, "ines")
    seen = worse(world, "11-24", "olga", "susi", claim=other)
    worse(world, "11-25", "olga", "susi", claim=third)
    second = worse(world, "11-26", "olga", "susi")

    assert found(world) == (seen, second)


def test_leaving_the_line_afterwards_hides_no_reprisal() -> None:
    world, refusal = refused()
    mandate = hire(world, "oskar", Role.OFFICER, "line-a")
    complaint = filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT)
    world.say(GRIEVANCE, complaint, "ines")
    made = worse(world, "11-23", "oskar")
    world.say(REGISTRY, MandateRevoked(mandate=mandate, reason=RevocationReason.LEFT_SERVICE), *QUORUM)

    assert found(world) == (made,)


def test_nothing_is_watched_where_nothing_was_filed() -> None:
    world, _ = refused()

    assert found(world) == ()
    assert shown(world) == frozenset()


def test_a_consultation_that_has_it_as_evidence_shows_that_it_is_systemic() -> None:
    world, _ = complained()
    proposal = ConsultationProposed(
        topic=Code("income_limit"), trigger=Trigger.CASES, evidence=(GRIEVANCE,), backers=1
    )
    world.record(world.statement(stream("consultation"), proposal, "vera"))

    assert shown(world) == {"retaliation_watch", "systemic"}


def test_an_act_that_awaits_review_shows() -> None:
    world, _ = denied()
    assert "contested" not in shown(world)
    raised = ConflictRaised(
        actor=actor("hugo"),
        ground=ConflictGround.SPOUSE,
        section=ConflictSection.S13,
        how=ConflictRaisedBy.SELF_REPORT,
    )
    world.record(world.statement(GRIEVANCE, raised, "hugo"))

    assert shown(world) >= {"contested", "conflict_pending"}


def test_a_second_filing_takes_no_claim_out_of_the_watch() -> None:
    world, _ = complained()
    world.record(world.statement(GRIEVANCE, filing(pinned(world), kind=Kind.INQUIRY), "ines"))
    made = worse(world, "11-24", "olga", "susi")

    assert found(world) == (made,)


def test_nothing_is_watched_under_a_historical_programme() -> None:
    world, refusal = refused()
    head = world.heads[HISTORICAL]
    old = filing(EntryRef(HISTORICAL, head.version, head.leaf), refusal, kind=Kind.SERVICE_COMPLAINT)
    world.record(world.statement(GRIEVANCE, old, "ivo"))
    worse(world, "11-24", "olga", "susi")

    assert found(world) == ()


def test_a_notice_is_no_adverse_act() -> None:
    world, refusal = complained()
    world.say(CLAIM, notice(refusal), "ines")

    assert found(world) == ()
