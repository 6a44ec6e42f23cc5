"""Consultations that the clock proposes: many grievances that say the same (the case pattern).

Grievances are taken in the order of the log, and the tenth that completes a pattern proposes it with exactly
those before it. So it does not matter when somebody looks: a late clock proposes the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.domain.consultation.codes import Trigger
from ledger.domain.consultation.events import ConsultationProposed
from ledger.domain.consultation.pattern import SPAN, Filed, filed, find_patterns, unused
from ledger.domain.prefix import Prefix
from ledger.domain.types import Code, StreamRef


class Waiting(NamedTuple):
    """A grievance that no pattern has used yet, and the time of its recording."""

    filed: Filed
    recorded_at: str


class Proposal(NamedTuple):
    """A consultation to be proposed, and the time at which the last of its cases was recorded."""

    says: ConsultationProposed
    recorded_at: str


def waiting(prefix: Prefix, stream: str) -> Waiting | None:
    """Return the grievance in ``stream`` if it lies in a district, with the grounds not used yet."""
    found = filed(prefix, stream)
    if found is None or found.complaint.area is None:
        return None
    left = unused(prefix, found)
    return Waiting(left, prefix.history(stream)[0].recorded_at) if left.complaint.grounds else None


def proposals(grievances: Iterable[Waiting]) -> Iterator[Proposal]:
    """Yield the consultations that ``grievances``, in the order of the log, propose.

    Each grievance counts once for each of its grounds.
    """
    alike: defaultdict[tuple[str, str, str | None], list[Filed]] = defaultdict(list)
    for one in grievances:
        about = one.filed.complaint
        for ground in sorted(about.grounds):
            key = (ground, about.programme, about.area)
            near = [*(other for other in alike[key] if one.filed.day - other.day <= SPAN), one.filed]
            alike[key] = near
            found = next((pattern for pattern in find_patterns(near) if pattern.ground == ground), None)
            if found is not None:
                alike[key] = [item for item in near if item.stream not in found.streams]
                yield _proposal(ground, found.streams, one.recorded_at)


def _proposal(ground: str, streams: tuple[str, ...], recorded_at: str) -> Proposal:
    says = ConsultationProposed(
        topic=Code(ground),
        trigger=Trigger.CASES,
        evidence=tuple(map(StreamRef, streams)),
        backers=len(streams),
    )
    return Proposal(says, recorded_at)
