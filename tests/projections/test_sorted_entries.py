"""The entries of a stream by what they say: the same whether they were sorted or are looked through."""

from ledger.domain.catalogue import EVENTS
from ledger.domain.histories import Entries, of_kind
from ledger.domain.types import Event
from tests.projections import histories


def test_sorted_entries_give_what_looking_through_them_gives() -> None:
    log, stream = histories.Log(), histories.ref("claim", 1)
    log.add(stream, histories.received())
    log.add(stream, histories.attested())
    decision = log.add(stream, histories.decided())
    log.add(stream, histories.attested())
    log.add(stream, histories.notified(decision))
    entries = Entries(log.recorded)
    assert entries == tuple(log.recorded)
    found = {kind: list(of_kind(entries, kind)) for kind in EVENTS.values()}
    assert found == {kind: list(of_kind(log.recorded, kind)) for kind in EVENTS.values()}
    assert sum(map(len, found.values())) == len(entries)


def test_no_type_of_event_derives_from_another() -> None:
    """If one did, an entry of it would be missing among those of the other."""
    assert {kind.__mro__[1] for kind in EVENTS.values()} == {Event}
