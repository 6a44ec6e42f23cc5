"""Every router of the pages."""

from typing import Final

from fastapi import APIRouter

from api.web import assets, checking, demonstration, door, oversight
from api.web.citizen import case as own_case
from api.web.citizen import filing, papers, receipt, saying, tracking
from api.web.keys import pages as keys
from api.web.official import acts, approving, case, gate, letters, queue
from api.web.rooms import acts_pages as room_acts
from api.web.rooms import pages as rooms
from api.web.volunteer import pages as volunteer

CITIZEN: Final = (
    filing.router,
    receipt.router,
    tracking.router,
    own_case.router,
    papers.router,
    saying.router,
    checking.router,
)
OFFICIAL: Final = (queue.router, gate.router, case.router, letters.router, acts.router, approving.router)
"""The acts come after everything else of a case: their names are types of events."""
ROOMS: Final = (room_acts.router, rooms.router)
"""What may be proposed comes before a room, whose name stands in the same place."""
ROUTERS: Final[tuple[APIRouter, ...]] = (
    *(assets.router, door.router, demonstration.router),
    *CITIZEN,
    *OFFICIAL,
    *oversight.ROUTERS,
    *ROOMS,
    volunteer.router,
    keys.router,
)
