"""What is asked for, and what is put to the file."""

from datetime import date, timedelta

import pytest

from ledger.domain.authority import Party
from ledger.domain.casework.rules import decide, signed_by
from ledger.domain.casework_codes import Kind, Outcome, Supplied
from ledger.domain.codes import Result, Role
from ledger.domain.errors import RuleBroken
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.parts import Document
from ledger.domain.prefix import Submission
from ledger.domain.types import Code, Digest, EntryRef, Local
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    TODAY,
    acknowledgement,
    appealed,
    application,
    applied,
    assignment,
    attested,
    but,
    decision,
    determination,
    filing,
    found,
    reviewed,
    via,
)
from tests.domain.casework_cases import asking, lapse, note, supply
from tests.domain.world import actor, hire, stream, working

PAPER = Document(sha256=Digest("0" * 64), media=Code("application_pdf"), bytes=9)


@pytest.mark.parametrize("days", [7, 8, 15])
def test_seven_to_fifteen_days_are_left_for_an_answer(days: int) -> None:
    world, _ = applied()

    world.say(CLAIM, asking(due=TODAY + timedelta(days=days)), "olga")


@pytest.mark.parametrize("days", [-1, 0, 6, 16, 30])
def test_fewer_or_more_days_are_refused(days: int) -> None:
    world, _ = applied()
    wrong = asking(due=TODAY + timedelta(days=days))

    world.unless("request_period", CLAIM, wrong, asking(), "olga")


def test_the_period_counts_from_the_day_in_bangkok() -> None:
    world, _ = applied()
    world.now = "2026-11-22T17:00:00.000Z"  # midnight of the 23rd

    world.unless(
        "request_period", CLAIM, asking(due=date(2026, 11, 29)), asking(due=date(2026, 11, 30)), "olga"
    )


def test_a_request_names_what_it_asks_for_and_each_token_is_new() -> None:
    world, _ = applied()
    world.unless("items_missing", CLAIM, asking(items=()), asking(), "olga")

    world.unless("local_repeated", CLAIM, asking(), asking(request=Local("q2")), "otto")


def test_nothing_is_asked_for_in_an_empty_stream_or_a_closed_case() -> None:
    world, standard, _ = working()
    world.refuses("unknown_case", GRIEVANCE, asking(), "hugo")
    world.say(GRIEVANCE, filing(standard, kind=Kind.SERVICE_COMPLAINT), "ines")
    world.say(GRIEVANCE, asking(), "hugo")
    world.states[GRIEVANCE] = but(world.state(GRIEVANCE), status=GrievanceStatus.CLOSED)

    world.refuses("case_closed", GRIEVANCE, asking(request=Local("q2")), "hugo")


def test_once_assigned_nobody_else_asks_in_that_role() -> None:
    world, _ = appealed()
    hire(world, "rosa", Role.REVIEWER, "line-a")
    world.say(GRIEVANCE, asking(), "rosa")
    world.say(GRIEVANCE, assignment("rolf"), "sven")

    world.refuses("not_assigned", GRIEVANCE, asking(request=Local("q2")), "rosa")
    world.say(GRIEVANCE, asking(request=Local("q2")), "rolf")
    world.say(GRIEVANCE, asking(request=Local("q3")), "olga")


@pytest.mark.parametrize("name", ["hugo", "rolf", "paul"])
def test_of_several_who_were_assigned_each_asks_and_nobody_else_in_their_roles(name: str) -> None:
    world, _ = appealed()
    others = ("petra", "sara")
    note(world, GRIEVANCE, assignment(*others), "sven")
    world.refuses("not_assigned", GRIEVANCE, asking(), name)
    note(world, GRIEVANCE, assignment(name, *others), "sven")

    world.say(GRIEVANCE, asking(), name)


@pytest.mark.parametrize("name", ["olga", "susi", "hugo", "rolf", "paul"])
def test_everybody_of_the_office_takes_notes_where_they_have_a_part(name: str) -> None:
    world, _ = appealed()
    note(world, GRIEVANCE, assignment("hugo", "rolf", "paul"), "sven")

    world.say(GRIEVANCE, supply(Supplied.NOTE), name)


def test_any_intake_puts_to_the_file_what_was_handed_over() -> None:
    world, _ = applied()
    hire(world, "ina", Role.INTAKE, "line-n")

    world.say(CLAIM, supply(via=via()), "ina")


@pytest.mark.parametrize("name", ["ines", "ada", "alma", "susi", "vera", "cleo"])
def test_only_the_office_asks(name: str) -> None:
    world, _ = applied()

    world.refuses("authority_missing", CLAIM, asking(), name)


def test_an_answer_names_a_request_that_stands() -> None:
    world, _ = applied()
    world.say(CLAIM, asking(), "olga")
    wrong = supply(via=via(), answers=Local("q9"))

    world.unless("unknown_request", CLAIM, wrong, but(wrong, answers=Local("q1")), "ines")


