"""What the forms of an outcome know: what is found, what is owed, how it is told, and until when."""

from datetime import timedelta
from typing import Any, Final, NamedTuple

from api.web.official.claims import LANGUAGES
from api.web.official.deciding import signed
from api.web.official.entering import Desk
from api.web.official.handling import Pairs, grievance_of, labels, offices_of, teller_of
from api.web.visiting import Visitor
from api.web.words.labels import label
from api.web.words.open_lists import LAW
from ledger.domain.casework_codes import Ground, Inadmissible, Kind, Outcome, Remedy
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import day_of
from ledger.domain.codes import GroundFinding, NoticeMethod, OrderMaker, Role
from ledger.domain.grievance.determining import APPEAL, COURT, LEAST_DAYS
from ledger.domain.grievance.events import (
    GrievanceDetermined,
)
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.remedying import CARRYING_OUT
from ledger.domain.lapsing import clocks
from ledger.domain.notices import COURT_DAYS, RULES
from ledger.domain.timekeeping import ref
from ledger.domain.types import EntryRef
from ledger.projections.views.cosigners import view_cosigners

EXTENDED_FOR: Final = ("evidence_awaited", "many_cases", "hearing_needed")


CONTEST: Final = "contest"


CONTEST_DAYS: Final = 30


MOST_REMEDIES: Final = 3
"""Remedies that one determination orders here."""


DUE: Final = (7, 15, 30, 60, 90)
"""Days that an office gets for a remedy."""


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


def determining(desk: Desk, visitor: Visitor) -> dict[str, Any]:
    """Return the grounds to be found on, the remedies that may be ordered, the ways open, who signs too."""
    state, teller = grievance_of(desk), teller_of(desk, visitor)
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
        "offices": offices_of(desk, visitor),
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
    state = grievance_of(desk)
    made = state.determinations[-1]
    says = desk.prefix.history(desk.stream)[made.version - 1].statement.says
    way = says.next_remedy if isinstance(says, GrievanceDetermined) else None
    faulty = [one for one in state.notices if one.about == made.version and one.defective]
    return {
        "told_of": "determination",
        "decision": signed(EntryRef(desk.stream, made.version, made.leaf)),
        "version": made.version,
        "rules": [(method, RULES[method]) for method in NoticeMethod],
        "language_choices": labels(LANGUAGES, visitor),
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
    state, teller = grievance_of(desk), teller_of(desk, visitor)
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
        "reasons": labels(EXTENDED_FOR, visitor),
    }


def _extendable(clock: Clock) -> Extendable:
    last = day_of(clock.due)
    return Extendable(
        str(clock.name), signed(clock.start), last.isoformat(), (last + timedelta(days=1)).isoformat()
    )


def _days(visitor: Visitor, ahead: tuple[int, ...]) -> list[Any]:
    return [visitor.today + timedelta(days=number) for number in ahead]
