"""From a template to an answer: one environment a language, and the headers that every page has."""

import gzip
from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final, NamedTuple

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.catalogue import catalogue
from api.languages import Language
from api.web import assets, dates
from api.web.homes import places_of
from api.web.visiting import Visitor, own_path
from api.web.words.labels import label
from api.web.words.plain import plain_state
from api.web.words.steps import next_step
from ledger.domain.clocks.moments import day_of
from ledger.domain.codes import ClockUnit
from ledger.projections.letters.receipt import grouped

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        *(
            f"{kind}-src 'self'"
            for kind in ("style", "script", "img", "font", "connect", "manifest", "worker")
        ),
        "media-src 'self' blob:",  # what somebody recorded, to be heard before it is sent
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",  # with none at all a browser hides where a form came from
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=(self)",
    "vary": "accept, cookie, accept-language, accept-encoding",
}


class Said(NamedTuple):
    """What a code means, and what to do about it, in one language."""

    title: str
    remedy: str


def sentence(code: str, language: Language) -> Said:
    """Return what ``code`` means in ``language``."""
    said = catalogue()[code]
    return Said(said.th, said.do_th) if language == "th" else Said(said.en, said.do)


@cache
def environment(language: Language) -> Environment:
    """Return the templates in ``language``; what they may call is named here and nowhere else."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("api.web"), PackageLoader("govuk_frontend_jinja")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "language": language,
        "t": (lambda th, _en: th) if language == "th" else (lambda _th, en: en),
        "asset": assets.url,
        "places_of": places_of,
        "label": lambda code, kind=None: label(code, language, kind),
        "day": lambda when: dates.day(when, language),
        "moment": lambda when: dates.moment(when, language),
        "amount": lambda money: dates.amount(money, language),
        "sentence": lambda code: sentence(code, language),
        "day_of": day_of,
        "span": lambda count, unit: dates.length(count, ClockUnit(unit), language),
    }
    made.filters["groups"] = grouped
    return made


def show(
    request: Request,
    visitor: Visitor,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    secret: bool = False,
) -> Response:
    """Return the page that ``template`` makes of ``values``.

    Args:
        request: What is answered.
        visitor: Who sees it, in which language.
        template: Its file below ``templates``.
        values: What it shows.
        status: 422 for a form that comes back with errors.
        headers: Further headers.
        secret: Whether it holds a secret beside what was sent: then it is not compressed, since the length
            of what is compressed tells of both.
    """
    made = environment(visitor.language).get_template(template)
    frame = {
        "visitor": visitor,
        "path": request.url.path,
        "language_path": partial(_in_language, request),
        "days_left": lambda due: dates.days_left(due, visitor.today, visitor.language),
        "next_step": partial(next_step, language=visitor.language, today=visitor.today),
        "plain_state": partial(plain_state, language=visitor.language),
    }
    text = made.render(frame | {**(values or {})})
    content, more = text.encode(), {**HEADERS, **(headers or {}), "content-language": visitor.language}
    if not secret and "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, 6, mtime=0)
        more["content-encoding"] = "gzip"
    answer = HTMLResponse(content, status, more)
    visitor.remember(request, answer)
    return answer


def _in_language(request: Request, language: Language) -> str:
    """Return this very page in ``language``; after a form, the page that it stood on."""
    asked = request.url.include_query_params(lang=language)
    return f"{own_path(asked.path)}?{asked.query}"
