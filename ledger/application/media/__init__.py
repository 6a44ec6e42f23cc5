"""What may be attached, told by its content, and taken in without what it says of whoever made it.

Neither a name nor a header counts. What leaves is a file of one kind and nothing else: no place, no device,
no author, nothing behind its end. Nothing is decoded and nothing in it is carried out.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from ledger.application.media import jpeg, opus, pdf, png, text
from ledger.application.media.refusals import AttachmentTooLarge

MOST_BYTES: Final = 10 * 1024 * 1024


class Stripped(NamedTuple):
    """A file without its metadata, and its media type."""

    content: bytes
    media: str


_KINDS: Final[tuple[tuple[bytes, str, Callable[[bytes], bytes]], ...]] = (
    (jpeg.BEGINS, "image/jpeg", jpeg.strip),
    (png.BEGINS, "image/png", png.strip),
    (pdf.BEGINS, "application/pdf", pdf.strip),
    (opus.BEGINS, "audio/ogg", opus.strip),
    (b"", "text/plain", text.strip),
)
MEDIA: Final = tuple(media for _, media, _ in _KINDS)


def strip(content: bytes) -> Stripped:
    """Return ``content`` without what it says of its maker. What was stripped already stays as it is.

    Raises:
        AttachmentTooLarge: More than 10 MiB, as it came or as it is kept.
        AttachmentKind: It is none of the kinds that are taken.
        AttachmentRefused: It is of a kind that is taken, but broken, locked, of too many pixels, or more than
            one file at once.
    """
    if len(content) > MOST_BYTES:
        raise AttachmentTooLarge
    media, stripped = next(
        (media, strip_one) for begins, media, strip_one in _KINDS if content.startswith(begins)
    )
    kept = stripped(content)
    if len(kept) > MOST_BYTES:
        raise AttachmentTooLarge
    return Stripped(kept, media)
