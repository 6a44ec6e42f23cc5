"""Conflicts of interest: who raises one, how, and who rules on it."""

import pytest

from ledger.domain.casework.conflicts import GROUNDS
from ledger.domain.casework_codes import (
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    Kind,
)
from ledger.domain.codes import Finding, Result, Role
from ledger.domain.types import EntryRef
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    appealed,
    application,
    applied,
    assignment,
    attested,
    but,
    decision,
    filing,
    found,
    pinned,
    refused,
    reviewed,
    revision,
)
from tests.domain.casework_cases import interest, note, raising, ruling, section_of
from tests.domain.world import REGISTRY, World, actor, hire, stream, working

SELF, CHALLENGE, DERIVED = ConflictRaisedBy.SELF_REPORT, ConflictRaisedBy.CHALLENGE, ConflictRaisedBy.DERIVED


def test_every_ground_belongs_to_one_section() -> None:
    listed = [ground for grounds in GROUNDS.values() for ground in grounds]

    assert sorted(listed) == sorted(ConflictGround)
    assert len(GROUNDS[ConflictSection.S13]) == 10
    assert GROUNDS[ConflictSection.S16] == {ConflictGround.SERIOUS_PARTIALITY}


@pytest.mark.parametrize("ground", list(ConflictGround))
@pytest.mark.parametrize("section", list(ConflictSection))
def test_a_ground_is_raised_under_its_own_section(ground: ConflictGround, section: ConflictSection) -> None:
    world, _ = applied()
    says = raising("olga", ground, section=section)

    if section is section_of(ground):
        world.say(CLAIM, says, "olga")
    else:
        world.refuses("conflict_section", CLAIM, says, "olga")


@pytest.mark.parametrize(
    ("how", "name", "code"),
    [
        (SELF, "olga", None),
        (SELF, "otto", "conflict_how"),
        (SELF, "ines", "conflict_how"),
        (SELF, "vera", "conflict_how"),
        (CHALLENGE, "ines", None),
        (CHALLENGE, "vera", None),
        (CHALLENGE, "olga", "conflict_how"),
        (CHALLENGE, "ada", "conflict_how"),
        (CHALLENGE, "susi", "conflict_how"),
        (CHALLENGE, "cleo", "conflict_how"),
        (DERIVED, "cleo", None),
        (DERIVED, "vera", None),
        (DERIVED, "olga", "conflict_how"),
        (DERIVED, "ines", "conflict_how"),
        (DERIVED, "rita", "authority_missing"),
    ],
)
def test_who_raises_a_conflict_and_how(how: ConflictRaisedBy, name: str, code: str | None) -> None:
    world, _ = applied()
    note(world, REGISTRY, interest("olga", CLAIM, ConflictGround.SPOUSE), "olga")
    says = raising("olga", how=how)

    if code is None:
        world.say(CLAIM, says, name)
    else:
        world.refuses(code, CLAIM, says, name)


def test_a_challenge_at_the_intake_says_how_it_came() -> None:
    world, _ = applied()
    right = raising("olga", how=CHALLENGE)

    world.unless("profile_demands", CLAIM, but(right, via=None), right, "ines")


def test_a_party_with_an_own_key_challenges() -> None:
    world, standard, _ = working()
    world.say(GRIEVANCE, filing(standard, kind=Kind.SERVICE_COMPLAINT, via=None), "ada")
    right = raising("hugo", how=CHALLENGE, via=None)

    world.refuses("conflict_how", GRIEVANCE, right, "bela")
    world.say(GRIEVANCE, right, "ada")


def test_somebody_reports_themselves_under_another_actor_of_theirs() -> None:
    world, _ = applied()
    world.refuses("conflict_how", CLAIM, raising("double"), "olga")
    note(world, REGISTRY, interest("olga", actor("double"), ConflictGround.SAME_PERSON), "olga")

    world.say(CLAIM, raising("double"), "olga")


def test_a_conflict_is_raised_about_somebody_who_acts_or_could_act_here() -> None:
    world, _ = applied()
    hire(world, "far", Role.OFFICER, "line-a", areas=("50",))
    world.refuses("no_such_part", CLAIM, raising("nobody", how=CHALLENGE), "ines")
    world.refuses("no_such_part", CLAIM, raising("far", how=CHALLENGE), "ines")

    world.say(CLAIM, raising("otto", how=CHALLENGE), "ines")
    note(world, CLAIM, application(world.state(CLAIM).programme), "far")  # type: ignore[arg-type]
    world.say(CLAIM, raising("far", how=CHALLENGE), "ines")


