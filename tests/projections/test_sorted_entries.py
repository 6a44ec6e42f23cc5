"""The entries of a stream by what they say: the same whether they were sorted or are looked through."""

from hypothesis import given

from ledger.domain.catalogue import EVENTS
from ledger.domain.histories import Entries, of_kind
from ledger.domain.types import Event
from tests.projections import histories


@given(histories.logs())
def test_sorted_entries_give_what_looking_through_them_gives(log: histories.Log) -> None:
    entries = Entries(log.recorded)
    assert entries == tuple(log.recorded)
    for kind in set(EVENTS.values()):
        assert list(of_kind(entries, kind)) == list(of_kind(log.recorded, kind))


def test_no_type_of_event_derives_from_another() -> None:
    """If one did, an entry of it would be missing among those of the other."""
    assert {kind.__mro__[1] for kind in EVENTS.values()} == {Event}
