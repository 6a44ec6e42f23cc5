"""The present day of the demonstration, whichever day it is: everybody may act, and finds something to do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from ledger.application.errors import LedgerError
from ledger.application.snapshot import present
from ledger.application.stories import acts
from ledger.application.stories.cast import CAST
from ledger.application.stories.present import claims
from ledger.application.stories.present.beginning import begin_present
from ledger.application.stories.present.days import calendar_through, workdays_before
from ledger.application.stories.telling import Telling
from ledger.domain.codes import Role
from ledger.projections.views.present import present as look
from ledger.projections.views.queue import Task, view_queue
from tests.stories.present_acts import TODAY, WAITS, WHY, WORDS, speak_in_the_rooms
from tests.stories.stage import Theatre, theatre

DAYS: Final = (date(2026, 11, 28), date(2026, 12, 31), date(2027, 3, 10))
"""A Saturday; a day off before another, days before the mandates end; and after they have ended."""
Stood: TypeAlias = tuple[Theatre, Telling, date]
SOMETIMES: Final = (Role.CUSTODIAN, Role.CONVENER, Role.FACILITATOR)
"""Roles without a queue: the custodian acts when asked, the others in the rooms."""


@pytest.fixture(scope="module", params=DAYS, ids=str)
def stood(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stood]:
    """A theatre without the ten stories, what is open in it, and the present day."""
    folder, today = tmp_path_factory.mktemp("present"), request.param
    with theatre(folder, f"sqlite:///{folder / 'ledger.db'}") as here:
        yield here, begin_present(here.stage, here.opening, here.keyring, today), today


def queue(here: Theatre, told: Telling, today: date, name: str) -> dict[str, Task]:
    """The tasks of ``name`` in the first hour of ``today``, by the name of the stream."""
    early = datetime.combine(today, time(1), tzinfo=UTC) - timedelta(hours=7)
    names = {stream: kind for kind, stream in told.streams.items()}
    found = view_queue(present(here.stage.ledger.store, early), names, told.actor(name))
    return {names[task.stream]: task for task in found.tasks}


def test_everybody_finds_something_to_do_and_may_do_it(stood: Stood) -> None:
    here, told, today = stood
    assert told.today < today  # nothing is stamped with an hour that is still to come

    for name, tasks in WAITS.items():
        found = queue(here, told, today, name)
        for stream, act in tasks:
            task = found[stream]
            assert act in {step.act for step in task.next}, (name, stream)
            assert task.warning is None, (name, stream)
            assert task.due is None or (task.due.left or 0) >= 0, (name, stream)
    busy = {CAST[name].role for name in WAITS if name in CAST}
    assert {one.role for one in CAST.values()} - busy == set(SOMETIMES)
    rooms = look(present(here.stage.ledger.store), told.stream("consultation:proposed"))
    assert any(Role.CONVENER in step.second for step in rooms.next)
    rooms = look(present(here.stage.ledger.store), told.stream("consultation:open"))
    assert any(Role.FACILITATOR in step.by for step in rooms.next)

    here.stage.time.go_to(today)
    here.stage.tick()
    # The control: what is not ready is refused, though the same person says it in the same words.
    application = told.entries["application claim:to-attest"]
    early = acts.grant(application, (application,), today)
    told.fails("early", "claim:to-attest", early, "officer-2", code="quorum_missing", words=WORDS, sealed=WHY)
    for one in TODAY:
        one.do(told)
    speak_in_the_rooms(told)
    done = {one.stream for one in TODAY} | {"consultation:proposed"}
    assert done.issuperset(stream for tasks in WAITS.values() for stream, _ in tasks)
    here.check_verifies()


def test_every_mandate_runs_for_two_months_and_the_calendar_for_a_year(
    stood: Stood,
) -> None:
    here, _told, today = stood
    registry = present(here.stage.ledger.store).registry

    for held in registry.mandates.values():
        for day in (today, today + timedelta(days=60)):
            assert any(one.runs(day) for one in held)
    calendar = here.state(here.opening.stream("programme")).calendar  # type: ignore[union-attr]
    assert calendar is not None
    assert calendar_through(today.year + 1, 2).to >= today + timedelta(days=365)


def test_without_renewal_nobody_could_act_in_march(tmp_path: Path) -> None:
    with theatre(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}") as here:
        here.stage.time.go_to(DAYS[-1])
        told = Telling(here.stage, "late")

        with pytest.raises(LedgerError, match="authority_expired"):
            claims.apply(told, claims.TO_ATTEST)


def test_the_days_before_are_working_days() -> None:
    assert workdays_before(date(2027, 1, 2), 3) == [
        date(2026, 12, 28),
        date(2026, 12, 29),
        date(2026, 12, 30),
    ]
    assert workdays_before(date(2027, 4, 16), 2) == [date(2027, 4, 9), date(2027, 4, 12)]
