"""What is attached tells nothing of its maker, is one file of one kind, and breaks nothing that reads it."""

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject

from ledger.application import media
from ledger.application.media import MEDIA, MOST_BYTES, jpeg, pdf, pdf_pages, strip
from ledger.application.media.opus import _checksum
from ledger.application.media.pdf_pages import pages_of
from ledger.application.media.refusals import AttachmentDamaged, AttachmentRefused
from tests.application import media_files as made
from tests.application.media_files import CANARY

TEXT = "ขอให้ตรวจสอบอีกครั้ง\nบรรทัดที่สอง\t1\r\n".encode()
FILES = {
    "image/jpeg": made.photograph(),
    "image/png": made.screenshot(),
    "application/pdf": made.pdf(),
    "audio/ogg": made.voice(),
    "text/plain": TEXT,
}
MADE = pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "text/plain"])


def refused(content: bytes) -> str:
    with pytest.raises(AttachmentRefused) as caught:
        strip(content)
    return caught.value.code


def test_each_kind_is_told_by_what_is_in_it() -> None:
    assert set(FILES) == set(MEDIA)
    for kind, content in FILES.items():
        assert strip(content).media == kind


@MADE
def test_nothing_is_left_of_who_made_it(kind: str) -> None:
    assert CANARY in FILES[kind]  # the negative control: without stripping it is found
    assert CANARY not in strip(FILES[kind]).content
    if kind == "application/pdf":
        return  # its streams are read below
    assert b"canary" not in strip(FILES[kind]).content


def test_the_place_where_a_picture_was_taken_is_gone() -> None:
    assert made.PLACE in FILES["image/jpeg"]
    assert made.PLACE not in strip(FILES["image/jpeg"]).content


@pytest.mark.parametrize("kind", FILES)
def test_what_was_stripped_stays_as_it_is(kind: str) -> None:
    once = strip(FILES[kind])
    assert strip(once.content) == once


@pytest.mark.parametrize("way", range(1, 9))
def test_a_picture_keeps_which_way_is_up(way: int) -> None:
    content = strip(made.photograph(way)).content
    tags = {1: []}.get(way, [struct.pack("<HHIHH", 0x0112, 3, 1, way, 0)])
    assert content.count(b"Exif\0\0") == len(tags)
    assert all(tag in content for tag in tags)


def test_the_coded_picture_is_kept_to_the_byte() -> None:
    plain = made.jpeg()
    assert strip(plain).content == plain
    assert strip(made.photograph()).content.endswith(plain[2:])
    assert strip(made.png()).content == made.png()
    assert strip(made.opus()).content[-47:] == made.opus()[-47:]


