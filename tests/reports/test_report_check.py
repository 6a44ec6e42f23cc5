"""A report that somebody brings is equal to what the log gives, or it is said what differs."""

import json
from copy import deepcopy
from typing import Any

import pytest

from ledger.application.replies import LONGEST, Reply, with_replies, write_reply
from ledger.application.report_check import Checked, check_report
from ledger.domain.codes import Custody, Role
from ledger.domain.directory import Key, Mandate, RegistryState
from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, write
from ledger.projections.reports.envelope import Json, Snapshot, result_digest
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.r01 import R01
from ledger.signing.keys import SigningKey
from tests.projections import histories
from tests.projections.histories import DAY, ORIGIN, Log, actor, ref

OFFICIAL, OTHER = SigningKey(b"\1" * 32), SigningKey(b"\2" * 32)


def key_of(key: SigningKey, number: int) -> Key:
    return Key(key.id, key.public.hex(), actor(number), Custody.SELF, None, 1)


def mandate(number: int, office: str) -> Mandate:
    return Mandate(
        stream="registry/1",
        version=1,
        leaf="0" * 64,
        index=1,
        actor=actor(number),
        role=Role.OFFICER,
        category=None,
        office=office,
        line="line",
        programmes=frozenset(),
        areas=(),
        from_=DAY,
        to=DAY,
        may_delegate=False,
        depth=0,
        grantor=actor(0),
        by_root=True,
    )


REGISTRY = RegistryState(
    keys={key.id: key_of(key, number) for key, number in ((OFFICIAL, 2), (OTHER, 3))},
    mandates={actor(3): (mandate(3, "office_a9"),)},
)


@pytest.fixture(scope="module")
def log() -> Log:
    log = histories.enrol(Log())
    for number in range(1, 41):
        made = log.add(ref("claim", number), histories.decided(official=actor(2 + number % 2)))
        if number % 3 == 0:
            log.add(ref("grievance", number), histories.filed(made))
            log.add(ref("grievance", number), histories.determined())
    return log


def computed(log: Log, params: Params, size: int) -> Json:
    snapshot = Snapshot(ORIGIN, size, f"root of {size}", "2026-01-05T03:59:00.000Z")
    return write(R01, facts_of(log.recorded[:size]), params, snapshot, Origin("phayan report R01", "0"))


@pytest.fixture
def issued(log: Log) -> Json:
    report = computed(log, Params(population="all_imported"), 60)
    found: Json = json.loads(json.dumps(report))  # as it comes from a file
    return found


def checked(log: Log, brought: Json, *notes: bytes) -> Checked:
    return check_report(brought, lambda _name, params, size: computed(log, params, size), REGISTRY, notes)


def redigested(report: Json) -> Json:
    digest = {"result_digest": result_digest(report)}
    return report | {"reproduce": report["reproduce"] | digest}


def test_a_report_is_computed_again_at_its_own_checkpoint(log: Log, issued: Json) -> None:
    assert issued["snapshot"]["tree_size"] < len(log.entries)
    assert checked(log, issued) == Checked(equal=True, close=False, differing=())


def test_an_altered_report_is_told_from_one_that_another_log_gives(log: Log, issued: Json) -> None:
    altered = deepcopy(issued)
    altered["rows"][0]["num"] += 1
    with pytest.raises(ReportError) as caught:
        checked(log, altered)
    assert caught.value.code == "report_altered"

    found = checked(log, redigested(altered))
    assert (found.equal, found.differing) == (False, ("/rows/0/num",))


def test_a_value_on_a_rounding_edge_is_close_and_a_larger_difference_is_none(log: Log, issued: Json) -> None:
    for factor, equal in ((1 + 1e-6, True), (1 + 1e-4, False)):
        other = deepcopy(issued)
        other["overall"]["estimate"] *= factor
        found = checked(log, redigested(other))
        assert (found.equal, found.close) == (equal, equal)


def test_a_report_of_another_log_cannot_be_checked_here(log: Log, issued: Json) -> None:
    for name in ("origin", "root_hash"):
        other = deepcopy(issued)
        other["snapshot"][name] = "another"
        with pytest.raises(ReportError) as caught:
            checked(log, redigested(other))
        assert caught.value.code == "report_other_log"


