"""What the fold of a consultation keeps, and that it bears acts which no rule would have let in."""

from datetime import timedelta

import pytest

from ledger.domain.casework_codes import Ground, Kind
from ledger.domain.consultation.codes import Answer, Contribution, Stand, Trigger
from ledger.domain.consultation.kept import (
    ConsultationStatus,
    Contributed,
    Met,
    Proposal,
    Recommended,
    Replied,
)
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.types import Event, Local
from tests.domain.cases import TODAY, filing
from tests.domain.consulting import (
    COMMITMENT,
    CONSULTATION,
    PROPOSAL_TEXT,
    answer,
    asked,
    consultation,
    contribution,
    day,
    decline,
    digest,
    gathered,
    meeting,
    opened,
    opening,
    position,
    proposal,
    recommendation,
    recommended,
    run_out,
    support,
)
from tests.domain.world import World, actor, stream


def test_every_act_is_kept_as_it_was_said() -> None:
    world, standard = gathered()
    case = stream("grievance", "bus")
    world.say(case, filing(standard, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,)), "ines")
    proposed = world.say(CONSULTATION, proposal(evidence=(case,), backers=7), "fay")
    asks = opening(evidence=(case,))
    world.say(CONSULTATION, asks, "susi", "kira")
    world.say(CONSULTATION, contribution(), "pim")
    world.say(CONSULTATION, position("p1"), "pim")
    world.now = day(2)
    held = meeting(held_on=TODAY + timedelta(days=1), dissent=True)
    world.say(CONSULTATION, held, "fay", "pim", "ada")
    adopted = world.say(CONSULTATION, recommendation(support(1), minority=digest("few")), "fay", "pim")
    world.now = day(4)
    published, until = TODAY + timedelta(days=3), TODAY + timedelta(days=40)
    later = world.say(CONSULTATION, answer(Answer.DEFER, until=until, published_on=published), "susi")
    yes = world.say(CONSULTATION, answer(published_on=published), "susi")

    susi, reasons = actor("susi"), digest("reasons")
    replies = (
        Replied(later.version, later.leaf, susi, Answer.DEFER, reasons, until, (), published),
        Replied(yes.version, yes.leaf, susi, Answer.ACCEPT, reasons, None, (COMMITMENT,), published),
    )
    assert consultation(world) == ConsultationState(
        status=ConsultationStatus.ANSWERING,
        proposal=Proposal(1, proposed.leaf, actor("fay"), "transport", Trigger.OFFICIAL, (case,), 7, susi),
        opened=asks,
        texts={PROPOSAL_TEXT: Contributed(3, Contribution.PROPOSAL, PROPOSAL_TEXT, None, "resident")},
        positions={PROPOSAL_TEXT: {"p1": Stand.AGREE}},
        voices={"p1": actor("pim")},
        meetings=(Met(5, held.held_on, held.minutes, held.counts, held.officials, dissent=True),),
        recommendations=(
            Recommended(
                adopted.version,
                adopted.leaf,
                "r1",
                PROPOSAL_TEXT,
                support(1),
                digest("few"),
                susi,
                TODAY + timedelta(days=2),
                replies,
            ),
        ),
    )


def test_a_text_or_a_voice_that_comes_a_second_time_is_still_the_first_ones() -> None:
    world, _ = opened()
    world.say(CONSULTATION, position("p1"), "pim")
    before = consultation(world)
    for says in (contribution(kind=Contribution.STATEMENT), position("p1", Stand.DISAGREE)):
        world.record(world.statement(CONSULTATION, says, "pong"))

    assert consultation(world).texts == before.texts
    assert consultation(world).voices == {"p1": actor("pim")}


def test_a_lapse_stands_beside_the_recommendation_that_nobody_answered_and_beside_no_other() -> None:
    world, standard, adopted = recommended()
    other = recommendation(
        support(2, 1), id=Local("r2"), minority=digest("minority"), addressed_to=actor("sara")
    )
    world.say(CONSULTATION, other, "fay", "pim")
    run_out(world, "consult_response", adopted, standard)

    assert [item.lapses for item in consultation(world).recommendations] == [("consult_response",), ()]


def test_before_anything_is_proposed_there_is_no_evidence() -> None:
    assert consultation(World()).evidence() == ()


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ((opening(), proposal()), ConsultationStatus.OPEN),
        ((proposal(), decline(), opening()), ConsultationStatus.DECLINED),
        ((proposal(), decline(), recommendation(support())), ConsultationStatus.DECLINED),
    ],
    ids=["proposed when open", "opened when declined", "recommended when declined"],
)
def test_an_act_that_comes_out_of_turn_takes_no_step_back(
    acts: tuple[Event, ...], status: ConsultationStatus
) -> None:
    """No rule allows it; a dishonest server may have recorded it nevertheless."""
    world = World()
    for says in acts:
        world.record(world.statement(CONSULTATION, says, "susi"))

    assert consultation(world).status is status


def test_where_no_opening_stands_a_recommendation_still_goes_to_somebody_who_can_change_something() -> None:
    world, _ = asked()
    for says in (contribution(), recommendation(support())):
        world.record(world.statement(CONSULTATION, says, "fay", "pim"))
    right = recommendation(support(), id=Local("r2"), addressed_to=actor("sara"))
    wrong = recommendation(support(), id=Local("r2"), addressed_to=actor("olga"))

    world.unless("owner_not_competent", CONSULTATION, wrong, right, "fay", "pim")
