"""What an official may put on record in a case: each act is a form, and the case says which there are."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.web.official import claims, deciding, grievances
from api.web.official.entering import WORK, AtWork, Desk, Kind, Name, at_case
from api.web.page import Page, go
from api.web.rendering import show
from api.web.visiting import Visitor
from ledger.domain.casework.events import InformationRequested
from ledger.domain.casework.rules import SIGNED_BY as CASEWORK
from ledger.domain.codes import Role
from ledger.projections.views.present import present
from ledger.projections.views.queue import own_steps
from ledger.projections.views.steps import Step

Values: TypeAlias = Callable[[Desk, Visitor], dict[str, Any]]


class Act(NamedTuple):
    """An act: what it is called, the template of its form, and what the form needs to know of the case.

    ``whenever``: roles that may do it while the case runs, though nobody waits for it.
    """

    thai: str
    english: str
    template: str
    values: Values
    whenever: frozenset[Role] = frozenset()


class Offer(NamedTuple):
    """An act that an official may do now, and where its form is."""

    path: str
    thai: str
    english: str


ACTS: Final[Mapping[str, Mapping[str, Act]]] = {
    "claim": {
        "EligibilityDecided": Act("ออกคำสั่ง", "Decide", "official/decide.html", deciding.first),
        "DecisionNotified": Act("บันทึกการแจ้งคำสั่ง", "Record the notice", "official/notify.html", claims.notice),
        "BenefitExecuted": Act("บันทึกการจ่าย", "Record the payment", "official/pay.html", claims.payment),
        "AttestationRequested": Act(
            "ขอให้มีผู้รับรอง", "Ask for an attestation", "official/ask_attester.html", claims.attesters
        ),
        "DecisionRevised": Act(
            "ออกคำสั่งใหม่แทนคำสั่งเดิม", "Revise the decision", "official/decide.html", deciding.anew
        ),
        "InformationRequested": Act(
            "ขอข้อมูลเพิ่ม",
            "Ask for information",
            "official/ask_information.html",
            claims.information,
            frozenset(CASEWORK[InformationRequested].by),
        ),
    },
    "grievance": {type_: Act(*form) for type_, form in grievances.FORMS.items()},
}
"""Acts by the kind of case and the type of event, in the order in which they are offered."""

router: Final = APIRouter(route_class=Page)


def offered(stream: str, steps: Iterable[Step], roles: Collection[Role], *, ended: bool) -> list[Offer]:
    """Return the acts of ``stream`` that are among ``steps``, or that ``roles`` allow whenever it runs."""
    possible = {step.act for step in steps}
    return [
        Offer(f"{WORK}/{stream}/{type_}", act.thai, act.english)
        for type_, act in ACTS[stream.partition("/")[0]].items()
        if type_ in possible or not (ended or act.whenever.isdisjoint(roles))
    ]


@router.get("/work/{kind}/{name}/decide")
async def get_decide(kind: Kind, name: Name, visitor: AtWork) -> Response:  # noqa: ARG001 - whoever may come in
    """Lead to the form of the decision that is due."""
    return go(f"{WORK}/{kind}/{name}/EligibilityDecided")


@router.get("/work/{kind}/{name}/{act}")
async def get_act(request: Request, kind: Kind, name: Name, act: str, visitor: AtWork) -> Response:
    """Show the form of an act; where it is none of theirs by now, the case, which says what is."""

    def make(desk: Desk) -> Response:
        now = present(desk.prefix, desk.stream)
        steps = own_steps(desk.prefix, desk.stream, desk.session.actor, now.next)
        path = f"{WORK}/{desk.stream}/{act}"
        if path not in [
            one.path for one in offered(desk.stream, steps, visitor.roles, ended=now.stands.ended)
        ]:
            return go(f"{WORK}/{desk.stream}")
        found = ACTS[kind][act]
        values = {
            "title": (found.thai, found.english),
            "type": act,
            "kind": kind,
            "stream": desk.stream,
            "origin": request.app.state.ledger.origin,
            "head": desk.prefix.head(desk.stream),
        }
        return show(request, visitor, found.template, values | found.values(desk, visitor))

    return await at_case(request, visitor, f"{kind}/{name}", make)
