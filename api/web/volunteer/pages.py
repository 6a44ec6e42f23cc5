"""What an attester is asked, the question itself, and what became of their answers."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.sessions import reader_of
from api.web import assets
from api.web.page import Page
from api.web.rendering import show
from api.web.visiting import SignedIn, holding, session_of
from api.web.volunteer.question import disputed, fact_words, question, standing
from ledger.application.attesting import Households, asked_of, spoken_by
from ledger.application.errors import NoSuchEntry
from ledger.application.snapshot import present
from ledger.domain.codes import Basis, Confidence, RefusalReason, Relation, Role, Stance
from ledger.signing.strict_json import JsonValue

router: Final = APIRouter(route_class=Page)
CHOICES: Final = {
    "stances": tuple(Stance),
    "bases": tuple(Basis),
    "confidences": tuple(Confidence),
    "relations": tuple(one for one in Relation if one not in {Relation.SAME_HOUSEHOLD, Relation.PARTY}),
    "reasons": tuple(RefusalReason),
}
"""What the form offers. Whoever is of the household, or a party, has no attestation to give."""


@router.get("/attest")
async def get_requests(request: Request, visitor: SignedIn) -> Response:
    """Show what is asked of whoever signed in, the nearest last day first, and what became of the rest."""
    reading: Reading = request.app.state.reading
    reader = reader_of(session_of(holding(visitor, Role.ATTESTER)))
    actor = str(reader.actor)

    def make() -> Response:
        prefix = present(reading.ledger.store, reading.clock())
        found = asked_of(reading.ledger, prefix, actor)
        own = {one.stream for one in found if one.asking.own}
        values = {
            "asked": [one for one in found if one.asking.own],
            "others": [one for one in found if one.stream not in own],
            "said": spoken_by(reading.ledger, prefix, actor),
            "words": lambda stream, fact: fact_words(prefix, stream, fact, visitor.language),
            "now": prefix.now,
        }
        return show(request, visitor, "volunteer/requests.html", values)

    return await reading.room.run(make)


@router.get("/attest/worker.js")
def get_worker() -> Response:
    """Return the script that keeps these pages in a device, if its holder wants that, and nothing else."""
    headers = {**assets.WORKER, "service-worker-allowed": "/attest", "cache-control": "no-cache"}
    script = assets.tree().files["js/attest-worker.js"]
    return Response(script.plain, headers=headers, media_type=script.media)


@router.get("/attest/{name}")
async def get_question(
    request: Request,
    visitor: SignedIn,
    name: Annotated[UUID, Path()],
    fact: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """Show what is asked in one claim, and to whoever is asked whom to look for: that is recorded before."""
    reading: Reading = request.app.state.reading
    reader = reader_of(session_of(holding(visitor, Role.ATTESTER)))

    def find() -> dict[str, JsonValue]:
        try:
            return Households(reading.ledger, reading.clock).find(stream, reader)
        except NoSuchEntry:  # they declared what ties them to the person
            return {}

    def make() -> Response:
        prefix = present(reading.ledger.store, reading.clock())
        asked = question(prefix, stream, str(reader.actor), fact, find)
        if asked is None:
            raise Problem(404, "not_found")
        values = CHOICES | {
            "asked": asked,
            "words": lambda one: fact_words(prefix, stream, one, visitor.language),
            "origin": reading.ledger.origin,
            "by": reader.actor,
            "disputed": disputed,
            "standing": standing,
            "now": prefix.now,
        }
        return show(request, visitor, "volunteer/question.html", values)

    stream = f"claim/{name}"
    return await reading.room.run(make)
