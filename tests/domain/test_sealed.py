"""Opening an identity, and erasing a person: two bodies, and nothing that is still needed."""

import pytest

from ledger.domain.casework.events import ErasedFields
from ledger.domain.casework.sealed import accounts
from ledger.domain.casework_codes import (
    Anonymity,
    ConflictGround,
    ConflictRaisedBy,
    Kind,
    Supplied,
)
from ledger.domain.codes import Role
from ledger.domain.types import Code, EntryRef, Instant, Local
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    appealed,
    application,
    but,
    filing,
    via,
)
from tests.domain.casework_cases import (
    BODIES,
    NAME,
    asking,
    erasure,
    guarded,
    interest,
    note,
    raising,
    ruling,
    sealed,
    supply,
    unsealing,
)
from tests.domain.world import REGISTRY, World, actor, hire, stream, working


@pytest.mark.parametrize("says", [unsealing(), erasure(NAME)], ids=["unsealing", "erasure"])
class TestTwoBodies:
    """Neither acts alone, in any order, and nobody acts in their place."""

    def test_both_sign_whoever_answers(self, says: object) -> None:
        for names in (BODIES, BODIES[::-1]):
            world, _ = sealed()
            world.say(CLAIM, says, *names)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("names", "code"),
        [
            (("cory",), "approvals_pending"),
            (("vera",), "approvals_pending"),
            (("cory", "otto"), "authority_missing"),
            (("susi", "vera"), "authority_missing"),
            (("cory", "cora"), "authority_missing"),
            (("cory", "vera", "vito"), "two_bodies"),
            (("vera", "vito"), "two_bodies"),
            (("ivo",), "two_bodies"),
        ],
    )
    def test_nobody_else_does(self, says: object, names: tuple[str, ...], code: str) -> None:
        world, _ = sealed()
        hire(world, "vito", Role.OVERSIGHT, "line-v")

        world.refuses(code, CLAIM, says, *names)  # type: ignore[arg-type]

    def test_they_are_of_different_lines_and_two_persons(self, says: object) -> None:
        world, _ = sealed()
        hire(world, "near", Role.CUSTODIAN, "line-o")
        hire(world, "twin", Role.CUSTODIAN, "line-t")
        note(world, REGISTRY, interest("vera", actor("twin"), ConflictGround.SAME_PERSON), "vera")

        world.refuses("coi_same_line", CLAIM, says, "near", "vera")  # type: ignore[arg-type]
        world.refuses("coi_same_person", CLAIM, says, "twin", "vera")  # type: ignore[arg-type]

    def test_they_saw_the_record(self, says: object) -> None:
        world, _ = sealed()

        world.refuses("seen_missing", CLAIM, says, *BODIES, seen=None)  # type: ignore[arg-type]

    def test_there_is_a_case(self, says: object) -> None:
        world, _ = sealed()

        world.refuses("unknown_case", stream("claim", "none"), says, *BODIES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("until", "right"),
    [
        ("2026-11-22T03:04:06Z", False),
        ("2026-11-22T03:04:07Z", True),
        ("2026-12-22T03:04:06Z", True),
        ("2026-12-22T03:04:07Z", False),
        ("2025-12-22T03:04:07Z", False),
    ],
)
def test_an_identity_is_opened_for_thirty_days_at_most(until: str, *, right: bool) -> None:
    world, _ = sealed()
    says = unsealing(until=Instant(until))

    if right:
        world.say(CLAIM, says, *BODIES)
    else:
        world.refuses("until_invalid", CLAIM, says, *BODIES)


def test_the_latest_end_itself_is_in_time() -> None:
    world, _ = sealed()
    world.now = "2026-11-22T03:04:06.000Z"

    world.refuses("until_invalid", CLAIM, unsealing(until=Instant("2026-11-22T03:04:06Z")), *BODIES)
    world.say(CLAIM, unsealing(until=Instant("2026-12-22T03:04:06Z")), *BODIES)


def test_opening_has_reasons() -> None:
    world, _ = sealed()

    world.refuses("reasons_missing", CLAIM, unsealing(), *BODIES, sd=())


@pytest.mark.parametrize(
    ("where", "subject", "right"),
    [
        (CLAIM, "applicant", True),
        (CLAIM, "attester", True),
        (CLAIM, "named-1", True),
        (CLAIM, "named-12", True),
        (CLAIM, "named-0", False),
        (CLAIM, "named", False),
        (CLAIM, "complainant", False),
        (CLAIM, "office", False),
        (GRIEVANCE, "complainant", True),
        (GRIEVANCE, "named-1", True),
        (GRIEVANCE, "applicant", False),
        (GRIEVANCE, "office", False),
    ],
)
def test_whose_identity_is_sealed(where: str, subject: str, *, right: bool) -> None:
    world, _ = appealed()
    guarded(world)
    says = unsealing(subject=Local(subject))

    if right:
        world.say(where, says, *BODIES)
    else:
        world.refuses("nothing_sealed", where, says, *BODIES)


def test_nothing_is_opened_where_nothing_is_sealed() -> None:
    world, _, _ = working()
    guarded(world)
    programme = rulesof(world)
    world.say(CLAIM, application(programme), "ines", sd=())
    world.refuses("nothing_sealed", CLAIM, unsealing(), *BODIES)
    world.refuses("nothing_sealed", CLAIM, erasure(NAME), *BODIES)
    world.say(CLAIM, supply(via=via()), "ines")

    world.refuses("nothing_sealed", CLAIM, unsealing(fields=()), *BODIES)
    world.say(CLAIM, unsealing(), *BODIES)


