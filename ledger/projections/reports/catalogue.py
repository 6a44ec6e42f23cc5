"""Every report there is, by its name."""

from collections.abc import Mapping
from typing import Final

from ledger.projections.errors import ReportError
from ledger.projections.reports.assembly import Report
from ledger.projections.reports.r01 import R01
from ledger.projections.reports.r02 import R02
from ledger.projections.reports.r03 import R03
from ledger.projections.reports.r04 import R04
from ledger.projections.reports.r05 import R05
from ledger.projections.reports.r06 import R06
from ledger.projections.reports.r07 import R07
from ledger.projections.reports.r08 import R08
from ledger.projections.reports.r09 import R09
from ledger.projections.reports.r10 import R10
from ledger.projections.reports.r11 import R11
from ledger.projections.reports.r12 import R12
from ledger.projections.reports.r13 import R13
from ledger.projections.reports.r14 import R14
from ledger.projections.reports.r15 import R15
from ledger.projections.reports.r16 import R16

REPORTS: Final[Mapping[str, Report]] = {
    report.name: report
    for report in (
        R01,
        R02,
        R03,
        R04,
        R05,
        R06,
        R07,
        R08,
        R09,
        R10,
        R11,
        R12,
        R13,
        R14,
        R15,
        R16,
    )
}


def find(name: str) -> Report:
    """Return the report of that name.

    Raises:
        ReportError: ``report_unknown``.
    """
    report = REPORTS.get(name)
    if report is None:
        raise ReportError("report_unknown", f"there is no report of that name; there is {', '.join(REPORTS)}")
    return report
