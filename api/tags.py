"""Answers that a reader may have already."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from fastapi import Request
from starlette.responses import Response

OF_THE_MOMENT: Final = frozenset({"size", "now", "next"})
"""Members that change with each look, whatever is looked at."""


def unless_had(
    request: Request, content: object, headers: Mapping[str, str], make: Callable[[], Response]
) -> Response:
    """Return what ``make`` makes, with a tag; 304 where the reader names that tag as the one they have.

    The tag follows from what is said, without the moment of looking: it is the same while nothing changed.

    Args:
        request: Whose ``If-None-Match`` is looked at.
        content: What is said, as JSON.
        headers: Of either answer.
        make: Makes the answer in full.

    Source: RFC 9110, 8.8.3 and 13.1.2.
    """
    said: object = content
    if isinstance(content, Mapping):
        lasting = {name: value for name, value in content.items() if name not in OF_THE_MOMENT}
        said = [lasting, "next" in content]
    tag = f'W/"{sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]}"'
    had = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    answer = Response(status_code=304) if {"*", tag.removeprefix("W/")} & {*had} else make()
    for name, value in {**headers, "etag": tag}.items():
        answer.headers[name] = value
    return answer
