"""What the raw history of a grievance shows, read without the rules and without the state."""

from collections.abc import Iterator
from functools import reduce

from ledger.domain.casework.events import CourtOutcomeRecorded, DeadlineLapsed, InformationSupplied
from ledger.domain.casework_codes import Remedy, Supplied
from ledger.domain.claim.events import DecisionRevised, EligibilityDecided
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceContested,
    GrievanceDetermined,
    GrievanceFiled,
    HandlerAssigned,
    RemedyConfirmed,
    RemedyDisputed,
    RemedyReportedDone,
    TransferAccepted,
)
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.relations import actors_of
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded
from tests.domain.world import World


def before(world: World, item: Recorded) -> list[Recorded]:
    """The entries of the stream before ``item``."""
    return [one for one in world.history(item.statement.stream) if one.version < item.version]


def state_before(world: World, item: Recorded) -> GrievanceState:
    stream = item.statement.stream
    start: StreamState = initial(stream)
    state = reduce(evolve, before(world, item), start)
    assert isinstance(state, GrievanceState)
    return state


def signers(world: World, item: Recorded) -> set[str]:
    return {world.registry.keys[keyid].actor for keyid in item.statement.signers}


def people(world: World, actors: set[str]) -> set[str]:
    """Every actor under whom one of them is known."""
    return {known for actor in actors for known in actors_of(world.registry, actor)}


def filing(world: World, item: Recorded) -> GrievanceFiled:
    says = world.history(item.statement.stream)[0].statement.says
    assert isinstance(says, GrievanceFiled)
    return says


def contested_decisions(world: World, item: Recorded) -> Iterator[Recorded]:
    """The decisions of the claims that are contested, as far as they were made before ``item``."""
    for contested in filing(world, item).contests:
        for one in world.history(contested.claim):
            if one.index < item.index and isinstance(
                one.statement.says, EligibilityDecided | DecisionRevised
            ):
                yield one


def ordered_by(says: GrievanceDetermined) -> set[str]:
    return {remedy.id for remedy in says.remedies if remedy.code is not Remedy.NONE}


def last_outcome(history: list[Recorded]) -> tuple[Recorded, GrievanceDetermined]:
    for one in reversed(history):
        if isinstance(says := one.statement.says, GrievanceDetermined):
            return one, says
    raise AssertionError("nothing was determined")


def since_the_outcome(history: list[Recorded]) -> list[Recorded]:
    made, _ = last_outcome(history)
    return [one for one in history if one.version > made.version]


def confirmed_in(history: list[Recorded]) -> set[str]:
    """What the citizen confirmed of the last outcome, and did not dispute since."""
    found: set[str] = set()
    for one in since_the_outcome(history):
        match one.statement.says:
            case RemedyConfirmed(remedy=remedy):
                found.add(remedy)
            case RemedyDisputed(remedy=remedy):
                found.discard(remedy)
            case _:
                pass
    return found


def lapsed_in(history: list[Recorded]) -> set[str]:
    return {
        one.statement.says.clock
        for one in since_the_outcome(history)
        if isinstance(one.statement.says, DeadlineLapsed)
    }


def channels_since_the_report(history: list[Recorded]) -> set[str]:
    found: set[str] = set()
    for one in since_the_outcome(history):
        match one.statement.says:
            case RemedyReportedDone(remedy=remedy) if remedy not in confirmed_in(history):
                found = set()
            case InformationSupplied(kind=Supplied.CONTACT_ATTEMPT, via=via) if via is not None:
                found.add(via.channel)
            case _:
                pass
    return found


def had_it_before(world: World, item: Recorded) -> set[str]:
    """Whoever reported or determined, and whoever had it in hand before it was contested or sent back.

    A court sends back what was determined; until it is determined anew, its next word sends nothing back.
    """
    found: set[str] = set()
    handlers: set[str] = set()
    determined = False
    for one in before(world, item):
        match one.statement.says:
            case GrievanceDetermined():
                found |= signers(world, one)
                determined = True
            case AppealReported():
                found |= signers(world, one)
            case HandlerAssigned(handlers=names):
                handlers = set(names)
            case TransferAccepted():
                handlers = set()
            case GrievanceContested() | CourtOutcomeRecorded(remand=True) if determined:
                found |= handlers
                handlers, determined = set(), False
            case _:
                pass
    return found


def last_assignment(world: World, item: Recorded) -> Recorded | None:
    """The assignment in force; none after a transfer, a contest or a report upwards."""
    found: Recorded | None = None
    for one in before(world, item):
        match one.statement.says:
            case HandlerAssigned():
                found = one
            case TransferAccepted() | AppealReported():
                found = None
            case _:
                pass
    return found
