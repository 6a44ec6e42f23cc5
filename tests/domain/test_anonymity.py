"""Anonymous grievances: nothing in their stream tells who complains."""

import pytest

from ledger.domain.casework.events import InformationSupplied
from ledger.domain.casework_codes import Anonymity, Supplied
from ledger.domain.codes import Auth, Confirmation
from ledger.domain.errors import RuleBroken
from ledger.domain.grievance.anonymity import check_disclosures, identifying_subjects
from ledger.domain.parts import Via
from tests.domain.cases import GRIEVANCE, assignment, but, filing, outcome_notice, pinned, via
from tests.domain.complaints import (
    BY_RECEIPT,
    NAMELESS,
    OTHER,
    answer,
    complained,
    denied,
    grievance,
    refused,
    request,
    withdrawal,
)
from tests.domain.world import World

NAMES = ("complainant/name", "complainant/text", "named-1/name", "applicant/contact", "participant/village")


def anonymous() -> World:
    world, _ = complained(anonymity=Anonymity.ANONYMOUS, via=NAMELESS)
    return world


@pytest.mark.parametrize("auth", [Auth.IN_PERSON, Auth.CALLBACK])
def test_an_anonymous_filing_does_not_say_how_the_person_was_known(auth: Auth) -> None:
    world, refusal = refused()
    hidden = filing(pinned(world), refusal, anonymity=Anonymity.ANONYMOUS, via=NAMELESS)
    shown = but(hidden, via=but(NAMELESS, auth=auth))

    world.unless("anonymous_identified", GRIEVANCE, shown, hidden, "ines")
    world.say(OTHER, but(shown, anonymity=Anonymity.CONFIDENTIAL), "ines")


@pytest.mark.parametrize("confirmation", [Confirmation.PIN, Confirmation.THUMBPRINT, Confirmation.WITNESS])
def test_an_anonymous_filing_with_help_bears_no_mark_of_the_person(confirmation: Confirmation) -> None:
    world, refusal = refused()
    help_ = via("alma").assist
    assert help_ is not None
    marked = but(NAMELESS, assist=but(help_, confirmation=confirmation))
    unmarked = but(NAMELESS, assist=but(help_, confirmation=Confirmation.NONE))
    event = filing(pinned(world), refusal, anonymity=Anonymity.ANONYMOUS)

    world.unless("anonymous_identified", GRIEVANCE, but(event, via=marked), but(event, via=unmarked), "ines")
    assert grievance(world).assisters() == (help_.assister,)


def test_nobody_complains_anonymously_with_their_own_key() -> None:
    world, refusal = refused()
    event = filing(pinned(world), refusal, anonymity=Anonymity.ANONYMOUS, via=None)

    world.refuses("anonymous_identified", GRIEVANCE, event, "ada")
    world.say(GRIEVANCE, but(event, via=NAMELESS), "ada")


def test_later_acts_are_known_by_the_receipt_alone() -> None:
    world = anonymous()

    in_person: Via = but(BY_RECEIPT, auth=Auth.IN_PERSON)
    world.refuses("anonymous_identified", GRIEVANCE, withdrawal(via=in_person), "ines")
    world.refuses("anonymous_identified", GRIEVANCE, but(answer(), answers=None, via=in_person), "ines")
    world.say(GRIEVANCE, but(answer(), answers=None), "ines")
    world.say(GRIEVANCE, withdrawal(), "ines")


def test_who_is_not_anonymous_may_be_seen() -> None:
    world, _ = complained(anonymity=Anonymity.CONFIDENTIAL)

    world.say(GRIEVANCE, withdrawal(via=but(BY_RECEIPT, auth=Auth.IN_PERSON)), "ines")


