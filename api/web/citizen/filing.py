"""``/file``: a grievance, one question on each page, all of them under one address.

A network that is watched sees one address and nothing of the answers. They travel in the form itself, from
page to page; the server keeps nothing of them until they are sent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.attachments import BY_PLACE, Uploads, stage
from api.filing_rates import ALONE, HELPED
from api.filings import Filings
from api.languages import OURS
from api.problems import Problem
from api.rates import came
from api.reserve import check_room
from api.web.citizen import choices, places
from api.web.citizen.answers import CHECK, FIELDS, Answers, body_of, wrong
from api.web.citizen.receipt import hand_out
from api.web.citizen.refusals import REFUSALS, Refusal, refusal_of
from api.web.citizen.summary import Document, described, summary
from api.web.forms import Fields, Posted
from api.web.page import Page, go
from api.web.rendering import show
from api.web.visiting import Visit, Visitor
from api.web.words.labels import label
from ledger.application import randomness
from ledger.application.filings.asked import DOCUMENTS, read_filing
from ledger.application.filings.desk import Filed
from ledger.application.media.refusals import AttachmentRefused
from ledger.application.receipts import Rejected
from ledger.domain.codes import Role
from ledger.domain.forms import UUID_FORM

router: Final = APIRouter(route_class=Page)
WHERE: Final[Mapping[str, str]] = {
    "unknown_decision": "letter",
    "not_appealable": "letter",
    "appeal_route_court": "letter",
    "upload_unknown": "files",
    "attachments_too_many": "files",
    "attachments_too_large": "files",
    "programme_unknown": "where",
    "session_ended": "helped",
    "key_needed": "helped",
}
"""On which page a refusal is told, where it is not the last one."""


@router.get("/file")
def get_file(request: Request, visitor: Visit) -> Response:
    """Begin: nothing was answered yet, and the key is drawn under which sending twice is one filing."""
    return _show(request, visitor, "who", _begun(visitor))


@router.get("/file/short")
def get_short(request: Request, visitor: Visit) -> Response:
    """Show the whole form on one page. It holds nothing of a person, so a browser may put it aside."""
    values = {"key": randomness.identifier(), "choices": choices, **_offered(request, visitor)}
    return show(request, visitor, "citizen/short.html", values)


@router.post("/file")
async def post_file(request: Request, visitor: Visit, fields: Posted) -> Response:
    """Take the answers of one page and show the next; or send them all."""
    answers = Answers.of(fields, assisting=_assists(visitor))
    if not re.fullmatch(UUID_FORM, answers.one("key")):
        return go("/file")
    page, to = fields.one("at"), fields.one("to")
    if page not in {*answers.pages, CHECK}:
        page = "who"
    if to == "send":
        return await _send(request, visitor, answers)
    if page == "files":
        return await _take_files(request, visitor, answers, fields)
    return await run_sync(partial(_turn, request, visitor, answers, page, to))


def _turn(request: Request, visitor: Visitor, answers: Answers, page: str, to: str) -> Response:
    """Show the page that is asked for; going on, only once nothing on this one is wrong."""
    if to in {*answers.pages, CHECK} and to != page:
        return _show(request, visitor, to, answers)
    if to == "back":
        return _show(request, visitor, answers.before(page), answers)
    if to in OURS:
        spoken = replace(visitor, language="en" if to == "en" else "th", chose=True)
        return _show(request, spoken, page, answers)
    errors = wrong(page, answers)
    if errors:
        return _show(request, visitor, page, answers, errors=errors)
    return _show(request, visitor, answers.after(page), answers)


async def _take_files(request: Request, visitor: Visitor, answers: Answers, fields: Fields) -> Response:
    """Take in the file that was chosen, whatever is asked for besides; or leave one out again."""
    to, content = fields.one("to"), fields.file("file")
    if to.startswith("remove "):
        left = tuple(one for one in answers.all("document") if one != to.removeprefix("remove "))
        return await run_sync(partial(_show, request, visitor, "files", answers.but(document=left)))
    if content is not None:
        try:
            answers = await _attached(request, answers, content)
        except REFUSALS as error:
            refusal = refusal_of(error, visitor.language)
            return await run_sync(partial(_show, request, visitor, "files", answers, refusal=refusal))
    if to == "add":
        return await run_sync(partial(_show, request, visitor, "files", answers))
    return await run_sync(partial(_turn, request, visitor, answers, "files", to))


async def _attached(request: Request, answers: Answers, content: bytes) -> Answers:
    """Return the answers with one more file.

    Raises:
        Problem, AttachmentRefused, StoreError: As ``POST /attachments``.
    """
    if len(answers.all("document")) >= DOCUMENTS:
        raise Problem(422, "attachments_too_many")
    check_room(request)
    uploads: Uploads = request.app.state.uploads
    uploads.rates.take(BY_PLACE, came(request))
    upload = await stage(request, content)
    return answers.but(document=(*answers.all("document"), upload.id))


async def _send(request: Request, visitor: Visitor, answers: Answers) -> Response:
    """File it; what is wrong with it is told above the form, which still holds everything."""
    answers = answers.but(reviewing=("yes",))
    page = answers.after(CHECK)
    if page != CHECK:
        errors = wrong(page, answers)
        return await run_sync(partial(_show, request, visitor, page, answers, errors=errors))
    filings: Filings = request.app.state.filings
    outcome: Filed | Rejected | Exception
    try:
        check_room(request)
        outcome = await filings.room.run(partial(_file, request, visitor, answers))
    except REFUSALS as error:
        outcome = error
    if isinstance(outcome, Filed):
        return hand_out(request, outcome, helped=answers.one("who") == choices.NEIGHBOUR)
    refusal = refusal_of(outcome, visitor.language)
    page = WHERE.get(refusal.code, CHECK)
    shown = page if page in answers.pages else CHECK
    return await run_sync(partial(_show, request, visitor, shown, answers, refusal=refusal))


def _file(request: Request, visitor: Visitor, answers: Answers) -> Filed | Rejected:
    """Record the filing, as ``POST /filings`` does."""
    filings: Filings = request.app.state.filings
    filing, told = read_filing(body_of(answers))
    key, helper = answers.one("key"), None
    if answers.one("confirmation") and visitor.session is None:  # they signed in when they began
        raise Problem(401, "session_ended")
    if filing.assist is not None and visitor.session is not None:
        if visitor.session.by != "key":
            raise Problem(403, "key_needed")
        helper = visitor.session.actor

    def admit() -> None:
        rate, who = (ALONE, came(request)) if helper is None else (HELPED, helper)
        filings.rates.take(rate, str(filing.channel), who, request=key)

    return filings.desk.file(key, filing, told, helper=helper, admit=admit)


def _begun(visitor: Visitor) -> Answers:
    return Answers({"key": (randomness.identifier(),)}, _assists(visitor))


def _assists(visitor: Visitor) -> bool:
    return Role.ASSISTER in visitor.roles


def _offered(request: Request, visitor: Visitor) -> dict[str, list[places.Option]]:
    """Return for what, and to which offices, somebody may file today."""
    prefix = request.app.state.filings.desk.prefix()
    return {
        "benefits": places.benefits(request.app.state.store, prefix, visitor.language),
        "offices": places.offices(prefix, visitor),
    }


def _show(
    request: Request,
    visitor: Visitor,
    page: str,
    answers: Answers,
    *,
    errors: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Return ``page`` with what was answered; 422 with what is wrong, or the status of what refused it."""
    language = visitor.language
    documents: Sequence[Document] = ()
    if page in {"files", CHECK} and answers.all("document"):
        try:
            documents = described(request.app.state.uploads, answers.all("document"), language)
        except AttachmentRefused as error:  # they waited longer than a day
            answers, refusal = answers.but(document=()), refusal_of(error, language)
    if page == CHECK:
        answers = answers.but(reviewing=("yes",))
    values: dict[str, Any] = {
        "page": page,
        "answers": answers,
        "fields": FIELDS.get(page, ()),
        "choices": choices,
        "errors": {name: words.said(language) for name, words in (errors or {}).items()},
        "refusal": refusal,
        "spoken_in": [(code, label(code, language, "code")) for code in choices.LANGUAGES],
        "documents": documents,
        "benefits": (),
        "offices": (),
    }
    if page in {"where", CHECK}:
        values |= _offered(request, visitor)
    values["summary"] = summary(answers, values, language) if page == CHECK else ()
    status = 422 if errors else 200 if refusal is None else refusal.status
    headers = {} if refusal is None else dict(refusal.headers)
    return show(request, visitor, "citizen/file.html", values, status=status, headers=headers)
