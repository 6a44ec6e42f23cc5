"""Which grievances belong to which cases: asked once of a whole log, before its cases are put together."""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.types import Recorded


class Links(NamedTuple):
    """Which cases need a grievance (the first counts it, the others only read it), and the reverse."""

    cases: dict[str, tuple[str, ...]]
    grievances: dict[str, list[str]]

    def key(self, stream: str) -> str:
        """Return the case in which a stream is counted."""
        return self.cases.get(stream, (stream,))[0]


def linked(entries: Iterable[Recorded]) -> Links:
    """Return to which cases grievances belong.

    A grievance belongs to the first claim that it contests, or where its predecessor belongs, or to itself.

    Args:
        entries: Those of grievances, or their filings, in any order; one that does not begin its stream
            tells nothing.
    """
    found = Links({}, {})
    for recorded in sorted(entries, key=lambda one: one.index):
        stream, says = recorded.statement.stream, recorded.statement.says
        if not isinstance(says, GrievanceFiled) or recorded.version > 1:
            continue
        earlier = found.cases.get(says.appeal_of or "", ())
        cases = tuple(dict.fromkeys((*(item.claim for item in says.contests), *earlier))) or (stream,)
        found.cases[stream] = cases
        for case in cases:
            found.grievances.setdefault(case, []).append(stream)
    return found