def test_one_report_at_a_time() -> None:
    world, _ = applied()
    first = world.say(CLAIM, raising("olga", how=CHALLENGE), "ines")
    world.refuses("conflict_repeated", CLAIM, raising("olga", how=CHALLENGE), "vera")

    world.say(CLAIM, raising("olga"), "olga")
    world.say(CLAIM, raising("olga", ConflictGround.DEBTOR, CHALLENGE), "ines")
    world.say(CLAIM, raising("otto", how=CHALLENGE), "ines")
    world.say(CLAIM, ruling(first, ConflictRuling.RECUSED), "sven")
    world.say(CLAIM, raising("olga", how=CHALLENGE), "ines")


def challenged(ground: ConflictGround = ConflictGround.SPOUSE, name: str = "olga") -> tuple[World, EntryRef]:
    world, _ = applied()
    return world, world.say(CLAIM, raising(name, ground, CHALLENGE), "ines")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sven", None),
        ("susi", "not_superior"),
        ("sara", "not_superior"),
        ("vera", "not_superior"),
        ("otto", "authority_missing"),
    ],
)
def test_the_superior_rules(name: str, code: str | None) -> None:
    world, raised = challenged()

    if code is None:
        world.say(CLAIM, ruling(raised), name)
    else:
        world.refuses(code, CLAIM, ruling(raised), name)


def test_oversight_rules_where_nobody_stands_above() -> None:
    world, raised = challenged(name="sven")
    world.refuses("not_superior", CLAIM, ruling(raised), "susi")

    world.say(CLAIM, ruling(raised), "vera")


def test_oversight_rules_where_the_superior_may_not_act() -> None:
    world, raised = challenged()
    world.refuses("not_superior", CLAIM, ruling(raised), "vera")
    world.say(CLAIM, raising("sven", how=CHALLENGE), "ines")

    world.refuses("coi_pending", CLAIM, ruling(raised), "sven")
    world.say(CLAIM, ruling(raised), "vera")


