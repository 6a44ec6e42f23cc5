"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import assets, demonstration, door
from api.web.rooms import acts_pages as room_acts
from api.web.rooms import pages as rooms

ROUTERS: Final[tuple[APIRouter, ...]] = (
    assets.router,
    door.router,
    demonstration.router,
    room_acts.router,
    rooms.router,
)
