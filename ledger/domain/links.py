"""Which other streams an entry refers to, so that those can be asked who speaks of them.

A claim must know the appeals against its decisions, and a case the audits and consultations that it is
evidence of. The ledger keeps this index beside its entries; it follows from them alone.
"""

from typing import Final

from ledger.domain.audit.events import AuditFindingReported
from ledger.domain.commitment.events import CommitmentMade
from ledger.domain.consultation.events import ConsultationOpened, ConsultationProposed
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.listing.events import ListPosted
from ledger.domain.types import Says

REFERRING: Final = (
    GrievanceFiled,
    ConsultationProposed,
    ConsultationOpened,
    CommitmentMade,
    ListPosted,
    AuditFindingReported,
)
"""The types that refer to other streams."""


def links(says: Says) -> tuple[str, ...]:
    """Return the streams and persons to which ``says`` refers, each once, in the order of its members."""
    match says:
        case GrievanceFiled():
            earlier = () if says.appeal_of is None else (says.appeal_of,)
            contested = (item.claim for item in says.contests)
            return tuple(dict.fromkeys((*contested, *says.about, *earlier, *says.related)))
        case ConsultationProposed() | ConsultationOpened():
            return tuple(dict.fromkeys(says.evidence))
        case CommitmentMade():
            return (says.source.stream,)
        case ListPosted():
            return (says.programme.stream,)
        case AuditFindingReported():
            return (says.case,)
        case _:
            return ()
