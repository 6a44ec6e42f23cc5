"""Service complaints as Open311 can tell them to anybody: groups, never a complaint.

A list of requests would show who complained, from where and when, to whoever knows one of the three. So a
request is here all complaints of one district and month that stand alike, on a grid that never moves.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from ledger.projections.reports.disclosure_control import SMALLEST, rounded_count

OPEN, CLOSED = "open", "closed"
STATUSES: Final = (OPEN, CLOSED)


class Complaint(NamedTuple):
    """One complaint: its district's code (empty: none is named), the month in which it came, and its end."""

    district: str
    month: str
    closed: bool


class Group(NamedTuple):
    """Complaints that are told together; ``n`` is rounded to 5 and above 10."""

    district: str
    month: str
    status: str
    n: int

    @property
    def name(self) -> str:
        """Return the id of the group, the same in every issue."""
        return f"{self.district or 'unknown'}-{self.month}-{self.status}"


def groups(complaints: Iterable[Complaint]) -> list[Group]:
    """Return the groups that anybody may see, by month and district.

    Of a district's month nothing is told if either status has 1 to 10: whoever knew both together would
    have the hidden one by subtraction.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    places = set[tuple[str, str]]()
    for one in complaints:
        counts[one.month, one.district, CLOSED if one.closed else OPEN] += 1
        places.add((one.month, one.district))
    found = []
    for month, district in sorted(places):
        cells = {status: counts[month, district, status] for status in STATUSES}
        if not any(0 < count < SMALLEST for count in cells.values()):
            shown = {status: rounded_count(count) for status, count in cells.items() if count}
            found += [Group(district, month, status, count) for status, count in shown.items()]
    return found
