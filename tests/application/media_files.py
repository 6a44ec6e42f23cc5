"""Files of every kind that is taken, made here: small, whole, and with what their makers leave in them."""

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from ledger.application.media.opus import _checksum

CANARY = b"canary-7d1f"
"""Stands wherever a file can tell of its maker."""
PLACE = struct.pack("<IIIIII", 18, 1, 47, 1, 2100, 100)
"""Degrees, minutes and seconds of a latitude, as a camera writes them."""


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def exif(way: int = 1) -> bytes:
    """An Exif segment that says which way is up, and where the picture was taken."""
    gps = 38
    head = struct.pack("<2sHIH", b"II", 42, 8, 2)
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, way, 0) + struct.pack("<HHII", 0x8825, 4, 1, gps)
    place = struct.pack("<HHHII", 1, 2, 5, 3, gps + 18) + bytes(4)
    return segment(0xE1, b"Exif\0\0" + head + entries + bytes(4) + place + PLACE + CANARY)


def jpeg(*told: bytes, width: int = 8, height: int = 8, tail: bytes = b"") -> bytes:
    """A grey square, baseline, with ``told`` in front of its tables."""
    code = b"\x01" + bytes(15)  # one code word, of one bit
    return b"".join(
        [
            *(b"\xff\xd8", *told),
            segment(0xDB, b"\0" + b"\x01" * 64),
            segment(0xC0, struct.pack(">BHHB3B", 8, height, width, 1, 1, 0x11, 0)),
            segment(0xC4, b"\0" + code + b"\0"),
            segment(0xC4, b"\x10" + code + b"\0"),
            segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"\x3f\xff\x00\xff\xd0\x3f",  # two blocks' worth, a stuffed byte and a restart between them
            b"\xff\xd9",
            tail,
        ]
    )


def photograph(way: int = 6, *more: bytes, tail: bytes = b"") -> bytes:
    """A JPEG as a telephone makes it."""
    return jpeg(
        segment(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01" + CANARY[:3]),
        exif(way),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01" + CANARY),
        segment(0xED, b"Photoshop 3.0\0" + CANARY),
        segment(0xFE, CANARY),
        *more,
        tail=tail,
    )


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*told: bytes, width: int = 2, height: int = 2, tail: bytes = b"") -> bytes:
    """A grey square, with ``told`` behind its header."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\x80\x80" * 2))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(told) + pixels + chunk(b"IEND", b"") + tail
    )


def screenshot() -> bytes:
    """A PNG as a computer makes it."""
    return png(
        chunk(b"gAMA", b"\0\0\xb1\x8f"),
        chunk(b"iCCP", b"screen\0\0" + zlib.compress(b"profile") + CANARY),
        chunk(b"tEXt", b"Author\0" + CANARY),
        chunk(b"eXIf", exif()[10:]),
        chunk(b"tIME", b"\x07\xea\x0b\x1c\x03\x04\x05"),
    )


def page(
    flags: int,
    number: int,
    packets: Sequence[bytes],
    serial: int = 7,
    granule: int = 0,
    *,
    open_: bool = False,
) -> bytes:
    """A page of Ogg; ``open_`` lets its last packet go on."""
    lacing = b"".join(b"\xff" * (len(one) // 255) + bytes((len(one) % 255,)) for one in packets)
    lacing = lacing[:-1] if open_ else lacing
    body = b"".join(packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, serial, number, 0, len(lacing))
    blank = head + lacing + body
    return blank[:22] + struct.pack("<I", _checksum(blank)) + blank[26:]


OPUS_HEAD = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)


def tags(*comments: bytes) -> bytes:
    listed = b"".join(struct.pack("<I", len(one)) + one for one in comments)
    return b"OpusTags" + struct.pack("<I", 6) + b"phone1" + struct.pack("<I", len(comments)) + listed


def opus(*comments: bytes, tail: bytes = b"") -> bytes:
    """A tenth of a second of silence, with ``comments``, which may need several pages."""
    told = tags(*comments)
    size = 255 * 255
    parts = [told[start : start + size] for start in range(0, len(told), size)]
    pages = [
        page(1 if number else 0, number + 1, [part], open_=number + 1 < len(parts))
        for number, part in enumerate(parts)
    ]
    sound = page(4, len(parts) + 1, [b"\xf8\xff\xfe"] * 5, granule=4800)
    return page(2, 0, [OPUS_HEAD]) + b"".join(pages) + sound + tail


def voice() -> bytes:
    """A memo as a telephone makes it."""
    return opus(b"TITLE=" + CANARY, b"DATE=2026-11-28")


def pdf(*, picture: bytes | None = None, filters: str = "/DCTDecode") -> bytes:
    """A letter as an office makes it: a page with a picture, and everything around it."""
    writer = PdfWriter()
    sheet = writer.add_blank_page(200, 200)
    told = TextStringObject(CANARY.decode())
    image = StreamObject()
    image._data = picture if picture is not None else photograph()
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(8),
            NameObject("/Height"): NumberObject(8),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject(filters),
            NameObject("/Metadata"): told,
        }
    )
    words = StreamObject()
    words._data = b"q 100 0 0 100 0 0 cm /A Do Q % visible-words"
    sheet[NameObject("/Contents")] = writer._add_object(words)
    objects = DictionaryObject({NameObject("/A"): writer._add_object(image)})
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): objects})
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): told})
    sheet[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    sheet[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/X"): told})
    sheet[NameObject("/Annots")] = ArrayObject(
        [
            writer._add_object(annotation(kind, told, script))
            for kind in ("/Stamp", "/Text", "/FileAttachment")
        ]
    )
    writer.root_object[NameObject("/OpenAction")] = script
    writer.add_metadata({"/Author": CANARY.decode()})
    writer.add_attachment("secret.txt", CANARY)
    return written(writer)


def annotation(kind: str, told: TextStringObject, script: DictionaryObject) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): ArrayObject(FloatObject(side) for side in (0, 0, 9, 9)),
            NameObject("/T"): told,
            NameObject("/A"): script,
            NameObject("/FS"): told,
        }
    )


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