def test_a_mark_of_colours_is_kept_and_a_preview_is_not() -> None:
    adobe = made.segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + CANARY)
    content = strip(made.photograph(1, adobe)).content
    assert made.segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01") in content
    assert made.segment(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\0\0") in content


@MADE
@pytest.mark.parametrize("tail", [b"PK\x03\x04" + b"x" * 30, b"<script>", b"\xff\xd8\xff"])
def test_what_goes_on_behind_its_end_is_refused(kind: str, tail: bytes) -> None:
    assert refused(FILES[kind] + tail) == "attachment_damaged"


def test_further_pictures_that_a_telephone_announces_are_left_out() -> None:
    several = made.photograph(1, made.segment(0xE2, b"MPF\0" + CANARY), tail=made.photograph())
    assert strip(several).content == strip(made.photograph(1)).content
    assert strip(made.jpeg(tail=bytes(9))).content == made.jpeg()


@MADE
def test_a_file_that_breaks_off_is_refused(kind: str) -> None:
    content = FILES[kind]
    for at in range(12, len(content) - 9, 97):
        assert refused(content[:at]) == "attachment_damaged"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment_kind"),
        (b" \n", "attachment_kind"),
        (b"GIF89a\x01\x00\x01\x00\x80\xff", "attachment_kind"),
        (b"PK\x03\x04\x14\x00\xff", "attachment_kind"),
        ("ขอ".encode("utf-16"), "attachment_kind"),
        (b"\xef\xbb\xbftext", "attachment_text"),
        (b"a\x00b", "attachment_text"),
        ("a\u202eb".encode(), "attachment_text"),
        (b"\x1b[2J", "attachment_text"),
        (b"a" * (MOST_BYTES + 1), "attachment_too_large"),
        (made.png(width=8000, height=5001), "attachment_pixels"),
        (made.jpeg(width=8000, height=5001), "attachment_pixels"),
        (made.jpeg(height=0), "attachment_damaged"),
        (made.png(width=0), "attachment_damaged"),
        (made.png(made.chunk(b"XyZW", b"")), "attachment_damaged"),
        (made.png(made.chunk(b"IHDR", bytes(13))), "attachment_damaged"),
        (made.jpeg(made.segment(0xC9, bytes(9))), "attachment_damaged"),
        (made.jpeg(made.segment(0xC0, bytes(3))), "attachment_damaged"),
        (b"\xff\xd8\xff\xd9", "attachment_damaged"),
        (made.page(2, 0, [b"\x01vorbis" + bytes(23)]), "attachment_kind"),
        (made.page(2, 0, [made.OPUS_HEAD + b"more"]), "attachment_damaged"),
        (made.page(2, 0, [made.OPUS_HEAD]), "attachment_damaged"),
        (made.page(2, 0, [made.OPUS_HEAD]) + made.page(4, 1, [made.tags()]), "attachment_damaged"),
        (made.page(2, 0, [made.OPUS_HEAD]) + made.page(0, 1, [made.tags(), b"x"]), "attachment_damaged"),
        (made.page(2, 0, [made.OPUS_HEAD]) + made.page(0, 1, [b"x"]), "attachment_damaged"),
        (made.opus() + made.opus(), "attachment_damaged"),
        (made.opus(tail=made.page(0, 3, [b"x"], serial=8)), "attachment_damaged"),
        (made.written(PdfWriter()), "attachment_damaged"),
        (made.pdf(filters="/JPXDecode"), "attachment_damaged"),
        (made.pdf(picture=b"no photograph"), "attachment_damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken_is_told_by_its_code(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_the_sides_of_forty_megapixels_are_taken() -> None:
    assert strip(made.png(width=8000, height=5000)).media == "image/png"
    assert strip(made.jpeg(width=8000, height=5000)).media == "image/jpeg"


def test_a_picture_with_a_wrong_checksum_is_refused() -> None:
    content = bytearray(made.png())
    content[-20] ^= 1
    assert refused(bytes(content)) == "attachment_damaged"


def test_comments_of_many_pages_are_emptied_and_pages_are_numbered_anew() -> None:
    long = made.opus(b"METADATA_BLOCK_PICTURE=" + CANARY * 9000)
    assert long.count(b"OggS") == 4
    assert strip(long).content == strip(made.opus()).content


def test_the_checksum_is_that_of_ogg() -> None:
    """Against the definition: polynomial 04c11db7, bit after bit."""
    for data in (b"", b"\x01", b"OggS", made.opus()):
        value = 0
        for byte in data:
            value ^= byte << 24
            for _ in range(8):
                value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        assert _checksum(data) == value


def test_an_encrypted_document_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(9, 9)
    writer.encrypt("", "owner", algorithm="RC4-40")
    assert refused(made.written(writer)) == "attachment_locked"


def test_of_a_document_its_pages_are_left_with_what_they_show() -> None:
    reader = PdfReader(BytesIO(strip(made.pdf()).content))
    (page,) = reader.pages

    assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Annots"}
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert reader.metadata is None
    assert b"visible-words" in page["/Contents"].get_data()  # type: ignore[attr-defined]
    image = page["/Resources"]["/XObject"]["/A"]  # type: ignore[index]
    assert image._data == strip(made.photograph()).content
    assert [one["/Subtype"] for one in page["/Annots"]] == ["/Stamp"]  # type: ignore[attr-defined]
    for content in (made.pdf(), made.photograph()):
        assert CANARY in content


def test_scripts_files_and_earlier_words_of_a_document_are_gone() -> None:
    before, after = (b"".join(streams(content)) for content in (made.pdf(), strip(made.pdf()).content))
    for word in (CANARY, b"/JS", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/PieceInfo", b"/Metadata"):
        assert word in before
        assert word not in after


def streams(content: bytes) -> list[bytes]:
    """The file as it stands, and each of its streams unpacked."""
    reader = PdfReader(BytesIO(content))
    found = [content]
    for number in range(1, 40):
        one = reader.get_object(number)
        if hasattr(one, "get_data") and one.get("/Filter") != "/DCTDecode":  # type: ignore[union-attr]
            found.append(one.get_data())  # type: ignore[union-attr]
    return found


def test_a_document_that_takes_too_long_or_holds_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made.pdf()
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "SECONDS", 0.01)
        assert refused(content) == "attachment_damaged"
    with monkeypatch.context() as patch:
        patch.setattr(pdf_pages, "MOST_OBJECTS", 5)
        with pytest.raises(AttachmentDamaged):
            pages_of(content)
    assert pages_of(content) == strip(content).content  # the control: without the limits it is taken


def test_what_reads_documents_may_write_no_file_and_use_no_more_than_a_gibibyte() -> None:
    code = (
        "import resource, sys, io; from ledger.application.media import pdf_pages;"
        "sys.stdin = type('T', (), {'buffer': io.BytesIO(b'')});"
        "import contextlib\nwith contextlib.suppress(Exception): pdf_pages.main()\n"
        "kinds = (resource.RLIMIT_FSIZE, resource.RLIMIT_AS, resource.RLIMIT_CPU)\n"
        "import os; print(*(resource.getrlimit(kind)[1] for kind in kinds), os.nice(0))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["0", str(1024**3), "4", str(min(os.nice(0) + 10, 19))]


@pytest.mark.parametrize("room", [0, -1], ids=["enough", "a byte too little"])
def test_what_unpacks_to_too_much_never_reaches_the_server(
    monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    content, pages = made.pdf(), pages_of(made.pdf())
    code = (
        "import sys; from ledger.application.media import pdf_pages;"
        f"pdf_pages.MOST_BYTES = {len(pages) + room}; sys.exit(pdf_pages.main())"
    )
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=False)
    assert done.stdout == (b"" if room else pages)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    if room:
        assert refused(content) == "attachment_too_large"
    else:
        assert strip(content).content == pages


def test_a_page_that_holds_itself_comes_to_an_end() -> None:
    writer = PdfWriter()
    sheet = writer.add_blank_page(9, 9)
    ring = ArrayObject()
    ring.append(writer._add_object(ring))
    sheet[NameObject("/Resources")] = ring[0]
    with suppress(AttachmentRefused):  # or taken: anything but a fault, or no end
        strip(made.written(writer))


def strip_alone(content: bytes) -> bytes:
    return strip(content).content


HERE: dict[str, Callable[[bytes], bytes]] = {"application/pdf": pages_of}
"""What is done in a process of its own, done in this one."""
mutations = st.lists(
    st.tuples(st.integers(0, 4000), st.binary(max_size=5), st.integers(0, 9)), min_size=1, max_size=4
)


@given(st.sampled_from(sorted(FILES)), mutations)
@settings(max_examples=400, deadline=None)
def test_of_a_changed_file_nothing_leaves_but_our_own_refusal(
    kind: str, changes: list[tuple[int, bytes, int]]
) -> None:
    content, taken = FILES[kind], HERE.get(kind, strip_alone)
    for at, put, dropped in changes:
        where = at % (len(content) + 1)
        content = content[:where] + put + content[where + dropped :]
    try:
        once = taken(content)
    except AttachmentRefused:
        return
    assert taken(once) == once


@given(st.sampled_from([kind for kind in media._KINDS if kind[0]]), st.binary(max_size=300))
@settings(max_examples=400, deadline=None)
def test_of_anything_that_begins_like_a_file_nothing_leaves_but_our_own_refusal(
    kind: tuple[bytes, str, Callable[[bytes], bytes]], rest: bytes
) -> None:
    try:
        HERE.get(kind[1], kind[2])(kind[0] + rest)
    except AttachmentRefused:
        return


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_whatever_an_exif_segment_holds_the_picture_is_taken(one: bytes, two: bytes) -> None:
    told = made.segment(0xE1, b"Exif\0\0II" + one), made.segment(0xE1, b"Exif\0\0MM" + two)
    assert strip(made.jpeg(*told)).content.endswith(made.jpeg()[2:])


def test_a_file_of_ten_mebibytes_of_markers_is_read_in_a_moment() -> None:
    """A search that looks again at what it passed would take hours."""
    scan = b"\xff\xda\0\x02"
    begin, end = made.jpeg()[:-2], b"\xff\xd9"
    for part in (b"\xff", b"\xff\x00"):
        assert strip(begin + part * ((MOST_BYTES - len(begin) - 2) // len(part)) + end).media == "image/jpeg"
    fill = b"\xff" * (MOST_BYTES - len(begin) - 2)
    assert strip(begin[:2] + fill + begin[2:] + end).content == made.jpeg()
    for part in (scan + b"\x3f", b"\xff\xfe\0\x02"):
        assert strip(begin + part * (jpeg.MOST_SEGMENTS - 10) + end).media == "image/jpeg"
        assert refused(begin + part * jpeg.MOST_SEGMENTS + end) == "attachment_damaged"
    blank = zlib.compress(bytes(9))
    assert strip(made.png(*[made.chunk(b"IDAT", blank)] * 100_000)).media == "image/png"
