"""The clock: it runs twice, late, or on two machines, and the log says the same once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from benchmarks.fixture import now, statements
from ledger.application.assembly import open_ledger
from ledger.application.keyring import Keyring
from ledger.application.ticking import Ticked, look_ahead, tick
from ledger.domain.consultation.events import ConsultationProposed
from tests.application.offices import SILENT, Office, furnished, record


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return furnished(tmp_path / "office")


def test_nothing_is_recorded_before_it_is_due(office: Office) -> None:
    office.complain()

    assert office.tick(0).recorded == ()
    assert office.said() == []


def test_a_tick_records_what_ran_out_in_the_order_in_which_it_did(office: Office) -> None:
    (stream,) = office.complain()
    done = office.tick(30)

    assert [(found.stream, found.what) for found, _receipt in done.recorded] == [
        (stream, "ack"),
        (stream, "admission"),
        (stream, "resolve"),
    ]
    assert done.refused == ()
    assert [clock for _id, _at, _stream, clock in office.said()] == ["ack", "admission", "resolve"]


def test_a_second_tick_records_nothing(office: Office) -> None:
    office.complain(2)
    first = office.tick(30)
    said = office.said()

    assert len(first.recorded) == 6
    assert office.tick(30).recorded == ()
    assert office.tick(31).recorded == ()
    assert office.said() == said


def test_ids_and_times_follow_from_what_is_due_and_not_from_when_it_is_said(office: Office) -> None:
    office.complain()
    office.tick(10)
    office.tick(30)
    identifier, at, _stream, _clock = office.said()[-1]
    last = office.today + timedelta(days=21)

    assert at == f"{last}T17:00:00Z"
    assert UUID(identifier).version == 8
    assert len({identifier for identifier, *_ in office.said()}) == 3


def test_two_clocks_at_once_record_it_once(office: Office) -> None:
    office.complain(20)
    clock, holder = office.clock(30), office.holder("clock")
    with (
        open_ledger(office.settings, clock, write=True) as one,
        open_ledger(office.settings, clock, write=True) as other,
        ThreadPoolExecutor(2) as machines,
    ):
        done = list(machines.map(lambda ledger: tick(ledger, holder, clock, SILENT), (one, other)))

    lapses = [found for one in done for found, _receipt in one.recorded if found.what[:7] != "pattern"]
    assert len(lapses) == len(office.said()) == 60
    assert [one.refused for one in done] == [(), ()]


def test_a_late_clock_says_the_same_as_one_in_time(tmp_path: Path) -> None:
    in_time, late = furnished(tmp_path / "one"), furnished(tmp_path / "other")
    for place in (in_time, late):
        place.complain()
    for days in (3, 12, 40):
        in_time.tick(days)
    late.tick(40)

    def periods(place: Office) -> list[tuple[str | None, str]]:
        return [(at, clock) for _id, at, _stream, clock in place.said()]

    assert periods(in_time) == periods(late)
    assert len(periods(late)) == 3


def proposed(done: Ticked) -> list[ConsultationProposed]:
    return [found.says for found, _receipt in done.recorded if isinstance(found.says, ConsultationProposed)]


def test_ten_cases_that_say_the_same_propose_a_consultation_once_whenever_the_clock_comes(
    tmp_path: Path,
) -> None:
    in_time, late = furnished(tmp_path / "one"), furnished(tmp_path / "other")
    first = in_time.complain(9)
    assert in_time.tick(0).recorded == ()
    second = in_time.complain(3)
    late_ones = late.complain(12)

    (early,) = proposed(in_time.tick(0))
    (tardy,) = proposed(late.tick(5))

    assert early.evidence == (*first, second[0])
    assert (early.topic, early.backers) == ("discourtesy", 10)
    assert tardy.evidence == tuple(late_ones[:10])
    assert proposed(in_time.tick(6)) == proposed(late.tick(6)) == []


def test_looking_ahead_records_nothing_and_forges_no_stamp(office: Office) -> None:
    office.complain()
    with open_ledger(office.settings, now) as ledger:
        size = ledger.store.head().size
        found = look_ahead(ledger, now() + timedelta(days=30), SILENT)
        assert ledger.store.head().size == size

    assert [one.what for one in found] == ["ack", "admission", "resolve"]
    assert office.said() == []


def test_the_stamp_is_the_ledgers_own(office: Office) -> None:
    office.complain()
    done = office.tick(30)

    recorded = [datetime.fromisoformat(receipt.recorded_at) for _found, receipt in done.recorded]
    assert all(moment > datetime.now(UTC) + timedelta(days=29) for moment in recorded)
    assert done.streams == 1


def test_historical_records_start_no_clock(office: Office) -> None:
    settings, signers = office.settings, office.importer
    with open_ledger(settings, now, write=True) as ledger:
        record(ledger, list(statements(signers, 30)))
    later = office.clock(300)
    with open_ledger(settings, later, write=True) as ledger:
        done = tick(ledger, Keyring(settings.keys).load("clock"), later, SILENT)

    assert done.streams == 5
    assert done.recorded == ()
