"""A case at every moment: after each entry, on any past day, as a decider had it, and two side by side.

Each look is recorded before anything is shown, as every reading of a case is.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from api.reading import Reading
from api.web.dates import read_day
from api.web.oversight.admitting import Overseer
from api.web.oversight.gist import gist
from api.web.oversight.moments import Asked, change
from api.web.oversight.people import People
from api.web.page import Page
from api.web.rendering import sentence, show
from api.web.timeline import Teller
from api.web.visiting import Visitor, session_of
from api.web.words.steps import next_step
from ledger.application.errors import NoSuchEntry
from ledger.application.replay import CaseView, Knowledge
from ledger.application.snapshot import Snapshot, present
from ledger.domain.dates import civil
from ledger.domain.types import Recorded
from ledger.projections.views.entitlement import KINDS, may_open
from ledger.projections.views.knowledge import Known
from ledger.projections.views.related import Related
from ledger.signing.errors import Malformed

DECIDING: Final = frozenset(
    {"EligibilityDecided", "DecisionRevised", "GrievanceDetermined", "ActReviewed", "ConflictDecided"}
)
"""Acts of which one asks what their signer had before them."""
COLUMNS: Final = (Known.CITED, Known.SEEN, Known.LATER)

router: Final = APIRouter(route_class=Page)


def case_of(kind: Annotated[Literal["claim", "grievance"], Path()], name: Annotated[UUID, Path()]) -> str:
    """Return the stream of the case that a path names."""
    return f"{kind}/{name}"


Stream = Annotated[str, Depends(case_of)]
Version = Annotated[int | None, Query(ge=1, le=2**31)]
Day = Annotated[str, Query(max_length=60)]
Index = Annotated[int, Path(ge=0, le=2**53 - 1)]


@router.get("/watch/{kind}/{name}")
async def get_replay(
    request: Request, visitor: Overseer, stream: Stream, v: Version = None, on: Day = ""
) -> Response:
    """Show a case after its entry ``v``, at the end of the day ``on``, or as it stands."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        now, errors, asked = _now(reading), dict[str, str](), Asked(v)
        history = now.history(stream)
        try:
            asked = Asked(v, _past(on, visitor, history)) if on else asked
        except Malformed as error:
            errors["on"] = sentence(error.code, visitor.language).title
        view = _view(reading, stream, visitor, asked, history)
        values = _frame(now, stream, visitor) | {"view": view, "asked": asked, "typed": on, "errors": errors}
        return show(request, visitor, "oversight/replay.html", values, status=422 if errors else 200)

    return await reading.room.run(make)


@router.get("/watch/{kind}/{name}/seen-by/{index}")
async def get_seen(request: Request, visitor: Overseer, stream: Stream, index: Index) -> Response:
    """Show what the signer of the entry at ``index`` had of a case, and what they had not."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        found = reading.case(stream, session_of(visitor), None, index)
        if not isinstance(found, Knowledge):
            raise TypeError("a statement was named, and a file came back")
        now = _now(reading)
        elsewhere = [one for one in found.elsewhere if _may_know(now, one, visitor)]
        columns = {str(one): [e for e in found.entries if e.knowledge == one] for one in COLUMNS}
        values = _frame(now, stream, visitor)
        values |= {"found": found, "columns": columns, "elsewhere": elsewhere}
        return show(request, visitor, "oversight/seen.html", values)

    return await reading.room.run(make)


@router.get("/watch/{kind}/{name}/between")
async def get_between(
    request: Request, visitor: Overseer, stream: Stream, v: Version = None, than: Version = None
) -> Response:
    """Show a case at two moments, and what changed."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        now = _now(reading)
        history = now.history(stream)
        last = v or len(history)
        first, last = sorted((than or max(1, last - 1), last))
        before, after = (_view(reading, stream, visitor, Asked(one), history) for one in (first, last))
        values = _frame(now, stream, visitor)
        values |= {"before": before, "after": after, "change": change(before, after)}
        return show(request, visitor, "oversight/between.html", values)

    return await reading.room.run(make)


def _view(
    reading: Reading, stream: str, visitor: Visitor, asked: Asked, history: Sequence[Recorded]
) -> CaseView:
    """Return the case at the moment that is asked for; that it is read is recorded.

    Raises:
        Problem, NoSuchEntry, AccessNotRecorded: As ``Reading.case``.
    """
    if not history:
        raise NoSuchEntry("the log holds no such case")
    found = reading.case(stream, session_of(visitor), asked.at(history), None)
    if not isinstance(found, CaseView):
        raise TypeError("no statement was named, and what its signer had came back")
    return found


def _may_know(now: Snapshot, one: Related, visitor: Visitor) -> bool:
    """Return whether the reader may know of a related matter: of a case only where they may open it."""
    return one.kind not in KINDS or may_open(now, one.stream, session_of(visitor).actor)


def _frame(now: Snapshot, stream: str, visitor: Visitor) -> dict[str, Any]:
    """Return what every page about ``stream`` shows beside the moment: all its entries, and names."""
    history, erased = now.history(stream), now.state(stream).casework.erased
    told = Teller(now, visitor.language).tell(history)
    frame = {
        "told": {one.version: one for one in told},
        "people": People(now, visitor.language),
        "deciding": DECIDING,
        "gist": partial(gist, language=visitor.language),
    }
    return frame | {
        "frame": frame,
        "stream": stream,
        "kind": stream.partition("/")[0],
        "history": history,
        "erased": [(one, name, history[one.version - 1]) for one in erased for name in one.fields],
        "step_then": lambda step, then: next_step(step, visitor.language, today=civil(then)),
    }


def _past(typed: str, visitor: Visitor, history: Sequence[Recorded]) -> date | None:
    """Return the day that somebody typed; None: it is today.

    Raises:
        Malformed: It is none, still to come, or before the first entry of the case.
    """
    day = read_day(typed)
    if day > visitor.today:
        raise Malformed("day_ahead", "that day is still to come")
    if history and day < civil(history[0].recorded_at):
        raise Malformed("day_before_case", "the case had not begun on that day")
    return day if day < visitor.today else None


def _now(reading: Reading) -> Snapshot:
    return present(reading.ledger.store, reading.clock())
