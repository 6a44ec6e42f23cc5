"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import assets, demonstration, door
from api.web.citizen import filing, receipt

CITIZEN: Final = (filing.router, receipt.router)
ROUTERS: Final[tuple[APIRouter, ...]] = (assets.router, door.router, demonstration.router, *CITIZEN)
