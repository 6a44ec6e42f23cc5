"""From decision rows to facts at one snapshot: whose time to appeal is over, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ledger.domain.dates import anniversary
from ledger.projections.reports.facts import DecisionFact
from ledger.projections.reports.vocabulary import (
    APPEAL_PENDING,
    IMPORTED,
    MATURED,
    NO_NOTICE,
    NOT_MATURED,
    UNKNOWN,
)

SATURDAY = 5


def window_end(row: Mapping[str, Any]) -> date | None:
    """Return the last day on which the decision could be contested; None without an effective notice.

    The period runs from the first complete notice, or for a year from the first notice where none came
    within it. A last day on a weekend moves on. Holidays are not known to this fold: they can only make the
    period longer, by days, and an appeal that comes then still counts.

    Source: APA s.40, s.44, s.64; ACA s.49, s.50.
    """
    if row["noticed"] is None:
        return None
    year_end = _rolled(anniversary(date.fromisoformat(row["noticed"])))
    if row["noticed_properly"] is None:
        return year_end
    proper = date.fromisoformat(row["noticed_properly"])
    return year_end if proper > year_end else _rolled(proper + timedelta(days=row["told"]))


def _rolled(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def standing(row: Mapping[str, Any], cut: date) -> str:
    """Return where a decision stands on the civil day ``cut``: a word of the reports' vocabulary."""
    if row["origin"] == IMPORTED:
        return UNKNOWN
    end = window_end(row)
    if end is None:
        return NO_NOTICE
    if end >= cut:
        return NOT_MATURED
    return APPEAL_PENDING if row["pending"] else MATURED


def decision_facts(rows: Iterable[Mapping[str, Any]], cut: date) -> Iterator[DecisionFact]:
    """Yield the fact of each decision row, as known on the civil day ``cut``."""
    for row in rows:
        yield _fact(row, cut)


def _fact(row: Mapping[str, Any], cut: date) -> DecisionFact:
    overturned = row["overturned"] > 0
    decided = overturned or row["decided"] > 0
    settled = not decided and row["settled"] > 0
    return DecisionFact(
        index=row["index"],
        decider=row["decider"],
        office=row["office"],
        district=row["district"],
        programme=row["programme"],
        rule=row["rule"],
        result=row["result"],
        channel=row["channel"],
        origin=row["origin"],
        month=row["day"][:7],
        ground=row["ground"],
        standing=standing(row, cut),
        appealed=row["appeals"] > 0,
        decided=decided,
        overturned=overturned,
        settled=settled,
        withdrawn=not decided and not settled and row["withdrawn"] > 0 and not row["pending"],
        way=row["way"],
        self_corrected=bool(row["self_corrected"]),
        pending_execution=overturned and not row["way"],
        defective_notice=row["noticed"] is not None and row["noticed_properly"] is None,
        defective_reasons=bool(row["defective_reasons"]),
        no_attestation=bool(row["no_attestation"]),
        departs=bool(row["departs"]),
    )
