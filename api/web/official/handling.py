"""What the forms of handling a grievance know: who may have it, where it may go, what is asked for."""

from typing import Any, Final

from api.web.official.entering import Desk
from api.web.timeline import Teller
from api.web.visiting import Visitor
from api.web.words.labels import label
from ledger.domain.casework_codes import Agreed
from ledger.domain.codes import Role
from ledger.domain.grievance.assigning import PANEL, RECEIVING
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.relations import running
from ledger.projections.views.assignees import view_assignees

CONTACTS: Final = ("counter", "telephone", "letter")


NEXT: Final = ("answer_within_30_days", "handler_named_soon")


PASSED_ON: Final = ("other_office_competent", "other_district", "other_programme")


Pairs = list[tuple[str, str]]


def acknowledging(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the offices that the visitor may answer for, how to reach them, and what comes next."""
    roles = (Role.HANDLER, Role.INTAKE)
    return {
        "offices": _own_offices(desk, visitor, roles),
        "contacts": labels(CONTACTS, visitor),
        "coming": labels(NEXT, visitor),
    }


def assigning(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return who may have the grievance, by role; for a panel how many there must be."""
    state, teller = grievance_of(desk), teller_of(desk, visitor)
    found = view_assignees(desk.prefix, desk.stream, desk.session.actor)
    registry = desk.prefix.registry
    people = {actor for actors in found.values() for actor in actors}
    offices = {held.office for actor in people for held in running(registry, actor, visitor.today)}
    first = [state.office] if state.office is not None else []
    return {
        "people": {
            role: [(actor, teller.person(actor, visitor.today)) for actor in actors]
            for role, actors in found.items()
            if role is not Role.APPELLATE or len(actors) >= PANEL
        },
        "panel": PANEL,
        "offices": [(one, teller.office(one)) for one in dict.fromkeys([*first, *sorted(offices)])],
    }


def passing_on(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return to which offices it may be offered, and why."""
    return {
        "offices": offices_of(desk, visitor, but=grievance_of(desk).office),
        "reasons": labels(PASSED_ON, visitor),
    }


def accepting(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the office to which it was offered, if the visitor is of it."""
    offered = grievance_of(desk).offered_to
    own = _own_offices(desk, visitor, RECEIVING)
    return {"offered": next((pair for pair in own if pair[0] == offered), None)}


def forwarding(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return to which offices an appeal may go up, and how far the first instance agrees."""
    return {"offices": offices_of(desk, visitor), "agreed": list(Agreed)}


def grievance_of(desk: Desk) -> GrievanceState:
    """Return the grievance that is worked on."""
    state = desk.prefix.state(desk.stream)
    if not isinstance(state, GrievanceState):
        raise TypeError("this is done in a grievance")
    return state


def teller_of(desk: Desk, visitor: Visitor) -> Teller:
    """Return what says of persons and offices who they are, in the visitor's language."""
    return Teller(desk.prefix, visitor.language, desk.session.actor)


def labels(codes: tuple[str, ...], visitor: Visitor) -> Pairs:
    """Return codes of a programme with their words."""
    return [(code, label(code, visitor.language, "code")) for code in codes]


def offices_of(desk: Desk, visitor: Visitor, but: str | None = None) -> Pairs:
    """Return every office that is open, without ``but``, with its name."""
    teller, offices = teller_of(desk, visitor), desk.prefix.registry.offices
    return [(code, teller.office(code)) for code, one in offices.items() if not one.closed and code != but]


def _own_offices(desk: Desk, visitor: Visitor, roles: tuple[Role, ...]) -> Pairs:
    teller = teller_of(desk, visitor)
    held = dict.fromkeys(one.office for one in visitor.mandates if one.role in roles)
    return [(code, teller.office(code)) for code in held]
