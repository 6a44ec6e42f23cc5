"""A stream of another kind answers every question with nothing."""

from ledger.domain.casebook import NO_CASEWORK
from ledger.domain.matters import OtherStream
from ledger.domain.types import EntryRef, Unknown
from tests.domain.cases import CLAIM, application
from tests.domain.world import HISTORICAL

REF = EntryRef(CLAIM, 1, "0" * 64)


def test_who_has_a_part_in_it() -> None:
    other = OtherStream()

    assert (other.deciders(), other.attesters(), other.assisters()) == ((), (), ())
    assert (other.parties(), other.named(), other.barred(), other.assigned()) == ((), (), (), ())


def test_where_it_stands() -> None:
    other = OtherStream()

    assert other.casework is NO_CASEWORK
    assert other.programme is None
    assert other.place() is None
    assert other.looks_at() == ()
    assert (other.is_open(), other.is_closed(), other.is_anonymous(), other.burdens(1)) == (False,) * 4


def test_what_its_entries_say_of_others() -> None:
    other = OtherStream()
    for says in (Unknown("SomethingLater", 1), application(EntryRef(HISTORICAL, 1, "0" * 64))):
        assert other.rests_on(says) == ()
        assert other.replaces(says) is None
        assert other.disputes(says) is None


def test_what_it_holds() -> None:
    other = OtherStream()

    assert other.published(REF) is None
    assert other.decision(REF) is None
    assert other.determination(REF) is None
    assert not other.holds(REF)
    assert (other.binds(REF), other.carries_out(REF), other.attested(REF)) == (False,) * 3
