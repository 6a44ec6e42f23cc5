"""A bundle's container: a zip of one accepted form, so no bit of the file is without meaning.

Members are stored uncompressed, sorted by name, without times or rights. Nothing is unpacked to disk.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from ledger.signing.errors import require

LIMIT: Final = 64 * 2**20  # bytes of a file


def write_archive(members: Mapping[str, bytes]) -> bytes:
    """Return the zip of ``members``, whose names are ASCII; raise ``archive_size`` if they are too large.

    Source: APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
    """
    body, directory = bytearray(), bytearray()
    for name, content in sorted(members.items()):
        size = len(content)  # then: version 2.0, stored, no flags, 1 January 1980, no extra field
        common = struct.pack("<5H3L2H", 20, 0, 0, 0, 33, zlib.crc32(content), size, size, len(name), 0)
        where = struct.pack("<3H2L", 0, 0, 0, 0, len(body))
        directory += b"PK\x01\x02\x14\x00" + common + where + name.encode("ascii")
        body += b"PK\x03\x04" + common + name.encode("ascii") + content
    fits = len(members) <= 65_000 and len(body) + len(directory) <= LIMIT
    require(fits, "archive_size", "the bundle is larger than a bundle may be")
    counts = struct.pack("<4H2LH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + counts)


def read_archive(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip that ``write_archive`` made; raise ``archive_form`` for any other."""
    members: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data[: LIMIT + 1])) as archive:
            found = archive.infolist()
            plain = all(each.compress_type == 0 and each.filename.isascii() for each in found)
            if plain and sum(each.file_size for each in found) < len(data):  # no swelling
                members = {each.filename: archive.read(each) for each in found}
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, EOFError, RuntimeError):
        pass  # whatever is wrong with it, it is not the one form
    whole = write_archive(members) == data
    require(whole, "archive_form", "the bundle is not in the one form in which bundles are written")
    return members
