"""The log: bytes come back as they went in, and places are given without gaps."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from eventsourcing.persistence import IntegrityError, StoredEvent

from ledger.store.engines import open_engine, writing
from ledger.store.errors import AlreadyFounded, Conflict, NotFounded, StoreError
from ledger.store.proving import prove_inclusion
from ledger.store.recorder import Head, Recorder, Row
from ledger.store.tiles import TileNodes
from ledger.tlog.tree import CompactRange, check_inclusion, leaf_hash
from tests.store.support import NOW, append, check_log, head_after, named, rows_after

ODD = (
    b"\x00",
    b"\xff\xfe",
    "ก็ำ น้ำ 🙏".encode(),
    b"",
    b"\r\n",
    b"'); DROP TABLE entry; --",
    bytes(range(256)) * 255,
)


def test_bytes_come_back_as_they_went_in(recorder: Recorder) -> None:
    recorder.insert_events(
        [StoredEvent("claim/1", version, "ชื่อ", state) for version, state in enumerate(ODD)]
    )

    assert tuple(event.state for event in recorder.select_events("claim/1")) == ODD
    assert tuple(row.entry for row in recorder.rows(0, 99)) == ODD
    assert {event.topic for event in recorder.select_notifications(None, 99)} == {"ชื่อ"}
    assert check_leaves(recorder) == len(ODD)


def check_leaves(recorder: Recorder) -> int:
    rows = recorder.rows(0, 99)
    assert all(row.leaf == leaf_hash(row.entry) for row in rows)
    return len(rows)


def test_what_no_bundle_could_hold_is_not_written(recorder: Recorder) -> None:
    recorder.insert_events([StoredEvent("claim/1", 1, "t", bytes(65_535))])
    with pytest.raises(StoreError, match="at most 65535"):
        recorder.insert_events([StoredEvent("claim/1", 2, "t", bytes(65_536))])
    row = Row(1, "claim/1", 2, "t", None, bytes(31), b"")
    with pytest.raises(StoreError, match="32 bytes"), recorder.appending() as appending:
        appending.write([row], head_after(appending.head, [row]))

    assert recorder.head().size == 1


def test_a_refused_append_leaves_no_trace_and_no_gap(recorder: Recorder) -> None:
    append(recorder, [named(1)])
    before = recorder.head()
    with pytest.raises(RuntimeError):
        append(recorder, [named(2)] * 300, fail=True)
    assert recorder.head() == before
    assert recorder.tile(0, 1) is None
    append(recorder, [named(3)])

    assert [row.stream for row in check_log(recorder)] == [named(1), named(3)]


@pytest.mark.parametrize("same", ["version", "statement"])
def test_a_conflict_leaves_nothing_of_its_group(recorder: Recorder, same: str) -> None:
    (first,) = append(recorder, [named(1)])
    entry = b"another"
    fresh = Row(1, named(2), 1, "t", bytes(16), leaf_hash(entry), entry)
    taken = Row(2, first.stream, 1, "t", bytes([1] * 16), leaf_hash(entry), entry)
    if same == "statement":
        taken = Row(2, named(3), 1, "t", first.statement_id, leaf_hash(entry), entry)
    with pytest.raises(Conflict) as caught, recorder.appending() as appending:
        appending.write([fresh, taken], head_after(appending.head, [fresh, taken]))

    assert isinstance(caught.value, IntegrityError)
    assert caught.value.code == "entry_conflict"
    assert check_log(recorder) == [first]


def test_two_statements_with_one_id_in_one_group_conflict(recorder: Recorder) -> None:
    rows = [Row(at, named(at), 1, "t", bytes(16), leaf_hash(b""), b"") for at in range(2)]
    with pytest.raises(Conflict), recorder.appending() as appending:
        appending.write(rows, head_after(appending.head, rows))

    assert recorder.head().size == 0


def test_rows_that_do_not_follow_the_head_are_refused(recorder: Recorder) -> None:
    first = append(recorder, [named(1)] * 2)
    good = rows_after(recorder.head(), {}, [named(2), named(3), named(4)], "")
    gap = [good[0], good[1]._replace(index=9), good[2]]
    for rows in ([], good[1:], gap, [good[0], good[0], good[2]]):
        with pytest.raises(StoreError, match="without a gap"), recorder.appending() as appending:
            appending.write(rows, head_after(appending.head, rows))
    with recorder.appending() as appending:
        appending.write(good[:1], head_after(appending.head, good[:1]))
        with pytest.raises(StoreError, match="one group"):
            appending.write(good[1:], head_after(appending.head, good))

    assert check_log(recorder) == [*first, good[0]]


def test_the_open_group_sees_the_log_as_it_will_follow_it(recorder: Recorder) -> None:
    one, two, three = append(recorder, [named(1), named(2), named(1)])
    with recorder.appending() as appending:
        assert appending.head == recorder.head() == head_after(Head(0, b"", ""), [one, two, three])
        assert appending.streams([named(1), named(3), named(1)]) == {named(1): [one, three]}
        assert appending.statements([two.statement_id or b"", b"?" * 16]) == {two.statement_id: 1}
        assert appending.rows(1, 3) == [two, three]
        assert appending.origin() is None


def test_many_streams_and_statements_are_found_at_once(recorder: Recorder) -> None:
    rows = append(recorder, [named(number) for number in range(1_200)])
    ids = [row.statement_id or b"" for row in rows]

    assert recorder.statements([*ids, b"?" * 16]) == {identifier: at for at, identifier in enumerate(ids)}
    with recorder.appending() as appending:
        assert appending.streams([row.stream for row in rows]) == {row.stream: [row] for row in rows}
    assert recorder.statements([]) == {}


def test_entries_are_read_by_index_and_by_stream(recorder: Recorder) -> None:
    rows = append(recorder, [named(1), named(2), named(1), named(1)])

    assert recorder.rows(1, 3) == rows[1:3]
    assert recorder.rows(1, 4, stream=named(1)) == rows[2:]
    assert recorder.stream(named(1)) == [rows[0], rows[2], rows[3]]
    assert recorder.stream(named(1), before=3) == [rows[0], rows[2]]
    assert recorder.entry(3) == rows[3]
    assert recorder.entry(4) is None
    assert recorder.stream(named(9)) == []


@pytest.mark.parametrize("groups", [[1, 255, 1, 256, 300], [700], [254, 3, 3]])
def test_tiles_follow_from_entries_over_every_boundary(recorder: Recorder, groups: list[int]) -> None:
    for number, count in enumerate(groups):
        append(recorder, [named(number, at) for at in range(count)])
    rows = check_log(recorder)

    nodes = TileNodes(len(rows), lambda level, number: recorder.tile(level, number) or b"")
    root = head_root(recorder.head())
    for index in (0, len(rows) // 2, len(rows) - 1):
        proof = prove_inclusion(index, len(rows), nodes)
        check_inclusion(proof, size=len(rows), root=root, index=index, leaf=rows[index].leaf)


def head_root(head: Head) -> bytes:
    return CompactRange.from_bytes(head.size, head.hashes).root()


def test_tiles_stay_right_when_another_process_wrote_in_between(
    database_url: str, recorder: Recorder
) -> None:
    other_engine = open_engine(database_url)
    other = Recorder(other_engine)
    for number in range(40):
        append((recorder, other)[number % 3 == 0], [named(number, at) for at in range(17)])
    other_engine.dispose()

    assert len(check_log(recorder)) == 680


def test_a_missing_tile_stops_the_log_before_it_grows_wrong(engine: sa.Engine, recorder: Recorder) -> None:
    append(recorder, [named(1)] * 3)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM tile")

    with pytest.raises(StoreError, match="shorter than the log"):
        append(Recorder(engine), [named(1)])
    assert recorder.head().size == 3


def test_the_origin_is_given_once(recorder: Recorder) -> None:
    assert recorder.origin() is None
    recorder.set_origin("ledger.example.org/2026")
    recorder.set_origin("ledger.example.org/2026")
    with pytest.raises(AlreadyFounded) as caught:
        recorder.set_origin("ledger.example.org/2027")

    assert caught.value.code == "already_founded"
    assert recorder.origin() == "ledger.example.org/2026"


def test_a_log_with_entries_gets_no_name(recorder: Recorder) -> None:
    append(recorder, [named(1)])

    with pytest.raises(AlreadyFounded):
        recorder.set_origin("ledger.example.org/2026")


def test_the_head_keeps_the_time_of_recording(recorder: Recorder) -> None:
    assert recorder.head() == Head(0, b"", "")
    append(recorder, [named(1)])

    assert recorder.head().recorded_at == NOW


def test_a_database_without_tables_says_so(database_url: str, tmp_path: Path) -> None:
    empty = open_engine(database_url)
    for ask in (Recorder(empty).head, Recorder(empty).origin, lambda: append(Recorder(empty), [named(1)])):
        with pytest.raises(NotFounded, match="phayan init"):
            ask()
    empty.dispose()
