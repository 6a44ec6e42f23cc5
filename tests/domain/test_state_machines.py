"""A linter of every state machine: each state is reached by a life, and no open state is a dead end.

An exit counts if somebody other than the office complained about may take it. Taking the matter back is no
exit: nobody leaves by giving up.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import pytest

from ledger.domain.audit.state import AuditStatus
from ledger.domain.claim.events import ClaimWithdrawn, EligibilityDecided
from ledger.domain.claim.records import ClaimStatus
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.commitment.state import CommitmentStatus
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.grievance.events import GrievanceFiled, GrievanceWithdrawn, RemedyReportedDone
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.judge import RULES
from ledger.domain.listing.state import ListingStatus
from ledger.domain.matters import OtherStream
from ledger.domain.next_steps import FOLLOWS, next_steps
from ledger.domain.states import initial
from ledger.domain.steps import NextStep
from ledger.domain.types import Event
from tests.domain.cases import CLAIM, GRIEVANCE, but, notice
from tests.domain.claim_cases import granted
from tests.domain.consulting import AUDIT, COMMITMENT, CONSULTATION, LISTING
from tests.domain.lifelines import AUDITS, CLAIMS, COMMITMENTS, CONSULTATIONS, LISTINGS
from tests.domain.test_next_steps import REACHED as GRIEVANCES
from tests.domain.test_next_steps import WORLDS
from tests.domain.world import REGISTRY, World

GIVING_UP: tuple[type[Event], ...] = (GrievanceWithdrawn, ClaimWithdrawn)


class Machine(NamedTuple):
    """The states of one kind of stream, a life that leads to each, and those in which nobody waits."""

    states: type[StrEnum]
    stream: str
    reached: Mapping[Any, Callable[[], World]]
    ended: frozenset[str]


MACHINES: Mapping[str, Machine] = {
    "claim": Machine(ClaimStatus, CLAIM, CLAIMS, frozenset({"empty", "withdrawn"})),
    "grievance": Machine(GrievanceStatus, GRIEVANCE, GRIEVANCES, frozenset({"empty", "closed"})),
    "consultation": Machine(
        ConsultationStatus, CONSULTATION, CONSULTATIONS, frozenset({"empty", "answered", "declined"})
    ),
    "commitment": Machine(
        CommitmentStatus, COMMITMENT, COMMITMENTS, frozenset({"empty", "met", "withdrawn"})
    ),
    "listing": Machine(ListingStatus, LISTING, LISTINGS, frozenset({"empty", "final"})),
    "audit": Machine(AuditStatus, AUDIT, AUDITS, frozenset({"empty", "reported"})),
}
"""Every machine, by its kind of stream."""
STATES = [(kind, state) for kind, machine in MACHINES.items() for state in machine.states]


def exits(steps: tuple[NextStep, ...]) -> list[NextStep]:
    return [step for step in steps if step.independent and step.act not in GIVING_UP]


def test_every_kind_that_the_rules_judge_is_held_to_this() -> None:
    assert set(MACHINES) == set(RULES)
    assert {type(initial(machine.stream)) for machine in MACHINES.values()} == set(FOLLOWS)


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_every_state_is_reached(kind: str, state: StrEnum) -> None:
    machine = MACHINES[kind]

    found: Any = machine.reached[state]().state(machine.stream)
    assert found.status is state


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_no_open_state_is_a_dead_end(kind: str, state: StrEnum) -> None:
    machine = MACHINES[kind]
    steps = next_steps(machine.reached[state]().state(machine.stream))

    assert bool(exits(steps)) or state in machine.ended


@pytest.mark.parametrize("name", WORLDS)
def test_no_grievance_in_any_life_is_a_dead_end(name: str) -> None:
    assert exits(next_steps(WORLDS[name]().state(GRIEVANCE)))


def test_an_exit_of_the_office_alone_is_none() -> None:
    """The linter is able to find a dead end."""
    office = NextStep(RemedyReportedDone, (Role.OFFICER, Role.SUPERVISOR))
    leaving = NextStep(GrievanceWithdrawn, (Role.INTAKE,), outside=True)

    assert exits((office, leaving)) == []
    assert exits((NextStep(RemedyReportedDone, (Role.OFFICER, Role.OVERSIGHT)),))
    assert exits((NextStep(RemedyReportedDone, (Role.OFFICER,), outside=True),))


def test_nothing_is_waited_for_in_a_registry_or_what_nobody_knows() -> None:
    assert next_steps(initial(REGISTRY)) == ()
    assert next_steps(OtherStream()) == ()


def named(world: World) -> list[tuple[str, str | None]]:
    return [(step.act.__name__, step.clock) for step in next_steps(world.state(CLAIM))]


ATTESTING = [
    ("AttestationRequested", None),
    ("AttestationGiven", "attestation_reply"),
    ("AttestationRefused", "attestation_reply"),
]
REVISED, COMPLAINT = ("DecisionRevised", None), ("GrievanceFiled", None)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ClaimStatus.EMPTY, []),
        (
            ClaimStatus.OPEN,
            [("EligibilityDecided", "decide_claim"), *ATTESTING, COMPLAINT, ("ClaimWithdrawn", None)],
        ),
        (ClaimStatus.DECIDED, [("DecisionNotified", "notify"), REVISED, COMPLAINT]),
        (ClaimStatus.NOTIFIED, [("GrievanceFiled", "appeal_filing"), REVISED, ("EligibilityDecided", None)]),
        (ClaimStatus.FINAL, [REVISED, ("EligibilityDecided", None), COMPLAINT]),
        (ClaimStatus.WITHDRAWN, []),
    ],
)
def test_what_comes_next_in_a_claim(state: ClaimStatus, expected: list[tuple[str, str | None]]) -> None:
    assert named(CLAIMS[state]()) == expected


def test_a_benefit_is_paid_and_a_defective_notice_cured() -> None:
    world, _, _, made = granted()
    assert ("BenefitExecuted", None) in named(world)
    assert ("DecisionNotified", None) not in named(world)

    world.say(CLAIM, notice(made, appeal_block=None), "ines")
    assert ("DecisionNotified", None) in named(world)


@pytest.mark.parametrize("maker", [OrderMaker.COMMITTEE, OrderMaker.MINISTER])
def test_the_order_of_a_committee_or_minister_leads_to_court(maker: OrderMaker) -> None:
    world = CLAIMS[ClaimStatus.NOTIFIED]()
    state: Any = world.state(CLAIM)
    world.states[CLAIM] = but(state, decisions=(state.decisions[-1]._replace(order_maker=maker),))

    assert named(world)[0] == ("CourtOutcomeRecorded", "court_direct")
    assert not any(act == "GrievanceFiled" for act, _ in named(world))
    assert exits(next_steps(world.state(CLAIM)))


def test_whoever_is_named_may_sign() -> None:
    steps = next_steps(CLAIMS[ClaimStatus.OPEN]().state(CLAIM))

    decided = next(step for step in steps if step.act is EligibilityDecided)
    assert (decided.by, decided.outside) == ((Role.OFFICER,), False)


def test_what_the_citizen_does_in_a_claim_is_outside_of_the_office() -> None:
    *_, complaint, withdrawal = next_steps(CLAIMS[ClaimStatus.OPEN]().state(CLAIM))
    appeal = next_steps(CLAIMS[ClaimStatus.NOTIFIED]().state(CLAIM))[0]

    filed_by = (Role.INTAKE, Role.PARTICIPANT, Role.ATTESTER)
    assert complaint == NextStep(GrievanceFiled, filed_by, None, outside=True)
    assert withdrawal == NextStep(ClaimWithdrawn, (Role.INTAKE,), None, outside=True)
    assert appeal == NextStep(GrievanceFiled, filed_by, "appeal_filing", outside=True)
