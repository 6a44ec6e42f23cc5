"""The rules of closing. No office closes anything: the clock does, on a ground that the record shows."""

from ledger.domain.casework_codes import Closing, Outcome
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.grievance.events import GrievanceClosed
from ledger.domain.grievance.state import GrievanceState, GrievanceStatus
from ledger.domain.matters import Published


def check_closing(state: GrievanceState, says: GrievanceClosed, published: Published) -> None:
    """Check that the record shows the ground; an old register closes on the ground that it states.

    Raises:
        WrongState: ``grievance_state``: there is nothing to close.
        RuleBroken: ``closing_not_due``.
    """
    if state.status in (GrievanceStatus.EMPTY, GrievanceStatus.CLOSED):
        raise WrongState("grievance_state")
    if not published.historical and says.ground not in closable(state):
        raise RuleBroken("closing_not_due")


def closable(state: GrievanceState) -> frozenset[Closing]:
    """Return the grounds on which the record permits closing.

    ``confirmed`` takes every ordered remedy confirmed; ``superseded`` a notified outcome of that kind.
    Grounds that only a lapse can show are permitted by the flag that the lapse sets.
    """
    grounds: set[Closing] = set()
    if state.status is GrievanceStatus.REMEDY_REPORTED:
        if state.ordered and state.ordered <= state.confirmed:
            grounds.add(Closing.CONFIRMED)
        if "lapsed_confirm" in state.flags:
            grounds.add(Closing.UNCONFIRMED)
    if state.status is GrievanceStatus.NOTIFIED:
        if "lapsed_contest" in state.flags:
            grounds.add(Closing.NOT_CONTESTED)
        if state.determinations and state.determinations[-1].outcome is Outcome.SUPERSEDED:
            grounds.add(Closing.SUPERSEDED)
    return frozenset(grounds)
