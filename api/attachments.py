"""``/attachments``: files go in before anybody speaks of them, and come out for those who may read them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.languages import wanted
from api.limits import Bodies, Room
from api.problems import answer, document
from api.rates import Rate, Rates, came
from api.reading import Authorization, Reading
from api.records import LOG
from api.reserve import check_room
from api.sessions import reader_of, session_of
from ledger.application.attachments import (
    Attachments,
    AttachmentsTooLarge,
    AttachmentsTooMany,
    File,
    Upload,
    UploadsFull,
    UploadUnknown,
)
from ledger.application.documents import read_document
from ledger.application.errors import AttachmentsMissing
from ledger.application.ledger import Ledger
from ledger.application.media import MOST_BYTES
from ledger.application.media.refusals import (
    AttachmentDamaged,
    AttachmentKind,
    AttachmentLocked,
    AttachmentPixels,
    AttachmentRefused,
    AttachmentText,
    AttachmentTooLarge,
)

BY_PLACE: Final = Rate("upload", 50, timedelta(hours=1))
"""Twice what the filings need that one place may make."""
BYTES_BY_PLACE: Final = Rate("uploaded bytes", 100 * 1024 * 1024, timedelta(hours=1))
"""So that in the day for which a file waits one place does not fill the room that is there for all."""
THREADS: Final = 2  # that take files apart: what one costs, nobody else should wait for
WAITING: Final = 16
STATUS: Final[Mapping[type[AttachmentRefused], int]] = {
    AttachmentTooLarge: 413,
    AttachmentsTooLarge: 413,
    AttachmentKind: 415,
    AttachmentDamaged: 422,
    AttachmentLocked: 422,
    AttachmentPixels: 422,
    AttachmentText: 422,
    AttachmentsTooMany: 422,
    UploadUnknown: 422,
    UploadsFull: 503,
}
"""What a refusal is over HTTP. Of files that are gone or altered nothing stands here: those are faults."""
SUFFIX: Final[Mapping[str, str]] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "text/plain": "txt",
}
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Stream = Annotated[str, Query(pattern="^(claim|grievance)/[0-9a-f-]{36}$")]

router: Final = APIRouter()


class Uploads:
    """Where files are taken in, and how many may be in hand, beside those of statements.

    Args:
        ledger: Open for writing.
        rates: Counts who uploads.
    """

    def __init__(self, ledger: Ledger, rates: Rates) -> None:
        self._ledger = ledger
        self.rates = rates
        self.bodies = Bodies()
        self.room = Room(THREADS, WAITING)

    @property
    def attachments(self) -> Attachments:
        """Return what keeps files.

        Raises:
            AttachmentsMissing: No place for them is named.
        """
        if self._ledger.attachments is None:
            raise AttachmentsMissing("this server takes no attachments; set PHAYAN_BLOBS")
        return self._ledger.attachments


def refused(request: Request, error: Exception) -> Response:
    """Return the answer to a file that is not taken, or that is not as it was."""
    if not isinstance(error, AttachmentRefused):
        raise error
    language = wanted(request.headers.get("accept-language"))
    status = STATUS.get(type(error), 503)
    if type(error) not in STATUS:
        LOG.error("refused_to_work", code=error.code)
    headers = {"retry-after": "3600"} if isinstance(error, UploadsFull) else {}
    return answer(document(status, error.code, language), language, headers)


@router.post(
    "/attachments",
    summary="Upload a file",
    status_code=201,
    responses=schemas.ATTACHMENTS,
    openapi_extra=schemas.ATTACHMENTS_BODY,
)
async def post_attachments(request: Request) -> Response:
    """Take in a file of at most 10 MiB, as the body itself: JPEG, PNG, PDF, Opus in Ogg or plain text.

    Its kind is told by its content; a name or a content type says nothing. What it tells of its maker is
    taken out: `sha256` and `bytes` are of what is left. Whoever files names it by `upload` within a day.
    """
    check_room(request)
    uploads: Uploads = request.app.state.uploads
    _ = uploads.attachments  # where there are none nothing is read, and nothing counted
    uploads.rates.take(BY_PLACE, came(request))
    async with uploads.bodies.read(request, MOST_BYTES, "attachment_too_large") as body:
        upload = await stage(request, body)
    members = {"upload": upload.id, "sha256": upload.sha256, "media": upload.media, "bytes": upload.size}
    return JSONResponse(members, 201)


async def stage(request: Request, content: bytes) -> Upload:
    """Take in a file; its bytes are counted, and what it grew by when it was written anew.

    Raises:
        Problem: 429 ``rate``, 503 ``overloaded``.
        AttachmentRefused, AttachmentsMissing, StoreError: As ``Attachments.stage``.
    """
    uploads: Uploads = request.app.state.uploads
    attachments = uploads.attachments
    uploads.rates.take(BYTES_BY_PLACE, came(request), weight=len(content))
    upload = await uploads.room.run(lambda: attachments.stage(content))
    if upload.size > len(content):
        uploads.rates.add(BYTES_BY_PLACE, came(request), weight=upload.size - len(content))
    return upload


@router.get("/attachments/{sha256}", summary="A file of a case", responses=schemas.ATTACHMENT)
async def get_attachment(
    request: Request, sha256: Digest, stream: Stream, authorization: Authorization = None
) -> Response:
    """Return a file to whoever may read the field that describes it. The reading is recorded before."""
    uploads: Uploads = request.app.state.uploads
    reading: Reading = request.app.state.reading

    def make() -> Response:
        session, _ = session_of(request, authorization)
        reader, attachments = reader_of(session), uploads.attachments
        return saved(read_document(reading.openings, attachments, stream, reader, sha256), sha256)

    return await reading.room.run(make)


def saved(file: File, digest: str) -> Response:
    """Return a file to be saved and not shown: nothing in it runs where it was fetched."""
    headers = {
        "content-disposition": f'attachment; filename="{digest[:12]}.{SUFFIX[file.media]}"',
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
    return Response(file.content, headers=headers, media_type=file.media)
