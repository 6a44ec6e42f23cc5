"""The queue: who must do what, the nearest last day first, the law before policy."""

import pytest

from ledger.domain.casework_codes import Kind
from ledger.domain.codes import Role
from ledger.domain.types import StreamRef
from ledger.projections.views.queue import Queue, view_queue
from tests.domain import cases, consulting
from tests.domain.cases import CLAIM, GRIEVANCE
from tests.domain.world import World, actor, hire, stream, working


def queue(world: World, official: str | None = None) -> Queue:
    streams = dict.fromkeys(item.statement.stream for item in world.log)
    return view_queue(world, streams, None if official is None else actor(official))


def waiting(world: World, official: str | None = None) -> list[str]:
    return [task.stream for task in queue(world, official).tasks]


def test_the_nearest_last_day_comes_first() -> None:
    world, _ = cases.appealed()
    second = stream("claim", "two")
    world.say(second, cases.application(cases.pinned(world)), "ines")

    assert [(task.stream, task.due.name, task.due.due) for task in queue(world).tasks if task.due] == [
        (GRIEVANCE, "ack", "2026-11-23"),
        (CLAIM, "notify", "2026-11-27"),
        (second, "decide_claim", "2026-12-22"),
    ]


def test_of_one_day_the_law_comes_before_policy() -> None:
    world, _ = cases.reviewed()
    second = stream("claim", "two")
    world.say(second, cases.application(cases.pinned(world)), "ines")

    same_day = [task for task in queue(world).tasks if task.due and task.due.due == "2026-12-22"]
    assert [(task.stream, str(task.due.class_)) for task in same_day if task.due] == [
        (GRIEVANCE, "statute"),
        (second, "policy"),
    ]


def test_an_official_sees_what_they_may_do_and_nothing_else() -> None:
    world, _ = cases.reviewed()

    assert waiting(world, "olga") == [CLAIM]
    assert waiting(world, "rolf") == [GRIEVANCE]
    assert waiting(world, "ada") == []
    (task,) = queue(world, "rolf").tasks
    assert [step.act for step in task.next] == [
        "GrievanceDetermined",
        "AppealReported",
        "GrievanceReclassified",
    ]


def test_a_matter_in_hand_is_in_the_queue_of_whoever_has_it() -> None:
    world, _ = cases.reviewed()
    hire(world, "rosa", Role.REVIEWER)

    assert waiting(world, "rosa") == []


def test_a_mandate_elsewhere_or_over_shows_nothing() -> None:
    world, _ = cases.refused()
    hire(world, "oona", Role.OFFICER, areas=("10",))
    hire(world, "omar", Role.OFFICER, areas=("94",))

    assert waiting(world, "oona") == []
    assert waiting(world, "omar") == [CLAIM]
    world.now = "2027-11-23T03:00:00.000Z"
    assert waiting(world, "omar") == []


def test_a_conflict_is_warned_of_before_the_file_is_opened() -> None:
    world, *_ = cases.attested()
    hire(world, "ada", Role.OFFICER, "line-x")
    hire(world, "otis", Role.OFFICER, "line-x")

    assert [task.warning for task in queue(world, "ada").tasks if task.due] == ["coi_attester_in_case"]
    assert [task.warning for task in queue(world, "otis").tasks] == [None]
    assert [task.warning for task in queue(world).tasks] == [None]


def test_a_complaint_about_a_person_is_in_no_queue_of_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also not as something to keep away from: that there is one is not theirs to know."""
    world, standard, _ = working()
    about = {"kind": Kind.CONDUCT_COMPLAINT, "about": (StreamRef(actor("olga")),)}
    world.say(GRIEVANCE, cases.filing(standard, **about), "ines")

    assert waiting(world, "susi") == [GRIEVANCE]
    assert waiting(world, "sven") == waiting(world, "hugo") == []
    monkeypatch.setattr("ledger.projections.views.queue.is_kept_from", lambda *_: False)
    assert waiting(world, "sven") == [GRIEVANCE]


def test_the_head_that_a_signature_would_state_stands_beside_the_task() -> None:
    world, *_ = cases.attested()

    (task,) = queue(world, "olga").tasks
    assert task.head == world.head(CLAIM)


def test_what_has_ended_waits_for_nobody() -> None:
    world, _ = cases.applied()
    assert waiting(world) == [CLAIM]

    from ledger.domain.casework_codes import Pressure
    from ledger.domain.claim.events import ClaimWithdrawn

    withdrawn = ClaimWithdrawn(via=cases.via(), asked_by=actor("ines"), pressure=Pressure.NO)
    world.say(CLAIM, withdrawn, "ines")
    assert waiting(world) == []


def test_a_recommendation_waits_for_the_person_addressed_and_nobody_else() -> None:
    world, *_ = consulting.recommended()

    (task,) = queue(world, "susi").tasks
    assert (task.stream, task.due.name if task.due else None) == (consulting.CONSULTATION, "consult_response")
    assert waiting(world, "sara") == []


def test_a_promise_waits_for_its_owner() -> None:
    world, *_ = consulting.promised()

    (task,) = queue(world, "susi").tasks
    assert (task.stream, task.due.due if task.due else None) == (consulting.COMMITMENT, "2027-01-21")
    assert waiting(world, "sven") == []


@pytest.mark.parametrize("official", [None, "olga", "nobody"])
def test_an_empty_log_has_an_empty_queue(official: str | None) -> None:
    assert queue(World(), official).tasks == ()
