"""The fold of any stream, by its kind."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from ledger.domain.audit import state as audit
from ledger.domain.claim import state as claim
from ledger.domain.commitment import state as commitment
from ledger.domain.consultation import state as consultation
from ledger.domain.directory import RegistryState
from ledger.domain.grievance import state as grievance
from ledger.domain.listing import state as listing
from ledger.domain.matters import OtherStream
from ledger.domain.programme import state as programme
from ledger.domain.registry import state as registry
from ledger.domain.types import Recorded

StreamState: TypeAlias = (
    RegistryState
    | programme.ProgrammeState
    | claim.ClaimState
    | grievance.GrievanceState
    | consultation.ConsultationState
    | commitment.CommitmentState
    | listing.ListingState
    | audit.AuditState
    | OtherStream
)

_INITIAL: Final[Mapping[str, StreamState]] = {
    "registry": registry.INITIAL,
    "programme": programme.INITIAL,
    "claim": claim.INITIAL,
    "grievance": grievance.INITIAL,
    "consultation": consultation.INITIAL,
    "commitment": commitment.INITIAL,
    "listing": listing.INITIAL,
    "audit": audit.INITIAL,
}
_EVOLVE: Final[Mapping[type[Any], Callable[[Any, Recorded], StreamState]]] = {
    RegistryState: registry.evolve,
    programme.ProgrammeState: programme.evolve,
    claim.ClaimState: claim.evolve,
    grievance.GrievanceState: grievance.evolve,
    consultation.ConsultationState: consultation.evolve,
    commitment.CommitmentState: commitment.evolve,
    listing.ListingState: listing.evolve,
    audit.AuditState: audit.evolve,
}


def initial(stream: str) -> StreamState:
    """Return the state of ``stream`` before its first entry."""
    return _INITIAL.get(stream.partition("/")[0]) or OtherStream()


def evolve(state: StreamState, recorded: Recorded) -> StreamState:
    """Return the state after ``recorded``.

    Total: it never refuses, whatever the order of events. An event of an unknown type, or of another
    kind of stream, changes nothing; its version and leaf are counted by whoever folds.
    """
    fold = _EVOLVE.get(type(state))
    return state if fold is None else fold(state, recorded)
