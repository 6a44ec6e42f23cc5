"""Reading stored entries: quick where the bytes are certainly in their one form, else by the reference."""

import re
from typing import Final

from ledger.application.fastpath import read_envelope, read_recorded, read_statement
from ledger.domain.types import Recorded
from ledger.signing.entry import Entry, format_entry
from ledger.signing.errors import Malformed
from ledger.tlog.tree import leaf_hash
from ledger.verify.fold import Opened, open_entry

_START: Final = b'{"dsse":'
_STAMP: Final = re.compile(
    rb',"index":(0|[1-9][0-9]{0,15}),"prev":"([0-9a-f]*)","recorded_at":"([0-9T:.Z-]*)",'
    rb'"version":([1-9][0-9]{0,15})\}'
).fullmatch


def read_opened(data: bytes) -> Opened:
    """Return entry, envelope and statement of which ``data`` is the form; nothing is verified.

    The stamp is written again and compared; the envelope and the statement are read by ``fastpath``.

    Raises:
        Malformed: As ``ledger.verify.fold.open_entry``, which decides whatever is not plain.
    """
    try:
        return _read_quickly(data) or open_entry(data)
    except Malformed:
        return open_entry(data)  # the reference alone refuses, so codes are the same either way


def decode(data: bytes) -> Recorded:
    """Return what the bytes of a stored entry record; its leaf hash is computed from them."""
    return read_recorded(data, leaf_hash(data))


def _read_quickly(data: bytes) -> Opened | None:
    cut = data.rfind(b',"index":')
    match = _STAMP(data, cut) if cut > 0 else None
    if match is None:
        return None
    envelope, (index, prev, recorded_at, version) = data[len(_START) : cut], match.groups()
    entry = Entry(envelope, int(index), prev.decode(), recorded_at.decode(), int(version))
    if format_entry(envelope, entry.index, entry.prev, entry.recorded_at, entry.version) != data:
        return None
    opened = read_envelope(envelope)
    return entry, opened, read_statement(opened.payload)
