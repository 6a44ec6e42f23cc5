"""The rules of a commitment: who signs what, in which state, and what is refused.

Whoever promised says how far it is. Others say whether it was kept: two participants, or oversight, and
nobody who stands in a line with the owner.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never

from ledger.domain.authority import Act, Scope, same_person
from ledger.domain.codes import Role
from ledger.domain.commitment.events import (
    CommitmentEvent,
    CommitmentMade,
    CommitmentProgressed,
    CommitmentVerified,
)
from ledger.domain.commitment.state import CommitmentState, CommitmentStatus
from ledger.domain.consultation.codes import Progress, Verified
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.errors import (
    ApprovalsPending,
    AuthorityDenied,
    ConflictOfInterest,
    RuleBroken,
    WrongState,
)
from ledger.domain.mandated import (
    ANYWHERE,
    OFFICIAL_ROLES,
    check_apart,
    check_lived,
    holds,
    stand_together,
)
from ledger.domain.matters import Obligation
from ledger.domain.prefix import Submission
from ledger.domain.relations import actors_of, running
from ledger.domain.types import Event

OWNERS: Final = (Role.SUPERVISOR, Role.OFFICER, Role.HANDLER, Role.PAYER)
"""Who may promise something in the name of an office."""
VERIFIERS: Final = 2
"""Participants whose word it takes; oversight's is enough alone."""
SIGNED_BY: Final[Mapping[type[CommitmentEvent], Act]] = {
    CommitmentMade: Act(by=OWNERS),
    CommitmentProgressed: Act(by=OWNERS),
    CommitmentVerified: Act(by=(Role.PARTICIPANT, Role.OVERSIGHT), second=(Role.PARTICIPANT, Role.OVERSIGHT)),
}
SEEN: Final[frozenset[type[Event]]] = frozenset({CommitmentVerified})
"""Acts whose signer states the head that they had read."""


def signed_by(_state: CommitmentState, says: CommitmentEvent) -> Act:
    """Return who may sign ``says``."""
    return SIGNED_BY[type(says)]


def scope(state: CommitmentState, says: Event) -> Scope:
    """Return where the commitment lies: it names an office, and no district. Before it is made, nowhere."""
    return Scope() if state.made is None and not isinstance(says, CommitmentMade) else ANYWHERE


def decide(state: CommitmentState, says: CommitmentEvent, given: Submission) -> None:
    """Refuse what was submitted if a rule of commitments forbids it.

    Args:
        state: The commitment before the statement.
        says: The statement's event.
        given: The statement itself, who signed it, and all that a rule may know.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    check_lived(given.parties)
    match says:
        case CommitmentMade():
            _check_promise(state, says, given)
        case CommitmentProgressed():
            _check_progress(state, says, given)
        case CommitmentVerified():
            _check_verification(state, says, given)
        case _:
            assert_never(says)


def _check_promise(state: CommitmentState, says: CommitmentMade, given: Submission) -> None:
    """The owner promises in person, for an own office, what an answer or a determination asks of them."""
    if state.status is not CommitmentStatus.EMPTY:
        raise WrongState("stream_begun")
    prefix, today = given.prefix, civil(given.prefix.now)
    owed = prefix.state(says.source.stream).obligations(says.source)
    if not any(_binds(item, says, given) for item in owed):
        raise RuleBroken("source_unknown")
    if not same_person(prefix.registry, given.statement.by, says.owner):
        raise AuthorityDenied("not_owner")
    if says.office not in {mandate.office for mandate in running(prefix.registry, says.owner, today)}:
        raise AuthorityDenied("office_not_own")
    if says.due < today:
        raise RuleBroken("date_order")


def _binds(item: Obligation, says: CommitmentMade, given: Submission) -> bool:
    """Return whether this obligation is the promise: it names the stream, its owner, or else the office."""
    if item.commitments and given.statement.stream not in item.commitments:
        return False
    if item.owner is None:
        return item.office == says.office
    return same_person(given.prefix.registry, item.owner, says.owner)


def _check_progress(state: CommitmentState, says: CommitmentProgressed, given: Submission) -> None:
    """The owner's own word, while it is open. Taking it back has reasons that are published."""
    if state.made is None or state.status is not CommitmentStatus.OPEN:
        raise WrongState("commitment_state")
    if not same_person(given.prefix.registry, given.statement.by, state.made.owner):
        raise AuthorityDenied("not_owner")
    if says.status is Progress.WITHDRAWN and not says.evidence:
        raise RuleBroken("withdrawal_unexplained")


def _check_verification(state: CommitmentState, says: CommitmentVerified, given: Submission) -> None:
    """Others say whether it was kept, once it is reported; that it was not, also when its day has passed."""
    registry, today = given.prefix.registry, civil(given.prefix.now)
    late = says.finding is Verified.NOT_MET and state.overdue(today)
    if state.made is None or (state.status is not CommitmentStatus.REPORTED and not late):
        raise WrongState("commitment_state")
    check_apart(registry, given.parties)
    for party in given.parties:
        if stands_with(registry, party.actor, state.made, state.made_on, given.prefix.now):
            raise ConflictOfInterest("coi_owner")
    oversight = [party for party in given.parties if holds(registry, party.actor, Role.OVERSIGHT, today)]
    if not oversight and len(given.parties) < VERIFIERS:
        raise ApprovalsPending("participants_missing")
    role = Role.OVERSIGHT if oversight else Role.PARTICIPANT
    if says.verified_as != role.value:
        raise RuleBroken("verified_as_other")
    _check_neighbours(state.made, given)


def _check_neighbours(made: CommitmentMade, given: Submission) -> None:
    """Participants are those of the district to which it was promised."""
    prefix, today = given.prefix, civil(given.prefix.now)
    owed = prefix.state(made.source.stream).obligations(made.source)
    area = next((item.area for item in owed), None)
    place = ANYWHERE if area is None else Scope(None, area)
    for party in given.parties:
        role = Role.OVERSIGHT if party.mandate.role is Role.OVERSIGHT else Role.PARTICIPANT
        if not holds(prefix.registry, party.actor, role, today, place):
            raise AuthorityDenied("authority_scope")


def stands_with(registry: RegistryState, actor: str, made: CommitmentMade, made_on: date, now: str) -> bool:
    """Return whether ``actor`` is the owner, stands in a line with the owner, or works in the office.

    The owner's lines are those of today and those of the day on which the promise was made: leaving the
    service opens no door. Whoever stands above or under the owner is of the line, whatever it is called.
    """
    if stand_together(registry, actor, made.owner, now):
        return True
    then = {
        mandate.line
        for known in actors_of(registry, made.owner)
        for mandate in registry.mandates.get(known, ())
        if mandate.from_ <= made_on <= mandate.to
    }
    return any(
        mandate.line in then or (mandate.office == made.office and mandate.role in OFFICIAL_ROLES)
        for mandate in running(registry, actor, civil(now))
    )
