"""Who held the keys that signed an entry: recorded and shown with every act."""

from collections.abc import Iterable

import sqlalchemy as sa

from ledger.domain.authority import key_id
from ledger.projections.hands import FOUNDER, custody_word
from ledger.projections.readings import Enrolled, Founded, Reading
from ledger.projections.rows import Rows


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
