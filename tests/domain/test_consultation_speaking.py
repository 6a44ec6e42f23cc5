"""What people say in a consultation: texts, positions on texts, meetings."""

from datetime import timedelta

import pytest

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.codes import Category, Role
from ledger.domain.consultation.codes import Contribution, Stand
from ledger.domain.consultation.events import GroupCount
from ledger.domain.parts import Via
from ledger.domain.types import Area, Code, EntryRef, Event
from tests.domain.cases import TODAY, but, via
from tests.domain.consulting import (
    AMENDED,
    CONSULTATION,
    DISTRICT,
    PROPOSAL_TEXT,
    asked,
    consultation,
    contribution,
    day,
    digest,
    meeting,
    opened,
    opening,
    position,
    recommendation,
    run_out,
    support,
)
from tests.domain.world import actor, hire


def received(number: int = 0) -> Via:
    return but(via(), handed_over_on=TODAY + timedelta(days=number))


def test_participants_speak_and_intake_and_assister_for_those_without_a_key() -> None:
    world, _ = opened()
    text = contribution(AMENDED)
    for name in ("fay", "ada", "ines", "alma", "susi"):
        world.refuses("authority_missing", CONSULTATION, text, name)
    world.refuses("authority_missing", CONSULTATION, but(text, via=received()), "pim")
    world.say(CONSULTATION, but(text, via=received()), "ines")
    world.say(CONSULTATION, but(text, text=digest("by alma"), via=received()), "alma")
    world.say(CONSULTATION, but(text, text=digest("by pong")), "pong")

    assert list(consultation(world).texts) == [
        PROPOSAL_TEXT,
        AMENDED,
        digest("by alma"),
        digest("by pong"),
    ]


def test_the_mandate_reaches_the_district() -> None:
    world, _ = opened()
    hire(world, "far", Role.PARTICIPANT, "village", areas=(Area("50"),))
    hire(world, "near", Role.PARTICIPANT, "village", areas=(Area("94"),))

    world.refuses("authority_scope", CONSULTATION, contribution(AMENDED), "far")
    world.say(CONSULTATION, contribution(AMENDED), "near")


def test_nobody_speaks_before_it_is_open() -> None:
    world, _ = asked()
    for says in (contribution(), position("p1")):
        world.refuses("consultation_state", CONSULTATION, says, "pim")
    world.refuses("consultation_state", CONSULTATION, meeting(), "fay", "pim", "ada")
    world.refuses("consultation_state", CONSULTATION, recommendation(support()), "fay", "pim")


@pytest.mark.parametrize("number", [0, 14, 16, 30])
def test_people_speak_while_a_phase_runs_first_and_last_day_included(number: int) -> None:
    world, _ = opened()
    world.now = day(number)
    for says in (contribution(AMENDED), position("p1")):
        world.say(CONSULTATION, says, "pim")


@pytest.mark.parametrize("number", [15, 31])
def test_nobody_speaks_between_the_phases_or_after_them(number: int) -> None:
    world, _ = opened()
    world.now = day(number)
    for says in (contribution(AMENDED), position("p1")):
        world.refuses("phase_not_running", CONSULTATION, says, "pim")


@pytest.mark.parametrize("says", [contribution(AMENDED), position("p1")], ids=["text", "position"])
def test_what_was_handed_over_in_time_counts_from_that_day(says: Event) -> None:
    world, _ = opened()
    world.now = day(15)
    late, unknown = but(says, via=received(15)), but(says, via=but(via(), handed_over_on=None))
    world.refuses("date_order", CONSULTATION, but(says, via=received(16)), "ines")
    world.refuses("phase_not_running", CONSULTATION, unknown, "ines")

    world.unless("phase_not_running", CONSULTATION, late, but(says, via=received(14)), "ines")


def test_a_text_is_put_on_file_once() -> None:
    world, _ = opened()

    world.unless("text_on_file", CONSULTATION, contribution(), contribution(AMENDED), "pong")


@pytest.mark.parametrize("kind", [Contribution.OBJECTION, Contribution.AMENDMENT])
def test_objection_and_amendment_name_the_text_that_they_speak_of(kind: Contribution) -> None:
    world, _ = opened()
    wrong = contribution(AMENDED, kind=kind)
    world.refuses("text_unknown", CONSULTATION, but(wrong, on=digest("nowhere")), "pong")

    world.unless("text_unknown", CONSULTATION, wrong, but(wrong, on=PROPOSAL_TEXT), "pong")


