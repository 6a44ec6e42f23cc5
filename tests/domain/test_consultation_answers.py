"""What a consultation recommends, and what the owner answers."""

from datetime import timedelta

import pytest

from ledger.domain.casework_codes import Ground, Kind, LapseEffect
from ledger.domain.codes import RevocationReason, Role
from ledger.domain.consultation.codes import Answer, Contribution
from ledger.domain.consultation.events import OfficialResponseGiven
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import Digest, EntryRef, Local
from tests.domain.cases import TODAY, but, filing
from tests.domain.consulting import (
    AMENDED,
    COMMITMENT,
    CONSULTATION,
    PROPOSAL_TEXT,
    answer,
    consultation,
    contribution,
    day,
    digest,
    gathered,
    opened,
    opening,
    position,
    progress,
    promise,
    promised,
    proposal,
    recommendation,
    recommended,
    run_out,
    support,
)
from tests.domain.world import REGISTRY, World, actor, hire, stream


def until(number: int) -> OfficialResponseGiven:
    return answer(Answer.DEFER, until=TODAY + timedelta(days=number))


def test_a_facilitator_and_a_delegate_of_the_participants_recommend() -> None:
    world, _ = opened()
    says = recommendation(support())
    world.refuses("participants_missing", CONSULTATION, says, "fay")
    world.refuses("authority_missing", CONSULTATION, says, "fay", "ada")
    world.refuses("authority_missing", CONSULTATION, says, "pim", "pong")
    world.refuses("seen_missing", CONSULTATION, says, "fay", "pim", seen=None)
    world.say(CONSULTATION, says, "fay", "pim")

    assert consultation(world).status is ConsultationStatus.ANSWERING


@pytest.mark.parametrize("wrong", [(2, 0), (1, 1), (3, 1), (2, 1, 1)])
def test_support_is_what_the_positions_on_that_very_text_show(wrong: tuple[int, ...]) -> None:
    world, _, _ = recommended()
    says = recommendation(
        support(2, 1), id=Local("r2"), minority=digest("minority"), addressed_to=actor("sara")
    )

    world.unless("support_mismatch", CONSULTATION, but(says, support=support(*wrong)), says, "fay", "pim")


def test_an_amended_text_has_no_support_of_the_text_before() -> None:
    world, _, _ = recommended()
    world.say(CONSULTATION, contribution(AMENDED, kind=Contribution.AMENDMENT, on=PROPOSAL_TEXT), "pim")
    says = recommendation(support(2, 1), id=Local("r2"), text=AMENDED, minority=digest("minority"))

    world.unless("support_mismatch", CONSULTATION, says, but(says, support=support()), "fay", "pim")


def test_the_text_is_on_file() -> None:
    world, _ = opened()
    unknown = recommendation(support(), text=AMENDED)

    world.unless("text_unknown", CONSULTATION, unknown, recommendation(support()), "fay", "pim")


def test_where_somebody_disagrees_the_minority_is_kept() -> None:
    world, _, _ = recommended()
    says = recommendation(support(2, 1), id=Local("r2"), addressed_to=actor("sara"))

    world.unless("minority_missing", CONSULTATION, says, but(says, minority=digest("minority")), "fay", "pim")


def test_a_text_goes_to_one_person_once_under_a_token_of_its_own() -> None:
    world, _, _ = recommended()
    says = recommendation(
        support(2, 1), id=Local("r2"), minority=digest("minority"), addressed_to=actor("sara")
    )
    again = but(says, addressed_to=actor("susi"))
    for wrong in (but(says, id=Local("r1")), but(says, id=Local("proposal")), again):
        world.refuses("recommendation_known", CONSULTATION, wrong, "fay", "pim")

    world.say(CONSULTATION, says, "fay", "pim")


def test_it_is_addressed_to_the_owner_or_to_somebody_competent() -> None:
    world, _ = opened()
    hire(world, "said", Role.SUPERVISOR, "line-s", areas=("50",))
    says = recommendation(support(), addressed_to=actor("said"))
    world.refuses("owner_not_competent", CONSULTATION, says, "fay", "pim")

    world.say(CONSULTATION, but(says, addressed_to=actor("sara")), "fay", "pim")


def test_competent_is_who_has_the_programme_of_the_evidence() -> None:
    world, standard = gathered()
    hire(world, "elsewhere", Role.SUPERVISOR, "line-s", programmes=(stream("programme", "other"),))
    case = stream("grievance")
    world.say(case, filing(standard, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,)), "ines")
    world.say(CONSULTATION, proposal(evidence=(case,)), "fay")
    world.say(CONSULTATION, opening(evidence=(case,)), "susi", "kira")
    world.say(CONSULTATION, contribution(), "pim")
    says = recommendation(support(), addressed_to=actor("elsewhere"))

    world.unless(
        "owner_not_competent", CONSULTATION, says, but(says, addressed_to=actor("sara")), "fay", "pim"
    )


