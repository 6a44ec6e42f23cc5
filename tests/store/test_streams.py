"""Which streams of a kind there are, page by page, in the order in which they began."""

from eventsourcing.persistence import StoredEvent

from ledger.store.recorder import Recorder


def test_streams_of_a_kind_come_in_the_order_in_which_they_began(recorder: Recorder) -> None:
    entries = [
        ("claim/b", 1),
        ("claims/a", 1),
        ("claim/a", 1),
        ("claim/b", 2),
        ("grievance/a", 1),
        ("claim/c", 1),
    ]
    for stream, version in entries:
        recorder.insert_events([StoredEvent(stream, version, "t", b"")])

    assert recorder.streams("claim", limit=2) == [(0, "claim/b"), (2, "claim/a")]
    assert recorder.streams("claim", after=2, limit=2) == [(5, "claim/c")]
    assert recorder.streams("claim", after=5, limit=2) == []
    assert recorder.streams("grievance", limit=9) == [(4, "grievance/a")]
    assert recorder.streams("listing", limit=9) == []
