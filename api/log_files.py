"""The files of the log, to the byte of C2SP tlog-tiles: whoever mirrors or watches it needs nothing else.

Hashes are for everybody. Bundles of entries are personal data in the hand of someone who can link, so they
are served to oversight without limits, and to others only where whoever runs the ledger says that its entries
are public.
"""

from typing import Final

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import Response

from api import schemas
from api.problems import Problem
from api.reading import Authorization
from api.sessions import session_of
from ledger.projections.views.entitlement import may_read_log
from ledger.store.recorder import Recorder
from ledger.store.tiles import TILE_WIDTH, TileName, format_bundle, parse_tile_path, tile_width
from ledger.tlog.errors import LogError

BYTES: Final = "application/octet-stream"
FOR_EVER: Final = {"cache-control": "public, max-age=31536000, immutable"}
FOR_ONE: Final = {"cache-control": "no-store", "vary": "authorization"}
SHORTLY: Final = {"cache-control": "public, max-age=1"}

router: Final = APIRouter()


@router.get(
    "/checkpoint",
    summary="The newest signed tree head",
    response_class=Response,
    responses={
        200: {"description": "a signed note", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **schemas.problems(404, 431, 500, 503),
    },
)
async def get_checkpoint(request: Request) -> Response:
    """Return the newest checkpoint with the cosignatures that came, as C2SP tlog-checkpoint has it."""
    store: Recorder = request.app.state.store

    def read() -> str | None:
        newest = store.checkpoint()
        return None if newest is None else newest.text + "".join(store.cosignatures(newest.size))

    text = await run_sync(read)
    if text is None:
        raise Problem(404, "not_found")
    return Response(text, 200, SHORTLY, "text/plain; charset=utf-8")


@router.get(
    "/tile/{path:path}",
    summary="A tile of the tree, or a bundle of entries",
    response_class=Response,
    responses={
        200: {
            "description": "its bytes, which never change",
            "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
        },
        **schemas.problems(401, 404, 431, 500, 503),
    },
)
async def get_tile(request: Request, path: str, authorization: Authorization = None) -> Response:
    """Return a tile, whole or as wide as its path says, as far as a checkpoint covers it.

    Bundles of entries (`entries/…`) that are not public are for oversight without limits, signed in.
    """
    state, asked = request.app.state, f"/tile/{path}"
    plainly = request.scope["raw_path"] == asked.encode() and not request.scope["query_string"]
    private = path.startswith("entries/") and not state.public_entries

    def read() -> bytes | None:
        known = authorization is not None or hasattr(request.state, "program")
        mine = private and known and _may_read(request, authorization)
        return _tile(state.store, asked[1:], state.public_entries or mine)

    content = await run_sync(read) if plainly else None
    if content is None:  # one file has one address: caches keep it once
        raise Problem(404, "not_found")
    return Response(content, 200, FOR_ONE if private else FOR_EVER, BYTES)


def _may_read(request: Request, authorization: str | None) -> bool:
    """Return whether whoever asks may read every entry, today."""
    session, registry = session_of(request, authorization)
    return may_read_log(registry, session.actor, request.app.state.reading.clock().isoformat())


def _tile(store: Recorder, path: str, public_entries: bool) -> bytes | None:  # noqa: FBT001 - one caller
    """Return the file at ``path``; None if there is none that is covered and public."""
    try:
        name = parse_tile_path(path)
    except (LogError, ValueError):
        return None
    newest = store.checkpoint()
    if newest is None or name.width > tile_width(name.level or 0, name.number, newest.size):
        return None
    if name.level is None:
        return _bundle(store, name) if public_entries else None
    content = store.tile(name.level, name.number)
    return None if content is None else content[: 32 * name.width]


def _bundle(store: Recorder, name: TileName) -> bytes:
    start = name.number * TILE_WIDTH
    return format_bundle([entry for _, _, entry in store.leaves(start, start + name.width)])
