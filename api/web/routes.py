"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import assets, demonstration, door

ROUTERS: Final[tuple[APIRouter, ...]] = (assets.router, door.router, demonstration.router)
