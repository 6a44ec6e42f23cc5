"""What the forms of acts in a grievance know: who may have it, what is found, what is owed, until when."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from api.web.official.claims import LANGUAGES, information
from api.web.official.deciding import signed
from api.web.official.entering import Desk
from api.web.timeline import Teller
from api.web.visiting import Visitor
from api.web.words.labels import label
from api.web.words.open_lists import LAW
from ledger.domain.casework.events import InformationRequested, PeriodExtended
from ledger.domain.casework.rules import SIGNED_BY as CASEWORK
from ledger.domain.casework_codes import Agreed, Ground, Inadmissible, Kind, Outcome, Remedy
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import GroundFinding, NoticeMethod, OrderMaker, Role
from ledger.domain.grievance.assigning import PANEL, RECEIVING
from ledger.domain.grievance.determining import APPEAL, COURT, LEAST_DAYS
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceDetermined,
    GrievanceTransferred,
    HandlerAssigned,
    OutcomeNotified,
    RemedyReportedDone,
    TransferAccepted,
)
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.remedying import CARRYING_OUT
from ledger.domain.lapsing import clocks
from ledger.domain.notices import COURT_DAYS, RULES
from ledger.domain.relations import running
from ledger.domain.timekeeping import ref
from ledger.domain.types import EntryRef
from ledger.projections.views.assignees import view_assignees
from ledger.projections.views.cosigners import view_cosigners

CONTACTS: Final = ("counter", "telephone", "letter")
NEXT: Final = ("answer_within_30_days", "handler_named_soon")
PASSED_ON: Final = ("other_office_competent", "other_district", "other_programme")
EXTENDED_FOR: Final = ("evidence_awaited", "many_cases", "hearing_needed")
CONTEST: Final = "contest"
CONTEST_DAYS: Final = 30
MOST_REMEDIES: Final = 3
"""Remedies that one determination orders here."""
DUE: Final = (7, 15, 30, 60, 90)
"""Days that an office gets for a remedy."""
EXTENDERS: Final = frozenset(
    role
    for row in (*STATUTE.values(), *POLICY.values())
    if row.extends is not None
    for role in row.extends.roles
)

Pairs = list[tuple[str, str]]


class Form(NamedTuple):
    """An act in a grievance; see ``api.web.official.acts.Act``."""

    thai: str
    english: str
    template: str
    values: Callable[[Desk, Visitor], dict[str, Any]]
    whenever: frozenset[Role] = frozenset()


class Route(NamedTuple):
    """A way that is open to the person after the outcome, and the least days for it."""

    code: str
    days: int


class Extendable(NamedTuple):
    """A clock that runs, as the form states it: its name, the entry that began it, its last day."""

    name: str
    start: str
    last: str
    first_later: str


def acknowledging(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the offices that the visitor may answer for, how to reach them, and what comes next."""
    roles = (Role.HANDLER, Role.INTAKE)
    return {
        "offices": _own_offices(desk, visitor, roles),
        "contacts": _labels(CONTACTS, visitor),
        "coming": _labels(NEXT, visitor),
    }


