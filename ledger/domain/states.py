"""The fold of any stream, by its kind."""

from typing import TypeAlias

from ledger.domain.claim import state as claim
from ledger.domain.directory import RegistryState
from ledger.domain.grievance import state as grievance
from ledger.domain.matters import OtherStream
from ledger.domain.programme import state as programme
from ledger.domain.registry import state as registry
from ledger.domain.types import Recorded

StreamState: TypeAlias = (
    RegistryState | programme.ProgrammeState | claim.ClaimState | grievance.GrievanceState | OtherStream
)


def initial(stream: str) -> StreamState:
    """Return the state of ``stream`` before its first entry."""
    kind = stream.partition("/")[0]
    if kind == "claim":
        return claim.INITIAL
    if kind == "grievance":
        return grievance.INITIAL
    if kind == "programme":
        return programme.INITIAL
    if kind == "registry":
        return registry.INITIAL
    return OtherStream()


def evolve(state: StreamState, recorded: Recorded) -> StreamState:
    """Return the state after ``recorded``.

    Total: it never refuses, whatever the order of events. An event of an unknown type, or of another
    kind of stream, changes nothing; its version and leaf are counted by whoever folds.
    """
    if isinstance(state, claim.ClaimState):
        return claim.evolve(state, recorded)
    if isinstance(state, grievance.GrievanceState):
        return grievance.evolve(state, recorded)
    if isinstance(state, programme.ProgrammeState):
        return programme.evolve(state, recorded)
    if isinstance(state, RegistryState):
        return registry.evolve(state, recorded)
    return state
