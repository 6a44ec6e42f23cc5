"""Acts that await review, and burdens that are suspended meanwhile."""

from datetime import date

import pytest

from ledger.domain.casework.contested import ContestedAct, Doubt
from ledger.domain.casework_codes import (
    ActRuling,
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    Outcome,
    Supplied,
)
from ledger.domain.claim.events import AttestationWithdrawn
from ledger.domain.codes import Result, RevocationReason
from ledger.domain.registry.events import KeyRevoked
from ledger.domain.types import Code, KeyId
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    attestation,
    attested,
    decision,
    determination,
    found,
    refused,
    reviewed,
    revision,
)
from tests.domain.casework_cases import (
    asking,
    dispute,
    doubts,
    granted,
    held,
    index_of,
    interest,
    lapse,
    note,
    raising,
    review,
    revoked,
    ruling,
    supply,
    waiting,
)
from tests.domain.world import REGISTRY, actor, keyid, stream, working


def test_nothing_awaits_review_where_nothing_is_doubtful() -> None:
    world, *_ = granted()

    assert waiting(world) == ()
    assert held(world) == ()


def test_a_disputed_act_awaits_review_until_it_was_reviewed_after_the_dispute() -> None:
    world, first, second, grant = granted()
    raised = note(world, CLAIM, dispute(first), "ines")
    assert waiting(world) == (
        ContestedAct(first, index_of(world, first), index_of(world, raised), (Doubt.DISPUTE,)),
    )

    world.say(CLAIM, review(first, grant, says=ActRuling.STANDS), "vera")
    assert waiting(world) == ()
    world.refuses("act_not_contested", CLAIM, review(first, grant), "vera")
    note(world, CLAIM, dispute(first), "ines")
    note(world, CLAIM, dispute(second), "ines")
    assert doubts(world) == {first: (Doubt.DISPUTE,), second: (Doubt.DISPUTE,)}


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (ConflictRuling.RECUSED, Doubt.CONFLICT),
        (ConflictRuling.MAY_ACT, None),
        (ConflictRuling.URGENT_EXCEPTION, Doubt.CONFLICT),
    ],
)
@pytest.mark.parametrize("how", list(ConflictRaisedBy))
def test_a_conflict_discovered_later_makes_every_act_of_the_person_doubtful(
    how: ConflictRaisedBy, says: ConflictRuling, code: Doubt | None
) -> None:
    """R7. An allegation waits for its ruling; a report or a finding does not."""
    world, first, _, grant = granted()
    world.say(CLAIM, asking(), "olga")
    world.say(CLAIM, supply(Supplied.NOTE), "olga")
    raised = note(world, CLAIM, raising("olga", how=how), "ines")
    assert doubts(world) == ({} if how is ConflictRaisedBy.CHALLENGE else {grant: (Doubt.CONFLICT,)})
    assert all(item.since == index_of(world, raised) for item in waiting(world))

    ruled = note(world, CLAIM, ruling(raised, says), "sven")
    assert doubts(world) == ({} if code is None else {grant: (code,)})
    if code is not None:
        assert waiting(world)[0].since == index_of(world, ruled)
    assert held(world) == ()
    assert first not in doubts(world)


