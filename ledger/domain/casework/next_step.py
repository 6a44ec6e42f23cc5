"""What comes next in a claim or grievance besides its own procedure: answers, rulings, reviews."""

from typing import Final

from ledger.domain.casebook import Casework
from ledger.domain.casework.events import (
    ActReviewed,
    ConflictDecided,
    CourtOutcomeRecorded,
    InformationSupplied,
)
from ledger.domain.casework.rules import SIGNED_BY
from ledger.domain.steps import NextStep

RULING: Final = NextStep(ConflictDecided, SIGNED_BY[ConflictDecided].by, "conflict_ruling", outside=True)
SUPPLY: Final = NextStep(InformationSupplied, SIGNED_BY[InformationSupplied].by, "information")
REVIEW: Final = NextStep(ActReviewed, SIGNED_BY[ActReviewed].by, "contested_act", outside=True)
COURT: Final = NextStep(CourtOutcomeRecorded, SIGNED_BY[CourtOutcomeRecorded].by)


def next_steps(casework: Casework) -> tuple[NextStep, ...]:
    """Return what is waited for: a ruling on a conflict, an answer to a request, a court's outcome."""
    steps = []
    if any(conflict.ruled is None for conflict in casework.conflicts):
        steps.append(RULING)
    if casework.open_requests():
        steps.append(SUPPLY)
    if casework.in_court():
        steps.append(COURT)
    return tuple(steps)
