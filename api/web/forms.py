"""What a form sent: read within limits, and from our own pages alone."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.problems import Problem
from ledger.application.media import MOST_BYTES

TEXT_BYTES: Final = 512 * 1024  # a story of 60 KiB, each of its bytes as three
FILES: Final = 3  # a proof, its entry, and the policy under which they are checked
FIELDS: Final = 200
PARTS_BYTES: Final = MOST_BYTES + TEXT_BYTES


class Fields:
    """The fields of a form by name. What was not filled in and what is not there are one: empty."""

    def __init__(self, values: dict[str, list[str]], files: dict[str, bytes] | None = None) -> None:
        self._values = values
        self._files = files or {}

    def one(self, name: str) -> str:
        """Return what was written in ``name``, without blanks around it."""
        return self._values.get(name, [""])[-1].strip()

    def all(self, name: str) -> list[str]:
        """Return everything that was ticked under ``name``."""
        return [value for value in self._values.get(name, []) if value]

    def file(self, name: str) -> bytes | None:
        """Return the file that was chosen in ``name``; None if none was."""
        return self._files.get(name) or None

    def as_dict(self) -> dict[str, str]:
        """Return every field with its last value, to show a form again as it was sent."""
        return {name: values[-1] for name, values in self._values.items()}


def check_own(request: Request) -> None:
    """Check that a form came from a page of ours.

    Raises:
        Problem: 403 ``form_foreign``: another site's page sent it, or a browser that does not say.

    Source: Fetch Metadata Request Headers, 2.3; RFC 6454, 7.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        own = site in {"same-origin", "none"}
    else:
        origin = urlsplit(request.headers.get("origin", ""))
        own = bool(origin.netloc) and origin.netloc == request.headers.get("host")
    if not own:
        raise Problem(403, "form_foreign")


async def posted(request: Request) -> AsyncIterator[Fields]:
    """Yield the fields of a form that a page of ours sent; its bytes are counted until it is answered.

    Raises:
        Problem: As ``check_own`` and ``Bodies.read``; 400 ``form_invalid``, 415 ``media_type``.
    """
    check_own(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    match kind:
        case "application/x-www-form-urlencoded":
            async with request.app.state.forms.read(request, TEXT_BYTES) as body:
                yield Fields(_pairs(body))
        case "multipart/form-data":
            async with request.app.state.uploads.bodies.read(
                request, PARTS_BYTES, "attachment_too_large"
            ) as body:
                yield await _parts(request, body)
        case _:
            raise Problem(415, "media_type")


Posted = Annotated[Fields, Depends(posted)]


def _pairs(body: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS
        )
    except ValueError:
        raise Problem(400, "form_invalid") from None
    for name, value in pairs:
        found.setdefault(name, []).append(_lines(value))
    return found


async def _parts(request: Request, body: bytes) -> Fields:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        request.headers, stream(), max_files=FILES, max_fields=FIELDS, max_part_size=TEXT_BYTES
    )
    parser.spool_max_size = PARTS_BYTES  # what is longer would lie on the disk in the open
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError):
        raise Problem(400, "form_invalid") from None
    try:
        return await _read(form)
    finally:
        await form.close()


async def _read(form: FormData) -> Fields:
    values: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[name] = await value.read()
        else:
            values.setdefault(name, []).append(_lines(value))
    return Fields(values, files)


def _lines(text: str) -> str:
    """Return ``text`` with the line ends that are signed: a browser sends two characters for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
