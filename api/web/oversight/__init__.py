"""What oversight sees: every case at every moment, who decided what, the reports, the log, the audits."""

from typing import Final

from fastapi import APIRouter

from api.web.oversight import finding, overview, papers, replay

ROUTERS: Final[tuple[APIRouter, ...]] = (overview.router, finding.router, papers.router, replay.router)