def test_a_correction_names_the_entry_that_it_corrects() -> None:
    world, entry = applied()
    right = supply(Supplied.CORRECTION, corrects=entry, via=via())

    world.refuses("correction_unnamed", CLAIM, but(right, corrects=None), "ines")
    world.refuses("correction_unnamed", CLAIM, but(right, kind=Supplied.STATEMENT), "ines")
    world.say(CLAIM, right, "ines")


@pytest.mark.parametrize(
    "change", [{"version": 0}, {"version": 2}, {"leaf": "0" * 64}, {"stream": GRIEVANCE}]
)
def test_what_is_corrected_stands_in_this_stream(change: dict[str, object]) -> None:
    world, entry = applied()
    world.say(GRIEVANCE, filing(world.state(CLAIM).programme, kind=Kind.SUGGESTION), "ines")  # type: ignore[arg-type]
    wrong = supply(Supplied.CORRECTION, corrects=but(entry, **change), via=via())

    world.unless("entry_unknown", CLAIM, wrong, but(wrong, corrects=entry), "ines")


def test_the_intake_says_from_where_it_has_it_and_nobody_else_does() -> None:
    world, _ = applied()
    world.unless("profile_demands", CLAIM, supply(), supply(via=via()), "ines")

    world.unless("via_not_intake", CLAIM, supply(via=via()), supply(), "olga")


@pytest.mark.parametrize("kind", list(Supplied))
def test_what_brings_something_brings_it(kind: Supplied) -> None:
    world, entry = applied()
    corrects = entry if kind is Supplied.CORRECTION else None
    channel = via() if kind is Supplied.CONTACT_ATTEMPT else None
    empty = supply(kind, corrects=corrects, via=channel)
    happens = {Supplied.HEARING, Supplied.VISIT, Supplied.CONTACT_ATTEMPT, Supplied.ASSIST_CALLBACK}
    if kind in happens:
        world.say(CLAIM, empty, "olga", sd=())
    else:
        world.refuses("nothing_supplied", CLAIM, empty, "olga", sd=())
        world.say(CLAIM, but(empty, documents=(PAPER,)), "olga", sd=())
        world.say(CLAIM, empty, "olga", sd=("text",))


@pytest.mark.parametrize("kind", [Supplied.NOTE, Supplied.CONTACT_ATTEMPT])
def test_notes_and_attempts_are_the_office_s_own(kind: Supplied) -> None:
    world, _, _ = attested()
    handed = via() if kind is Supplied.CONTACT_ATTEMPT else None

    world.refuses("office_alone", CLAIM, supply(kind, via=handed), "ada")
    world.say(CLAIM, supply(kind, via=handed), "olga")


def test_the_intake_attempts_contact_but_takes_no_notes() -> None:
    world, _ = applied()

    world.refuses("office_alone", CLAIM, supply(Supplied.NOTE, via=via()), "ines")
    world.say(CLAIM, supply(Supplied.CONTACT_ATTEMPT, via=via()), "ines")


def test_an_attempt_states_its_channel() -> None:
    world, _ = applied()
    wrong = supply(Supplied.CONTACT_ATTEMPT)

    world.unless("profile_demands", CLAIM, wrong, but(wrong, via=via()), "olga")


def test_whoever_has_no_part_puts_nothing_to_the_file() -> None:
    world, _, _ = attested()

    world.refuses("no_part", CLAIM, supply(), "cora")
    world.say(CLAIM, supply(), "ada")


def test_a_part_is_asked_of_the_person() -> None:
    world, _ = reviewed()
    hire(world, "rosa", Role.REVIEWER, "line-a")

    world.refuses("no_part", GRIEVANCE, supply(), "rosa")
    world.say(GRIEVANCE, supply(), "rolf")


