"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import assets, demonstration, door
from api.web.keys import pages as keys
from api.web.volunteer import pages as volunteer

ROUTERS: Final[tuple[APIRouter, ...]] = (
    assets.router,
    door.router,
    demonstration.router,
    volunteer.router,
    keys.router,
)
