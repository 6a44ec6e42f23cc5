"""Where whoever holds a role has work, and what the navigation offers them."""

from collections.abc import Collection
from typing import Final, NamedTuple

from ledger.domain.codes import Role


class Place(NamedTuple):
    """A part of the pages: its path, what it is called in Thai and in English, and for which roles it is."""

    path: str
    thai: str
    english: str
    roles: frozenset[Role]


OFFICIALS: Final = frozenset(
    {Role.OFFICER, Role.SUPERVISOR, Role.HANDLER, Role.REVIEWER, Role.APPELLATE, Role.PAYER, Role.INTAKE}
)
ROOMS: Final = frozenset({Role.FACILITATOR, Role.CONVENER, Role.PARTICIPANT})
EVERYBODY: Final = frozenset(Role)
PLACES: Final = (
    Place("/watch", "กำกับตรวจสอบ", "Oversight", frozenset({Role.OVERSIGHT, Role.CUSTODIAN})),
    Place("/work", "งานของฉัน", "My work", OFFICIALS),
    Place("/attest", "คำขอรับรอง", "To attest", frozenset({Role.ATTESTER})),
    Place("/approve", "รอลงนามร่วม", "To sign", OFFICIALS | {Role.REGISTRAR, Role.OVERSIGHT, Role.CUSTODIAN}),
    Place("/rooms", "ห้องหารือ", "Consultations", EVERYBODY - {Role.CLOCK, Role.IMPORTER}),
    Place("/keys", "กุญแจของฉัน", "My key", EVERYBODY - {Role.CLOCK, Role.IMPORTER}),
)
"""In the order in which the navigation shows them."""


def places_of(roles: Collection[Role]) -> tuple[Place, ...]:
    """Return the parts that are for whoever holds ``roles``."""
    return tuple(place for place in PLACES if not place.roles.isdisjoint(roles))


def home_of(roles: Collection[Role]) -> str:
    """Return where whoever holds ``roles`` begins."""
    return next((place.path for place in places_of(roles)), "/")