def test_after_the_owner_left_it_goes_to_a_successor() -> None:
    world, _, _ = recommended()
    (held,) = world.registry.mandates[actor("susi")]
    ref = EntryRef(held.stream, held.version, held.leaf)
    world.say(REGISTRY, MandateRevoked(mandate=ref, reason=RevocationReason.LEFT_SERVICE), "rita")
    world.say(CONSULTATION, contribution(AMENDED), "pim")
    says = recommendation(support(), id=Local("r2"), text=AMENDED)
    world.unless(
        "owner_not_competent", CONSULTATION, says, but(says, addressed_to=actor("sara")), "fay", "pim"
    )
    world.refuses("authority_expired", CONSULTATION, answer(), "susi")
    again = recommendation(
        support(2, 1), id=Local("r3"), minority=digest("minority"), addressed_to=actor("sara")
    )

    world.say(CONSULTATION, again, "fay", "pim")


def test_whoever_is_asked_does_not_recommend() -> None:
    world, _ = opened()
    hire(world, "sara", Role.PARTICIPANT, "line-e")
    says = recommendation(support(), addressed_to=actor("sara"))

    world.refuses("coi_owner", CONSULTATION, says, "fay", "sara")
    world.say(CONSULTATION, says, "fay", "pim")


def test_a_facilitator_who_is_a_participant_too_is_no_delegate() -> None:
    world, _ = opened()
    hire(world, "fay", Role.PARTICIPANT, "line-f")

    world.refuses("participants_missing", CONSULTATION, recommendation(support()), "fay")


def test_only_the_person_addressed_answers() -> None:
    world, _, _ = recommended()
    for name in ("sara", "sven"):
        world.refuses("not_owner", CONSULTATION, answer(), name)
    world.refuses("authority_missing", CONSULTATION, answer(), "vera")
    world.refuses("signer_superfluous", CONSULTATION, answer(), "susi", "sara")
    world.refuses("seen_missing", CONSULTATION, answer(), "susi", seen=None)

    world.say(CONSULTATION, answer(), "susi")


def test_an_answer_is_to_a_recommendation_that_stands() -> None:
    world, _, _ = recommended()

    world.unless("recommendation_unknown", CONSULTATION, answer(to=Local("r9")), answer(), "susi")


def test_before_anything_is_recommended_there_is_nothing_to_answer() -> None:
    world, _ = opened()

    world.refuses("consultation_state", CONSULTATION, answer(), "susi")


@pytest.mark.parametrize("number", [-1, 1])
def test_an_answer_counts_when_it_is_published(number: int) -> None:
    world, _, _ = recommended()
    wrong = answer(published_on=TODAY + timedelta(days=number))

    world.unless("date_order", CONSULTATION, wrong, answer(), "susi")


@pytest.mark.parametrize("said", [Answer.ACCEPT, Answer.PARTLY])
def test_a_yes_names_what_is_promised(said: Answer) -> None:
    world, _, _ = recommended()

    world.unless("answer_commitments", CONSULTATION, answer(said, commitments=()), answer(said), "susi")


def test_a_no_and_a_deferral_promise_nothing() -> None:
    world, _, _ = recommended()
    for wrong in (answer(Answer.REJECT), until(9)):
        world.refuses("answer_commitments", CONSULTATION, but(wrong, commitments=(COMMITMENT,)), "susi")

    world.say(CONSULTATION, answer(Answer.REJECT), "susi")


def test_a_commitment_is_one_and_is_named_once() -> None:
    world, _, _ = recommended()
    for wrong in ((stream("claim"),), (COMMITMENT, COMMITMENT), (COMMITMENT, stream("commitmen"))):
        world.refuses("commitment_unknown", CONSULTATION, answer(commitments=wrong), "susi")

    world.say(CONSULTATION, answer(commitments=(COMMITMENT, stream("commitment", "two"))), "susi")


def test_a_commitment_of_another_consultation_answers_nothing_here() -> None:
    world, _, _ = promised()
    other = stream("consultation", "two")
    world.say(other, proposal(), "fay")
    world.say(other, opening(), "susi", "kira")
    world.say(other, contribution(), "pim")
    world.say(other, recommendation(support()), "fay", "pim")

    world.unless(
        "commitment_unknown", other, answer(), answer(commitments=(stream("commitment", "new"),)), "susi"
    )


@pytest.mark.parametrize("number", [0, 181])
def test_a_deferral_has_a_day_within_180_days(number: int) -> None:
    world, _, _ = recommended()

    world.unless("answer_until", CONSULTATION, until(number), until(180), "susi")


def test_a_deferral_to_tomorrow_is_one() -> None:
    world, _, _ = recommended()
    world.refuses("answer_until", CONSULTATION, answer(Answer.DEFER), "susi")

    world.say(CONSULTATION, until(1), "susi")


