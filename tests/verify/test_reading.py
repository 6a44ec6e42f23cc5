"""The quick reader of entries says what the reference says, for entries and for what is nearly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.application.reading_entries import read_opened
from ledger.signing.errors import Malformed
from ledger.verify.fold import Opened, open_entry
from tests.verify.history import lived

ENTRIES = lived(2).entries


def answer(data: bytes, *, quick: bool) -> Opened | str:
    try:
        return read_opened(data) if quick else open_entry(data)
    except Malformed as error:
        return error.code


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_is_read_alike(entry: bytes) -> None:
    assert isinstance(answer(entry, quick=True), tuple)
    assert answer(entry, quick=True) == answer(entry, quick=False)


@given(
    st.sampled_from(ENTRIES),
    st.integers(0, 10**6),
    st.sampled_from(["flip", "cut", "double", "blank", "nine"]),
)
def test_what_is_nearly_an_entry_is_refused_alike(entry: bytes, at: int, how: str) -> None:
    at %= len(entry)
    changed = {
        "flip": entry[:at] + bytes([entry[at] ^ 1 << at % 8]) + entry[at + 1 :],
        "cut": entry[:at] + entry[at + 1 :],
        "double": entry[:at] + entry[at : at + 1] + entry[at:],
        "blank": entry[:at] + b" " + entry[at:],
        "nine": entry[:at] + b"9" + entry[at:],
    }[how]

    assert answer(changed, quick=True) == answer(changed, quick=False)


def test_a_line_break_in_an_entry_is_refused_alike() -> None:
    changed = ENTRIES[3][:750] + b"\n" + ENTRIES[3][751:]

    assert answer(changed, quick=True) == answer(changed, quick=False) == "entry_form"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'","version":1}', b'","version":01}'),
        (b'","version":1}', b'","version":1} '),
        (b'","version":1}', b'","version":1,"x":1}'),
        (b'{"dsse":', b'{ "dsse":'),
        (b'{"dsse":', b'{"esse":'),
        (b',"index":0,', b',"index":00,'),
        (b',"index":0,', b',"index":-0,'),
        (b',"prev":"",', b',"prev":null,'),
        (b"2026-", b"2026-02-30"),
    ],
)
def test_a_stamp_in_another_form_is_refused_alike(old: bytes, new: bytes) -> None:
    changed = ENTRIES[0].replace(old, new)
    assert changed != ENTRIES[0]

    assert isinstance(answer(changed, quick=True), str)
    assert answer(changed, quick=True) == answer(changed, quick=False)
