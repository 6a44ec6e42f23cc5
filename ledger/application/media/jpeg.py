"""JPEG: what a picture is made of is kept, what is told about it is not.

Kept are frame, tables and scans, the mark that tells how colours are meant, and which way is up, alone and in
a new segment. Dropped are Exif, XMP, comments, previews, colour profiles (they may name the very screen) and
whatever else programs put in. Source: ITU-T T.81 annex B; JFIF 1.02; Exif 2.32.
"""

import re
import struct
from typing import Final

from ledger.application.media.pixels import check_pixels
from ledger.application.media.refusals import AttachmentDamaged

BEGINS: Final = b"\xff\xd8\xff"
MOST_SEGMENTS: Final = 10_000
"""More than any camera writes, and few enough to be read in a moment."""
_START: Final = b"\xff\xd8"
_END: Final = 0xD9
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive: what is shown anywhere
_TABLES: Final = frozenset({0xC4, 0xDB, 0xDD})
_SCAN: Final = 0xDA
_APP0, _APP1, _APP2, _APP14, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_TOLD: Final = frozenset({*range(_APP0, _APP0 + 16), _COMMENT})
_IN_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # what ends coded data: neither 00 nor RST
_ANY: Final = re.compile(rb"\xff+[^\x00\xff]")  # a marker, behind any number of fill bytes
_ORIENTATION: Final = 0x0112


def strip(content: bytes) -> bytes:
    """Return the picture of ``content`` alone. Further pictures that it announces are left out.

    Raises:
        AttachmentDamaged: It is no whole JPEG, or something else follows it.
        AttachmentPixels: It is too large to be shown.
    """
    head: dict[int, bytes] = {}
    kept: list[bytes] = []
    at, framed, scanned, more = len(_START), False, False, False
    for _ in range(MOST_SEGMENTS):
        marker, at = _marker(content, at)
        if marker == _END:
            break
        segment = _segment(content, at)
        at += 2 + len(segment)
        if marker in _TOLD:
            head.update(_needed(marker, segment))
            more = more or (marker == _APP2 and segment.startswith(b"MPF\0"))
            continue
        if marker in _FRAMES and not framed:
            _check_frame(segment)
            framed = True
        elif not (marker in _TABLES or (marker == _SCAN and framed)):
            raise AttachmentDamaged
        kept.append(_format(marker, segment))
        if marker == _SCAN:
            end = _IN_SCAN.search(content, at)
            if end is None:
                raise AttachmentDamaged
            kept.append(content[at : end.start()])
            at, scanned = end.start(), True
    else:
        raise AttachmentDamaged
    if not scanned or (content[at:].strip(b"\0") and not more):
        raise AttachmentDamaged
    first = [_format(marker, head[marker]) for marker in sorted(head)]
    return b"".join([_START, *first, *kept, bytes((0xFF, _END))])


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return the marker at ``at``, and where it ends."""
    found = _ANY.match(content, at)
    if found is None:
        raise AttachmentDamaged
    return content[found.end() - 1], found.end()


def _segment(content: bytes, at: int) -> bytes:
    size = int.from_bytes(content[at : at + 2], "big")
    segment = content[at + 2 : at + size]
    if size < 2 or len(segment) != size - 2:
        raise AttachmentDamaged
    return segment


def _format(marker: int, segment: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(segment) + 2).to_bytes(2, "big") + segment


def _check_frame(segment: bytes) -> None:
    if len(segment) < 6:
        raise AttachmentDamaged
    height, width = struct.unpack_from(">HH", segment, 1)
    check_pixels(width, height)


def _needed(marker: int, segment: bytes) -> dict[int, bytes]:
    """Return what has to be kept of a segment that tells something, written anew."""
    if marker == _APP0 and segment.startswith(b"JFIF\0") and len(segment) >= 14:
        return {_APP0: segment[:12] + b"\0\0"}  # without its preview
    if marker == _APP14 and segment.startswith(b"Adobe") and len(segment) >= 12:
        return {_APP14: segment[:12]}
    if marker == _APP1 and segment.startswith(b"Exif\0\0"):
        way = _orientation(segment[6:])
        return {_APP1: _exif(way)} if 2 <= way <= 8 else {}
    return {}


def _orientation(tiff: bytes) -> int:
    """Return which way is up, 1 to 8; 1, as it lies, where nothing readable is said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * number)
            if (tag, kind) == (_ORIENTATION, 3):
                return int(value)
    except struct.error:
        pass
    return 1


def _exif(way: int) -> bytes:
    entry = struct.pack("<HHIHH", _ORIENTATION, 3, 1, way, 0)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
