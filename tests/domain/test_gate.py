"""The gate of persons, exhaustively: every ground, manner, ruling and act that it stands before."""

from collections.abc import Callable
from datetime import date

import pytest

from ledger.domain.casebook import Casework, Conflict
from ledger.domain.casework_codes import (
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    Kind,
    Outcome,
)
from ledger.domain.codes import Result, Role
from ledger.domain.errors import ConflictOfInterest
from ledger.domain.gate import check_conflicts
from ledger.domain.types import EntryRef, Event
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    appealed,
    application,
    assignment,
    attested,
    decision,
    determination,
    filing,
    found,
    pinned,
    report,
    reviewed,
    revision,
    via,
)
from tests.domain.casework_cases import (
    dispute,
    interest,
    note,
    raising,
    review,
    ruling,
    section_of,
)
from tests.domain.world import REGISTRY, World, actor, hire, stream, working

Try = tuple[World, str, Event, tuple[str, ...], str]
"""A world, a stream, an act, who signs it, and the person of whom the gate asks."""


def deciding() -> Try:
    world, first, second = attested()
    return world, CLAIM, decision(Result.GRANT, found(first, second)), ("olga",), "olga"


def revising() -> Try:
    world, first, second = attested()
    granted = world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    return world, CLAIM, revision(granted, Result.GRANT, found(first, second)), ("otto",), "otto"


def assigning() -> Try:
    world, _ = appealed()
    return world, GRIEVANCE, assignment("rolf"), ("sven",), "rolf"


def assigning_by() -> Try:
    world, _ = appealed()
    return world, GRIEVANCE, assignment("rolf"), ("sara",), "sara"


def determining() -> Try:
    world, _ = reviewed()
    return world, GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), ("rolf", "sara"), "rolf"


def determining_with() -> Try:
    world, _ = reviewed()
    return world, GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), ("rolf", "sara"), "sara"


def reporting() -> Try:
    world, _ = reviewed()
    return world, GRIEVANCE, report(), ("rolf",), "rolf"


def reviewing() -> Try:
    world, first, _ = attested()
    note(world, CLAIM, dispute(first), "ines")
    return world, CLAIM, review(first), ("rolf",), "rolf"


ACTS: tuple[Callable[[], Try], ...] = (
    deciding,
    revising,
    assigning,
    assigning_by,
    determining,
    determining_with,
    reporting,
    reviewing,
)


def expected(ground: ConflictGround, how: ConflictRaisedBy, ruled: ConflictRuling | None) -> str | None:
    """What the law says, in a table of its own."""
    if ruled is ConflictRuling.RECUSED:
        return "coi_recused"
    if ruled is not None:
        return None
    if section_of(ground) is ConflictSection.S13:
        return "coi_pending"
    return None if how is ConflictRaisedBy.CHALLENGE else "coi_pending"


def attempt(case: Try, code: str | None) -> None:
    world, where, says, names, _ = case
    if code is None:
        world.say(where, says, *names)
    else:
        world.refuses(code, where, says, *names)


