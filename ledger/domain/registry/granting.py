"""Where a mandate comes from: root quorum, registrar, or a supervisor who passes an own mandate on."""

from datetime import date

from ledger.domain.codes import Role
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.registry.events import MandateGranted


def grantor_mandate(state: RegistryState, by: str, says: MandateGranted, today: date) -> Mandate | None:
    """Return the mandate under which ``by`` may grant ``says`` today; None if there is none.

    A registrar grants within the own programmes and areas, in any line but the own. A supervisor passes
    on a mandate that allows it: same line, within programmes, areas and days; the one that was passed
    on least.
    """
    running = [mandate for mandate in state.mandates.get(by, ()) if mandate.runs(today)]
    for mandate in running:
        if mandate.role is Role.REGISTRAR and mandate.line != says.line and reaches(mandate, says):
            return mandate
    passing = [
        mandate
        for mandate in running
        if mandate.role is Role.SUPERVISOR
        and mandate.may_delegate
        and mandate.line == says.line
        and reaches(mandate, says)
        and mandate.from_ <= says.from_
        and says.to <= mandate.to
    ]
    return min(passing, key=lambda mandate: mandate.depth, default=None)


def reaches(mandate: Mandate, says: MandateGranted) -> bool:
    """Return whether the programmes and areas of ``says`` lie within those of ``mandate``."""
    programmes = not mandate.programmes or (
        bool(says.programmes) and mandate.programmes.issuperset(says.programmes)
    )
    areas = not mandate.areas or (
        bool(says.areas) and all(area.startswith(mandate.areas) for area in says.areas)
    )
    return programmes and areas


def depth_under(grantor: Mandate | None) -> int:
    """Return how often a mandate granted under ``grantor`` has been passed on."""
    return 0 if grantor is None or grantor.role is Role.REGISTRAR else grantor.depth + 1
