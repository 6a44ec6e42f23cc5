"""The library's doors, in and out: bytes with the right stamp pass, anything else is refused."""

import pytest
from eventsourcing.persistence import IntegrityError, Notification, StoredEvent

from ledger.signing.dsse import Envelope, verify_envelope
from ledger.store.errors import Conflict, StampRefused, StoreError
from ledger.store.mapper import EntryEvent, EntryRefused, SignedMapper
from ledger.store.recorder import Recorder
from tests.store.entries import KEY, LATE, NEXT, ORIGIN, STREAM, TYPE, entry, event, row
from tests.store.support import check_log

FIRST = entry(0, 1)
SECOND = entry(1, 2, FIRST)


@pytest.fixture
def founded(recorder: Recorder) -> Recorder:
    recorder.set_origin(ORIGIN)
    return recorder


def test_stamped_entries_pass_and_keep_their_statement_id(founded: Recorder) -> None:
    assert founded.insert_events([event(FIRST, 1), event(SECOND, 2)]) == [1, 2]
    assert founded.insert_events([event(entry(2, 1, at=LATE, stream=NEXT), 1, NEXT)]) == [3]

    assert check_log(founded)[:2] == [row(0, 1, FIRST), row(1, 2, SECOND)]
    assert founded.head().recorded_at == LATE
    assert list(founded.statements([row(1, 2, SECOND).statement_id or b""]).values()) == [1]


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (event(b"state", 2), "not an entry"),
        (event(entry(2, 2, FIRST), 2), "the index 1"),
        (event(entry(0, 2, FIRST), 2), "the index 1"),
        (event(entry(1, 3, FIRST), 3), "does not follow"),
        (event(entry(1, 2, SECOND), 2), "does not follow"),
        (event(entry(1, 1), 1), "does not follow"),
        (event(entry(1, 2, FIRST, at="2026-11-22T03:04:06.122Z"), 2), "older"),
        (event(entry(1, 2, FIRST, origin="ledger.example.org/2027"), 2), "another log"),
        (event(SECOND, 3), "originator, version or topic"),
        (event(SECOND, 2, topic="SomethingElse"), "originator, version or topic"),
        (event(entry(1, 1, stream=NEXT), 1), "does not follow"),
        (event(entry(1, 1, stream=NEXT), 1, stream="claim/other"), "originator, version or topic"),
        (event(SECOND.replace(b'"version":2', b'"version":02'), 2), "not an entry"),
        (event(SECOND + b" ", 2), "not an entry"),
    ],
)
def test_bytes_with_another_stamp_are_refused(founded: Recorder, refused: StoredEvent, why: str) -> None:
    founded.insert_events([event(FIRST, 1)])
    with pytest.raises(StampRefused, match=why) as caught:
        founded.insert_events([refused])

    assert isinstance(caught.value, IntegrityError)
    assert caught.value.code == "stamp_refused"
    assert founded.max_notification_id() == 1


def test_the_same_statement_in_another_place_conflicts(founded: Recorder) -> None:
    founded.insert_events([event(FIRST, 1)])
    moved = entry(0, 1)
    again = moved.replace(
        b'"index":0,"prev":""', b'"index":1,"prev":"' + row(0, 1, FIRST).leaf.hex().encode() + b'"'
    )
    again = again.replace(b'"version":1', b'"version":2')
    with pytest.raises(Conflict):
        founded.insert_events([event(again, 2)])

    assert founded.max_notification_id() == 1


def signed_by_the_key(envelope: Envelope, index: int) -> None:
    assert index in (0, 1)
    verify_envelope(envelope, {KEY.id: KEY.public})


def test_the_mapper_passes_entries_through_and_gives_them_back(founded: Recorder) -> None:
    mapper = SignedMapper(signed_by_the_key)
    going_in = EntryEvent(STREAM, 1, TYPE, FIRST)
    founded.insert_events([mapper.to_stored_event(going_in)])
    (notification,) = founded.select_notifications(None, 10)

    assert notification.state == FIRST
    assert mapper.to_domain_event(notification) == going_in
    assert mapper.to_domain_event(founded.select_events(STREAM)[0]) == going_in


FORGED = SECOND[:20] + (b"A" if SECOND[20:21] != b"A" else b"B") + SECOND[21:]


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        (Notification(STREAM, 2, TYPE, SECOND, 3), "where it was stamped"),
        (Notification(STREAM, 3, TYPE, SECOND, 2), "not what its entry says"),
        (Notification(NEXT, 2, TYPE, SECOND, 2), "not what its entry says"),
        (Notification(STREAM, 2, "SomethingElse", SECOND, 2), "not what its entry says"),
        (Notification(STREAM, 2, TYPE, FORGED, 2), "does not hold what was signed"),
        (Notification(STREAM, 2, TYPE, SECOND.replace(b'"index":1', b'"index": 1'), 2), "does not hold"),
        (Notification(STREAM, 2, TYPE, b"state", 2), "does not hold what was signed"),
    ],
)
def test_the_mapper_refuses_what_was_not_signed_or_not_there(stored: Notification, why: str) -> None:
    with pytest.raises(EntryRefused, match=why) as caught:
        SignedMapper(signed_by_the_key).to_domain_event(stored)

    assert caught.value.code == "entry_refused"
    assert isinstance(caught.value, StoreError)


def test_the_mapper_refuses_a_signature_of_another_key() -> None:
    def unknown(envelope: Envelope, index: int) -> None:
        verify_envelope(envelope, {})

    with pytest.raises(EntryRefused, match="key_unknown"):
        SignedMapper(unknown).to_domain_event(event(FIRST, 1))


def test_the_mapper_stores_nothing_but_entries() -> None:
    with pytest.raises(EntryRefused):
        SignedMapper(signed_by_the_key).to_stored_event(event(FIRST, 1))  # type: ignore[arg-type]  # the wrong thing
