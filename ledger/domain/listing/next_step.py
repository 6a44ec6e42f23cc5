"""What comes next in a listing: it becomes final when nobody can object any more."""

from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.codes import Role
from ledger.domain.listing.rules import OBJECTION
from ledger.domain.listing.state import ListingState, ListingStatus
from ledger.domain.steps import NextStep


def next_steps(state: ListingState) -> tuple[NextStep, ...]:
    """Return the acts that the state admits. Objections are filed in streams of their own, at any time."""
    if state.status is ListingStatus.POSTED:
        return (NextStep(DeadlineLapsed, (Role.CLOCK,), OBJECTION),)
    return ()
