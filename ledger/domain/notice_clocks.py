"""Periods that a notice starts for the person: to appeal, or to go to court.

No period runs against anybody before an effective notice. A notice that does not say where to go and within
what time gives a year; one that says so, given within that year, starts the plain period.

Source: APA s.40 and s.44; ACA s.49 and s.50.
"""

from collections.abc import Callable, Iterable, Sequence

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.clocks.clock import Act, Clock, Route
from ledger.domain.clocks.deliveries import Delivery
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.notice_rows import MARKS
from ledger.domain.clocks.rows import Mark
from ledger.domain.timekeeping import Notice, Timeline


def notice_clocks(
    line: Timeline,
    row: str,
    received: Sequence[Delivery],
    told: Callable[[Delivery], int | None],
    *,
    met: Iterable[Act] = (),
    ended: Iterable[Act] = (),
    effects: tuple[LapseEffect, ...] | None = None,
    next_: Route | None = None,
    advise: bool = False,
) -> tuple[Clock, ...]:
    """Return the clocks that the notices of one order started: one, or two if a fault was cured.

    Args:
        line: The stream's timeline.
        row: The row of the plain period; ``<row>_year`` is that of a defective notice.
        received: The notices of the order that count as received, by that day.
        told: The days that a notice names; fewer than the row has are a fault of the notice, more are kept.
        met: Acts that satisfy the period.
        ended: Acts that take the order away.
        effects: What follows from a lapse, where that is not what the row says.
        next_: Where the person can go after a lapse.
        advise: Whether the year is doubtful, so that the plain period is advised.
    """
    if not received:
        return ()
    met, ended, first = tuple(met), tuple(ended), received[0]
    least = line.book.rows[row].period.length
    proper = None
    for one in received:
        # The first lies within its own year.
        if _days(told(one)) >= least and (
            one is first or day_of(one.act.on) <= line.due(f"{row}_year", first.act)
        ):
            proper = one
            break
    clocks = []
    if proper is not first:
        cured = () if proper is None else (proper.act,)
        year = line.clock(
            f"{row}_year",
            first.act,
            met=met,
            ended=(*ended, *cured),
            notice=_relied_on(line, first, None),
            effects=effects,
            next_=next_,
            advised=line.due(row, first.act) if advise else None,
        )
        clocks.append(year)
    if proper is not None:
        plain = line.clock(
            row,
            proper.act,
            met=met,
            ended=ended,
            notice=_relied_on(line, proper, _days(told(proper))),
            effects=effects,
            next_=next_,
        )
        clocks.append(plain)
    return tuple(clocks)


def _days(told: int | None) -> int:
    """Return the days that a notice names; one that names none is as good as one that names no day."""
    return -1 if told is None else told


def _relied_on(line: Timeline, delivery: Delivery, length: int | None) -> Notice:
    """Return what the rule of the notice adds: whether its day is to be confirmed, and may make a lapse."""
    if delivery.rule is None:
        return Notice(length)
    to_confirm = MARKS[delivery.rule] is Mark.TO_CONFIRM
    return Notice(length, to_confirm=to_confirm, active=delivery.rule in line.book.notices)