def test_what_was_made_after_a_report_or_against_a_recusal_is_doubtful_only_if_recused() -> None:
    world, first, second = attested()
    raised = note(world, CLAIM, raising("olga"), "olga")
    grant = note(world, CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    assert doubts(world) == {}
    note(world, CLAIM, ruling(raised), "sven")
    later = note(world, CLAIM, revision(grant, Result.GRANT, found(first, second)), "olga")

    assert doubts(world) == {later: (Doubt.CONFLICT,)}
    assert waiting(world)[0].since == index_of(world, later)


def test_what_was_done_under_an_urgent_exception_is_reviewed_afterwards() -> None:
    world, first, second = attested()
    raised = world.say(CLAIM, raising("olga"), "olga")
    world.say(CLAIM, ruling(raised, ConflictRuling.URGENT_EXCEPTION), "sven")
    grant = world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    assert doubts(world) == {grant: (Doubt.EXCEPTION,)}

    world.say(CLAIM, review(grant, says=ActRuling.STANDS), "vera")
    assert waiting(world) == ()


def test_an_imported_act_is_its_official_s() -> None:
    world, _, historical = working()
    old, clerk = stream("claim", "old"), actor("clerk")
    note(world, old, application(historical, official=clerk), "ivo")
    note(world, old, attestation(official=actor("other")), "ivo")
    raised = note(world, old, raising("clerk", official=clerk), "ivo")
    note(world, old, ruling(raised, official=actor("chief")), "ivo")

    assert [item.act.version for item in waiting(world, old)] == [1]


def test_an_interest_that_became_known_later_makes_earlier_acts_doubtful() -> None:
    world, _, _, grant = granted()
    note(world, REGISTRY, interest("olga", actor("double"), ConflictGround.SAME_PERSON), "olga")
    assert doubts(world) == {}
    for about in (CLAIM, "94"):
        note(world, REGISTRY, interest("double", about), "double")
        assert doubts(world) == {grant: (Doubt.CONFLICT,)}
    assert waiting(world)[0].since == world.size - 1

    note(world, CLAIM, review(grant, says=ActRuling.STANDS), "vera")
    assert doubts(world) == {}


def test_an_interest_of_other_days_or_known_before_makes_nothing_doubtful() -> None:
    world, first, second = attested()
    end = interest("otto", CLAIM, from_=date(2026, 11, 20), to=date(2026, 11, 21))
    note(world, REGISTRY, interest("olga", CLAIM), "olga")
    grant = note(world, CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    note(world, CLAIM, revision(grant, Result.GRANT, found(first, second)), "otto")
    note(world, REGISTRY, end, "otto")

    assert doubts(world) == {}


def test_an_old_act_is_doubtful_by_the_interests_of_its_own_day() -> None:
    world, _, historical = working()
    old, clerk = stream("claim", "old"), actor("clerk")
    note(world, old, application(historical), "ivo")
    days = (None, "2026-11-20T03:04:05Z", "2026-11-23T03:04:05Z")
    for at in days:
        says = attestation(official=clerk)
        world.record(world.statement(old, says, "ivo", at=at))
    note(world, REGISTRY, interest("clerk", old), "clerk")

    assert [item.act.version for item in waiting(world, old)] == [4]


def test_an_interest_in_whom_the_complaint_names_counts() -> None:
    world, _ = reviewed()
    made = world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")
    note(world, REGISTRY, interest("rolf", CLAIM), "rolf")

    assert set(doubts(world, GRIEVANCE)) == {made}


@pytest.mark.parametrize(("boundary", "contested"), [(-1, True), (0, True), (1, False)])
def test_acts_between_boundary_and_revocation_of_a_key_are_contested(
    boundary: int, *, contested: bool
) -> None:
    """Invariant 33: at the boundary itself an act is contested, before it for ever valid."""
    world, _, _, grant = granted()
    taken = revoked(world, "olga", index_of(world, grant) + boundary)

    assert doubts(world) == ({grant: (Doubt.KEY,)} if contested else {})
    if contested:
        assert waiting(world)[0].since == index_of(world, taken)


def test_a_second_signature_with_a_lost_key_is_enough_doubt() -> None:
    world, entry = refused()
    revoked(world, "susi", 0)

    assert doubts(world) == {entry: (Doubt.KEY,)}
    assert held(world) == (entry,)


def test_a_key_that_is_given_up_later_makes_nothing_doubtful_again() -> None:
    """Rotation voids nothing, and raises no new doubt about an act that was ratified."""
    world, refusal = refused()
    revoked(world, "olga", 0)
    world.say(CLAIM, review(refusal, says=ActRuling.STANDS), "vera")
    says = KeyRevoked(key=KeyId(keyid("susi")), reason=RevocationReason.ROTATION)
    note(world, REGISTRY, says, "rita")

    assert waiting(world) == ()
    assert held(world) == ()


def test_gains_go_on_and_burdens_are_suspended_until_ratified() -> None:
    """Invariant 33."""
    world, _, _, grant = granted()
    revoked(world, "olga", 0)
    assert doubts(world)[grant] == (Doubt.KEY,)
    assert held(world) == ()

    world, refusal = refused()
    assert held(world) == ()
    revoked(world, "olga", 0)
    assert held(world) == (refusal,)
    world.say(CLAIM, review(refusal, says=ActRuling.QUALIFIED), "vera")
    assert held(world) == ()
    assert waiting(world) == ()


def test_an_act_that_was_signed_before_the_boundary_is_not_suspended_whatever_a_review_says() -> None:
    world, refusal = refused()
    note(world, CLAIM, dispute(refusal), "ines")
    note(world, CLAIM, review(refusal), "vera")
    revoked(world, "olga", world.size)

    assert held(world) == ()


def test_a_burden_reviewed_before_its_key_was_doubtful_waits_again() -> None:
    world, refusal = refused()
    note(world, CLAIM, review(refusal, says=ActRuling.STANDS), "vera")
    assert held(world) == ()
    revoked(world, "olga", 0)

    assert held(world) == (refusal,)


def test_what_its_author_took_back_leaves_doubt_about_what_rests_on_it() -> None:
    """Withdrawal reverses nothing by itself; a decision made afterwards knew of it."""
    world, first, second, grant = granted()
    back = AttestationWithdrawn(attestation=first, reason=Code("moved_away"))
    taken = note(world, CLAIM, back, "ada")
    assert doubts(world) == {grant: (Doubt.RESTS_ON_RETRACTED,)}
    assert waiting(world)[0].since == index_of(world, taken)
    note(world, CLAIM, revision(grant, Result.GRANT, found(first, second)), "otto")

    assert doubts(world) == {}


def test_a_ratified_burden_that_is_doubtful_for_another_reason_is_not_suspended() -> None:
    world, refusal = refused()
    revoked(world, "olga", 0)
    world.say(CLAIM, review(refusal, says=ActRuling.STANDS), "vera")
    raised = world.say(CLAIM, raising("susi", how=ConflictRaisedBy.CHALLENGE), "ines")
    note(world, CLAIM, ruling(raised), "vera")

    assert doubts(world) == {refusal: (Doubt.CONFLICT,)}
    assert held(world) == ()


def test_a_burden_that_was_revised_since_is_suspended_no_more() -> None:
    world, refusal = refused()
    revoked(world, "olga", 0)
    note(world, CLAIM, revision(refusal, Result.GRANT, ()), "otto")

    assert held(world) == ()
    assert waiting(world) == ()


def test_an_overruled_burden_stays_suspended() -> None:
    world, refusal = refused()
    revoked(world, "olga", 0)
    world.say(CLAIM, review(refusal), "vera")

    assert waiting(world) == ()
    assert held(world) == (refusal,)


def test_a_burden_that_is_doubtful_for_another_reason_is_not_suspended() -> None:
    """A conflict makes an act contested, not void (s.17)."""
    world, refusal = refused()
    raised = world.say(CLAIM, raising("olga", how=ConflictRaisedBy.CHALLENGE), "ines")
    world.say(CLAIM, ruling(raised), "sven")
    world.say(CLAIM, review(refusal), "vera")

    assert held(world) == ()


def test_a_determination_against_the_person_is_a_burden() -> None:
    for outcome, burden in ((Outcome.NOT_UPHELD, True), (Outcome.UPHELD, False)):
        world, _ = reviewed()
        made = world.say(GRIEVANCE, determination(outcome, world.head(CLAIM)), "rolf", "sara")
        revoked(world, "rolf", 0)

        assert held(world, GRIEVANCE) == ((made,) if burden else ())


def test_several_doubts_are_told_once_each() -> None:
    world, refusal = refused()
    first = world.say(CLAIM, raising("olga", how=ConflictRaisedBy.CHALLENGE), "ines")
    other = world.say(CLAIM, raising("olga", ConflictGround.DEBTOR, ConflictRaisedBy.CHALLENGE), "ines")
    world.say(CLAIM, ruling(first), "sven")
    world.say(CLAIM, ruling(other), "sven")
    taken = revoked(world, "olga", 0)

    assert doubts(world) == {refusal: (Doubt.KEY, Doubt.CONFLICT)}
    assert waiting(world)[0].since == index_of(world, taken)


def test_the_clocks_own_entries_are_nobodys_doubtful_acts() -> None:
    world, _, _, grant = granted()
    note(world, CLAIM, lapse("notify", grant), "cleo")
    note(world, REGISTRY, interest("olga", CLAIM), "olga")

    assert doubts(world) == {grant: (Doubt.CONFLICT,)}


def test_whoever_answers_for_an_entry_made_it_though_nobody_knows_their_key() -> None:
    world, _, _ = attested()
    made = note(world, CLAIM, attestation(), "stranger")
    note(world, CLAIM, raising("stranger"), "ines")

    assert doubts(world) == {made: (Doubt.CONFLICT,)}


def test_who_excepted_themselves_is_doubted_for_a_conflict_and_excepted_afterwards() -> None:
    world, _, _ = attested()
    raised = note(world, CLAIM, raising("sven"), "sven")
    excepted = note(world, CLAIM, ruling(raised, ConflictRuling.URGENT_EXCEPTION), "sven")
    after = note(world, CLAIM, attestation(), "sven")

    assert doubts(world) == {excepted: (Doubt.CONFLICT,), after: (Doubt.EXCEPTION,)}


def test_what_was_known_before_an_act_makes_it_no_more_doubtful_afterwards() -> None:
    world, first, second = attested()
    note(world, REGISTRY, interest("olga", CLAIM), "olga")
    note(world, CLAIM, decision(Result.GRANT, found(first, second)), "olga")

    assert doubts(world) == {}
