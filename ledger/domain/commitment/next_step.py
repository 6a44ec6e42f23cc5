"""What comes next in a commitment, who may do it, and which clock waits for it."""

from typing import Final

from ledger.domain.commitment.events import CommitmentProgressed, CommitmentVerified
from ledger.domain.commitment.rules import SIGNED_BY
from ledger.domain.commitment.state import CommitmentState, CommitmentStatus
from ledger.domain.steps import NextStep

REPORT: Final = NextStep(CommitmentProgressed, SIGNED_BY[CommitmentProgressed].by, "commitment")
VERIFY: Final = NextStep(CommitmentVerified, SIGNED_BY[CommitmentVerified].by, "verification", outside=True)
FIND_UNMET: Final = NextStep(CommitmentVerified, SIGNED_BY[CommitmentVerified].by, outside=True)
"""That it was not kept may be found without a report, once its day has passed."""


def next_steps(state: CommitmentState) -> tuple[NextStep, ...]:
    """Return the acts that the state admits: first what is waited for, then what else may be done."""
    match state.status:
        case CommitmentStatus.OPEN:
            return (REPORT, FIND_UNMET)
        case CommitmentStatus.REPORTED:
            return (VERIFY,)
        case CommitmentStatus.EMPTY | CommitmentStatus.MET | CommitmentStatus.WITHDRAWN:
            return ()
