"""The pages on which people act in a consultation, and the page of one promise."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.web.page import Page
from api.web.rendering import show
from api.web.rooms import acts, promises, proposing
from api.web.rooms.asking import Asking, Make
from api.web.rooms.pages import Name, within
from api.web.rooms.record import see_promise
from api.web.rooms.showing import show_act
from api.web.visiting import SignedIn, Visitor
from ledger.application.published import published
from ledger.application.replay import prefix_at
from ledger.domain.consultation.kept import PROPOSAL
from ledger.projections.views.present import present
from ledger.projections.views.queue import own_steps

Act = Annotated[str, Path(pattern="^[A-Z][A-Za-z]{2,40}$")]
ANSWER: Final = "OfficialResponseGiven"

router: Final = APIRouter(route_class=Page)


@router.get("/rooms/propose")
async def get_propose(request: Request, visitor: SignedIn) -> Response:
    """Offer what may be proposed: questions that several cases ask alike, then the form for one of them."""

    def make(reading: Reading, reader: str) -> Response:
        asking = _asking(request, visitor, reading, reader, "consultation/new")
        if not proposing.may_propose(asking):
            raise Problem(404, "not_found")
        if "topic" in asking.asked:
            values = proposing.proposal(asking)
            return _shown(request, asking, "ConsultationProposed", values, "/rooms")
        return show(request, visitor, "rooms/propose.html", {"alike": proposing.alike(asking)})

    return await within(request, visitor, make)


@router.get("/rooms/{name}/act/{act}")
async def get_act(request: Request, visitor: SignedIn, name: Name, act: Act) -> Response:
    """Show the form of an act that the visitor may do next in a consultation."""
    stream, back = f"consultation/{name}", f"/rooms/{name}"

    def make(reading: Reading, reader: str) -> Response:
        asking = _asking(request, visitor, reading, reader, stream)
        if act == "CommitmentMade":
            made = _asking(request, visitor, reading, reader, f"commitment/{asking.asked.get('promise')}")
            return _shown(request, made, act, promises.making(made, stream), back)
        # A recommendation may be addressed to another person than the owner whose step it is.
        by_name = act == ANSWER and asking.asked.get("to") != PROPOSAL
        return _act(request, asking, act, acts.MAKERS, back, by_name=by_name)

    return await within(request, visitor, make)


@router.get("/rooms/promise/{name}")
async def get_promise(request: Request, visitor: SignedIn, name: Name) -> Response:
    """Show one promise, with what came of it and who may say so next."""

    def make(reading: Reading, reader: str) -> Response:
        asking = _asking(request, visitor, reading, reader, f"commitment/{name}")
        one = see_promise(asking.prefix, asking.stream)
        here = present(asking.prefix, asking.stream)
        can = {step.act for step in own_steps(asking.prefix, asking.stream, reader, here.next)}
        values = {
            "one": one,
            "present": here,
            "words": asking.words,
            "who": {one.owner: asking.teller.person(one.owner, asking.today)},
            "told": asking.teller.tell(asking.prefix.history(asking.stream)),
            "acts": [
                act for act, maker in promises.MAKERS.items() if act in can and maker(asking) is not None
            ],
            "base": f"/rooms/promise/{name}",
        }
        return show(request, visitor, "rooms/promise.html", values)

    return await within(request, visitor, make)


@router.get("/rooms/promise/{name}/act/{act}")
async def get_promise_act(request: Request, visitor: SignedIn, name: Name, act: Act) -> Response:
    """Show the form in which somebody says how far a promise is, or whether it was kept."""

    def make(reading: Reading, reader: str) -> Response:
        asking = _asking(request, visitor, reading, reader, f"commitment/{name}")
        return _act(request, asking, act, promises.MAKERS, f"/rooms/promise/{name}")

    return await within(request, visitor, make)


def _asking(request: Request, visitor: Visitor, reading: Reading, reader: str, stream: str) -> Asking:
    prefix = prefix_at(reading.ledger, None, visitor.now)
    words = published(reading.ledger, prefix, stream)
    return Asking(reading.ledger, prefix, stream, reader, visitor, dict(request.query_params), words)


def _act(
    request: Request,
    asking: Asking,
    act: str,
    makers: Mapping[str, Make],
    back: str,
    *,
    by_name: bool = False,
) -> Response:
    """Return the form of ``act`` if the visitor may do it now.

    Raises:
        Problem: 404 ``not_found``: it is nothing that they may do here.
    """
    steps = present(asking.prefix, asking.stream).next
    can = {step.act for step in own_steps(asking.prefix, asking.stream, asking.actor, steps)}
    maker = makers.get(act)
    if maker is None or not (by_name or act in can):
        raise Problem(404, "not_found")
    return _shown(request, asking, act, maker(asking), back)


def _shown(
    request: Request, asking: Asking, act: str, values: Mapping[str, object] | None, back: str
) -> Response:
    if values is None:
        raise Problem(404, "not_found")
    return show_act(request, asking, act, values, back)