def test_a_statement_may_speak_of_the_question_or_of_nothing() -> None:
    world, _ = opened()
    said = contribution(AMENDED, kind=Contribution.STATEMENT)
    world.refuses("text_unknown", CONSULTATION, but(said, on=digest("nowhere")), "pim")
    world.say(CONSULTATION, but(said, on=digest("question")), "pim")

    world.say(CONSULTATION, but(said, text=digest("other")), "pim")


def test_a_position_names_a_text_on_file_and_counts_for_it_alone() -> None:
    world, _ = opened()
    for unknown in (AMENDED, digest("question")):
        world.refuses("text_unknown", CONSULTATION, position("p1", on=unknown), "pim")
    world.say(CONSULTATION, position("p1"), "pim")
    world.say(CONSULTATION, contribution(AMENDED, kind=Contribution.AMENDMENT, on=PROPOSAL_TEXT), "pong")

    assert consultation(world).counted(PROPOSAL_TEXT) == support(1)
    assert consultation(world).counted(AMENDED) == support()
    world.say(CONSULTATION, position("p1", Stand.DISAGREE, on=AMENDED), "pim")
    assert consultation(world).counted(PROPOSAL_TEXT) == support(1)
    assert consultation(world).counted(AMENDED) == support(0, 1)


def test_of_one_participant_the_newest_position_counts() -> None:
    world, _ = opened()
    for stand in (Stand.AGREE, Stand.AGREE, Stand.DISAGREE, Stand.PASS):
        world.say(CONSULTATION, position("p1", stand), "pim")

    assert consultation(world).counted(PROPOSAL_TEXT) == support(0, 0, 1)


def test_a_participant_has_one_voice_and_nobody_takes_it() -> None:
    world, _ = opened()
    world.say(CONSULTATION, position("p1"), "pim")
    world.refuses("voice_taken", CONSULTATION, position("p1"), "pong")
    world.refuses("voice_taken", CONSULTATION, position("p1", via=received()), "ines")
    world.refuses("voice_taken", CONSULTATION, position("p2"), "pim")

    world.say(CONSULTATION, position("p2"), "pong")
    assert consultation(world).counted(PROPOSAL_TEXT) == support(2)


def test_who_spoke_through_an_intake_goes_on_through_one() -> None:
    world, _ = opened()
    world.say(CONSULTATION, position("p1", via=received()), "ines")
    world.say(CONSULTATION, position("p2", via=received()), "ines")
    world.say(CONSULTATION, position("p1", Stand.PASS, via=received()), "alma")
    world.refuses("voice_taken", CONSULTATION, position("p1"), "pim")
    world.say(CONSULTATION, position("p3"), "pim")

    assert consultation(world).counted(PROPOSAL_TEXT) == support(2, 0, 1)


def test_minutes_take_facilitator_participant_and_volunteer() -> None:
    world, _ = opened()
    hire(world, "head", Role.ATTESTER, "village", category=Category.VILLAGE_HEAD)
    hire(world, "both", Role.PARTICIPANT, "village")
    hire(world, "both", Role.ATTESTER, "village")
    world.refuses("authority_missing", CONSULTATION, meeting(), "pim", "ada")
    for signers in (
        ("fay",),
        ("fay", "pim"),
        ("fay", "ada"),
        ("fay", "pim", "head"),
        ("fay", "both"),
        ("fay", "pim", "pong"),
    ):
        world.refuses("participants_missing", CONSULTATION, meeting(), *signers)
    for signers in (("fay", "pim", "ada"), ("fay", "both", "bela"), ("fay", "both", "pim")):
        world.say(CONSULTATION, meeting(), *signers)

    assert len(consultation(world).meetings) == 3


def test_who_was_a_volunteer_once_is_none_today() -> None:
    world, _ = opened()
    hire(world, "head", Role.ATTESTER, "village", category=Category.VILLAGE_HEAD)
    hire(world, "head", Role.ATTESTER, "village", to=TODAY)
    world.say(CONSULTATION, meeting(), "fay", "pim", "head")
    world.now = day(1)

    world.refuses("participants_missing", CONSULTATION, meeting(), "fay", "pim", "head")


