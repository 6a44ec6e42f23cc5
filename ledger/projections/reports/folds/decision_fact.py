"""What the reports know of one decision at one snapshot."""

from datetime import date
from typing import NamedTuple

from ledger.projections.reports.vocabulary import IMPORTED, MATURED, STAY


class DecisionFact(NamedTuple):
    """What the reports know of one decision at one snapshot.

    ``month`` is ``YYYY-MM`` of the day of the act, empty where the register does not know it. ``standing``
    is one of the words in ``vocabulary``. ``way`` is how it was reversed, empty if it was not. ``settled``
    and ``withdrawn`` speak of appeals of which none was decided. ``line`` is that of the decider's mandate.
    ``window_end`` is the last day to contest it, None where no notice started one. ``acts`` are the versions
    of its claim that made or corrected it, ``grievances`` the streams of any kind that contest one of those.
    """

    index: int  # type: ignore[assignment]  # a place in the log; nobody looks for values in a fact
    decider: str
    office: str
    district: str
    programme: str
    rule: str
    result: str
    channel: str
    origin: str
    month: str
    ground: str
    standing: str
    appealed: bool = False
    decided: bool = False
    overturned: bool = False
    settled: bool = False
    withdrawn: bool = False
    way: str = ""
    self_corrected: bool = False
    pending_execution: bool = False
    defective_notice: bool = False
    defective_reasons: bool = False
    no_attestation: bool = False
    departs: bool = False
    won_in_court: bool = False
    line: str = ""
    window_end: date | None = None
    acts: frozenset[int] = frozenset()
    grievances: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        """Return whether its fate can be told: it is matured, or imported, and no stay."""
        return (self.standing == MATURED or self.origin == IMPORTED) and self.result != STAY

    @property
    def reversed(self) -> bool:
        """Return whether it did not stand: by a correction in the person's favour, on appeal, or in court."""
        return bool(self.way) or self.overturned or self.won_in_court
