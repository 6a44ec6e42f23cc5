"""When many grievances are one question: the pattern that proposes a consultation.

Ten grievances of one ground, programme and district within 180 days, from at least three households.
The log knows no households: the claim that a grievance contests stands for one, and a grievance that
contests none stands for its own. Grievances are counted, never named.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from ledger.domain.authority import is_imported
from ledger.domain.consultation.codes import Trigger
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.dates import civil
from ledger.domain.matters import Complaint
from ledger.domain.prefix import Prefix

GRIEVANCES: Final = 10
HOUSEHOLDS: Final = 3
SPAN: Final = timedelta(days=180)
"""From the first grievance to the last one, both recorded by then."""


class Filed(NamedTuple):
    """One grievance of a possible pattern: its stream, what it is about, the day of its recording."""

    stream: str
    complaint: Complaint
    day: date


class Pattern(NamedTuple):
    """Grievances that say the same: ``streams`` in the order of the log."""

    ground: str
    programme: str
    area: str
    streams: tuple[str, ...]


def filed(prefix: Prefix, stream: str) -> Filed | None:
    """Return the grievance that was filed in ``stream``; None if there is none.

    An imported one is none of these: it was recorded when the old register came, not when it was filed.
    """
    complaint = prefix.state(stream).complaint()
    if complaint is None:
        return None
    history = prefix.history(stream)
    if is_imported(history[0].statement, prefix.registry):
        return None
    return Filed(stream, complaint, civil(history[0].recorded_at))


def used_before(prefix: Prefix, stream: str, ground: str) -> bool:
    """Return whether this grievance is one of the many for which ``ground`` has proposed a consultation.

    A proposal from fewer cases uses none up: nobody can break a pattern by asking about one of them.
    """
    speaking = (prefix.state(other) for other in prefix.referring(stream))
    proposals = (other.proposal for other in speaking if isinstance(other, ConsultationState))
    return any(
        proposal is not None
        and proposal.trigger is Trigger.CASES
        and proposal.topic == ground
        and len(proposal.evidence) >= GRIEVANCES
        for proposal in proposals
    )


def unused(prefix: Prefix, item: Filed) -> Filed:
    """Return the grievance with the grounds for which it was not counted yet."""
    left = frozenset(
        ground for ground in item.complaint.grounds if not used_before(prefix, item.stream, ground)
    )
    return item._replace(complaint=item.complaint._replace(grounds=left))


def is_pattern(evidence: Sequence[Filed], ground: str) -> bool:
    """Return whether these grievances, all of them, are one pattern of ``ground``."""
    alike = {
        (item.complaint.programme, item.complaint.area)
        for item in evidence
        if ground in item.complaint.grounds
    }
    same = all(ground in item.complaint.grounds for item in evidence) and len(alike) == 1
    return same and (None not in {area for _, area in alike}) and is_enough(evidence)


def find_patterns(filings: Iterable[Filed]) -> tuple[Pattern, ...]:
    """Return every pattern among ``filings``: for each ground, programme and district the newest one.

    Args:
        filings: Grievances in the order of the log.
    """
    alike = defaultdict(list)
    for item in filings:
        about = item.complaint
        if about.area is not None:
            for ground in sorted(about.grounds):
                alike[ground, about.programme, about.area].append(item)
    return tuple(
        Pattern(*key, tuple(item.stream for item in near))
        for key, found in alike.items()
        if (near := _newest(found)) is not None
    )


def _newest(found: Sequence[Filed]) -> list[Filed] | None:
    """Return the grievances of the newest span that is enough; None if none is."""
    for last in sorted({item.day for item in found}, reverse=True):
        near = [item for item in found if timedelta() <= last - item.day <= SPAN]
        if is_enough(near):
            return near
    return None


def is_enough(found: Sequence[Filed]) -> bool:
    """Return whether grievances that are alike are enough of them, near enough, from enough households."""
    if len({item.stream for item in found}) < GRIEVANCES:
        return False
    days = [item.day for item in found]
    households = {item.complaint.case or item.stream for item in found}
    return len(households) >= HOUSEHOLDS and max(days) - min(days) <= SPAN
