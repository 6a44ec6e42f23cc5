"""The fold of a public listing."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework.state import NO_CASEWORK, Casework, evolve_clocked
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.listing.events import ListPosted
from ledger.domain.matters import Matter
from ledger.domain.types import EntryRef, Recorded


class ListingStatus(StrEnum):
    """Where a listing stands."""

    EMPTY = "empty"
    POSTED = "posted"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class ListingState(Matter):
    """A listing. Objections are grievances that refer to its stream; they stand in streams of their own."""

    status: ListingStatus = ListingStatus.EMPTY
    posted: ListPosted | None = None
    casework: Casework = NO_CASEWORK

    @property
    def flags(self) -> frozenset[str]:
        """Return the flags that follow from what it shares with other matters."""
        return self.casework.flags

    def rules(self) -> EntryRef | None:
        """Return the version of the rules to which it is pinned."""
        return None if self.posted is None else self.posted.programme

    def place(self) -> str | None:
        """Return the district in which it hangs."""
        return None if self.posted is None else self.posted.area


INITIAL: Final = ListingState()


def evolve(state: ListingState, recorded: Recorded) -> ListingState:
    """Return the state after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case ListPosted() as says:
            if state.posted is not None:
                return state
            return replace(state, status=ListingStatus.POSTED, posted=says)
        case DeadlineLapsed(effects=effects) if LapseEffect.LIST_FINAL in effects:
            final = ListingStatus.FINAL if state.status is ListingStatus.POSTED else state.status
            return _shared(replace(state, status=final), recorded)
        case _:
            return _shared(state, recorded)


def _shared(state: ListingState, recorded: Recorded) -> ListingState:
    shared = evolve_clocked(state.casework, recorded)
    return state if shared is state.casework else replace(state, casework=shared)