def test_sealed_fields_of_the_person_are_found_by_their_names() -> None:
    hidden = grievance(anonymous())
    told = outcome_notice(None)

    assert identifying_subjects(hidden, told, NAMES) == (NAMES[0], NAMES[3], NAMES[4])
    with pytest.raises(RuleBroken) as caught:
        check_disclosures(hidden, told, NAMES)
    assert caught.value.code == "anonymous_identified"
    check_disclosures(hidden, told, ("complainant/text", "complainant/document", "named-1/name"))
    check_disclosures(hidden, told, ("complainant/document-1", "complainant/document-5"))
    assert identifying_subjects(hidden, told, ("complainant/document-10", "complainant/document-name"))


@pytest.mark.parametrize(
    "field", ["facts", "considerations", "discretion", "departure", "reasons", "opinion"]
)
def test_why_an_official_decided_is_sealed_with_the_decision(field: str) -> None:
    """Whoever is anonymous is owed reasons like anybody else."""
    hidden = grievance(anonymous())

    check_disclosures(hidden, outcome_notice(None), (f"complainant/{field}",))
    assert identifying_subjects(hidden, outcome_notice(None), (f"complainant/{field}_by",)) != ()


def test_sealed_fields_of_others_are_nobodys_business() -> None:
    world, made = denied()

    check_disclosures(grievance(world), outcome_notice(made), NAMES)
    check_disclosures(world.state(made.stream.replace("grievance", "claim")), outcome_notice(made), NAMES)


def test_a_filing_says_itself_whether_it_is_anonymous() -> None:
    world, refusal = refused()
    event = filing(pinned(world), refusal, via=NAMELESS)
    empty = world.state(GRIEVANCE)

    assert identifying_subjects(empty, event, NAMES) == ()
    hidden = but(event, anonymity=Anonymity.ANONYMOUS)
    assert identifying_subjects(empty, hidden, NAMES) == (NAMES[0], NAMES[3], NAMES[4])
    check_disclosures(empty, event, NAMES)
    with pytest.raises(RuleBroken):
        check_disclosures(empty, hidden, NAMES)


def test_a_field_within_a_field_is_the_persons_too() -> None:
    within = ("complainant/contact/street", "complainant/text/2", "named-1/contact/street")

    assert identifying_subjects(grievance(anonymous()), outcome_notice(None), within) == within[:2]


def test_help_is_given_to_an_anonymous_person_too() -> None:
    """Whoever is not known is asked by the receipt, and answers by it."""
    world = anonymous()
    world.say(GRIEVANCE, assignment("rolf"), "sara")

    world.say(GRIEVANCE, request(), "rolf")
    assert grievance(world).casework.flags == {"awaiting_citizen"}
    world.say(GRIEVANCE, answer(), "ines")
    assert grievance(world).casework.flags == frozenset()


@pytest.mark.parametrize("read_back", [True, False])
@pytest.mark.parametrize("mark", list(Confirmation))
@pytest.mark.parametrize("anonymity", list(Anonymity))
def test_what_was_written_down_with_help_is_taken_and_called_back_if_nobody_confirmed_it(
    anonymity: Anonymity, mark: Confirmation, *, read_back: bool
) -> None:
    world, refusal = refused()
    help_ = via("alma").assist
    assert help_ is not None
    word = but(BY_RECEIPT, assist=but(help_, confirmation=mark, read_back=read_back))
    event = filing(pinned(world), refusal, anonymity=anonymity, via=word)
    hidden = anonymity is Anonymity.ANONYMOUS
    if hidden and mark is not Confirmation.NONE:
        world.refuses("anonymous_identified", GRIEVANCE, event, "ines")
        return
    world.say(GRIEVANCE, event, "ines")

    sure = read_back and (hidden or mark is not Confirmation.NONE)
    assert ("assist_unconfirmed" in grievance(world).flags) is not sure
    called = InformationSupplied(kind=Supplied.ASSIST_CALLBACK, documents=(), via=BY_RECEIPT)
    world.say(GRIEVANCE, called, "ines")
    assert "assist_unconfirmed" not in grievance(world).flags
