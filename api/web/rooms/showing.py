"""The page of one act: what happens by it, the form, and what signs it."""

import json

from fastapi import Request
from starlette.responses import Response

from api.web.rendering import show
from api.web.rooms.asking import Asking, Values


def show_act(request: Request, asking: Asking, act: str, values: Values, back: str) -> Response:
    """Return the page on which ``act`` is filled in, read to the letter and signed.

    Args:
        request: What is answered.
        asking: Who acts, in which stream.
        act: The type of the event; its fields stand in ``rooms/acts/<type>.html``.
        values: What these fields show and offer.
        back: The page of the matter, to which one returns.
    """
    head = asking.prefix.head(asking.stream)
    frame = {
        "act": act,
        "origin": asking.ledger.origin,
        "stream": asking.stream,
        "by": asking.actor,
        "seen": None if head is None else json.dumps({"version": head.version, "leaf": head.leaf}),
        "back": back,
        "today": asking.today.isoformat(),
        "words": asking.words,
    }
    return show(request, asking.visitor, "rooms/act.html", {**frame, **values})