def rulesof(world: World) -> EntryRef:
    programme = next(item for item in world.log if item.statement.stream.startswith("programme/"))
    return EntryRef(programme.statement.stream, programme.version, programme.leaf)


def test_an_anonymous_complainant_stays_so() -> None:
    """Invariant 24: there is nothing to open."""
    world, standard, _ = working()
    guarded(world)
    note(world, GRIEVANCE, filing(standard, anonymity=Anonymity.ANONYMOUS, kind=Kind.SUGGESTION), "ines")
    says = unsealing(subject=Local("complainant"))

    world.unless("nothing_sealed", GRIEVANCE, says, but(says, subject=Local("named-1")), *BODIES)


def test_whom_the_complaint_names_does_not_open_who_complained() -> None:
    world, standard, _ = working()
    guarded(world)
    about = (actor("vera"),)
    world.say(GRIEVANCE, filing(standard, kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    hire(world, "vito", Role.OVERSIGHT, "line-v")
    says = unsealing(subject=Local("complainant"))

    world.refuses("coi_named_in_complaint", GRIEVANCE, says, *BODIES)
    world.say(GRIEVANCE, says, "cory", "vito")


def test_the_line_complained_about_does_not_open_who_complained() -> None:
    world, standard, _ = working()
    guarded(world)
    about = (actor("hugo"),)
    world.say(GRIEVANCE, filing(standard, kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    hire(world, "near", Role.CUSTODIAN, "line-a")
    says = unsealing(subject=Local("complainant"))

    world.refuses("coi_line_complained_about", GRIEVANCE, says, "near", "vera")
    world.say(GRIEVANCE, says, *BODIES)


def test_what_was_erased_is_not_opened() -> None:
    world, _ = sealed()
    world.say(CLAIM, erasure(NAME), *BODIES)

    world.refuses("nothing_sealed", CLAIM, unsealing(fields=(Code("contact"), Code("name"))), *BODIES)
    world.say(CLAIM, unsealing(fields=(Code("contact"),)), *BODIES)


def test_a_second_opening_leaves_the_first_visible() -> None:
    world, _ = sealed()
    world.say(CLAIM, unsealing(), *BODIES)
    world.say(CLAIM, unsealing(), *BODIES)

    assert [item.version for item in world.state(CLAIM).casework.unsealed] == [2, 3]


@pytest.mark.parametrize("targets", [(), (ErasedFields(version=1, fields=()),)])
def test_an_erasure_names_what_it_erases(targets: tuple[ErasedFields, ...]) -> None:
    world, _ = sealed()

    world.unless("nothing_sealed", CLAIM, erasure(targets=targets), erasure(NAME), *BODIES)


@pytest.mark.parametrize("version", [0, -1, 2, 99])
def test_what_is_erased_stands_in_an_entry_here(version: int) -> None:
    world, _ = sealed()
    wrong = erasure((version, "applicant/name"))

    world.unless("nothing_sealed", CLAIM, wrong, erasure(NAME), *BODIES)


def test_nothing_is_erased_twice() -> None:
    world, _ = sealed()
    twice = (ErasedFields(version=1, fields=erasure(NAME).targets[0].fields * 2),)
    world.refuses("already_erased", CLAIM, erasure(targets=twice), *BODIES)
    world.say(CLAIM, erasure(NAME), *BODIES)
    world.refuses("already_erased", CLAIM, erasure(NAME), *BODIES)
    world.say(CLAIM, supply(via=via()), "ines")

    world.say(CLAIM, erasure((1, "applicant/contact"), (3, "applicant/name")), *BODIES)
    assert world.state(CLAIM).casework.flags >= {"erased:applicant"}


@pytest.mark.parametrize(
    "field", ["facts", "considerations", "discretion", "departure", "reasons", "opinion"]
)
def test_what_an_office_must_answer_for_is_never_erased(field: str) -> None:
    world, _ = sealed()

    world.unless("not_erasable", CLAIM, erasure((1, f"applicant/{field}")), erasure(NAME), *BODIES)


def test_the_office_s_own_words_and_rulings_stay() -> None:
    world, _ = sealed()
    world.say(CLAIM, supply(Supplied.NOTE), "olga")
    raised = world.say(CLAIM, raising("olga", how=ConflictRaisedBy.CHALLENGE), "ines")
    world.say(CLAIM, ruling(raised), "sven")
    kept = ((2, "office/text"), (4, "applicant/text"))
    for target in kept:
        world.refuses("not_erasable", CLAIM, erasure(target), *BODIES)
    history = world.history(CLAIM)
    assert [accounts(history[version - 1], name) for version, name in kept] == [True, True]

    world.say(CLAIM, erasure((3, "applicant/text"), (4, "applicant/name")), *BODIES)


def test_imported_data_is_erased_by_the_living() -> None:
    world, _, historical = working()
    guarded(world)
    world.say(CLAIM, application(historical), "ivo", seen=None, at=None)
    world.say(CLAIM, unsealing(), *BODIES)

    world.say(CLAIM, erasure(NAME), *BODIES)


def test_an_erasure_leaves_the_record_as_it_was() -> None:
    world, _ = sealed()
    world.say(CLAIM, asking(), "olga")
    before, log = world.state(CLAIM), list(world.log)
    world.say(CLAIM, erasure(NAME), *BODIES)
    after = world.state(CLAIM)

    assert world.log[:-1] == log
    assert but(after.casework, erased=()) == before.casework
    assert but(after, casework=before.casework) == before
