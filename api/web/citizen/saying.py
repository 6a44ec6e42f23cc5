"""``/case/say``: what a person says in their case: an answer, a confirmation, "not so", an appeal."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.attachments import BY_PLACE, stage
from api.filing_rates import ALONE, SAID
from api.filings import Filings
from api.problems import Problem
from api.rates import came
from api.reserve import check_room
from api.web.citizen import acts, choices
from api.web.citizen.acts import Offer, Said, message_of, options, possible, wrong
from api.web.citizen.holding import Held, held, hold, try_code, typed
from api.web.citizen.receipt import hand_out
from api.web.citizen.refusals import REFUSALS, Refusal, refusal_of
from api.web.citizen.summary import described
from api.web.dates import day, days_left
from api.web.digits import read_code
from api.web.forms import Fields, Posted
from api.web.page import Page, go
from api.web.rendering import show
from api.web.visiting import Visit, Visitor
from api.web.words.labels import label
from ledger.application import randomness
from ledger.application.filings.asked import DOCUMENTS, Appeal, read_message
from ledger.application.filings.desk import Filed
from ledger.application.media.refusals import AttachmentRefused
from ledger.application.receipts import Receipt, Rejected
from ledger.application.tidying import tidy
from ledger.domain.casework_codes import Ground, Kind, Remedy
from ledger.domain.forms import UUID_FORM
from ledger.domain.grievance.records import GrievanceState
from ledger.projections.letters.receipt import grouped
from ledger.projections.pictures.words import Words

router: Final = APIRouter(route_class=Page)
Of = Annotated[str, Query(max_length=64)]
LISTS: Final[Mapping[tuple[str, str], str]] = {
    ("dispute", "ground"): "RemedyDispute",
    ("contest", "ground"): "ContestGround",
    ("withdraw", "pressure"): "Pressure",
    ("appeal", "ground"): "Ground",
    ("appeal", "remedy"): "Remedy",
}
"""Of which list the codes in a field of a form are."""


@router.get("/case/say/{act}")
def get_say(request: Request, visitor: Visit, act: str, of: Of = "") -> Response:
    """Show the form of one act; what is not possible any more leads back to the case."""
    opened = held(request)
    if opened is None:
        return go("/track")
    offer = _offer(request, opened, act, of)
    if offer is None:
        return go("/case")
    form = Form(request, visitor, opened, Said(offer, "", (), {}), randomness.identifier())
    return _show(form)


class Form(NamedTuple):
    """The form of one act, as it was sent: under which key (a uuid), by whom, in which case."""

    request: Request
    visitor: Visitor
    here: Held
    said: Said
    key: str


class Files(NamedTuple):
    """The files of a form, and why one of them was not taken in."""

    uploads: tuple[str, ...]
    refusal: Refusal | None = None


@router.post("/case/say/{act}")
async def post_say(request: Request, visitor: Visit, fields: Posted, act: str) -> Response:
    """Say it; or take in a file first. Whoever opened the case too long ago gives the code again."""
    if act not in acts.NAMES:
        raise Problem(404, "not_found")
    files, content = Files(tuple(fields.all("document"))), fields.file("file")
    if content is not None:
        try:
            files = Files(await _attached(request, files.uploads, content))
        except REFUSALS as error:
            files = Files(files.uploads, refusal_of(error, visitor.language))
    filings: Filings = request.app.state.filings
    room = filings.codes if fields.one("again") else filings.room
    return await room.run(partial(_take, request, visitor, fields, act, files))


def _take(request: Request, visitor: Visitor, fields: Fields, act: str, files: Files) -> Response:
    here, again = held(request), None
    if here is None:
        try:
            again = here = try_code(request, fields.one("case"), read_code(fields.one("code")))
        except REFUSALS as error:
            return _ask_again(request, visitor, fields, act, refusal_of(error, visitor.language))
    offer = _offer(request, here, act, fields.one("of")) or Offer(act, fields.one("of"))
    chosen = {name: tuple(fields.all(name)) for name in ("ground", "remedy", "pressure", "stars")}
    to = fields.one("to")
    left = tuple(one for one in files.uploads if to != f"remove {one}")
    said = Said(offer, tidy(fields.one("text")).strip(), left, chosen)
    form = Form(request, visitor, here, said, fields.one("key"))
    goes_on = files.refusal is not None or to == "add" or to.startswith("remove ")
    answer = _show(form, refusal=files.refusal) if goes_on else _say(form)
    if again is not None:
        hold(request, answer, again)
    return answer


def _say(form: Form) -> Response:
    """Say it, as ``POST /filings/{case}/messages`` does."""
    request, here, key = form.request, form.here, form.key
    filings: Filings = request.app.state.filings
    errors = wrong(form.said, options(form.said.offer.act, _kind(request, here)))
    if errors:
        return _show(form, errors=errors)
    outcome: Filed | Receipt | Rejected | Exception
    try:
        check_room(request)
        if not re.fullmatch(UUID_FORM, key):
            raise Problem(400, "idempotency_key")
        message, told = read_message(message_of(form.said))

        def admit() -> None:
            filings.rates.take(SAID, here.case, request=key)
            if isinstance(message, Appeal):
                filings.rates.take(ALONE, str(message.channel), came(request), request=key)

        outcome = filings.desk.say(key, here.stream, message, told, admit=admit)
    except REFUSALS as error:
        outcome = error
    if isinstance(outcome, Filed):
        return hand_out(request, outcome, helped=False)
    if isinstance(outcome, Receipt):
        return go(f"/case?said={form.said.offer.act}")
    return _show(form, refusal=refusal_of(outcome, form.visitor.language))


async def _attached(request: Request, uploads: tuple[str, ...], content: bytes) -> tuple[str, ...]:
    """Return the uploads with one more.

    Raises:
        Problem, AttachmentRefused, StoreError: As ``POST /attachments``.
    """
    if len(uploads) >= DOCUMENTS:
        raise Problem(422, "attachments_too_many")
    check_room(request)
    request.app.state.uploads.rates.take(BY_PLACE, came(request))
    return (*uploads, (await stage(request, content)).id)


def _offer(request: Request, here: Held, act: str, of: str) -> Offer | None:
    filings: Filings = request.app.state.filings
    offered = possible(filings.desk.prefix(), here.stream)
    return next((one for one in offered if (one.act, one.of) == (act, of)), None)


def _kind(request: Request, here: Held) -> Kind | None:
    filings: Filings = request.app.state.filings
    state = filings.desk.prefix().state(here.stream)
    return state.kind if isinstance(state, GrievanceState) else None


def _ask_again(request: Request, visitor: Visitor, fields: Fields, act: str, refusal: Refusal) -> Response:
    """Ask for the code once more; what was typed stays in the form."""
    tried = bool(fields.one("again"))
    values = {
        "act": act,
        "case": fields.one("case"),
        "number": grouped(fields.one("case")),
        "typed": typed(fields),
        "refusal": refusal if tried else None,
    }
    status = refusal.status if tried else 401
    return show(request, visitor, "citizen/again.html", values, status=status, secret=True)


def _show(
    form: Form, *, errors: Mapping[str, Words] | None = None, refusal: Refusal | None = None
) -> Response:
    request, visitor, here, said, key = form
    language, offer = visitor.language, said.offer
    try:
        documents = described(request.app.state.uploads, said.uploads, language) if said.uploads else []
    except AttachmentRefused as error:  # they waited longer than a day
        documents, refusal = [], refusal_of(error, language)
    offered = {
        name: [(code, _word(offer.act, name, code, visitor), "") for code in codes]
        for name, codes in options(offer.act, _kind(request, here)).items()
    }
    values = {
        "offer": offer,
        "said": said,
        "case": here.case,
        "key": key,
        "options": offered,
        "documents": documents,
        "until": offer.until and day(offer.until, language),
        "left": offer.until and days_left(offer.until, visitor.today, language),
        "errors": {name: words.said(language) for name, words in (errors or {}).items()},
        "refusal": refusal,
    }
    status = 422 if errors else 200 if refusal is None else refusal.status
    return show(request, visitor, "citizen/say.html", values, status=status)


def _word(act: str, name: str, code: str, visitor: Visitor) -> str:
    if act == "appeal":
        words = choices.GROUNDS[Ground(code)] if name == "ground" else choices.REMEDIES[Remedy(code)]
        return words.said(visitor.language)
    list_ = LISTS.get((act, name))
    return code if list_ is None else label(code, visitor.language, list_)
