"""What comes next in an audit, and who may do it. No period runs for it."""

from ledger.domain.audit.events import AuditDrawn, AuditEvent, AuditFindingReported
from ledger.domain.audit.rules import SIGNED_BY
from ledger.domain.audit.state import AuditState, AuditStatus
from ledger.domain.steps import NextStep


def next_steps(state: AuditState) -> tuple[NextStep, ...]:
    """Return the acts that the state admits."""
    match state.status:
        case AuditStatus.SEALED:
            return (_step(AuditDrawn),)
        case AuditStatus.DRAWN:
            return (_step(AuditFindingReported),)
        case AuditStatus.EMPTY | AuditStatus.REPORTED:
            return ()


def _step(act: type[AuditEvent]) -> NextStep:
    return NextStep(act, SIGNED_BY[act].by)
