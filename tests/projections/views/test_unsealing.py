"""Which sealed field is read by whom: every role, every kind of field, and nothing that the table lacks."""

from typing import Final

import pytest

from ledger.domain.casework_codes import Anonymity, Kind, Outcome, Remedy, Supplied
from ledger.domain.codes import Result, Role
from ledger.domain.types import Code, Instant, Local, Money, StreamRef
from ledger.projections.views.unsealing import PERSON, Standing, may_unseal, standing_of
from tests.domain import cases
from tests.domain.cases import CLAIM, GRIEVANCE, decision, determination, filing, ordered, pinned
from tests.domain.casework_cases import asking, granted, note, supply, unsealing
from tests.domain.world import World, actor, hire

REASONS: Final = {"facts", "considerations", "discretion", "departure", "reasons", "opinion"}
SAID: Final = REASONS | {"text", "observations", "document", "document-1"}
WHO: Final = {
    "name",
    "national_id",
    "birth_date",
    "contact",
    "address",
    "recipient",
    "village",
    "household",
} | {
    "account",
    "payment_reference",
    "income",
    "documented",
    "never_heard_of",
}
FIELDS: Final = SAID | WHO | {"contact_person", "counterpart"}
SUBJECTS: Final = ("own", "office", "named-1", "attester", "participant")
ALL: Final = frozenset((subject, field) for subject in SUBJECTS for field in FIELDS)

OF_THE_OFFICE: Final = frozenset(("office", field) for field in FIELDS)
OWN: Final = frozenset(("own", field) for field in FIELDS)
TABLE: Final = {
    None: OWN | {("office", field) for field in REASONS | {"contact_person", "document", "document-1"}},
    Role.INTAKE: OWN | OF_THE_OFFICE,
    Role.OFFICER: ALL,
    Role.SUPERVISOR: ALL,
    Role.HANDLER: ALL,
    Role.REVIEWER: ALL,
    Role.APPELLATE: ALL,
    Role.PAYER: {("own", field) for field in ("name", "national_id", "account", "payment_reference")},
    Role.OVERSIGHT: OF_THE_OFFICE | {(subject, field) for subject in SUBJECTS for field in SAID},
}
"""What is read in a case where there is something to pay; None is the person. Whoever is absent: nothing."""
TO_FIND: Final = frozenset({("own", "name"), ("own", "village")})
"""What an attester who is asked reads of an application, and of nothing else; see ``test_asked``."""
NOTES: Final = (Role.OFFICER, Role.SUPERVISOR, Role.HANDLER, Role.REVIEWER, Role.APPELLATE)
READERS: Final = (None, *Role)


def paid() -> tuple[World, str]:
    """A claim that was granted with an amount."""
    world, first, second, _ = granted()
    amount = Money(minor=60_000, currency="THB")
    note(world, CLAIM, decision(Result.GRANT, cases.found(first, second), amount=amount), "olga")
    return world, CLAIM


def complaint(anonymity: Anonymity = Anonymity.OPEN) -> tuple[World, str]:
    """A grievance in which back pay was ordered."""
    world, refusal = cases.refused()
    note(world, GRIEVANCE, filing(pinned(world), refusal, anonymity=anonymity), "ines")
    remedies = ordered(Remedy.BACK_PAY)
    note(world, GRIEVANCE, determination(Outcome.UPHELD, None, remedies=remedies), "rolf", "sara")
    return world, GRIEVANCE


def standing(world: World, role: Role | None) -> Standing:
    if role is None:
        return PERSON
    if role is not Role.ROOT:
        hire(world, "nora", role, "line-n")
    return Standing(person=False, mandates=world.registry.mandates.get(actor("nora"), ()))


def named(stream: str, subject: str, field: str) -> str:
    own = "applicant" if stream == CLAIM else "complainant"
    return f"{own if subject == 'own' else subject}/{field}"


def read(world: World, stream: str, role: Role | None, entry: int = 0) -> frozenset[tuple[str, str]]:
    reader, recorded = standing(world, role), world.history(stream)[entry]
    return frozenset(
        (subject, field)
        for subject, field in ALL
        if may_unseal(world, stream, reader, recorded, named(stream, subject, field))
    )


@pytest.mark.parametrize("role", READERS, ids=str)
@pytest.mark.parametrize("case", [paid, complaint])
def test_each_role_reads_what_the_table_says_and_nothing_else(case: object, role: Role | None) -> None:
    world, stream = case()  # type: ignore[operator]
    asked = TO_FIND if role is Role.ATTESTER and stream == CLAIM else frozenset()

    assert read(world, stream, role) == TABLE.get(role, asked)