@pytest.mark.parametrize("said", [Answer.ACCEPT, Answer.PARTLY, Answer.REJECT])
def test_only_a_deferral_has_a_day(said: Answer) -> None:
    world, _, _ = recommended()
    wrong = answer(said, until=TODAY + timedelta(days=9))

    world.unless("answer_until", CONSULTATION, wrong, answer(said), "susi")


@pytest.mark.parametrize("said", [Answer.ACCEPT, Answer.PARTLY, Answer.REJECT])
def test_an_answer_stands(said: Answer) -> None:
    world, _, _ = recommended()
    world.say(CONSULTATION, answer(said), "susi")

    for second in (answer(), until(9), answer(Answer.REJECT)):
        world.refuses("already_answered", CONSULTATION, second, "susi")


def test_an_answer_is_put_off_once() -> None:
    world, _, _ = recommended()
    world.say(CONSULTATION, until(180), "susi")
    world.unless("defer_repeated", CONSULTATION, until(60), answer(), "susi")

    (item,) = consultation(world).recommendations
    assert [reply.answer for reply in item.replies] == [Answer.DEFER, Answer.ACCEPT]


def test_after_a_lapse_the_answer_is_late_and_still_the_first() -> None:
    world, standard, adopted = recommended()
    run_out(world, "consult_response", adopted, standard, LapseEffect.ESCALATE_VIEW)
    (item,) = consultation(world).recommendations
    assert item.lapses == ("consult_response",)
    assert item.addressed_to == actor("susi")
    assert "overdue:consult_response" in consultation(world).flags
    world.say(CONSULTATION, answer(), "susi")

    assert consultation(world).flags == frozenset()
    assert consultation(world).recommendations[0].lapses == ("consult_response",)


def test_a_deferred_answer_lapses_too() -> None:
    world, standard, _ = recommended()
    deferred = world.say(CONSULTATION, until(30), "susi")
    assert consultation(world).flags == frozenset()
    run_out(world, "deferred_answer", deferred, standard, LapseEffect.ESCALATE_VIEW)

    assert "overdue:deferred_answer" in consultation(world).flags
    assert consultation(world).recommendations[0].waits


def after(world: World, number: int) -> ConsultationStatus:
    return consultation(world).stands(TODAY + timedelta(days=number))


def test_it_is_answered_when_all_are_answered_and_the_phases_are_over() -> None:
    world, _, _ = recommended()
    assert after(world, 31) is ConsultationStatus.ANSWERING
    world.say(CONSULTATION, answer(), "susi")

    assert consultation(world).status is ConsultationStatus.ANSWERING
    assert after(world, 30) is ConsultationStatus.ANSWERING
    assert after(world, 31) is ConsultationStatus.ANSWERED


def test_a_deferral_does_not_settle_it() -> None:
    world, _, _ = recommended()
    world.say(CONSULTATION, until(60), "susi")
    world.now = day(31)
    assert after(world, 31) is ConsultationStatus.ANSWERING
    world.say(CONSULTATION, answer(published_on=TODAY), "susi")

    assert consultation(world).status is ConsultationStatus.ANSWERED
    world.refuses(
        "consultation_state",
        CONSULTATION,
        recommendation(support(2, 1), id=Local("r2"), minority=digest("minority")),
        "fay",
        "pim",
    )
    world.refuses("already_answered", CONSULTATION, answer(), "susi")


def test_two_recommendations_take_two_answers() -> None:
    world, _, _ = recommended()
    second = recommendation(
        support(2, 1), id=Local("r2"), minority=digest("minority"), addressed_to=actor("sara")
    )
    world.say(CONSULTATION, second, "fay", "pim")
    world.say(CONSULTATION, answer(), "susi")
    assert after(world, 31) is ConsultationStatus.ANSWERING
    world.refuses("not_owner", CONSULTATION, answer(to=Local("r2")), "susi")
    world.say(CONSULTATION, answer(Answer.REJECT, to=Local("r2")), "sara")

    assert after(world, 31) is ConsultationStatus.ANSWERED
    assert [item.replies[0].by for item in consultation(world).recommendations] == [
        actor("susi"),
        actor("sara"),
    ]


def test_people_go_on_speaking_while_answers_are_owed() -> None:
    world, _, _ = recommended()

    world.say(CONSULTATION, contribution(Digest("c" * 64)), "pim")
    world.say(CONSULTATION, position("p1", on=Digest("c" * 64)), "pim")


def test_what_is_promised_stands_in_a_stream_of_its_own() -> None:
    world, _, made = promised()
    world.say(COMMITMENT, progress(), "susi")

    assert world.referring(CONSULTATION) == [COMMITMENT]
    assert world.state(COMMITMENT).promise() is not None
    assert made.stream == COMMITMENT
    world.refuses("stream_begun", COMMITMENT, promise(made), "susi")
