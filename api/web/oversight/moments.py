"""Which moment of a case somebody asks for, and what changed between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from ledger.domain.dates import BANGKOK
from ledger.domain.types import Recorded
from ledger.projections.views.case import CaseView
from ledger.projections.views.entries import Shown
from ledger.projections.views.periods import Period


class Asked(NamedTuple):
    """A moment: after the entry of ``version``, at the end of the day ``on``, or, with neither, now."""

    version: int | None = None
    on: date | None = None

    def at(self, history: Sequence[Recorded]) -> int | datetime | None:
        """Return where the log is read: after an index, at a time; None: as it is now.

        Args:
            history: Every entry of the case there is today; a version beyond it is its last one.
        """
        if self.on is not None:
            return datetime.combine(self.on, time.max, UTC).replace(microsecond=999_000) - BANGKOK
        if self.version is None:
            return None
        return history[min(self.version, len(history)) - 1].index


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed of a case from one moment to a later one.

    ``flags_gone`` and ``flags_new`` are of the days of looking. ``clocks`` pairs each clock that stands
    otherwise with how it stood before; None: it had not begun.
    """

    entries: tuple[Shown, ...]
    flags_gone: tuple[str, ...]
    flags_new: tuple[str, ...]
    clocks: tuple[tuple[Period | None, Period], ...]


def change(before: CaseView, after: CaseView) -> Change:
    """Return what changed from ``before`` to ``after``, two views of one case, the earlier first."""
    had = {one.index for one in before.entries}
    stood = {(one.name, one.derivation.start): one for one in before.clocks}
    pairs = ((stood.get((one.name, one.derivation.start)), one) for one in after.clocks)
    gone, new = set(before.stands.flags), set(after.stands.flags)
    return Change(
        entries=tuple(one for one in after.entries if one.index not in had),
        flags_gone=tuple(sorted(gone - new)),
        flags_new=tuple(sorted(new - gone)),
        clocks=tuple(
            (old, now) for old, now in pairs if old is None or (old.stands, old.due) != (now.stands, now.due)
        ),
    )
