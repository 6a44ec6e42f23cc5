"""Who reviews an act, what the review lists, and what courts decided."""

import pytest

from ledger.domain.casework.contested import Doubt
from ledger.domain.casework_codes import (
    ActRuling,
    CourtResult,
    Outcome,
)
from ledger.domain.codes import Finding, Result, Role
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    applied,
    attestation,
    but,
    decision,
    determination,
    found,
    refused,
    reviewed,
    revision,
)
from tests.domain.casework_cases import (
    court,
    dispute,
    doubts,
    granted,
    index_of,
    note,
    review,
    revoked,
    waiting,
)
from tests.domain.world import actor, hire, stream, working


def test_an_audit_visit_overrules_an_attestation_and_flags_what_rests_on_it() -> None:
    """Invariant 19: the decision stands, and awaits review, until it was looked at or revised."""
    world, first, second, grant = granted()
    revised = world.say(CLAIM, revision(grant, Result.GRANT, found(second, fact="f1")), "otto")
    again = world.say(CLAIM, revision(revised, Result.GRANT, found(first, second)), "otto")
    note(world, CLAIM, dispute(first), "vera")
    before = world.state(CLAIM).decisions  # type: ignore[union-attr]

    for wrong in (review(first), review(first, grant), review(first, grant, again, revised)):
        world.refuses("affects_differ", CLAIM, wrong, "vera")
    world.refuses("affects_differ", CLAIM, review(first, grant, again, again), "vera")
    overruled = world.say(CLAIM, review(first, again, grant), "vera")

    assert world.state(CLAIM).decisions == before  # type: ignore[union-attr]
    # The grant was replaced long ago, but only before the attestation fell: it is listed as well.
    assert doubts(world) == {grant: (Doubt.RESTS_ON_OVERRULED,), again: (Doubt.RESTS_ON_OVERRULED,)}
    assert {item.since for item in waiting(world)} == {index_of(world, overruled)}
    world.say(CLAIM, review(grant, says=ActRuling.STANDS), "vera")
    note(world, CLAIM, revision(again, Result.GRANT, found(second)), "otto")
    assert waiting(world) == ()


@pytest.mark.parametrize("says", [ActRuling.STANDS, ActRuling.QUALIFIED])
def test_an_attestation_that_stands_flags_nothing(says: ActRuling) -> None:
    world, first, _, grant = granted()
    note(world, CLAIM, dispute(first), "vera")
    world.say(CLAIM, review(first, grant, says=says), "vera")

    assert waiting(world) == ()


def test_a_review_of_a_determination_names_the_revisions_that_follow_it() -> None:
    world, refusal = reviewed()
    made = world.say(GRIEVANCE, determination(Outcome.UPHELD, world.head(CLAIM)), "rolf", "sara")
    says = revision(refusal, Result.STAY, (), determination=made)
    follows = note(world, CLAIM, says, "otto")
    revoked(world, "rolf", 0)

    world.unless("affects_differ", GRIEVANCE, review(made), review(made, follows), "vera")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("vera", None),
        ("paul", None),
        ("rolf", None),
        ("olga", "authority_missing"),
        ("susi", "authority_missing"),
        ("ada", "authority_missing"),
    ],
)
def test_who_reviews(name: str, code: str | None) -> None:
    world, first, _, grant = granted()
    note(world, CLAIM, dispute(first), "ines")

    if code is None:
        world.say(CLAIM, review(first, grant), name)
    else:
        world.refuses(code, CLAIM, review(first, grant), name)


def test_nobody_reviews_an_own_act_or_what_their_decision_rests_on() -> None:
    world, first, second, grant = granted()
    for name in ("ada", "bela", "olga"):
        hire(world, name, Role.REVIEWER, "line-h")
    note(world, CLAIM, dispute(first), "ines")

    world.refuses("coi_own_act", CLAIM, review(first, grant), "ada")
    world.refuses("coi_attester_in_case", CLAIM, review(first, grant), "bela")
    world.refuses("coi_prior_decider", CLAIM, review(first, grant), "olga")
    assert second not in doubts(world)


def test_the_second_signer_of_an_act_does_not_review_it() -> None:
    world, refusal = refused()
    hire(world, "susi", Role.REVIEWER, "line-b")
    revoked(world, "olga", 0)

    world.refuses("coi_own_act", CLAIM, review(refusal), "susi")
    world.say(CLAIM, review(refusal), "vera")


def test_a_review_has_reasons_and_is_of_an_entry_here() -> None:
    world, first, _, grant = granted()
    note(world, CLAIM, dispute(first), "ines")
    right = review(first, grant)
    world.refuses("reasons_missing", CLAIM, right, "vera", sd=())
    world.refuses("seen_missing", CLAIM, right, "vera", seen=None)
    world.refuses("entry_unknown", CLAIM, but(right, act=but(first, version=99)), "vera")

    world.say(CLAIM, right, "vera")


def test_a_review_looks_only_at_what_is_doubtful() -> None:
    world, first, second, grant = granted()
    note(world, CLAIM, dispute(first), "ines")

    world.unless("act_not_contested", CLAIM, review(second, grant), review(first, grant), "vera")


def test_an_imported_review_need_not_show_the_dispute_but_names_what_it_affects() -> None:
    world, _, historical = working()
    old = stream("claim", "old")
    official, imported = actor("clerk"), {"seen": None, "at": None, "sd": ()}
    world.say(old, application(historical), "ivo", **imported)
    one = world.say(old, attestation(official=official), "ivo", **imported)
    says = decision(Result.GRANT, found(one), official=actor("judge"))
    grant = world.say(old, says, "ivo", **imported)
    right = review(one, grant, official=actor("chief"))
    world.refuses("official_missing", old, but(right, official=None), "ivo", **imported)
    world.refuses("coi_own_act", old, but(right, official=official), "ivo", **imported)
    world.refuses("coi_prior_decider", old, but(right, official=actor("judge")), "ivo", **imported)

    world.unless("affects_differ", old, but(right, affects=()), right, "ivo", **imported)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ines", None),
        ("sven", None),
        ("vera", None),
        ("olga", "authority_missing"),
        ("cleo", "authority_missing"),
    ],
)
def test_who_records_what_a_court_did(name: str, code: str | None) -> None:
    world, refusal = refused()

    if code is None:
        world.say(CLAIM, court(refusal), name, seen=None)
    else:
        world.refuses(code, CLAIM, court(refusal), name)


def test_a_court_speaks_of_an_entry_here_and_sends_back_only_what_it_ruled_on() -> None:
    world, refusal = refused()
    world.refuses("entry_unknown", CLAIM, court(but(refusal, version=9)), "ines")
    world.refuses("remand_pending", CLAIM, court(refusal, remand=True), "ines")
    world.say(CLAIM, court(refusal, remand=False), "ines")

    world.say(CLAIM, court(refusal, CourtResult.FOR_CITIZEN, remand=True), "ines")


def test_a_refusal_needs_no_review_to_be_brought_to_court() -> None:
    world, entry = applied()
    says = decision(Result.REFUSE, found(entry, finding=Finding.NO))
    refusal = world.say(CLAIM, says, "olga", "susi")

    world.say(CLAIM, court(refusal), "ines")
    assert "in_court" in world.state(CLAIM).casework.flags
