"""Opus in Ogg: one stream of sound, whose comments are emptied. Source: RFC 3533, RFC 7845."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from ledger.application.media.refusals import AttachmentDamaged, AttachmentKind

BEGINS: Final = b"OggS"
_HEAD: Final = struct.Struct("<4sBBqIIIB")
"""Pattern, version, flags, granule position, serial, number, checksum, count of segments."""
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_TAGS: Final = b"OpusTags"
_EMPTY_TAGS: Final = _TAGS + bytes(8)  # no vendor, no comments
_MIRROR: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class _Page(NamedTuple):
    flags: int
    granule: int
    serial: int
    lacing: bytes
    body: bytes


def strip(content: bytes) -> bytes:
    """Return the sound of ``content`` alone, its pages numbered anew.

    Raises:
        AttachmentKind: It is Ogg and no Opus.
        AttachmentDamaged: It is no whole stream, or more than one.
    """
    first, *rest = pages = list(_pages(content))
    if not first.body.startswith(b"OpusHead"):
        raise AttachmentKind
    _check_head(first)
    serial = first.serial
    if any(page.serial != serial or page.flags & _FIRST for page in rest):
        raise AttachmentDamaged
    sound = rest[_comment_pages(rest) :]
    if not sound or any(page.flags & _LAST for page in pages[:-1]):
        raise AttachmentDamaged
    tags = _Page(0, 0, serial, bytes((len(_EMPTY_TAGS),)), _EMPTY_TAGS)
    return b"".join(_format(page, number) for number, page in enumerate([first, tags, *sound]))


def _pages(content: bytes) -> Iterator[_Page]:
    """Yield the pages of ``content``, up to its very end, in order and each with its right checksum."""
    at = number = 0
    while at < len(content):
        if len(content) - at < _HEAD.size:
            raise AttachmentDamaged
        begins, version, flags, granule, serial, told, checksum, segments = _HEAD.unpack_from(content, at)
        body = at + _HEAD.size + segments
        lacing = content[at + _HEAD.size : body]
        end = body + sum(lacing)
        page = _Page(flags, granule, serial, lacing, content[body:end])
        if (begins, version, told) != (BEGINS, 0, number) or len(lacing) != segments or end > len(content):
            raise AttachmentDamaged
        if flags & ~(_CONTINUED | _FIRST | _LAST) or checksum != _checksum(_blank(page, number)):
            raise AttachmentDamaged
        yield page
        at, number = end, number + 1


def _check_head(page: _Page) -> None:
    """Check that the first page holds the head of an Opus stream, whole, and nothing else."""
    head = page.body
    mapping = head[18] if len(head) >= 19 else -1
    size = {0: 19, 1: 21 + head[9] if len(head) > 9 else 0}.get(mapping, 0)
    if page.flags != _FIRST or page.lacing != bytes((len(head),)) or len(head) != size or head[8] >> 4:
        raise AttachmentDamaged


def _comment_pages(pages: list[_Page]) -> int:
    """Return how many of ``pages`` the comments fill: they end with a page of their own."""
    if not pages or not pages[0].body.startswith(_TAGS):
        raise AttachmentDamaged
    for number, page in enumerate(pages):
        ends = [at for at, size in enumerate(page.lacing) if size < 255]
        if ends:
            if ends != [len(page.lacing) - 1] or page.flags & _LAST:
                raise AttachmentDamaged
            return number + 1
    raise AttachmentDamaged


def _format(page: _Page, number: int) -> bytes:
    blank = _blank(page, number)
    return blank[:22] + _checksum(blank).to_bytes(4, "little") + blank[26:]


def _blank(page: _Page, number: int) -> bytes:
    """Return the page with zeros in the place of its checksum, as the checksum is computed."""
    lacing = page.lacing
    head = _HEAD.pack(BEGINS, 0, page.flags, page.granule, page.serial, number, 0, len(lacing))
    return head + lacing + page.body


def _checksum(page: bytes) -> int:
    """Return Ogg's CRC-32: that of zlib with all bits mirrored, from zero, not inverted."""
    mirrored = zlib.crc32(page.translate(_MIRROR), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
