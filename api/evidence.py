"""Evidence to take away: the bundle of a case for whoever may open it, the proof of an entry for anybody."""

from hashlib import sha256
from typing import Annotated, Final, Literal
from uuid import UUID

from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import schemas
from api.log_files import SHORTLY
from api.problems import Problem
from api.reading import Authorization, Reading
from api.sessions import Session, reader_of, session_of
from api.tags import unless_had
from ledger.application.access import What
from ledger.application.evidence import make_bundle, make_proof
from ledger.application.snapshot import present
from ledger.projections.views.entitlement import KINDS, may_open
from ledger.signing.errors import Malformed

router: Final = APIRouter()


@router.get(
    "/bundles/{kind}/{name}",
    summary="The bundle of a case",
    response_class=Response,
    responses={
        200: {
            "description": "a bundle, which `python -m ledger.verify` checks offline",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "what you have is as it stands"},
        **schemas.problems(401, 404, 422, 431, 500, 503),
    },
)
async def get_bundle(
    request: Request,
    kind: Annotated[Literal["claim", "grievance"], Path()],
    name: Annotated[UUID, Path()],
    authorization: Authorization = None,
) -> Response:
    """Return the entries of a case with what their judgement rests on, and a proof for each.

    It is for whoever may open the case and every other case that it rests on.
    """
    reading: Reading = request.app.state.reading

    def make() -> Response:
        session, _ = session_of(request, authorization)
        content = bundle(reading, session, f"{kind}/{name}")
        headers = {
            "vary": "authorization",
            "content-disposition": f'attachment; filename="{kind}-{name}.zip"',
        }
        digest = sha256(content).hexdigest()
        return unless_had(request, digest, headers, lambda: Response(content, media_type="application/zip"))

    return await reading.room.run(make)


def bundle(reading: Reading, session: Session, stream: str) -> bytes:
    """Return the bundle of the case ``stream`` for whoever signed in; each case in it is recorded as read.

    Raises:
        Problem: 404 ``not_found``: it is not theirs; 422 ``archive_size``.
        NoSuchEntry: It rests on a case that is not theirs.
        AccessNotRecorded: It could not be recorded.
    """
    today, opened = present(reading.ledger.store, reading.clock()), set[str]()

    def may(other: str) -> bool:
        if other.partition("/")[0] not in KINDS:
            return True
        opened.add(other)
        return may_open(today, other, session.actor)

    if not may(stream):
        raise Problem(404, "not_found")
    try:
        content = make_bundle(reading.ledger.store, stream, may=may)
    except Malformed:
        raise Problem(422, "archive_size") from None
    for one in sorted(opened):  # each was read, and that is recorded before anything leaves
        reading.openings.record(one, reader_of(session), What.FILE)
    return content


@router.get(
    "/proofs/{index}",
    summary="The proof of an entry",
    response_class=Response,
    responses={
        200: {
            "description": "a proof of C2SP tlog-proof against the newest checkpoint",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **schemas.problems(404, 431, 500, 503),
    },
)
async def get_proof(request: Request, index: Annotated[int, Path(ge=0, le=2**53 - 1)]) -> Response:
    """Return hashes alone: whoever has the entry can check it, and nobody else learns anything."""
    proof = await run_sync(make_proof, request.app.state.store, index)
    return Response(proof, 200, SHORTLY, "text/plain; charset=utf-8")
