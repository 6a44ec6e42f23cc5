"""Who held the keys that signed an entry: recorded and shown with every act."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from ledger.domain.authority import key_id
from ledger.projections.readings import Enrolled, Filed, Founded, Reading, Received
from ledger.projections.rows import Rows

CLASSES: Final = {
    "hardware": "own",
    "self": "own",
    "service": "service",
    "assisted": "assisted",
    "imported": "imported",
}
"""Custody as enrolled, and the word for it. With several signers the last word of ORDER holds."""
ORDER: Final = ("own", "service", "assisted", "imported", "unknown")
_PLACES: Final = {code: ORDER.index(word) for code, word in CLASSES.items()}
_ASSISTED, _UNKNOWN = ORDER.index("assisted"), ORDER.index("unknown")


def enrolled(reading: Reading) -> Iterable[tuple[str, str]]:
    """Return (key id, custody) of the keys that an entry enrols. Founders hold theirs themselves."""
    data = reading.data
    if type(data) is Enrolled:
        return ((key_id(data.key), data.custody),)
    if type(data) is Founded:
        return tuple((key_id(root.key), "self") for root in data.root_keys)
    return ()


def load_keys(table: sa.Table, batch: Iterable[Reading], rows: Rows) -> None:
    """Load the keys that sign a batch, or are enrolled by it."""
    wanted: set[str] = set()
    for reading in batch:
        wanted.update(reading.signers)
        wanted.update(key for key, _ in enrolled(reading))
    rows.load(table, wanted)


def keep_keys(table: sa.Table, reading: Reading, rows: Rows) -> None:
    """Write down the keys that ``reading`` enrols."""
    for key, custody in enrolled(reading):
        if rows.get(table, key) is None:
            rows.put(table, {"key": key, "custody": custody, "index": reading.index})


def custody_of(table: sa.Table, reading: Reading, rows: Rows) -> str:
    """Return in whose hands the keys were: a word of ORDER."""
    data = reading.data
    if data.official is not None:
        return "imported"
    worst = -1
    for key in reading.signers:
        row = rows.get(table, key)
        worst = max(worst, _UNKNOWN if row is None else _PLACES.get(row["custody"], _UNKNOWN))
    helped = type(data) in {Received, Filed} and _helped(data)
    return ORDER[max(worst, _ASSISTED)] if helped else ORDER[worst]


def _helped(data: object) -> bool:
    via = getattr(data, "via", None)
    return via is not None and via.assist is not None
