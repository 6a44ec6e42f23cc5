"""Who may be the second signer of an act: what the rules would refuse is not offered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.authority import Act, Party, check_four_eyes, mandate_for, same_person
from ledger.domain.casework.events import IdentityUnsealed, PersonalDataErased
from ledger.domain.casework.rules import SIGNED_BY as CASEWORK
from ledger.domain.claim.events import DecisionRevised, EligibilityDecided
from ledger.domain.claim.kinship import Circle, offices_of_related_heads
from ledger.domain.claim.records import ClaimState
from ledger.domain.claim.rules import SIGNED_BY as CLAIM
from ledger.domain.codes import Custody, Role
from ledger.domain.dates import civil
from ledger.domain.errors import AuthorityDenied, ConflictOfInterest, Refused
from ledger.domain.grievance.events import GrievanceDetermined
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.rules import DETERMINED_BY
from ledger.domain.grievance.standing import check_handling, check_upper, is_kept_from
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix, Submission
from ledger.projections.views.blocks import scope_of
from ledger.projections.views.queue import nothing_yet, warning

DECISIONS: Final = (EligibilityDecided.__name__, DecisionRevised.__name__)
DETERMINATION: Final = GrievanceDetermined.__name__
ACTS: Final[Mapping[str, tuple[str, Act | None]]] = {
    **dict.fromkeys(DECISIONS, ("claim", CLAIM[EligibilityDecided])),
    DETERMINATION: ("grievance", None),
    IdentityUnsealed.__name__: ("", CASEWORK[IdentityUnsealed]),
    PersonalDataErased.__name__: ("", CASEWORK[PersonalDataErased]),
}
"""Acts that two persons sign: the kind of stream that each belongs to (none: to either), and who signs.

Who determines a grievance follows from the role in which it was assigned.
"""


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Somebody who may sign as well: under which mandate, and with which key (its id)."""

    actor: str
    key: str
    role: Role
    office: str
    line: str


def view_cosigners(prefix: Prefix, stream: str, act: str, first: str) -> tuple[Cosigner, ...]:
    """Return who may be the second signer of ``act`` (one of ``ACTS``) in ``stream``, beside ``first``.

    Each has a running mandate that covers the matter, of another line than ``first`` and neither above nor
    below, a key that stands, and no part of their own in the matter. What the act itself says is not known
    yet: that it is possible here, and that ``first`` may answer for it, is for the rules.
    """
    return tuple(sorted(_found(prefix, stream, act, first), key=lambda one: (one.line, one.actor, one.key)))


def _found(prefix: Prefix, stream: str, act: str, first: str) -> Iterator[Cosigner]:
    registry, state = prefix.registry, prefix.state(stream)
    kind, signs = ACTS[act]
    if act == DETERMINATION and isinstance(state, GrievanceState):
        signs = DETERMINED_BY.get(state.role) if state.role else None
    if signs is None or kind not in ("", stream.partition("/")[0]):
        return
    for key in registry.keys.values():
        if key.revoked is None and key.custody is not Custody.IMPORTED:
            try:
                scope = scope_of(state)
                held = mandate_for(registry, key.actor, signs.second, civil(prefix.now), scope)
                _check(Submission(nothing_yet(stream, first), prefix, (Party(key.actor, held),)), act)
            except Refused:
                continue
            yield Cosigner(key.actor, key.id, held.role, held.office, held.line)


def _check(given: Submission, act: str) -> None:
    """Check that the one party may sign ``act`` beside whoever the statement is by.

    Raises:
        Refused: What would be refused in the second signer.
    """
    (other,), prefix, first = given.parties, given.prefix, given.statement.by
    state = prefix.state(given.statement.stream)
    if is_kept_from(state, prefix, other.actor) or warning(prefix, given.statement.stream, other.actor):
        raise ConflictOfInterest("coi_line_complained_about")
    if isinstance(state, GrievanceState) and other.mandate.role is Role.APPELLATE:
        if other.actor not in state.handlers or same_person(prefix.registry, first, other.actor):
            raise AuthorityDenied("not_assigned")
        check_upper(state, (first, other.actor), given)
        return
    check_four_eyes((Party(first, other.mandate), other), prefix.registry, prefix.now)
    if act in DECISIONS:
        _check_decider(state, first, other, given)
    elif act == DETERMINATION and isinstance(state, GrievanceState) and not state.handlers:
        check_handling(state, (first,), other.actor, given)
    elif act != DETERMINATION:
        _check_body(first, other, given)


def _check_decider(state: Matter, first: str, other: Party, given: Submission) -> None:
    """A supervisor of an open office, and not of one whose head is related to the applicant (R6)."""
    registry, stream = given.prefix.registry, given.statement.stream
    office = registry.offices.get(other.mandate.office)
    if other.mandate.role is not Role.SUPERVISOR or office is None or office.closed:
        raise AuthorityDenied("signer_superfluous")
    circle = Circle(registry, stream, civil(given.prefix.now), (first, other.actor))
    if isinstance(state, ClaimState) and other.mandate.office in offices_of_related_heads(state, circle):
        raise ConflictOfInterest("coi_village_head")


def _check_body(first: str, other: Party, given: Submission) -> None:
    """The custodian beside oversight, or oversight beside the custodian."""
    beside = Role.OVERSIGHT if other.mandate.role is Role.CUSTODIAN else Role.CUSTODIAN
    state = given.prefix.state(given.statement.stream)
    mandate_for(given.prefix.registry, first, (beside,), civil(given.prefix.now), scope_of(state))
