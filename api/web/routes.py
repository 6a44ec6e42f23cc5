"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import assets, demonstration, door
from api.web.official import acts, approving, case, gate, letters, queue

OFFICIAL: Final = (queue.router, gate.router, case.router, letters.router, acts.router, approving.router)
"""The acts come after everything else of a case: their names are types of events."""
ROUTERS: Final[tuple[APIRouter, ...]] = (assets.router, door.router, demonstration.router, *OFFICIAL)