def test_whoever_decided_what_is_contested_may_answer_and_who_is_named_too() -> None:
    world, refusal = appealed()
    world.say(GRIEVANCE, supply(), "susi")
    other = stream("grievance", "two")
    programme = world.state(CLAIM).programme
    assert programme is not None
    about = (actor("hugo"),)
    world.say(other, filing(programme, kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")

    world.refuses("no_part", other, supply(), "olga")
    world.say(other, supply(), "hugo")
    assert refusal.stream == CLAIM


def test_the_officer_of_a_claim_and_oversight_have_a_part_by_their_office() -> None:
    world, _ = applied()

    world.say(CLAIM, supply(), "otto")
    world.say(CLAIM, supply(), "vera")


def test_something_may_be_supplied_whatever_the_state() -> None:
    world, _ = reviewed()
    made = world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")

    world.say(GRIEVANCE, supply(via=via()), "ines", seen=None)
    assert made.version < (world.head(GRIEVANCE) or made).version


def test_a_decision_may_follow_what_was_supplied_only_after_it_was_read() -> None:
    world, first, second = attested()
    head = world.head(CLAIM)
    world.say(CLAIM, supply(via=via()), "ines", seen=None)
    grant = decision(Result.GRANT, found(first, second))

    world.refuses("stream_conflict", CLAIM, grant, "olga", seen=head)
    world.say(CLAIM, grant, "olga")


def test_an_imported_request_names_its_official_and_needs_no_period() -> None:
    world, _, historical = working()
    official = actor("old official")
    note(world, CLAIM, application(historical, official=official), "ivo")
    wrong = asking(due=date(2020, 1, 1))

    world.refuses("official_missing", CLAIM, wrong, "ivo", seen=None, at=None)
    world.say(CLAIM, but(wrong, official=official), "ivo", seen=None, at=None)
    world.say(CLAIM, supply(answers=Local("q1")), "ivo", seen=None, at=None, sd=())
    world.refuses("historical_import_only", CLAIM, supply(), "olga")


@pytest.mark.parametrize(
    ("kind", "channel", "name"),
    [
        (Supplied.NOTE, False, "rolf"),
        (Supplied.STATEMENT, False, "rolf"),
        (Supplied.CONTACT_ATTEMPT, True, "rolf"),
        (Supplied.CONTACT_ATTEMPT, True, "ines"),
    ],
)
def test_the_office_answers_nothing_in_the_citizens_place(
    kind: Supplied, name: str, *, channel: bool
) -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, asking(of=Code("complainant")), "rolf")
    wrong = supply(kind, answers=Local("q1"), via=via() if channel else None)
    world.refuses("answer_not_theirs", GRIEVANCE, wrong, name)
    world.say(GRIEVANCE, but(wrong, answers=None), name)
    assert "awaiting_citizen" in world.state(GRIEVANCE).casework.flags

    world.say(GRIEVANCE, supply(via=via(), answers=Local("q1")), "ines")
    assert "awaiting_citizen" not in world.state(GRIEVANCE).casework.flags


def test_what_an_office_was_asked_it_answers_itself() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, asking(of=Code("office")), "rolf")

    world.say(GRIEVANCE, supply(Supplied.NOTE, answers=Local("q1")), "rolf")


def test_a_party_with_an_own_key_answers_in_person() -> None:
    world, standard, _ = working()
    hire(world, "pim", Role.PARTICIPANT, "line-p")
    world.say(GRIEVANCE, filing(standard, kind=Kind.SUGGESTION, via=None), "pim")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, asking(of=Code("complainant")), "hugo")

    world.say(GRIEVANCE, supply(answers=Local("q1")), "pim")


def test_nothing_is_handed_over_tomorrow() -> None:
    world, _ = applied()
    tomorrow = but(via(), handed_over_on=TODAY + timedelta(days=1))

    world.unless("date_order", CLAIM, supply(via=tomorrow), supply(via=via()), "ines")


def test_whoever_signed_here_may_add_to_the_file() -> None:
    world, standard, _ = working()
    world.say(GRIEVANCE, filing(standard, kind=Kind.SERVICE_COMPLAINT), "ines")
    world.refuses("no_part", GRIEVANCE, supply(Supplied.NOTE), "hugo")
    world.say(GRIEVANCE, acknowledgement(), "hugo")

    world.say(GRIEVANCE, supply(Supplied.NOTE), "hugo")


def test_what_a_party_is_asked_nobody_else_answers_for_them() -> None:
    world, standard, _ = working()
    world.say(GRIEVANCE, filing(standard, kind=Kind.SERVICE_COMPLAINT, via=None), "ada")
    world.say(GRIEVANCE, asking(of=Code("complainant")), "hugo")
    says = supply(answers=Local("q1"))

    world.refuses("answer_not_theirs", GRIEVANCE, says, "hugo")
    world.say(GRIEVANCE, says, "ada")


def test_an_entry_of_another_stream_is_not_corrected_here() -> None:
    world, _ = appealed()
    filed = EntryRef(GRIEVANCE, 1, world.history(GRIEVANCE)[0].leaf)
    wrong = supply(Supplied.CORRECTION, corrects=filed, via=via())

    world.refuses("entry_unknown", CLAIM, wrong, "ines")


def test_a_lived_act_of_casework_names_no_official() -> None:
    world, _ = applied()

    for says in (asking, supply):
        world.refuses("official_not_imported", CLAIM, says(official=actor("otto")), "olga")
        world.say(CLAIM, says(), "olga")


def test_a_stream_that_no_rules_are_known_of_takes_no_casework() -> None:
    world, _, _ = working()
    note(world, CLAIM, supply(), "olga")

    world.refuses("unknown_case", CLAIM, asking(), "olga")


def test_what_is_no_casework_is_refused_as_casework_whoever_signed() -> None:
    world, entry = applied()
    says, state = lapse("notify", entry), world.state(CLAIM)
    party = Party(actor("cleo"), world.registry.mandates[actor("cleo")][0])
    given = Submission(world.statement(CLAIM, says, "cleo"), world, (party,))

    for refusal in (lambda: signed_by(state, says), lambda: decide(state, says, given)):
        with pytest.raises(RuleBroken) as caught:
            refusal()
        assert caught.value.code == "type_unknown"