@pytest.mark.parametrize("make", ACTS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("ruled", [None, *ConflictRuling], ids=str)
@pytest.mark.parametrize("how", list(ConflictRaisedBy))
def test_a_conflict_bars_as_the_law_says(
    make: Callable[[], Try], how: ConflictRaisedBy, ruled: ConflictRuling | None
) -> None:
    world, where, says, names, person = make()
    start = (list(world.log), dict(world.states), dict(world.heads))
    for ground in ConflictGround:
        world.log, world.states, world.heads = (list(start[0]), dict(start[1]), dict(start[2]))
        raised = note(world, where, raising(person, ground, how), "ines")
        if ruled is not None:
            note(world, where, ruling(raised, ruled), "sven")

        attempt((world, where, says, names, person), expected(ground, how, ruled))


@pytest.mark.parametrize("make", ACTS, ids=lambda make: make.__name__)
def test_a_conflict_of_somebody_else_bars_nobody(make: Callable[[], Try]) -> None:
    world, where, says, names, _ = make()
    note(world, where, raising("hugo"), "hugo")

    attempt((world, where, says, names, "hugo"), None)


@pytest.mark.parametrize("make", ACTS, ids=lambda make: make.__name__)
def test_a_conflict_follows_the_person_not_the_actor(make: Callable[[], Try]) -> None:
    world, where, says, names, person = make()
    note(world, where, raising("double"), "double")
    note(world, REGISTRY, interest(person, actor("double"), ConflictGround.SAME_PERSON), person)

    attempt((world, where, says, names, person), "coi_pending")


@pytest.mark.parametrize("make", ACTS, ids=lambda make: make.__name__)
def test_a_declared_interest_bars_until_the_superior_rules(make: Callable[[], Try]) -> None:
    world, where, says, names, person = make()
    note(world, REGISTRY, interest(person, where, ConflictGround.SAME_HOUSEHOLD), person)
    attempt((world, where, says, names, person), "coi_declared_interest")

    for says_of_another in (ConflictRuling.MAY_ACT, ConflictRuling.URGENT_EXCEPTION):
        other = note(world, where, raising("paul", ConflictGround.SAME_HOUSEHOLD), "paul")
        note(world, where, ruling(other, says_of_another), "vera")
    attempt((world, where, says, names, person), "coi_declared_interest")
    challenge = raising(person, ConflictGround.SAME_HOUSEHOLD, ConflictRaisedBy.CHALLENGE)
    raised = note(world, where, challenge, "ines")
    attempt((world, where, says, names, person), "coi_declared_interest")
    note(world, where, ruling(raised, ConflictRuling.MAY_ACT), "sven", "susi")
    attempt((world, where, says, names, person), None)


@pytest.mark.parametrize("make", ACTS, ids=lambda make: make.__name__)
def test_urgency_lifts_what_was_reported_and_declared_before_it(make: Callable[[], Try]) -> None:
    world, where, says, names, person = make()
    note(world, REGISTRY, interest(person, where), person)
    earlier = note(world, where, raising(person), person)
    recused = note(world, where, raising(person, ConflictGround.DEBTOR), person)
    note(world, where, raising(person, ConflictGround.EMPLOYER), person)
    note(world, where, ruling(recused), "sven")
    note(world, where, ruling(earlier, ConflictRuling.URGENT_EXCEPTION), "sven")

    attempt((world, where, says, names, person), None)


def test_what_is_reported_or_ruled_after_an_urgent_exception_bars_again() -> None:
    world, where, says, names, person = deciding()
    first = note(world, where, raising(person), person)
    second = note(world, where, raising(person, ConflictGround.DEBTOR), person)
    note(world, where, ruling(first, ConflictRuling.URGENT_EXCEPTION), "sven")
    note(world, where, ruling(second), "sven")

    attempt((world, where, says, names, person), "coi_recused")


def test_a_new_conflict_after_an_urgent_exception_suspends_again() -> None:
    world, where, says, names, person = deciding()
    first = note(world, where, raising(person), person)
    note(world, where, ruling(first, ConflictRuling.URGENT_EXCEPTION), "sven")
    note(world, where, raising(person, ConflictGround.DEBTOR), person)

    attempt((world, where, says, names, person), "coi_pending")


def test_a_ruling_clears_its_own_conflict_only() -> None:
    world, where, says, names, person = deciding()
    first = note(world, where, raising(person, ConflictGround.SAME_OFFICE), person)
    note(world, where, raising(person, ConflictGround.DEBTOR), person)
    note(world, where, ruling(first, ConflictRuling.MAY_ACT), "sven")

    attempt((world, where, says, names, person), "coi_pending")


def test_each_declared_interest_bars_by_itself() -> None:
    world, where, says, names, person = deciding()
    for ground in (ConflictGround.SAME_HOUSEHOLD, ConflictGround.EMPLOYER):
        note(world, REGISTRY, interest(person, where, ground), person)
    raised = note(world, where, raising(person, ConflictGround.SAME_HOUSEHOLD), person)
    note(world, where, ruling(raised, ConflictRuling.MAY_ACT), "sven")

    attempt((world, where, says, names, person), "coi_declared_interest")


def test_the_signers_own_clock_hides_no_interest() -> None:
    world, where, says, names, person = deciding()
    note(world, REGISTRY, interest(person, where), person)

    world.refuses("coi_declared_interest", where, says, *names, at="2026-11-20T03:04:05Z")


def test_the_newest_urgent_exception_counts() -> None:
    world, where, says, names, person = deciding()
    for _ in range(2):
        raised = note(world, where, raising(person), person)
        note(world, where, ruling(raised, ConflictRuling.URGENT_EXCEPTION), "sven")
        recused = note(world, where, raising(person, ConflictGround.DEBTOR), person)
        note(world, where, ruling(recused), "sven")
        attempt((world, where, says, names, person), "coi_recused")
    last = note(world, where, raising(person), person)
    note(world, where, ruling(last, ConflictRuling.URGENT_EXCEPTION), "sven")

    attempt((world, where, says, names, person), None)


def test_a_ruling_on_another_ground_does_not_clear_a_declared_interest() -> None:
    world, where, says, names, person = deciding()
    note(world, REGISTRY, interest(person, where, ConflictGround.SAME_HOUSEHOLD), person)
    raised = note(world, where, raising(person, ConflictGround.SAME_OFFICE), person)
    note(world, where, ruling(raised, ConflictRuling.MAY_ACT), "sven")

    attempt((world, where, says, names, person), "coi_declared_interest")


@pytest.mark.parametrize(
    "about",
    ["94", "9401", CLAIM, GRIEVANCE, actor("olga"), actor("susi"), actor("party"), actor("named")],
)
def test_an_interest_in_whatever_the_matter_touches_bars(about: str) -> None:
    world, _ = appealed()
    world.states.pop(GRIEVANCE)
    more = {"about": (actor("named"),)}
    refusal = world.state(CLAIM).decisions[-1]  # type: ignore[union-attr]
    ref = EntryRef(CLAIM, refusal.version, refusal.leaf)
    other = stream("grievance", "two")
    world.say(other, filing(pinned(world), ref, **more), "ines")
    where = other if about == GRIEVANCE else None
    note(world, REGISTRY, interest("rolf", where or about), "rolf")
    code = None if about == actor("party") else "coi_declared_interest"

    attempt((world, other, assignment("rolf"), ("sven",), "rolf"), code)


@pytest.mark.parametrize("about", ["95", "9402", stream("claim", "other"), actor("otto")])
def test_an_interest_elsewhere_bars_nobody(about: str) -> None:
    world, _ = appealed()
    note(world, REGISTRY, interest("rolf", about), "rolf")

    world.say(GRIEVANCE, assignment("rolf"), "sven")


def test_an_interest_that_the_other_declared_bars_too() -> None:
    world, _ = appealed()
    note(world, REGISTRY, interest("olga", actor("rolf"), ConflictGround.SPOUSE), "olga")

    world.refuses("coi_declared_interest", GRIEVANCE, assignment("rolf"), "sven")


def test_an_interest_that_has_ended_bars_nobody() -> None:
    world, _ = appealed()
    note(world, REGISTRY, interest("rolf", CLAIM, from_=date(2026, 1, 1), to=date(2026, 11, 21)), "rolf")

    world.say(GRIEVANCE, assignment("rolf"), "sven")


def test_a_denied_link_of_two_actors_is_no_interest() -> None:
    world, _ = appealed()
    end = date(2027, 1, 1)
    link = interest("rolf", actor("olga"), ConflictGround.SAME_PERSON, to=end)
    note(world, REGISTRY, link, "rolf")

    world.say(GRIEVANCE, assignment("rolf"), "sven")


def test_whoever_filed_with_an_own_key_is_a_party() -> None:
    world, standard, _ = working()
    world.say(GRIEVANCE, filing(standard, kind=Kind.SERVICE_COMPLAINT, via=None), "ada")
    hire(world, "ada", Role.HANDLER, "line-h")
    hire(world, "bela", Role.HANDLER, "line-h")

    wrong, right = assignment("ada", role=Role.HANDLER), assignment("bela", role=Role.HANDLER)
    world.unless("coi_party", GRIEVANCE, wrong, right, "sven")


def test_whom_the_complaint_names_does_not_handle_it() -> None:
    world, standard, _ = working()
    about = (actor("hugo"), stream("claim", "other"))
    world.say(GRIEVANCE, filing(standard, kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    hire(world, "hanna", Role.HANDLER, "line-h")

    wrong, right = assignment("hugo", role=Role.HANDLER), assignment("hanna", role=Role.HANDLER)
    world.unless("coi_named_in_complaint", GRIEVANCE, wrong, right, "sara")


def test_the_lower_instances_count_down_to_the_first() -> None:
    """Whoever decided at the first level does not handle the third."""
    world, _, _ = attested()
    names = [stream("grievance", level) for level in ("one", "two", "three")]
    programme = pinned(world)
    for level, name in enumerate(names, start=1):
        below = None if level == 1 else names[level - 2]
        note(world, name, filing(programme, level=level, appeal_of=below), "ines")
        by = ("paul", "petra", "sara")[level - 1]
        note(world, name, determination(Outcome.NOT_UPHELD, None), by)
    top = stream("grievance", "four")
    note(world, top, filing(programme, level=4, appeal_of=names[2]), "ines")
    hire(world, "paul", Role.REVIEWER, "line-c")

    for member, line in (("pia", "line-f"), ("pola", "line-g")):
        hire(world, member, Role.APPELLATE, line)

    world.refuses("coi_prior_decider", top, assignment("paul"), "sven")
    world.say(top, assignment("pia", "pola", role=Role.APPELLATE), "sven")


def test_a_circle_of_appeals_ends() -> None:
    world, standard, _ = working()
    names = [stream("grievance", name) for name in ("one", "two")]
    for one, other in (names, names[::-1]):
        note(world, one, filing(standard, level=2, appeal_of=other), "ines")

    world.say(names[0], assignment("paul", "petra", role=Role.APPELLATE), "sven")


def test_a_helper_of_the_lower_instance_does_not_handle() -> None:
    world, standard, _ = working()
    below, here = stream("grievance", "one"), stream("grievance", "two")
    note(world, below, filing(standard, via=via("rolf")), "ines")
    note(world, here, filing(standard, appeal_of=below), "ines")

    world.refuses("coi_assister", here, assignment("rolf"), "sven")


@pytest.mark.parametrize("says", ["urgent", "may_act"])
def test_no_ruling_lifts_what_the_record_itself_shows(says: str) -> None:
    """Whoever attested does not decide, whatever a superior rules."""
    world, first, second = attested()
    hire(world, "ada", Role.OFFICER, "line-a")
    ruled = ConflictRuling.URGENT_EXCEPTION if says == "urgent" else ConflictRuling.MAY_ACT
    raised = note(world, CLAIM, raising("ada", ConflictGround.ATTESTER_IN_CASE), "ada")
    note(world, CLAIM, ruling(raised, ruled), "sven", "susi")

    world.refuses("coi_attester_in_case", CLAIM, decision(Result.GRANT, found(first, second)), "ada")


def test_a_claim_may_be_decided_again_by_the_same_officer() -> None:
    """The gate bars from looking at one's own act again, not from deciding a new matter."""
    world, first, second = attested()
    granted = world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")

    world.say(CLAIM, revision(granted, Result.GRANT, found(first, second)), "olga")


@pytest.mark.parametrize(
    ("at", "code"),
    [(None, None), ("2026-11-20T03:04:05Z", None), ("2026-11-21T17:00:00Z", "coi_declared_interest")],
)
def test_an_old_record_is_judged_by_the_interests_of_its_own_day(at: str | None, code: str | None) -> None:
    """The interest runs from 22 November, which begins in Bangkok at 17:00 UTC of the 21st."""
    world, _, historical = working()
    note(world, REGISTRY, interest("clerk", "94"), "clerk")
    world.say(CLAIM, application(historical), "ivo", seen=None, at=None)
    says = decision(Result.GRANT, (), official=actor("clerk"))

    if code is None:
        world.say(CLAIM, says, "ivo", seen=None, at=at)
    else:
        world.refuses(code, CLAIM, says, "ivo", seen=None, at=at)


def test_a_conflict_at_the_head_of_a_history_bars_as_any_other() -> None:
    """No rule lets one stand there; whoever reads a log that holds one must not be let through."""
    registry = working()[0].registry
    ground, how = ConflictGround.SERIOUS_PARTIALITY, ConflictRaisedBy.SELF_REPORT
    casework = Casework(conflicts=(Conflict(1, "00", actor("olga"), ground, section_of(ground), how),))

    with pytest.raises(ConflictOfInterest) as refusal:
        check_conflicts(casework, actor("olga"), registry)
    assert refusal.value.code == "coi_pending"
    check_conflicts(casework, actor("susi"), registry)