def assigning(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return who may have the grievance, by role; for a panel how many there must be."""
    state, teller = _grievance(desk), _teller(desk, visitor)
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
        "offices": _offices(desk, visitor, but=_grievance(desk).office),
        "reasons": _labels(PASSED_ON, visitor),
    }


def accepting(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the office to which it was offered, if the visitor is of it."""
    offered = _grievance(desk).offered_to
    own = _own_offices(desk, visitor, RECEIVING)
    return {"offered": next((pair for pair in own if pair[0] == offered), None)}


def forwarding(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return to which offices an appeal may go up, and how far the first instance agrees."""
    return {"offices": _offices(desk, visitor), "agreed": list(Agreed)}


def determining(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the grounds to be found on, the remedies that may be ordered, the ways open, who signs too."""
    state, teller = _grievance(desk), _teller(desk, visitor)
    claim = state.contests[0].claim if state.contests else None
    head = None if claim is None else desk.prefix.head(claim)
    others = view_cosigners(desk.prefix, desk.stream, GrievanceDetermined.__name__, desk.session.actor)
    upper = state.role is Role.APPELLATE
    owners = [
        (actor, teller.person(actor, visitor.today))
        for actor, held in desk.prefix.registry.mandates.items()
        if any(one.role in CARRYING_OUT and one.runs(visitor.today) for one in held)
    ]
    taken = len({item.id for item in state.remedies})
    return {
        "outcomes": [one for one in Outcome if one is not Outcome.SUPERSEDED],
        "inadmissible": list(Inadmissible),
        "grounds": list(state.grounds),
        "findings": list(GroundFinding),
        "remedies": [(one, label(one, visitor.language)) for one in Remedy if one is not Remedy.NONE],
        "rows": [f"r{taken + number}" for number in range(1, MOST_REMEDIES + 1)],
        "offices": _offices(desk, visitor),
        "owners": owners,
        "due_choices": _days(visitor, DUE),
        "law_choices": [(code, label(code, visitor.language, "law")) for code in LAW],
        "order_makers": [OrderMaker.COMMITTEE, OrderMaker.OFFICIAL] if upper else [OrderMaker.OFFICIAL],
        "claim": claim,
        "claim_seen": None if head is None else {"version": head.version, "leaf": head.leaf},
        "routes": _routes(state, upper=upper),
        "own_office": state.office or next((held.office for held in visitor.mandates), ""),
        "cosigners": [(one.key, teller.person(one.actor, visitor.today)) for one in others],
        "alone": state.role is Role.HANDLER,
    }


def _routes(state: GrievanceState, *, upper: bool) -> list[Route]:
    """Return the ways that the person may be told of: what the rules of next remedies let stand."""
    if upper or state.kind is Kind.APPEAL:
        ways = [Route(COURT, LEAST_DAYS[COURT])]
    else:
        ways = [Route(CONTEST, CONTEST_DAYS), Route(APPEAL, LEAST_DAYS[APPEAL])]
        if Ground.DELAY in state.grounds:
            ways.append(Route(COURT, LEAST_DAYS[COURT]))
    return ways


def telling(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the determination of which the person is told, and where they can go from it."""
    state = _grievance(desk)
    made = state.determinations[-1]
    says = desk.prefix.history(desk.stream)[made.version - 1].statement.says
    way = says.next_remedy if isinstance(says, GrievanceDetermined) else None
    faulty = [one for one in state.notices if one.about == made.version and one.defective]
    return {
        "told_of": "determination",
        "decision": signed(EntryRef(desk.stream, made.version, made.leaf)),
        "version": made.version,
        "rules": [(method, RULES[method]) for method in NoticeMethod],
        "language_choices": _labels(LANGUAGES, visitor),
        "by_official": way is not None and way.route == APPEAL,
        "to_court": way is None or way.route == COURT,
        "block": None,
        "court": None,
        "office": "" if way is None else way.to,
        "appeal_days": LEAST_DAYS[APPEAL] if way is None else way.days,
        "court_days": COURT_DAYS,
        "cures": [signed(EntryRef(desk.stream, one.version, one.leaf)) for one in faulty[-1:]],
    }


def reporting(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the remedies that nobody reported yet, and the entries that show that one was done."""
    state, teller = _grievance(desk), _teller(desk, visitor)
    waiting = [item for item in state.remedies if item.id in state.ordered and state.report(item.id) is None]
    shown: Pairs = []
    for stream in dict.fromkeys(item.claim for item in state.contests):
        entries = desk.prefix.history(stream)
        for recorded in entries:
            if desk.prefix.state(stream).carries_out(ref(recorded)):
                told = teller.tell([recorded])[0]
                shown.append(
                    (signed(ref(recorded)), f"{label(told.type, visitor.language, 'event')} ({told.version})")
                )
    return {
        "remedy_choices": [
            (item.id, f"{label(item.code, visitor.language)} · {teller.office(item.office)}")
            for item in waiting
        ],
        "shown": shown,
        "earliest": visitor.today - timedelta(days=60),
    }


def extending(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the clocks that run and that the visitor may extend."""
    return {
        "running": [
            _extendable(clock)
            for clock in clocks(desk.prefix, desk.stream)
            if clock.runs(desk.prefix.now)
            and clock.extension is None
            and clock.row.extends is not None
            and not visitor.roles.isdisjoint(clock.row.extends.roles)
        ],
        "reasons": _labels(EXTENDED_FOR, visitor),
    }


def _extendable(clock: Clock) -> Extendable:
    last = day_of(clock.due)
    return Extendable(
        str(clock.name), signed(clock.start), last.isoformat(), (last + timedelta(days=1)).isoformat()
    )


def _grievance(desk: Desk) -> GrievanceState:
    state = desk.prefix.state(desk.stream)
    if not isinstance(state, GrievanceState):
        raise TypeError("this is done in a grievance")
    return state


def _teller(desk: Desk, visitor: Visitor) -> Teller:
    return Teller(desk.prefix, visitor.language, desk.session.actor)


def _labels(codes: tuple[str, ...], visitor: Visitor) -> Pairs:
    return [(code, label(code, visitor.language, "code")) for code in codes]


def _days(visitor: Visitor, ahead: tuple[int, ...]) -> list[Any]:
    return [visitor.today + timedelta(days=number) for number in ahead]


def _offices(desk: Desk, visitor: Visitor, but: str | None = None) -> Pairs:
    teller, offices = _teller(desk, visitor), desk.prefix.registry.offices
    return [(code, teller.office(code)) for code, one in offices.items() if not one.closed and code != but]


def _own_offices(desk: Desk, visitor: Visitor, roles: tuple[Role, ...]) -> Pairs:
    teller = _teller(desk, visitor)
    held = dict.fromkeys(one.office for one in visitor.mandates if one.role in roles)
    return [(code, teller.office(code)) for code in held]


FORMS: Final[Mapping[str, Form]] = {
    GrievanceAcknowledged.__name__: Form(
        "ตอบรับเรื่อง", "Acknowledge it", "acting/acknowledge.html", acknowledging
    ),
    HandlerAssigned.__name__: Form(
        "มอบเรื่องให้ผู้ดำเนินเรื่อง", "Give it to somebody", "acting/assign.html", assigning
    ),
    GrievanceDetermined.__name__: Form("ทำคำวินิจฉัย", "Determine it", "acting/determine.html", determining),
    AppealReported.__name__: Form("ส่งอุทธรณ์ขึ้นไป", "Forward the appeal", "acting/forward.html", forwarding),
    OutcomeNotified.__name__: Form("บันทึกการแจ้งผล", "Record the notice", "official/notify.html", telling),
    RemedyReportedDone.__name__: Form(
        "รายงานว่าเยียวยาแล้ว", "Report the remedy done", "acting/report_done.html", reporting
    ),
    GrievanceTransferred.__name__: Form("ส่งต่อเรื่อง", "Pass it on", "acting/pass_on.html", passing_on),
    TransferAccepted.__name__: Form("รับเรื่องที่ส่งต่อ", "Take it over", "acting/accept.html", accepting),
    InformationRequested.__name__: Form(
        "ขอข้อมูลเพิ่ม",
        "Ask for information",
        "official/ask_information.html",
        information,
        frozenset(CASEWORK[InformationRequested].by),
    ),
    PeriodExtended.__name__: Form("ขยายเวลา", "Extend a period", "acting/extend.html", extending, EXTENDERS),
}
"""By the type of the event, in the order in which they are offered. The clock alone closes a grievance."""