def test_those_who_countersign_are_of_the_district() -> None:
    world, _ = opened()
    hire(world, "far", Role.ATTESTER, "village", areas=(Area("50"),))
    hire(world, "fond", Role.ATTESTER, "village", areas=(Area("50"),))
    hire(world, "fond", Role.PARTICIPANT, "village")

    world.refuses("authority_scope", CONSULTATION, meeting(), "fay", "pim", "far")
    world.refuses("participants_missing", CONSULTATION, meeting(), "fay", "pim", "fond")
    hire(world, "frey", Role.PARTICIPANT, "village", areas=(Area("50"),))
    hire(world, "frey", Role.ATTESTER, "village", category=Category.VILLAGE_HEAD)
    world.refuses("participants_missing", CONSULTATION, meeting(), "fay", "frey", "ada")


def test_who_countersigns_may_have_a_mandate_for_that_district_alone() -> None:
    world, _ = opened()
    for name, role in (("nan", Role.PARTICIPANT), ("nut", Role.ATTESTER)):
        hire(world, name, role, "village", areas=(DISTRICT,))

    world.say(CONSULTATION, meeting(), "fay", "nan", "nut")


def test_the_owner_countersigns_nothing() -> None:
    world, _ = opened()
    hire(world, "susi", Role.PARTICIPANT, "line-b")
    hire(world, "susi", Role.FACILITATOR, "line-b")

    world.refuses("coi_owner", CONSULTATION, meeting(), "fay", "susi", "ada")
    world.refuses("coi_owner", CONSULTATION, meeting(), "susi", "pim", "ada")
    world.refuses("coi_owner", CONSULTATION, recommendation(support()), "susi", "pim")
    world.refuses("coi_owner", CONSULTATION, recommendation(support()), "fay", "susi")


@pytest.mark.parametrize(
    ("number", "code"), [(-1, "phase_not_running"), (15, "phase_not_running"), (17, "date_order")]
)
def test_a_meeting_was_held_in_a_phase_and_not_later_than_today(number: int, code: str) -> None:
    world, _ = opened()
    world.now = day(16)
    wrong = meeting(held_on=TODAY + timedelta(days=number))
    world.unless(code, CONSULTATION, wrong, meeting(held_on=TODAY + timedelta(days=16)), "fay", "pim", "ada")


def test_minutes_may_be_recorded_after_the_phase() -> None:
    world, _ = opened()
    world.now = day(15)

    world.say(CONSULTATION, meeting(held_on=TODAY + timedelta(days=14)), "fay", "pim", "ada")


@pytest.mark.parametrize("counts", [(-1,), (1,), (10,), (None, None), (11, 40)])
def test_counts_of_one_to_ten_have_no_number_and_a_group_counts_once(counts: tuple[int | None, ...]) -> None:
    world, _ = opened()
    said = meeting(counts=tuple(GroupCount(group=Code("women"), n=count) for count in counts))
    world.unless("small_count", CONSULTATION, said, meeting(), "fay", "pim", "ada")


def test_each_count_is_looked_at() -> None:
    world, _ = opened()
    counts = (GroupCount(group=Code("women"), n=23), GroupCount(group=Code("older"), n=5))

    world.unless("small_count", CONSULTATION, meeting(counts=counts), meeting(), "fay", "pim", "ada")


@pytest.mark.parametrize("count", [None, 0, 11])
def test_other_counts_are_written(count: int | None) -> None:
    world, _ = opened()
    said = meeting(counts=(GroupCount(group=Code("women"), n=count),))
    world.say(CONSULTATION, said, "fay", "pim", "ada")


def test_a_lapse_over_nothing_known_marks_no_recommendation() -> None:
    world, standard = opened()
    run_out(world, "consult_response", EntryRef(CONSULTATION, 99, ""), standard, LapseEffect.ESCALATE_VIEW)

    assert consultation(world).recommendations == ()
    assert not consultation(world).opening_lapsed


def test_the_opening_is_where_a_mandate_is_measured() -> None:
    world, _ = asked()
    hire(world, "kim", Role.CONVENER, "society", areas=(Area("50"),))

    world.refuses("authority_scope", CONSULTATION, opening(convener=actor("kim")), "susi", "kim")
