"""What a programme may promise: its codes, its figures, and the rows of its clocks.

A row of the law is as the table of statutes has it, unless a special Act displaces it, which takes a
citation and a reviewer. A row of policy is the programme's own, within what its clock can count. A rule of
notices that is to be confirmed has a row too, by which a programme activates it and alters nothing.

Source: APA s.3 for special Acts; APA s.70 to s.73 for notices.
"""

from typing import Final

from ledger.domain.clocks.counting import Period
from ledger.domain.clocks.notice_rows import ROWS as NOTICES
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import LONGEST, ClockName, Row
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import ClockClass, ClockUnit
from ledger.domain.errors import RuleBroken
from ledger.domain.matters import Published
from ledger.domain.programme.events import ClockRow, ProgrammePublished
from ledger.domain.types import Code

SMALLEST_CELL: Final = 11
"""Counts of 1 to 10 are never shown."""
MILLION: Final = 1_000_000


def check_content(says: ProgrammePublished) -> None:
    """Check that no code stands twice, that there is a benefit, and that figures are within their ranges."""
    for codes in (
        says.benefits,
        tuple(fact.code for fact in says.facts),
        tuple((row.clock, row.class_) for row in says.clocks),
        tuple((template.code, template.lang) for template in says.templates),
    ):
        if len(set(codes)) < len(codes):
            raise RuleBroken("programme_invalid")
    figures = (
        says.benefits,
        0 <= says.audit_ppm <= MILLION,
        says.small_cell >= SMALLEST_CELL,
        all(fact.max_age > 0 for fact in says.facts),
        all(0 < row.length <= LONGEST[row.unit] for row in says.clocks),
    )
    if not all(figures):
        raise RuleBroken("programme_invalid")


def check_kept(says: ProgrammePublished, last: Published) -> None:
    """Check that every row of the law in the last version stands in this one; a reviewer may alter it."""
    rows = {row.clock: row for row in says.clocks if row.class_ is ClockClass.STATUTE}
    for clock, old in last.statute.items():
        new = rows.get(Code(clock))
        if new is None or (new != old and says.reviewed is None):
            raise RuleBroken("statute_locked")


def check_rows(says: ProgrammePublished) -> None:
    """Check every row against the tables of the law, of policy and of notices."""
    reviewed = says.reviewed is not None
    for row in says.clocks:
        if row.clock in NOTICES:
            _check_notice(row, reviewed=reviewed)
            continue
        known = (STATUTE if row.class_ is ClockClass.STATUTE else POLICY).get(row.clock)
        if known is None and row.clock in STATUTE:
            raise RuleBroken("statute_locked")
        if known is None:
            raise RuleBroken("clock_unknown", clock=row.clock)
        if row.active and not known.active and not reviewed:
            raise RuleBroken("clock_unreviewed", clock=row.clock)
        if row.class_ is ClockClass.STATUTE:
            _check_statute(row, known, reviewed=reviewed)
        else:
            _check_policy(row, known)


def _check_notice(row: ClockRow, *, reviewed: bool) -> None:
    """A rule of notices is the law's: it runs after a review, and its day is never the programme's."""
    stated = Period(row.length, row.unit, row.roll)
    if row.class_ is not ClockClass.STATUTE or row.citation is not None or stated != NOTICES[row.clock]:
        raise RuleBroken("statute_locked")
    if row.active and not reviewed:
        raise RuleBroken("clock_unreviewed", clock=row.clock)


def _check_statute(row: ClockRow, known: Row, *, reviewed: bool) -> None:
    if row.citation is not None:
        if not reviewed:
            raise RuleBroken("statute_locked")
        return
    altered = Period(row.length, row.unit, row.roll) != known.period
    if altered or (known.active and not row.active):
        raise RuleBroken("statute_locked")


def _check_policy(row: ClockRow, known: Row) -> None:
    """Hours stay hours and days stay days; the watch over retaliation may only grow longer."""
    hours = ClockUnit.HOURS in (row.unit, known.period.unit)
    if hours and row.unit is not known.period.unit:
        raise RuleBroken("programme_invalid")
    if known.clock is ClockName.RETALIATION_WATCH and (
        row.unit is not known.period.unit or row.length < known.period.length
    ):
        raise RuleBroken("programme_invalid")
