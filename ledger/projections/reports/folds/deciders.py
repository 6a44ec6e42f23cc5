"""What reports on deciders need beside C01: lines, new rules, months that an earlier issue told otherwise."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from ledger.domain.dates import civil
from ledger.domain.histories import Entries
from ledger.domain.programme.events import ProgrammePublished
from ledger.projections.reports.case import Case, History
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.vocabulary import MATURED

LINE: Final = Shape(
    "decision_line",
    ("decider", "office", "line", "programme", "result", "origin", "month"),
    ("n", "matured"),
)
"""Under which line of mandates and which programme decisions were made."""
REVISION: Final = Shape(
    "decision_revision",
    ("decider", "office", "programme", "result", "origin", "month"),
    ("entered", "left", "turned"),
)
"""Counted decisions that the issue of the month before did not hold, no longer holds, or told otherwise."""
RULES: Final = Shape("rules_published", ("programme", "month"), ("n",))
"""New versions of a programme's rules, by the month from which they hold; the first one changes nothing."""
_line_key: Final = attrgetter(*LINE.keys)
_revision_key: Final = attrgetter(*REVISION.keys)
SHAPES: Final = (LINE, REVISION, RULES)


class _Told(NamedTuple):
    """What an issue says of one decision: in which cell, and whether it fell."""

    key: tuple[str, ...]
    fell: bool


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the lines and the revisions of a claim's decisions, or the versions of a programme's rules."""
    if case.key.startswith("programme/"):
        _published(case.own.get(case.key, ()), facts)
        return
    found = [fact for fact, _ in fates(case)]
    for fact in found:
        count_line(fact, facts)
    if found:
        _revised(case, found, facts)


def fold_facts(decisions: Iterable[DecisionFact]) -> Facts:
    """Return the lines of ``decisions``, whatever their order."""
    facts, one = Facts(), CaseFacts()
    for fact in decisions:
        count_line(fact, one)
    facts.add(one)
    return facts


def count_line(fact: DecisionFact, facts: CaseFacts) -> None:
    """Count one decision under its line and programme."""
    facts.tally(LINE, _line_key(fact), (1, fact.standing == MATURED))


def _published(history: History, facts: CaseFacts) -> None:
    versions = [one.statement.says for one in history if isinstance(one.statement.says, ProgrammePublished)]
    for says in versions[1:]:
        facts.add(RULES, (history[0].statement.stream, says.from_.isoformat()[:7]), n=1)


def _revised(case: Case, now: Iterable[DecisionFact], facts: CaseFacts) -> None:
    """Compare what is told of each decision with the issue at the end of the month before.

    A decision without a change in this month (an entry of its case, or the end of its time to be
    contested) was told then as it is told now.
    """
    last, cut = case.context.month_before.cut, case.context.cut
    ended = [fact for fact in now if fact.window_end is not None and last <= fact.window_end < cut]
    if not ended and not _recorded_since(case, case.context.month_began):
        return
    earlier = _told(fact for fact, _ in fates(_before(case)))
    present = _told(now)
    if earlier == present:
        return
    facts.hold((last + timedelta(days=32)).replace(day=1) - timedelta(days=1))
    for index in earlier.keys() | present.keys():
        before, after = earlier.get(index), present.get(index)
        if before is not None and (after is None or after.key != before.key):
            facts.add(REVISION, before.key, left=1)
        if after is not None and (before is None or after.key != before.key):
            facts.add(REVISION, after.key, entered=1)
        if before is not None and after is not None and before.key == after.key and before.fell != after.fell:
            facts.add(REVISION, after.key, turned=1)


def _recorded_since(case: Case, instant: str) -> bool:
    for history in case.streams.values():
        for one in history:
            if one.recorded_at >= instant:
                return True
    return False


def _told(decisions: Iterable[DecisionFact]) -> dict[int, _Told]:
    """Return what an issue says of the decisions that it counts, by their index."""
    return {fact.index: _Told(_revision_key(fact), fact.reversed) for fact in decisions if fact.counted}


def _before(case: Case) -> Case:
    """Return the case as the issue before had it."""
    context = case.context.month_before

    def kept(streams: Mapping[str, History]) -> dict[str, History]:
        cut = {
            name: Entries(one for one in found if civil(one.recorded_at) <= context.cut)
            for name, found in streams.items()
        }
        return {name: found for name, found in cut.items() if found}

    return Case(case.key, context, kept(case.own), kept(case.near))
