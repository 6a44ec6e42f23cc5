"""Counters by case and by official, in memory, straight from entry bytes: the quickest honest rebuild."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.projections.readings import Decided, Determined, Reading, read_entry
from ledger.projections.reports.vocabulary import ADVERSE, SUCCESS

ACTS, DECISIONS, ADVERSE_DECISIONS, REVISIONS, DETERMINATIONS, SUCCESSES = range(6)
OFFICIAL_COUNTS: Final = (
    "acts",
    "decisions",
    "adverse",
    "revisions",
    "determinations",
    "successes",
)


@dataclass(slots=True)
class Counters:
    """``cases``: entries per stream. ``officials``: for whoever answers for an act, OFFICIAL_COUNTS.

    Merging is addition, so parts of a log may be counted apart, in any order.
    """

    entries: int = 0
    cases: dict[str, int] = field(default_factory=dict)
    officials: dict[str, list[int]] = field(default_factory=dict)

    def add(self, reading: Reading) -> None:
        """Count one entry. For an imported record the official whom it names answers."""
        self.entries += 1
        self.cases[reading.stream] = self.cases.get(reading.stream, 0) + 1
        data = reading.data
        actor = data.official or reading.by
        counts = self.officials.get(actor)
        if counts is None:
            counts = self.officials[actor] = [0] * len(OFFICIAL_COUNTS)
        counts[ACTS] += 1
        if type(data) is Decided:
            if data.supersedes is not None:
                counts[REVISIONS] += 1
            else:
                counts[DECISIONS] += 1
                counts[ADVERSE_DECISIONS] += data.result in ADVERSE
        elif type(data) is Determined:
            counts[DETERMINATIONS] += 1
            counts[SUCCESSES] += data.outcome in SUCCESS

    def merge(self, other: "Counters") -> None:
        """Add what another part of the log gave."""
        self.entries += other.entries
        for stream, count in other.cases.items():
            self.cases[stream] = self.cases.get(stream, 0) + count
        for actor, counts in other.officials.items():
            mine = self.officials.setdefault(actor, [0] * len(OFFICIAL_COUNTS))
            for place, count in enumerate(counts):
                mine[place] += count


def fold_counters(entries: Iterable[bytes], *, start: int = 0) -> Counters:
    """Return the counters of consecutive ``entries``, of which the first has index ``start``.

    Raises:
        UnknownEvent: An event type or schema that this release does not know.
        UnreadableEntry: An entry is unreadable or not at its place.
    """
    counters = Counters()
    for index, entry in enumerate(entries, start):
        counters.add(read_entry(index, entry))
    return counters
