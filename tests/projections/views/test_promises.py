"""Consultations and commitments: asked, said, answered, done; and what nobody says is done."""

from datetime import date

import pytest

from ledger.domain.codes import Role
from ledger.domain.consultation.codes import Answer, Progress, Stand, Verified
from ledger.domain.consultation.events import GroupCount
from ledger.domain.types import Code
from ledger.projections.views.commitments import Commitment, Commitments, view_commitments
from ledger.projections.views.consultation import ConsultationView, view_consultation
from tests.domain import cases, consulting
from tests.domain.consulting import COMMITMENT, CONSULTATION
from tests.domain.world import World, actor


def record(world: World) -> ConsultationView:
    found = view_consultation(world, CONSULTATION)
    assert found is not None
    return found


def promises(world: World) -> Commitments:
    return view_commitments(world, (CONSULTATION, COMMITMENT))


def promise(world: World) -> Commitment:
    (one,) = promises(world).commitments
    return one


def test_the_record_tells_asked_said_answered_and_done() -> None:
    world, *_ = consulting.promised()

    view = record(world)
    assert (view.asked.owner, view.asked.topic, view.asked.area) == (actor("susi"), "transport", "9401")
    assert view.asked.can_change == ("route",)
    (text,) = view.said
    assert (text.text, text.support.agree, text.support.disagree) == (consulting.PROPOSAL_TEXT, 2, 1)
    assert view.voices == 3
    (answered,) = view.answered
    assert (answered.id, answered.support.agree, answered.minority) == (
        "r1",
        2,
        consulting.digest("minority"),
    )
    assert [str(reply.answer) for reply in answered.replies] == ["accept"]
    assert (answered.owed, answered.silent) == (False, 0)
    assert [done.stream for done in answered.done] == [COMMITMENT]


def test_a_text_has_the_support_of_its_own_digest_alone() -> None:
    world, _ = consulting.opened()
    world.say(CONSULTATION, consulting.position("p1"), "pim")
    world.say(CONSULTATION, consulting.contribution(consulting.AMENDED, on=consulting.PROPOSAL_TEXT), "pong")
    world.say(CONSULTATION, consulting.position("p1", Stand.PASS, on=consulting.AMENDED), "pim")

    support = {text.text: text.support for text in record(world).said}
    assert (support[consulting.PROPOSAL_TEXT].agree, support[consulting.PROPOSAL_TEXT].pass_) == (1, 0)
    assert (support[consulting.AMENDED].agree, support[consulting.AMENDED].pass_) == (0, 1)


def test_silence_after_the_clock_names_the_owner_the_superiors_and_the_days() -> None:
    world, *_ = consulting.recommended()
    world.now = "2026-12-22T16:59:59.999Z"
    (answered,) = record(world).answered
    assert (answered.owed, answered.silent, answered.superiors) == (True, 0, ())
    assert [one.due for one in answered.waits] == ["2026-12-22"]

    world.now = "2026-12-24T17:00:00.000Z"
    (answered,) = record(world).answered
    assert (answered.addressed_to, answered.silent) == (actor("susi"), 3)


def test_a_deferred_answer_is_still_owed() -> None:
    world, *_ = consulting.recommended()
    deferred = consulting.answer(Answer.DEFER, until=date(2027, 1, 10), commitments=())
    world.say(CONSULTATION, deferred, "susi")

    (answered,) = record(world).answered
    assert answered.owed
    assert [one.name for one in answered.waits] == ["deferred_answer"]


@pytest.mark.parametrize(
    ("counted", "shown"),
    [(None, "small"), (0, 0), (11, 10), (12, 10), (13, 15), (14, 15), (17, 15), (18, 20)],
)
def test_no_count_of_people_is_shown_to_the_head(counted: int | None, shown: int | str) -> None:
    world, _ = consulting.opened()
    counts = (GroupCount(group=Code("women"), n=counted),)
    world.say(CONSULTATION, consulting.meeting(counts=counts), "fay", "pim", "ada")

    (meeting,) = record(world).meetings
    assert meeting.groups == {"women": shown}


def test_the_record_says_which_group_was_heard_too_little() -> None:
    world, _ = consulting.opened()
    below = {group.group: group.below for group in record(world).asked.inclusion}
    assert below == {"women": True, "older": True}

    counts = (GroupCount(group=Code("women"), n=12), GroupCount(group=Code("older"), n=None))
    world.say(CONSULTATION, consulting.meeting(counts=counts), "fay", "pim", "ada")
    below = {group.group: group.below for group in record(world).asked.inclusion}
    assert below == {"women": False, "older": False}


def test_another_stream_has_no_record() -> None:
    world, _ = cases.applied()
    assert view_consultation(world, cases.CLAIM) is None


def test_a_promise_is_overdue_the_day_after_its_last() -> None:
    world, *_ = consulting.promised()
    assert (promise(world).first_due, promise(world).due) == (date(2027, 1, 21), date(2027, 1, 21))
    assert (promise(world).state, promise(world).extended, promise(world).overdue) == ("open", False, False)

    world.now = "2027-01-21T16:59:59.999Z"
    assert not promise(world).overdue
    world.now = "2027-01-21T17:00:00.000Z"
    assert (promise(world).overdue, promise(world).over) == (True, 1)
    assert promises(world).counts["overdue"] == 1


def test_reported_done_is_not_met_and_after_the_clock_it_is_unverified() -> None:
    world, *_ = consulting.promised()
    world.say(COMMITMENT, consulting.progress(Progress.DONE), "susi")

    counts = promises(world).counts
    assert (counts["reported"], counts["met"], counts["unverified"]) == (1, 0, 0)
    world.now = "2027-11-01T03:00:00.000Z"
    counts = promises(world).counts
    assert (counts["reported"], counts["met"], counts["unverified"]) == (1, 0, 1)


def test_met_takes_the_word_of_others() -> None:
    world, *_ = consulting.promised()
    world.say(COMMITMENT, consulting.progress(Progress.DONE), "susi")
    world.say(COMMITMENT, consulting.verification(Verified.MET, Role.OVERSIGHT), "vera")

    one = promise(world)
    assert (one.state, [str(check.finding) for check in one.verified]) == ("met", ["met"])
    assert promises(world).counts["met"] == 1


def test_a_promise_found_unmet_after_its_day_is_broken() -> None:
    world, *_ = consulting.promised()
    world.now = "2027-02-01T03:00:00.000Z"
    world.say(
        COMMITMENT,
        consulting.verification(Verified.NOT_MET, Role.OVERSIGHT),
        "vera",
        at="2027-02-01T03:00:00Z",
    )

    assert (promise(world).broken, promises(world).counts["broken"]) == (True, 1)


def test_what_was_withdrawn_stands_in_a_column_of_its_own() -> None:
    world, *_ = consulting.promised()
    world.say(
        COMMITMENT, consulting.progress(Progress.WITHDRAWN, evidence=(consulting.digest("why"),)), "susi"
    )

    counts = promises(world).counts
    assert (counts["withdrawn"], counts["open"], counts["met"]) == (1, 0, 0)
