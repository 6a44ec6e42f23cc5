"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import approving, assets, demonstration, door

ROUTERS: Final[tuple[APIRouter, ...]] = (
    assets.router,
    door.router,
    approving.router,
    demonstration.router,
)
