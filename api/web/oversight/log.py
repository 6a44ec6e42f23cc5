"""The log itself: checked in the visitor's own browser, its checkpoints and witnesses, how it grew."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.reading import Reading
from api.web.forms import Posted
from api.web.oversight.admitting import Watcher
from api.web.oversight.consistency import compare
from api.web.oversight.steps import SENTENCES
from api.web.page import Page
from api.web.rendering import show
from api.web.visiting import Visitor
from ledger.application.snapshot import at_time
from ledger.domain.dates import BANGKOK
from ledger.store.recorder import Recorder
from ledger.tlog.note import parse_note

LATEST: Final = 10
MONTHS: Final = 12
STAMPED: Final = 8 + 64
"""Bytes of a witness's line: the second, then the signature. Source: C2SP tlog-cosignature."""

router: Final = APIRouter(route_class=Page)


class Witness(NamedTuple):
    """Who cosigned the newest checkpoint, and when (UTC, ISO 8601)."""

    name: str
    at: str


class Grown(NamedTuple):
    """A month, by its first day, and how many entries were recorded in it."""

    month: Any
    entries: int


@router.get("/watch/log")
async def get_log(request: Request, visitor: Watcher) -> Response:
    """Show the log, and let the visitor's browser check it."""
    return await _page(request, visitor, {"compared": None, "old": "", "new": ""})


@router.post("/watch/log")
async def post_log(request: Request, visitor: Watcher, fields: Posted) -> Response:
    """Show whether two checkpoints that the visitor brought are of one log that only grew."""
    reading: Reading = request.app.state.reading
    old, new = fields.one("old"), fields.one("new")
    compared = await reading.room.run(lambda: compare((old, new), reading.ledger.store, visitor.registry))
    return await _page(request, visitor, {"compared": compared, "old": old, "new": new})


async def _page(request: Request, visitor: Visitor, more: dict[str, Any]) -> Response:
    reading: Reading = request.app.state.reading

    def make() -> Response:
        store = reading.ledger.store
        newest = store.checkpoint()
        note = None if newest is None else newest.text + "".join(store.cosignatures(newest.size))
        values = {
            "origin": reading.ledger.origin,
            "size": store.head().size,
            "note": note,
            "witnesses": [] if note is None else list(_witnesses(note)),
            "checkpoints": list(store.checkpoints(max(0, store.head().size - 20 * LATEST)))[-LATEST:],
            "grown": list(_growth(store, visitor)),
            "keys": visitor.registry.log_keys(),
            "sentences": SENTENCES,
        }
        return show(request, visitor, "oversight/log.html", values | more)

    return await reading.room.run(make)


def _witnesses(note: str) -> Iterator[Witness]:
    for one in parse_note(note).signatures:
        if len(one.blob) == STAMPED:
            at = datetime.fromtimestamp(int.from_bytes(one.blob[:8], "big"), UTC)
            yield Witness(one.name, at.isoformat())


def _growth(store: Recorder, visitor: Visitor) -> Iterator[Grown]:
    """Yield the last months, the newest first, with what was recorded in each."""
    month, end = visitor.today.replace(day=1), store.head().size
    for _ in range(MONTHS):
        midnight = datetime.combine(month, time.min, UTC) - BANGKOK
        start = at_time(store, midnight - timedelta(milliseconds=1)).size
        yield Grown(month, end - start)
        if start == 0:
            return
        month, end = (month - timedelta(days=1)).replace(day=1), start
