"""Searching what is not personal: offices, programmes, codes and states by their names, streams by theirs.

All of it together is a few thousand short texts, so each question goes through them; an index would have to
cut Thai into words as this does, and could only be wrong. Names and numbers of persons are looked for with
``POST /searches``, whose question stands in a body: what stands in an address is kept by others.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from inspect import getmembers, isclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.catalogue import catalogue
from api.problems import Problem
from api.reading import Authorization, Reading
from api.sessions import session_of
from api.tags import unless_had
from ledger.application.indexing import runs, words
from ledger.application.ledger import Ledger
from ledger.application.snapshot import Snapshot, present
from ledger.application.tidying import tidy
from ledger.cli.thai_names import THAI
from ledger.domain import casework_codes, codes
from ledger.domain.claim.records import ClaimStatus
from ledger.domain.commitment.state import CommitmentStatus
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.dates import civil
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.programme.events import ProgrammePublished
from ledger.domain.registry.events import OfficeRegistered
from ledger.domain.relations import running
from ledger.projections.views.entitlement import COMMON, KINDS, may_follow, may_open

MOST: Final = 50
LONGEST: Final = 200
STATES: Final = (ClaimStatus, GrievanceStatus, ConsultationStatus, CommitmentStatus)
_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_PERSONAL: Final = re.compile("[0-9]{13}")
_CASE: Final = re.compile("[0-9]{10}")
Numbered = Callable[[str], str | None]
"""Returns the stream that has a case number."""

router: Final = APIRouter()


@dataclass(frozen=True, slots=True)
class Found:
    """Something by its ``id``. ``th`` and ``en`` are what people call it, as far as that is known."""

    kind: str
    id: str
    th: str = ""
    en: str = ""

    def matches(self, asked: Iterable[tuple[str, Collection[str]]]) -> bool:
        """Return whether all runs of letters that were asked for are in it, whole or word by word."""
        said = tidy(f"{self.id} {self.th} {self.en}").casefold()
        return all(run in said or all(word in said for word in inside) for run, inside in asked)


@cache
def vocabulary() -> tuple[Found, ...]:
    """Return every code of the ledger: types of events, codes of lists and of refusals, states of matters."""
    lists = {
        kind
        for module in (codes, casework_codes)
        for _, kind in getmembers(module, isclass)
        if issubclass(kind, StrEnum) and kind.__module__ == module.__name__
    }
    return (
        *(Found("event", name, thai) for name, thai in THAI.items()),
        *(Found("state", str(one), "", kind.__name__) for kind in STATES for one in kind),
        *(
            Found("code", str(one), "", kind.__name__)
            for kind in sorted(lists, key=lambda kind: kind.__name__)
            for one in kind
        ),
        *(Found("problem", code, said.th, said.en) for code, said in catalogue().items()),
    )


def search(ledger: Ledger, prefix: Snapshot, actor: str, asked: str, numbered: Numbered) -> list[Found]:
    """Return what ``actor`` may find for ``asked``: ids first, then what is called so, the shortest first."""
    question = asked.translate(_THAI_DIGITS)
    name, case = _id(question), re.sub(r"[\s-]", "", question)
    named = [] if name is None else list(_named(ledger, prefix, actor, name))
    stream = numbered(case) if _CASE.fullmatch(case) else None
    if stream is not None and may_open(prefix, stream, actor):
        named.append(Found("stream", stream))
    sought = [(run, words(run)) for run in runs(question)]
    acts = any(running(prefix.registry, actor, civil(prefix.now)))
    known = (*(_common(ledger, prefix) if acts else ()), *vocabulary())
    called = [one for one in known if sought and one.matches(sought)]
    called.sort(key=lambda one: (one.id.casefold() != question.strip().casefold(), len(one.th or one.id)))
    return [*named, *called][:MOST]


def _named(ledger: Ledger, prefix: Snapshot, actor: str, name: UUID) -> Iterator[Found]:
    """Yield the statement and the streams of that id, as far as ``actor`` may know of them."""
    for index in ledger.known([str(name)]).values():
        row = ledger.store.entry(index)
        if row is not None and may_follow(prefix, row.stream, actor):
            yield Found("statement", f"{name}", THAI.get(row.type, ""), f"{row.stream} {row.version}")
    for kind in (*KINDS, *COMMON):
        stream = f"{kind}/{name}"
        if prefix.head(stream) is not None and may_follow(prefix, stream, actor):
            yield Found("stream", stream)


def _common(ledger: Ledger, prefix: Snapshot) -> Iterator[Found]:
    """Yield offices by the newest of their names, and programmes by what they give."""
    offices: dict[str, OfficeRegistered] = {}
    for recorded in prefix.history(ledger.registry_stream):
        if isinstance(says := recorded.statement.says, OfficeRegistered):
            offices[says.code] = says
    for one in offices.values():
        yield Found("office", one.code, one.name_th, one.name_en or "")
    for _, stream in ledger.store.streams("programme", limit=1_000):
        for recorded in reversed(prefix.history(stream)):
            if isinstance(says := recorded.statement.says, ProgrammePublished):
                yield Found("programme", stream, "", " ".join(says.benefits))
                break


@router.get(
    "/search",
    summary="Search what is not personal",
    responses={**schemas.VIEW, **schemas.problems(400, 401, 431, 500, 503)},
)
async def get_search(
    request: Request,
    q: Annotated[
        str, Query(min_length=1, max_length=LONGEST, description="Words, a code, an id or a case number.")
    ],
    authorization: Authorization = None,
) -> Response:
    """Find offices, programmes, codes and states by their names; statements and streams by their ids.

    A case is found by its case number too, by whoever may open it.

    Nobody is found by their name or number: for what is sealed ask `POST /searches`.
    """
    reading: Reading = request.app.state.reading
    numbered: Numbered = request.app.state.numbered
    if _PERSONAL.search(re.sub("[^0-9a-z]", "", q.translate(_THAI_DIGITS).casefold())) and _id(q) is None:
        raise Problem(400, "search_personal")

    def make() -> Response:
        session, _ = session_of(request, authorization)
        prefix = present(reading.ledger.store, reading.clock())
        body: dict[str, Any] = {"size": prefix.size, "now": prefix.now}
        body["found"] = [
            {name: value for name, value in asdict(one).items() if value}
            for one in search(reading.ledger, prefix, session.actor, q, numbered)
        ]
        return unless_had(request, body, {"vary": "authorization"}, lambda: JSONResponse(body))

    return await reading.room.run(make)


def _id(asked: str) -> UUID | None:
    """Return the id of a statement, or of a stream with its kind or without."""
    try:
        return UUID(asked.strip().rpartition("/")[2])
    except ValueError:
        return None
