"""The worked example of a record of a reading follows from the words of its page."""

import json
from hashlib import sha256

from ledger.application.access import format_access, parse_access
from ledger.application.derived import clock_statement
from ledger.domain.types import EntryRef
from tests.docs.pages import ROOT, fences

PAGE = (ROOT / "docs" / "spec" / "access.md").read_text(encoding="utf-8")
FIRST, SECOND, TREE = (fence.text.removesuffix("\n") for fence in fences(PAGE))


def test_each_record_is_read_and_written_back_as_it_stands_there() -> None:
    for record in (FIRST, SECOND):
        at, access = parse_access(record.encode())
        assert format_access(access, at) == record.encode()
        assert record == json.dumps(json.loads(record), sort_keys=True, separators=(",", ":"))


def test_every_member_has_its_line() -> None:
    assert all(f"\n| `{member}` | " in PAGE for member in json.loads(FIRST))


def test_leaves_and_root_follow_from_the_records() -> None:
    first, second = (sha256(b"\x00" + record.encode()).digest() for record in (FIRST, SECOND))
    root = sha256(b"\x01" + first + second)

    assert TREE.split() == ["leaf", "0", first.hex(), "leaf", "1", second.hex(), "root", root.hexdigest()]


def test_the_id_of_an_anchor_follows_from_the_entry_before_it() -> None:
    parts = ["clock", "registry/a", "access_log", "registry/a", 7, "00"]
    drawn = bytearray(sha256(json.dumps(parts, separators=(",", ":")).encode()).digest()[:16])
    drawn[6], drawn[8] = drawn[6] & 0x0F | 0x80, drawn[8] & 0x3F | 0x80

    said = clock_statement("registry/a", "access_log", EntryRef("registry/a", 7, "00"))
    assert said.replace("-", "") == drawn.hex()
