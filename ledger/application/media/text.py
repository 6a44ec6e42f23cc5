"""Plain text: UTF-8 that shows all that it says."""

import re
from typing import Final

from ledger.application.media.refusals import AttachmentKind, AttachmentText

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Control characters but tab and the ends of lines, marks of direction, and the mark of byte order."""


def strip(content: bytes) -> bytes:
    """Return ``content`` as it is.

    Raises:
        AttachmentKind: It is no text, or nothing at all.
        AttachmentText: It holds characters that nobody sees.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise AttachmentKind from None
    if not text.strip():
        raise AttachmentKind
    if _UNSEEN.search(text):
        raise AttachmentText
    return content
