"""C03: what offices and named owners owe by a day, and whether it was done by then.

One obligation for each start of a clock after which somebody is late: the domain's own words for it
(``casebook.LATE``). A person's own periods, attesters' replies and the verification of promises are none;
remedies and commitments are told as promises. What is open keeps its last day in the key, so that a day
that passes changes no fact.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from ledger.domain.casebook import LATE
from ledger.domain.casework.events import PeriodExtended
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import DAY, day_of, within
from ledger.domain.clocks.rows import ClockName
from ledger.domain.dates import civil
from ledger.domain.histories import of_kind
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Key, Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.charge import charged

PROMISES: Final = frozenset({ClockName.REMEDY, ClockName.COMMITMENT})
KEYS: Final = ("clock", "class", "mark", "office", "owner", "month")
OBLIGATION: Final = Shape(
    "obligation", KEYS, ("met", "met_late", "ended", "extended", "in_time_at_first", "open")
)
"""``in_time_at_first``: met by the last day before any extension. ``ended``: lost its ground in time."""
OBLIGATION_OPEN: Final = Shape("obligation_open", (*KEYS, "first", "due"), ("n",))
"""What nobody has met, by its last days: a day, or an instant where hours are counted."""
OPEN_SINCE: Final = Shape("obligation_open_entries", (*KEYS, "first", "due"))
"""Evidence: the entries that started those clocks."""
OUTSIDE: Final = Shape("obligation_outside", ("kind", "month"), ("n",))
"""Claims and grievances in which no clock ever started: those of an imported register."""
SHAPES: Final = (OBLIGATION, OBLIGATION_OPEN, OPEN_SINCE, OUTSIDE)


class LastDays(NamedTuple):
    """The last day before any extension, and the one that holds."""

    first: str
    last: str


def fold(case: Case, facts: CaseFacts) -> None:
    """Count what is owed in each stream of a case that is counted here."""
    for stream in case.own:
        found = case.clocks(stream)
        for clock in found:
            if is_owed(clock):
                _count(case, clock, facts)
            if clock.name is ClockName.INFORMATION and clock.runs(case.context.now):
                facts.hold(case.context.cut)  # somebody is asked: last days may move with every day
        kind, _, _ = stream.partition("/")
        if not found and kind in ("claim", "grievance"):
            facts.add(OUTSIDE, (kind, (case.own[stream][0].statement.at or "")[:7]), n=1)


def is_owed(clock: Clock) -> bool:
    """Return whether an office or a named owner owes what the clock waits for."""
    return clock.name not in PROMISES and not LATE.isdisjoint(clock.row.effects)


def last_days(case: Case, clock: Clock) -> LastDays:
    """Return the last days of a clock: extended once, noticed and recorded by its last day, or not at all.

    Rules refuse any other extension; a log that nobody judged gains nothing by one.
    """
    if not case.once(_extended, clock.stream):
        return LastDays(clock.due, clock.due)
    recorded, says = next(_extensions(case, clock), (None, None))
    if recorded is None or says is None:
        return LastDays(clock.due, clock.due)
    first = says.from_.isoformat()
    timely = max(civil(recorded.recorded_at), says.notice_sent_on) <= says.from_
    if clock.row.extends is None or not timely:
        return LastDays(first, first)
    only = clock.extension is not None and clock.extension.version == recorded.version
    return LastDays(first, clock.due if only else says.to.isoformat())


def _extended(case: Case, stream: str) -> list[tuple[Recorded, PeriodExtended]]:
    return list(of_kind(case.prefix.history(stream), PeriodExtended))


def _extensions(case: Case, clock: Clock) -> Iterator[tuple[Recorded, PeriodExtended]]:
    for recorded, says in case.once(_extended, clock.stream):
        if (
            says.clock == clock.name.value
            and says.start == clock.start
            and (not clock.row.fixed or says.from_ == day_of(clock.raw))
        ):
            yield recorded, says


def _count(case: Case, clock: Clock, facts: CaseFacts) -> None:
    first, last = last_days(case, clock)
    charge = charged(case, clock)
    month = last[:7] if len(last) == DAY else day_of(last).isoformat()[:7]
    words = (str(clock.name), str(clock.row.class_), str(clock.mark))
    key: Key = (*words, charge.office, charge.owner, month)
    extended = first != last
    if clock.met_on is not None and within(clock.met_on, last):
        facts.tally(OBLIGATION, key, (1, 0, 0, extended, not extended or within(clock.met_on, first), 0))
    elif clock.ended is not None:
        facts.tally(OBLIGATION, key, (0, 0, 1, extended, 0, 0))
    elif clock.met_on is not None:
        facts.tally(OBLIGATION, key, (0, 1, 0, extended, 0, 0))
    else:
        facts.tally(OBLIGATION, key, (0, 0, 0, extended, 0, 1))
        facts.add(OBLIGATION_OPEN, (*key, first, last), n=1)
        start = case.prefix.history(clock.start.stream)[clock.start.version - 1]
        facts.cite(OPEN_SINCE, (*key, first, last), start.index)
