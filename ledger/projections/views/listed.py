"""One line of a list: where a matter stands at the moment of the list, and where it lies in the log."""

from dataclasses import dataclass

from ledger.domain.consultation.state import ConsultationState
from ledger.domain.dates import civil
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.prefix import Prefix
from ledger.projections.standing import standing
from ledger.projections.views.blocks import scope_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter in a list.

    ``flags`` are those that follow from its own entries; the file has those of the day too. ``kind`` and
    ``level`` are a grievance's, ``topic``, ``question`` and ``owner`` a consultation's. ``result`` is that
    of the decision or determination in force. ``first`` and ``index`` are the indexes of the first and last
    entry, ``version`` counts them.
    """

    stream: str
    state: str
    flags: tuple[str, ...]
    kind: str | None
    level: int | None
    topic: str | None
    question: str | None
    owner: str | None
    programme: str | None
    area: str | None
    result: str | None
    first: int
    opened_at: str
    version: int
    index: int
    updated_at: str


def view_listed(prefix: Prefix, stream: str) -> Listed | None:
    """Return the line of ``stream`` at the position of ``prefix``; None if it has no entry by then."""
    history = prefix.history(stream)
    if not history:
        return None
    state, first, last = prefix.state(stream), history[0], history[-1]
    stands, scope = standing(stream.partition("/")[0], state), scope_of(state)
    grievance = state if isinstance(state, GrievanceState) else None
    consultation = state if isinstance(state, ConsultationState) else None
    opened = None if consultation is None else consultation.opened
    proposal = None if consultation is None else consultation.proposal
    kind = None if grievance is None else grievance.kind
    return Listed(
        stream,
        stands.state if consultation is None else str(consultation.stands(civil(prefix.now))),
        stands.flags,
        None if kind is None else str(kind),
        None if grievance is None else grievance.level,
        None if proposal is None else str(proposal.topic),
        None if opened is None else opened.question,
        None if consultation is None else consultation.owner,
        scope.programme,
        scope.area,
        stands.in_force.result,
        first.index,
        first.recorded_at,
        last.version,
        last.index,
        last.recorded_at,
    )
