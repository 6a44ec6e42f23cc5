"""Where a stream stands, in the words that all kinds share, from the domain's folded state."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ledger.domain.audit.state import AuditState
from ledger.domain.claim.benefits import granting
from ledger.domain.claim.flags import shaken
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.claim.standing import in_dispute
from ledger.domain.commitment.state import CommitmentState
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.listing.state import ListingState
from ledger.domain.matters import Matter
from ledger.domain.types import EntryRef

KINDS: Final = ("claim", "grievance", "consultation", "commitment", "listing", "audit")
UNKNOWN: Final = "unknown"
"""The state of registries, programmes and streams of a kind that this release does not know."""
ENDED: Final[Mapping[str, frozenset[str]]] = {
    "claim": frozenset({"withdrawn"}),
    "grievance": frozenset({"closed"}),
    "consultation": frozenset({"answered", "declined"}),
    "commitment": frozenset({"met", "withdrawn"}),
    "listing": frozenset({"final"}),
    "audit": frozenset({"reported"}),
}
"""The states in which nobody owes the next step, by kind of stream; a final claim is looked at closer."""


class InForce(NamedTuple):
    """The decision or determination in force, by version; ``result`` is its result or outcome."""

    version: int | None = None
    result: str | None = None
    order_maker: str | None = None


class Standing(NamedTuple):
    """State and flags of a stream, and the facts that stand.

    ``opening`` is the version of its application or filing; None: there is no record of it. ``owed`` counts
    the remedies ordered.
    """

    state: str
    flags: tuple[str, ...]
    ended: bool
    programme: EntryRef | None
    opening: int | None
    in_force: InForce
    owed: int


def standing(kind: str, state: Matter) -> Standing:
    """Return where a stream of ``kind`` stands, which the domain folded to ``state``."""
    status = _status(state)[0]
    return Standing(
        status,
        flags_of(state),
        status in ENDED.get(kind, ()) or _is_settled(state),
        getattr(state, "programme", None),
        _opening(state),
        _in_force(state),
        len(state.ordered) if isinstance(state, GrievanceState) else 0,
    )


def _is_settled(state: Matter) -> bool:
    """Return whether a claim is final, what it grants was paid, and nothing in it awaits anybody."""
    if not isinstance(state, ClaimState) or state.status is not ClaimStatus.FINAL or state.casework.flags:
        return False
    disputed = any(in_dispute(state, item) for item in state.attestations)
    owed = granting(state) is not None and not state.course.payments
    return not (disputed or owed or shaken(state))


def flags_of(state: Matter) -> tuple[str, ...]:
    """Return the flags of a state and of its casework, sorted."""
    return tuple(sorted(_status(state)[1] | state.casework.flags))


def _status(state: Matter) -> tuple[str, frozenset[str]]:
    match state:
        case ClaimState() | GrievanceState() | ConsultationState() | CommitmentState() | ListingState():
            return str(state.status), state.flags
        case AuditState():
            return str(state.status), frozenset()
        case _:
            return UNKNOWN, frozenset()


def _opening(state: Matter) -> int | None:
    match state:
        case ClaimState(application=first) | GrievanceState(filing=first):
            return None if first is None else first[0]
        case _:
            return 1


def _in_force(state: Matter) -> InForce:
    match state:
        case ClaimState(decisions=(*_, last)):
            return InForce(last.version, str(last.result), str(last.order_maker))
        case GrievanceState(determinations=(*_, last), order_maker=maker):
            return InForce(last.version, str(last.outcome), None if maker is None else str(maker))
        case _:
            return InForce()
