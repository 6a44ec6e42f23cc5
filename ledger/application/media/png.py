"""PNG: the chunks that a picture is made of. Source: W3C PNG, third edition, sections 5 and 11."""

import struct
import zlib
from typing import Final

from ledger.application.media.pixels import check_pixels
from ledger.application.media.refusals import AttachmentDamaged

BEGINS: Final = b"\x89PNG\r\n\x1a\n"
_MADE_OF: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_NEEDED: Final = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"})
"""What colours mean. A profile is not among them: it may name the very screen."""


def strip(content: bytes) -> bytes:
    """Return the picture of ``content`` alone: no texts, no times, no Exif, no profile, no further frames.

    Raises:
        AttachmentDamaged: It is no whole PNG, or something else follows it.
        AttachmentPixels: It is too large to be shown.
    """
    kept: list[bytes] = []
    names: list[bytes] = []
    at, data = len(BEGINS), b""
    while names[-1:] != [b"IEND"]:
        name, data = _chunk(content, at)
        if not names:
            _check_header(name, data)
        if name in _MADE_OF or name in _NEEDED:
            kept.append(content[at : at + 12 + len(data)])
            names.append(name)
        elif not name[0] & 0x20:  # a capital: nobody shows the picture right who does not know this chunk
            raise AttachmentDamaged
        at += 12 + len(data)
    if at != len(content) or names.count(b"IHDR") != 1 or b"IDAT" not in names or data:
        raise AttachmentDamaged
    return b"".join([BEGINS, *kept])


def _chunk(content: bytes, at: int) -> tuple[bytes, bytes]:
    """Return name and data of the chunk at ``at``, which its checksum must fit."""
    size = int.from_bytes(content[at : at + 4], "big")
    body = content[at + 4 : at + 8 + size]
    check = content[at + 8 + size : at + 12 + size]
    if len(check) != 4 or not body[:4].isalpha() or zlib.crc32(body) != int.from_bytes(check, "big"):
        raise AttachmentDamaged
    return body[:4], body[4:]


def _check_header(name: bytes, data: bytes) -> None:
    if name != b"IHDR" or len(data) != 13:
        raise AttachmentDamaged
    check_pixels(*struct.unpack_from(">II", data))
