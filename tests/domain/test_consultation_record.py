"""Asked, said, answered, done: what a consultation's record shows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.consultation.codes import Answer, Contribution, Stand, Verified
from ledger.domain.consultation.events import GroupCount
from ledger.domain.consultation.kept import ConsultationStatus, Met
from ledger.domain.consultation.record import Answered, Done, Heard, Record, record, rounded
from ledger.domain.consultation.state import INITIAL
from ledger.domain.types import Code
from tests.domain.cases import TODAY
from tests.domain.consulting import (
    AMENDED,
    COMMITMENT,
    CONSULTATION,
    PROPOSAL_TEXT,
    answer,
    asked,
    consultation,
    contribution,
    decline,
    digest,
    group,
    meeting,
    opening,
    position,
    progress,
    promised,
    recommended,
    run_out,
    support,
    verification,
)
from tests.domain.world import World, actor


def shown(world: World) -> Record:
    return record(consultation(world), {COMMITMENT: world.state(COMMITMENT).promise()})


def test_before_anything_is_proposed_there_is_nothing_to_show() -> None:
    empty = record(INITIAL, {})

    assert empty.asked is None
    assert empty.status is ConsultationStatus.EMPTY
    assert not any(empty.said.values())


def test_what_is_asked_names_who_should_answer() -> None:
    world, _ = asked()
    asks = shown(world).asked

    assert asks is not None
    assert (asks.topic, asks.owner, asks.question, asks.can_change) == ("transport", actor("susi"), None, ())
    assert asks.convener is None
    world.say(CONSULTATION, opening(), "susi", "kira")
    asks = shown(world).asked
    assert asks is not None
    assert (asks.question, asks.can_change, asks.convener) == (
        digest("question"),
        ("route",),
        actor("kira"),
    )
    assert asks.evidence == 0


def test_a_no_to_the_proposal_is_shown_with_its_reasons() -> None:
    world, _ = asked()
    world.say(CONSULTATION, decline(), "susi")

    declined = shown(world).declined
    assert declined is not None
    assert (declined.by, declined.reasons) == (actor("susi"), digest("reasons"))


def test_what_is_said_stands_by_kind_with_the_positions_on_each_text() -> None:
    world, _, _ = recommended()
    world.say(CONSULTATION, contribution(AMENDED, kind=Contribution.AMENDMENT, on=PROPOSAL_TEXT), "pim")
    world.say(CONSULTATION, position("p3", Stand.PASS, on=AMENDED), "prae")
    said = shown(world).said

    (text,) = said[Contribution.PROPOSAL]
    assert (text.text, text.support, text.capacity, text.on) == (
        PROPOSAL_TEXT,
        support(2, 1),
        "resident",
        None,
    )
    (text,) = said[Contribution.AMENDMENT]
    assert (text.on, text.support) == (PROPOSAL_TEXT, support(0, 0, 1))
    assert said[Contribution.OBJECTION] == said[Contribution.STATEMENT] == ()


def test_a_recommendation_stands_with_its_minority_and_what_is_owed_by_whom() -> None:
    world, standard, adopted = recommended()
    assert shown(world).answered == (
        Answered(
            id="r1",
            text=PROPOSAL_TEXT,
            support=support(2, 1),
            minority=digest("minority"),
            addressed_to=actor("susi"),
            replies=(),
            owed="consult_response",
            lapses=(),
            done=(),
        ),
    )
    run_out(world, "consult_response", adopted, standard, LapseEffect.ESCALATE_VIEW)
    assert shown(world).answered[0].lapses == ("consult_response",)
    world.say(CONSULTATION, answer(Answer.DEFER, until=TODAY + timedelta(days=9)), "susi")
    assert shown(world).answered[0].owed == "deferred_answer"
    world.say(CONSULTATION, answer(), "susi")

    (item,) = shown(world).answered
    assert item.owed is None
    assert [reply.by for reply in item.replies] == [actor("susi")] * 2
    assert item.done == (Done(COMMITMENT, None),)


def test_what_was_done_is_what_others_found() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(), "susi")
    (done,) = shown(world).answered[0].done
    assert done.promise is not None
    assert (done.promise.status, done.promise.finding) == ("reported", None)
    world.say(COMMITMENT, verification(Verified.PARTLY_MET), "pim", "pong")

    (done,) = shown(world).answered[0].done
    assert done.promise is not None
    assert (done.promise.status, done.promise.finding) == ("open", Verified.PARTLY_MET)
    assert done.promise.verified_as == "participant"


@pytest.mark.parametrize(
    ("minimum", "counts", "expected"),
    [
        (12, (), (0, False)),
        (12, (11,), (10, False)),
        (12, (12,), (10, True)),
        (12, (13, None), (15, True)),
        (12, (None, 23), (25, True)),
        (30, (22, 22), (20, False)),
        (1, (None,), (None, True)),
        (2, (None,), (None, None)),
        (10, (None,), (None, None)),
        (11, (None,), (None, False)),
        (1, (0,), (0, False)),
        (2, (0, None), (None, None)),
    ],
)
def test_the_inclusion_plan_is_met_or_not_and_small_numbers_stay_hidden(
    minimum: int, counts: tuple[int | None, ...], expected: tuple[int | None, bool | None]
) -> None:
    world, _ = asked()
    world.say(CONSULTATION, opening(inclusion=(group("women", minimum), group("older", 1))), "susi", "kira")
    for count in counts:
        said = meeting(counts=(GroupCount(group=Code("women"), n=count),))
        world.say(CONSULTATION, said, "fay", "pim", "ada")

    assert shown(world).heard == (
        Heard("women", minimum, "home_visit", *expected),
        Heard("older", 1, "home_visit", 0, met=False),
    )
    assert shown(world).meetings == len(counts)


def test_a_rounded_number_is_written_as_a_whole_one() -> None:
    assert [str(rounded(number)) for number in (0, 12, 13, 23)] == ["0", "10", "15", "25"]


@given(st.lists(st.one_of(st.none(), st.just(0), st.integers(11, 60)), max_size=5), st.integers(1, 40))
def test_no_count_of_one_to_ten_is_shown_nor_follows_from_another(
    counts: list[int | None], minimum: int
) -> None:
    """Whatever number of 1 to 10 stands behind a small count, the record is the same."""
    meetings = tuple(
        Met(number, TODAY, "a" * 64, (GroupCount(group=Code("women"), n=count),), (), False)
        for number, count in enumerate(counts)
    )
    plan = opening(inclusion=(group("women", minimum),))
    (women,) = record(replace(INITIAL, opened=plan, meetings=meetings), {}).heard
    largest = max((count for count in counts if count is not None), default=0)

    assert women.shown is None or women.shown == 0 or women.shown >= 10
    assert women.shown is None or women.shown % 5 == 0
    if largest == 0 and None in counts:
        reached = {few >= minimum for few in range(1, 11)}
        assert women.met is (reached.pop() if len(reached) == 1 else None)
    else:
        assert women.met is (largest >= minimum)


def test_dissent_at_meetings_is_counted() -> None:
    world, _ = asked()
    world.say(CONSULTATION, opening(), "susi", "kira")
    for dissent in (True, False, True):
        world.say(CONSULTATION, meeting(dissent=dissent), "fay", "pim", "ada")

    assert (shown(world).meetings, shown(world).dissent) == (3, 2)
