"""What oversight sees: every case at every moment, who decided what, the reports, the log, the audits."""

from typing import Final

from fastapi import APIRouter

from api.web.oversight import (
    audits,
    finding,
    framing,
    log,
    numbers,
    officials,
    overview,
    papers,
    replay,
    reports,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    *(
        overview.router,
        finding.router,
        framing.router,
        audits.router,
        log.router,
        officials.router,
        reports.router,
        numbers.router,
    ),
    *(papers.router, replay.router),  # last: a path of theirs begins with any kind of case
)
