"""Which consultations the clock proposes, and with which cases."""

from datetime import date, timedelta

import pytest

from ledger.domain.consultation.codes import Trigger
from ledger.domain.consultation.events import ConsultationProposed
from ledger.domain.consultation.pattern import Filed
from ledger.domain.matters import Complaint
from ledger.domain.proposals import Proposal, Waiting, proposals, waiting
from ledger.domain.types import Code, StreamRef
from tests.domain.cases import GRIEVANCE
from tests.domain.clockwork import complained, complaint, filed, year
from tests.domain.world import stream

DAY = date(2026, 3, 2)


def case(number: int, *grounds: str, days: int = 0, area: str = "9401", home: str | None = None) -> Waiting:
    about = Complaint("programme/one", frozenset(grounds or ("delay",)), area, home)
    found = Filed(stream("grievance", str(number)), about, DAY + timedelta(days=days))
    return Waiting(found, f"{DAY + timedelta(days=days)}T03:00:00.000Z")


def proposal(ground: str, *numbers: int, days: int = 0) -> Proposal:
    names = tuple(StreamRef(stream("grievance", str(number))) for number in numbers)
    says = ConsultationProposed(topic=Code(ground), trigger=Trigger.CASES, evidence=names, backers=len(names))
    return Proposal(says, f"{DAY + timedelta(days=days)}T03:00:00.000Z")


def test_the_tenth_case_completes_a_pattern_and_the_next_ten_make_another() -> None:
    cases = [case(number) for number in range(23)]

    assert list(proposals(cases[:9])) == []
    assert list(proposals(cases)) == [proposal("delay", *range(10)), proposal("delay", *range(10, 20))]


def test_a_case_counts_once_for_each_of_its_grounds() -> None:
    both = [case(number, "delay", "bribery") for number in range(10)]
    more = [case(number, "delay") for number in range(10, 19)]

    assert list(proposals([*both, *more])) == [
        proposal("bribery", *range(10)),
        proposal("delay", *range(10)),
    ]


@pytest.mark.parametrize(("days", "count"), [(180, 1), (181, 0)])
def test_cases_lie_within_a_hundred_and_eighty_days(days: int, count: int) -> None:
    cases = [*(case(number) for number in range(9)), case(9, days=days)]

    assert len(list(proposals(cases))) == count


def test_what_is_too_old_makes_room_and_does_not_come_back() -> None:
    cases = [case(0), *(case(number, days=181) for number in range(1, 11))]

    assert list(proposals(cases)) == [proposal("delay", *range(1, 11), days=181)]


def test_cases_of_two_districts_or_of_one_household_are_no_pattern() -> None:
    mixed = [case(number, area="9401" if number % 2 else "9402") for number in range(18)]
    alone = [case(number, home="claim/one") for number in range(12)]

    assert list(proposals(mixed)) == []
    assert list(proposals(alone)) == []


def test_only_what_was_filed_in_a_district_waits() -> None:
    world, _filing = complained("06-01")
    other, programme = year()
    filed(other, "06-01", complaint(programme, "06-01", area=None))

    found = waiting(world, GRIEVANCE)
    assert found is not None
    assert (found.filed.stream, found.recorded_at) == (GRIEVANCE, "2026-06-01T03:00:00.000Z")
    assert waiting(other, GRIEVANCE) is None
    assert waiting(world, stream("grievance", "none")) is None
