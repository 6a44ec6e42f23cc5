"""Who held the keys that signed an entry: recorded and shown with every act."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from ledger.domain.authority import key_id
from ledger.projections.readings import Enrolled, Founded, Reading
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
IMPORTED: Final = "imported"
FOUNDER: Final = "root"
"""In the place of a code of custody: a founding key, of which nobody stated any. Its body holds it."""
_PLACES: Final = {FOUNDER: 0, **{code: ORDER.index(word) for code, word in CLASSES.items()}}
_ASSISTED, _UNKNOWN = ORDER.index("assisted"), ORDER.index("unknown")


def enrolled(reading: Reading) -> Iterable[tuple[str, str]]:
    """Return (key id, custody) of the keys that an entry enrols. Founders hold theirs themselves."""
    data = reading.data
    if type(data) is Enrolled:
        return ((key_id(data.key), data.custody),)
    if type(data) is Founded:
        return tuple((key_id(root.key), FOUNDER) for root in data.root_keys)
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
    """Return in whose hands the keys of ``reading`` were: a word of ORDER."""
    data = reading.data
    found = (rows.get(table, key) for key in reading.signers)
    return custody_word(
        ("" if row is None else row["custody"] for row in found),
        imported=data.official is not None,
        helped=data.via is not None and data.via.assist is not None,
    )


def custody_word(codes: Iterable[str], *, imported: bool, helped: bool) -> str:
    """Return one word of ORDER for an act that keys of these custodies signed: the weakest holds.

    Args:
        codes: The custody of each key as enrolled, ``root`` for a founding key; any other is unknown.
        imported: The act is an imported record about somebody else.
        helped: Somebody helped a person without a key.
    """
    if imported:
        return IMPORTED
    worst = max((_PLACES.get(code, _UNKNOWN) for code in codes), default=_UNKNOWN)
    return ORDER[max(worst, _ASSISTED)] if helped else ORDER[worst]