def test_a_superior_whom_the_complaint_names_does_not_rule_in_it() -> None:
    world, standard, _ = working()
    about = (actor("sven"),)
    world.say(GRIEVANCE, filing(standard, kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    raised = world.say(GRIEVANCE, raising("hugo", how=CHALLENGE), "ines")
    world.refuses("coi_named_in_complaint", GRIEVANCE, ruling(raised), "sven")

    world.say(GRIEVANCE, ruling(raised), "vera")


def test_a_superior_who_signed_the_decision_below_may_say_who_handles_the_appeal() -> None:
    world, entry = applied()
    says = decision(Result.REFUSE, found(entry, finding=Finding.NO))
    refusal = world.say(CLAIM, says, "olga", "susi")
    world.say(GRIEVANCE, filing(pinned(world), refusal), "ines")
    hire(world, "beryl", Role.REVIEWER, "line-b")
    raised = world.say(GRIEVANCE, raising("beryl", how=CHALLENGE), "ines")

    world.say(GRIEVANCE, ruling(raised), "susi")


def test_a_superior_elsewhere_is_none_here() -> None:
    world, raised = challenged(name="paul")
    hire(world, "pia", Role.SUPERVISOR, "line-c", areas=("50",))

    world.say(CLAIM, ruling(raised), "vera")


def test_nobody_rules_on_themselves() -> None:
    world, raised = challenged(name="sven")
    hire(world, "boss", Role.SUPERVISOR, "line-x", office="district")
    hire(world, "sven", Role.OVERSIGHT, "line-z")

    world.refuses("coi_own_conflict", CLAIM, ruling(raised), "sven")


def test_the_second_signer_is_not_the_person_concerned_either() -> None:
    world, raised = challenged(name="susi")
    hire(world, "boss", Role.SUPERVISOR, "line-b", office="city")

    world.refuses("coi_own_conflict", CLAIM, ruling(raised, ConflictRuling.MAY_ACT), "vera", "susi")


def test_a_ruling_names_a_conflict_that_was_raised_here_and_awaits_it() -> None:
    world, raised = challenged()
    world.refuses("unknown_conflict", CLAIM, ruling(but(raised, version=1)), "sven")
    world.refuses("unknown_conflict", CLAIM, ruling(but(raised, leaf="0" * 64)), "sven")
    world.refuses("unknown_conflict", CLAIM, ruling(but(raised, stream=GRIEVANCE)), "sven")
    world.say(CLAIM, ruling(raised), "sven")

    world.refuses("conflict_ruled", CLAIM, ruling(raised), "sven")


def test_a_ruling_has_reasons_and_saw_the_record() -> None:
    world, raised = challenged()
    world.refuses("reasons_missing", CLAIM, ruling(raised), "sven", sd=())
    world.refuses("seen_missing", CLAIM, ruling(raised), "sven", seen=None)

    world.say(CLAIM, ruling(raised), "sven")


def test_who_may_act_again_takes_a_second_signature_of_another_line() -> None:
    world, raised = challenged()
    may = ruling(raised, ConflictRuling.MAY_ACT)
    hire(world, "sina", Role.SUPERVISOR, "line-a")
    world.refuses("approvals_pending", CLAIM, may, "sven")
    world.refuses("coi_same_line", CLAIM, may, "sven", "sina")
    world.refuses("authority_missing", CLAIM, may, "sven", "otto")

    world.say(CLAIM, may, "sven", "susi")


@pytest.mark.parametrize("says", [ConflictRuling.RECUSED, ConflictRuling.URGENT_EXCEPTION])
def test_other_rulings_take_one_signature(says: ConflictRuling) -> None:
    world, raised = challenged()

    world.refuses("signer_superfluous", CLAIM, ruling(raised, says), "sven", "susi")
    world.say(CLAIM, ruling(raised, says), "sven")


def test_a_ground_of_the_law_is_untrue_or_it_bars() -> None:
    """Only what others alleged can be found untrue; what the person or the records say is not."""
    world, _ = applied()
    told = world.say(CLAIM, raising("olga"), "olga")
    note(world, REGISTRY, interest("otto", CLAIM, ConflictGround.SPOUSE), "otto")
    derived = world.say(CLAIM, raising("otto", how=DERIVED), "cleo")
    alleged = world.say(CLAIM, raising("olga", ConflictGround.DEBTOR, CHALLENGE), "ines")
    project = world.say(CLAIM, raising("olga", ConflictGround.SAME_OFFICE), "olga")
    partial = world.say(CLAIM, raising("otto", ConflictGround.SERIOUS_PARTIALITY), "otto")
    for raised in (told, derived):
        world.refuses("conflict_shown", CLAIM, ruling(raised, ConflictRuling.MAY_ACT), "sven", "susi")
    for raised in (alleged, project, partial):
        world.say(CLAIM, ruling(raised, ConflictRuling.MAY_ACT), "sven", "susi")


def test_what_was_declared_is_not_untrue() -> None:
    world, raised = challenged()
    other = world.say(CLAIM, raising("olga", ConflictGround.DEBTOR, CHALLENGE), "ines")
    note(world, REGISTRY, interest("olga", CLAIM, ConflictGround.SPOUSE), "olga")

    world.refuses("conflict_shown", CLAIM, ruling(raised, ConflictRuling.MAY_ACT), "sven", "susi")
    world.say(CLAIM, ruling(other, ConflictRuling.MAY_ACT), "sven", "susi")


@pytest.mark.parametrize("says", [ConflictRuling.MAY_ACT, ConflictRuling.URGENT_EXCEPTION])
def test_a_ruling_lifts_nothing_that_is_declared_after_it(says: ConflictRuling) -> None:
    world, first, second = attested()
    raised = world.say(CLAIM, raising("olga", ConflictGround.SPOUSE, CHALLENGE), "ines")
    signers = ("sven", "susi") if says is ConflictRuling.MAY_ACT else ("sven",)
    world.say(CLAIM, ruling(raised, says), *signers)
    note(world, REGISTRY, interest("olga", CLAIM, ConflictGround.SPOUSE), "olga")
    granted = decision(Result.GRANT, found(first, second))

    world.refuses("coi_declared_interest", CLAIM, granted, "olga")
    world.say(CLAIM, granted, "otto")


def test_only_a_recusal_names_who_comes_instead_and_what_is_done_anew() -> None:
    world, entry = refused()
    raised = world.say(CLAIM, raising("olga", how=CHALLENGE), "ines")
    for wrong in (
        ruling(raised, ConflictRuling.MAY_ACT, redo=(entry,)),
        ruling(raised, ConflictRuling.MAY_ACT, replacement=actor("otto")),
    ):
        world.refuses("ruling_members", CLAIM, wrong, "sven", "susi")
    for wrong in (
        ruling(raised, ConflictRuling.URGENT_EXCEPTION, redo=(entry,)),
        ruling(raised, replacement=actor("olga")),
        ruling(raised, redo=(entry, entry)),
    ):
        world.refuses("ruling_members", CLAIM, wrong, "sven")

    world.say(CLAIM, ruling(raised, redo=(entry,), replacement=actor("otto")), "sven")


def test_what_is_done_anew_was_an_act_of_the_recused() -> None:
    world, entry = refused()
    raised = world.say(CLAIM, raising("olga", how=CHALLENGE), "ines")
    received = EntryRef(CLAIM, 1, world.history(CLAIM)[0].leaf)
    world.refuses("redo_not_theirs", CLAIM, ruling(raised, redo=(received,)), "sven")
    world.refuses("entry_unknown", CLAIM, ruling(raised, redo=(but(entry, version=9),)), "sven")
    world.say(CLAIM, ruling(raised, redo=(entry,)), "sven")
    second = world.say(CLAIM, raising("susi", how=CHALLENGE), "ines")

    world.say(CLAIM, ruling(second, redo=(entry,)), "vera")


def test_the_replacement_is_mandated_and_passes_the_gate() -> None:
    world, _ = reviewed()
    raised = world.say(GRIEVANCE, raising("rolf", how=CHALLENGE), "ines")
    hire(world, "rosa", Role.REVIEWER, "line-a")
    hire(world, "far", Role.REVIEWER, "line-a", areas=("50",))
    world.refuses("handler_not_mandated", GRIEVANCE, ruling(raised, replacement=actor("ines")), "sven")
    world.refuses("handler_not_mandated", GRIEVANCE, ruling(raised, replacement=actor("far")), "sven")
    world.refuses("coi_prior_decider", GRIEVANCE, ruling(raised, replacement=actor("olga")), "sven")

    world.say(GRIEVANCE, ruling(raised, replacement=actor("rosa")), "sven")


@pytest.mark.parametrize("role", list(Role))
def test_whoever_could_do_the_work_replaces(role: Role) -> None:
    world, raised = challenged()
    roles = {Role.OFFICER, Role.HANDLER, Role.REVIEWER, Role.APPELLATE, Role.SUPERVISOR, Role.ATTESTER}
    if role not in (Role.ROOT, Role.IMPORTER):
        hire(world, "nina", role, "line-n")
    says = ruling(raised, replacement=actor("nina"))

    if role in roles:
        world.say(CLAIM, says, "sven")
    else:
        world.refuses("handler_not_mandated", CLAIM, says, "sven")


def test_a_recused_officer_decides_no_more_and_a_colleague_does() -> None:
    world, first, second = attested()
    grant = decision(Result.GRANT, found(first, second))
    raised = world.say(CLAIM, raising("olga", how=CHALLENGE), "ines")
    world.refuses("coi_pending", CLAIM, grant, "olga")
    world.say(CLAIM, ruling(raised, replacement=actor("otto")), "sven")
    world.refuses("coi_recused", CLAIM, grant, "olga")

    world.say(CLAIM, grant, "otto")


def test_an_appeal_goes_on_under_another_reviewer() -> None:
    world, _ = appealed()
    raised = world.say(GRIEVANCE, raising("rolf"), "rolf")
    hire(world, "rosa", Role.REVIEWER, "line-a")
    world.refuses("coi_pending", GRIEVANCE, assignment("rolf"), "sven")
    world.say(GRIEVANCE, ruling(raised), "sven")

    world.unless("coi_recused", GRIEVANCE, assignment("rolf"), assignment("rosa"), "sven")


def test_a_challenge_on_partiality_is_reported_and_does_not_suspend() -> None:
    world, first, second = attested()
    world.say(CLAIM, raising("olga", ConflictGround.SERIOUS_PARTIALITY, CHALLENGE), "ines")

    entry = world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    world.say(CLAIM, raising("olga", ConflictGround.SERIOUS_PARTIALITY), "olga")
    world.refuses("coi_pending", CLAIM, revision(entry, Result.GRANT, found(first, second)), "olga")


def test_an_imported_ruling_names_its_official_who_is_not_the_person_concerned() -> None:
    world, _, historical = working()
    old = stream("claim", "old")
    world.say(old, application(historical), "ivo", seen=None, at=None)
    raised = world.say(old, raising("clerk"), "ivo", seen=None, at=None)
    says = ruling(raised, ConflictRuling.MAY_ACT)
    world.refuses("official_missing", old, says, "ivo", seen=None, at=None)
    world.refuses("coi_own_conflict", old, but(says, official=actor("clerk")), "ivo", seen=None, at=None)

    world.say(old, but(says, official=actor("chief")), "ivo", seen=None, at=None, sd=())