@pytest.mark.parametrize(
    "broken", [{}, {"method": {}}, {"report": "R01", "method": {"params": {"window": 1}}}]
)
def test_what_is_no_report_is_told_so(log: Log, broken: Any) -> None:
    with pytest.raises(ReportError) as caught:
        checked(log, broken)
    assert caught.value.code == "report_unreadable"


def reply(issued: Json, key: SigningKey = OFFICIAL, **changes: str) -> bytes:
    said = {
        "origin": ORIGIN,
        "result_digest": issued["reproduce"]["result_digest"],
        "row": actor(2),
        "text": "สองเดือนนั้นหน่วยรับเรื่องย้ายที่ทำการ (ตัวอย่าง)",
    }
    return write_reply(Reply(**(said | changes)), key)


def test_the_reply_of_an_official_stands_in_their_row(log: Log, issued: Json) -> None:
    note = reply(issued)
    marked = with_replies(issued, [note], REGISTRY)

    (row,) = [row for row in marked["rows"] if "REPLIED" in row["flags"]]
    assert row["key"] == actor(2)
    assert len(row["extra"]["reply"]) == 64
    assert marked["reproduce"]["replied_to"] == issued["reproduce"]["result_digest"]
    assert checked(log, marked, note).equal
    assert not checked(log, marked).equal  # without its replies it is another report


def test_a_row_of_an_office_is_answered_by_whoever_sits_there(log: Log) -> None:
    offices = computed(log, Params(population="all_imported", unit="office"), 60)
    rows = [row | {"key": "office_a9"} for row in offices["rows"][:1]]
    offices = redigested(offices | {"rows": rows})

    marked = with_replies(offices, [reply(offices, OTHER, row="office_a9")], REGISTRY)
    assert "REPLIED" in marked["rows"][0]["flags"]


@pytest.mark.parametrize(
    ("unit", "row", "key", "may"),
    [
        ("office", "statute/notify/office_a9", OTHER, True),  # as R05 and R14 have them
        ("official", f"attested_first/{actor(2)}", OFFICIAL, True),  # R13
        ("volunteer", f"{actor(2)}/sensitivity", OFFICIAL, True),  # R09
        ("pair", f"1001 decider {actor(3)} {actor(2)}", OFFICIAL, True),  # R12
        ("office", "office_a9/notify/office_b", OTHER, False),
        ("official", f"attested_first/{actor(2)}0", OFFICIAL, False),
        ("national", "office_a9", OTHER, False),  # a row that speaks of nobody
    ],
)
def test_a_row_is_answered_by_whoever_its_key_names(
    issued: Json, unit: str, row: str, key: SigningKey, *, may: bool
) -> None:
    named = redigested(issued | {"unit": unit, "rows": [issued["rows"][0] | {"key": row}]})
    note = reply(named, key, row=row)

    if may:
        assert "REPLIED" in with_replies(named, [note], REGISTRY)["rows"][0]["flags"]
    else:
        with pytest.raises(ReportError) as caught:
            with_replies(named, [note], REGISTRY)
        assert caught.value.code == "reply_not_yours"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"row": "actor/nobody"}, "reply_no_row"),
        ({"origin": "other.example.org"}, "reply_other_report"),
        ({"result_digest": "0" * 64}, "reply_other_report"),
        ({"text": ""}, "reply_form"),
        ({"text": "ก" * (LONGEST + 1)}, "reply_form"),
        ({"text": "e\u0301"}, "reply_form"),
        ({"key": OTHER}, "reply_not_yours"),
        ({"key": SigningKey(b"\3" * 32)}, "reply_signature"),
    ],
)
def test_a_reply_that_is_not_ones_own_or_not_about_this_is_refused(
    issued: Json, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(ReportError) as caught:
        with_replies(issued, [reply(issued, **changes)], REGISTRY)

    assert caught.value.code == code


def test_a_reply_whose_words_were_changed_is_refused(issued: Json) -> None:
    note, other = reply(issued), reply(issued, text="คำอื่น (ตัวอย่าง)")
    start, end = b'"signatures":', b"}"
    swapped = other[: other.index(start)] + note[note.index(start) :]
    assert swapped.endswith(end)

    with pytest.raises(ReportError) as caught:
        with_replies(issued, [swapped], REGISTRY)
    assert caught.value.code == "reply_signature"
