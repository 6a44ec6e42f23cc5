"""Where a mandate comes from: root quorum, registrar, or a supervisor who passes an own mandate on."""

from datetime import date

from ledger.domain.codes import Role
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.registry.events import MandateGranted
from ledger.domain.relations import offices_above, running


def grantor_mandate(state: RegistryState, by: str, says: MandateGranted, today: date) -> Mandate | None:
    """Return the mandate under which ``by`` may grant ``says`` today; None if there is none.

    A registrar grants within the own programmes and areas, in any line but those of the own person. A
    supervisor passes on a mandate that allows it: same line, own office or one below, within programmes,
    areas and days; the one that was passed on least.
    """
    held = [mandate for mandate in state.mandates.get(by, ()) if mandate.runs(today)]
    registrars = [mandate for mandate in held if mandate.role is Role.REGISTRAR]
    if registrars and not in_own_line(state, by, says, today):
        for mandate in registrars:
            if mandate.reaches(says.programmes, says.areas):
                return mandate
    offices = {says.office, *offices_above(state, says.office)}
    passing = [
        mandate
        for mandate in held
        if mandate.role is Role.SUPERVISOR
        and mandate.may_delegate
        and mandate.line == says.line
        and mandate.office in offices
        and mandate.reaches(says.programmes, says.areas)
        and mandate.from_ <= says.from_
        and says.to <= mandate.to
    ]
    return min(passing, key=lambda mandate: mandate.depth, default=None)


def in_own_line(state: RegistryState, by: str, says: MandateGranted, today: date) -> bool:
    """Return whether the person of ``by`` holds any running mandate of the line of ``says``."""
    return any(mandate.line == says.line for mandate in running(state, by, today))


def depth_under(grantor: Mandate | None) -> int:
    """Return how often a mandate granted under ``grantor`` has been passed on."""
    return 0 if grantor is None or grantor.role is Role.REGISTRAR else grantor.depth + 1