@pytest.mark.parametrize("role", READERS, ids=str)
@pytest.mark.parametrize("case", [paid, complaint])
def test_a_note_stays_with_those_who_weigh_the_case(case: object, role: Role | None) -> None:
    world, stream = case()  # type: ignore[operator]
    note(world, stream, supply(Supplied.NOTE), "olga")
    assert read(world, stream, role, entry=-1) == (ALL if role in NOTES else frozenset())

    note(world, stream, supply(Supplied.STATEMENT), "olga")  # the control: no note
    assert read(world, stream, role, entry=-1) == TABLE.get(role, frozenset())


@pytest.mark.parametrize("role", READERS, ids=str)
def test_what_a_request_asks_is_meant_for_the_person(role: Role | None) -> None:
    world, stream = paid()
    note(world, stream, asking(), "olga")
    more = {("office", "text")} if role is None else set()

    assert read(world, stream, role, entry=-1) == TABLE.get(role, frozenset()) | more


@pytest.mark.parametrize("role", READERS, ids=str)
@pytest.mark.parametrize("anonymity", [Anonymity.CONFIDENTIAL, Anonymity.ANONYMOUS])
def test_who_complains_in_confidence_is_open_to_nobody(anonymity: Anonymity, role: Role | None) -> None:
    world, stream = complaint(anonymity)
    closed = {(subject, field) for subject in ("own", "participant") for field in FIELDS - SAID}

    assert read(world, stream, role) == TABLE.get(role, frozenset()) - closed


@pytest.mark.parametrize("role", READERS, ids=str)
def test_an_unsealing_opens_the_field_that_it_names_and_no_other(role: Role | None) -> None:
    world, stream = complaint(Anonymity.CONFIDENTIAL)
    before = read(world, stream, role)
    opening = unsealing(subject=Local("complainant"), fields=(Code("name"),))
    note(world, stream, opening, "cory", "vera")
    again = TABLE.get(role, frozenset()) | ({("own", "name")} if role is Role.OVERSIGHT else set())

    assert read(world, stream, role) - before == again & {("own", "name")}


@pytest.mark.parametrize(
    ("now", "opens"), [("2026-12-22T03:04:06.999Z", True), ("2026-12-22T03:04:07.000Z", False)]
)
def test_an_unsealing_ends_with_its_last_second(now: str, opens: bool) -> None:  # noqa: FBT001
    world, stream = paid()
    note(world, stream, unsealing(until=Instant("2026-12-22T03:04:06Z")), "cory", "vera")
    reader = standing(world, Role.OVERSIGHT)
    world.now = now
    entry = world.history(stream)[0]

    assert may_unseal(world, stream, reader, entry, "applicant/name") is opens
    assert not may_unseal(world, stream, reader, entry, "named-1/name")
    assert not may_unseal(world, stream, reader, entry, "applicant/contact")


def test_a_payer_reads_nothing_before_there_is_something_to_pay() -> None:
    for world, stream in ((cases.applied()[0], CLAIM), (cases.refused()[0], CLAIM)):
        assert read(world, stream, Role.PAYER) == frozenset()
    world, refusal = cases.appealed()
    assert read(world, GRIEVANCE, Role.PAYER) == frozenset()

    note(world, GRIEVANCE, determination(Outcome.UPHELD, None, remedies=ordered(Remedy.APOLOGY)), "rolf")
    assert read(world, GRIEVANCE, Role.PAYER) == frozenset()
    assert refusal.stream == CLAIM


def test_the_other_kind_of_cases_own_subject_is_nobodys_own() -> None:
    world, stream = paid()
    entry = world.history(stream)[0]
    assert may_unseal(world, stream, PERSON, entry, "applicant/text")
    assert not may_unseal(world, stream, PERSON, entry, "complainant/text")


def test_a_party_reads_as_the_person_and_whoever_imports_does_not() -> None:
    world, _ = cases.refused()
    hire(world, "mina", Role.PARTICIPANT, "line-m")
    note(world, GRIEVANCE, filing(pinned(world), via=None), "mina")
    assert standing_of(world, GRIEVANCE, actor("mina")) == PERSON

    world, _ = cases.refused()
    note(world, GRIEVANCE, filing(pinned(world), via=None), "ivo")
    assert standing_of(world, GRIEVANCE, actor("ivo")) == Standing(person=False)


def test_whoever_may_not_open_the_case_has_no_standing_in_it() -> None:
    world, _ = cases.refused()
    about = (StreamRef(actor("olga")),)
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    hire(world, "colleague", Role.HANDLER, "line-a")
    hire(world, "stranger", Role.HANDLER, "line-z")

    for name in ("olga", "colleague", "ada", "rita", "nobody"):
        assert standing_of(world, GRIEVANCE, actor(name)) == Standing(person=False)
    assert standing_of(world, GRIEVANCE, actor("stranger")).roles == {Role.HANDLER}
