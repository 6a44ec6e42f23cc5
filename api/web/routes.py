"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import assets, checking, demonstration, door
from api.web.citizen import case, filing, receipt, saying, tracking

CITIZEN: Final = (filing.router, receipt.router, tracking.router, case.router, saying.router, checking.router)
ROUTERS: Final[tuple[APIRouter, ...]] = (assets.router, door.router, demonstration.router, *CITIZEN)
