"""How fast a grievance must go: the tier that the filer states, and the least that its kind takes."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.casework_codes import Kind, Urgency

ORDER: Final = (Urgency.NORMAL, Urgency.URGENT, Urgency.EMERGENCY)
"""The tiers, the slowest first."""
LEAST: Final[Mapping[Kind, Urgency]] = {
    Kind.RETALIATION: Urgency.EMERGENCY,
    Kind.INTEGRITY_ALLEGATION: Urgency.URGENT,
}
"""The slowest tier of a kind. A reclassification may lower it, under the rule of downgrades."""


def tier(kind: Kind, stated: Urgency) -> Urgency:
    """Return the tier of a grievance that is filed as ``kind`` with the urgency ``stated``."""
    return faster(stated, LEAST.get(kind, Urgency.NORMAL))


def faster(one: Urgency, other: Urgency) -> Urgency:
    """Return the faster of two tiers."""
    return max(one, other, key=ORDER.index)


def lowers(before: Urgency, after: Urgency) -> bool:
    """Return whether ``after`` is slower than ``before``."""
    return ORDER.index(after) < ORDER.index(before)
