"""A report as a page tells it: numbers with where they come from, caveats, and what each flag takes."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from api.web.oversight.questions import POPULATIONS
from ledger.projections.errors import ReportError
from ledger.projections.pictures.document import EVIDENCE, UNITS, document
from ledger.projections.pictures.of_report import pictures
from ledger.projections.pictures.page import own_grid
from ledger.projections.pictures.words import FLAG_WORDS, Words
from ledger.projections.reports.assembly import Report
from ledger.projections.reports.r01_rows import DISCOVERY, SIGNAL
from ledger.projections.reports.shares import SMALL

LOCKS: Final = (
    Words("พ้นขอบเขต 99.8 %", "beyond the 99.8 % limits"),
    Words("ไม่น่าจะเป็นธงผิดเพราะดูหลายแถว (q < 0.05)", "no false discovery among many rows (q < 0.05)"),
    Words("มีอย่างน้อย 25 เรื่อง", "at least 25 decisions"),
)


class Lock(NamedTuple):
    """One of the conditions under which a row is asked to explain itself, and whether the row meets it."""

    said: Words
    met: bool


def locks(row: Mapping[str, Any]) -> tuple[Lock, ...]:
    """Return the three locks of a row, from its printed numbers; none where the report has no such limits."""
    if row.get("z") is None or row.get("q") is None or "limits" not in row:
        return ()
    met = (abs(row["z"]) > SIGNAL, row["q"] < DISCOVERY, row["n"] >= SMALL)
    return tuple(map(Lock, LOCKS, met))


def told(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a template shows of a report, from its envelope alone.

    ``drawings`` are titles and words of its pictures, with a table where that says more than the rows;
    empty where the extra ``report`` is not installed.
    """
    try:
        drawn = pictures(envelope)
    except ReportError:
        drawn = ()
    return {
        "envelope": envelope,
        "told": document(envelope),
        "evidence": EVIDENCE,
        "flag_words": FLAG_WORDS,
        "drawings": [(one, None if one.of_rows else own_grid(one)) for one in drawn],
        "locks": [(row, locks(row)) for row in envelope["rows"] if locks(row)],
    }


def choices(report: Report, tier: str) -> dict[str, Any]:
    """Return what may be asked of a report in ``tier``, in words."""
    return {
        "report": report,
        "populations": {word: POPULATIONS[word] for word in report.populations},
        "units": {word: UNITS[word] for word in report.units_for(tier)},
    }


def address(envelope: Mapping[str, Any]) -> str:
    """Return the question in an address, bound to the checkpoint of ``envelope``."""
    params = envelope["method"]["params"]
    given = {"population": params["population"], "unit": envelope["unit"]}
    months = zip(("from", "to"), params["window"], strict=False)  # as asked; none: all there is
    given |= {name: day[: len("2026-02")] for name, day in months}
    return urlencode(given | {"at": envelope["snapshot"]["tree_size"]})
