"""What the fold of a claim keeps, also of histories that no rule would let stand."""

from datetime import date

import pytest

from ledger.domain.casework_codes import Pressure
from ledger.domain.claim.benefits import payable
from ledger.domain.claim.drawing import failures
from ledger.domain.claim.records import Course, Dispute, Payment, Request, Withdrawal
from ledger.domain.claim.standing import names_of
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.codes import DisputeGround, NoticeMethod, NoticeRule, Result
from ledger.domain.matters import NoticeGiven
from ledger.domain.types import Area, EntryRef
from tests.domain.cases import (
    CLAIM,
    application,
    applied,
    attested,
    but,
    decision,
    found,
    notice,
    refusal_to_attest,
    revision,
)
from tests.domain.casework_cases import raising
from tests.domain.claim_cases import (
    claim,
    dispute,
    flags_of,
    folded,
    granted,
    payment,
    request,
    taking_back,
    withdrawal,
)
from tests.domain.world import World, actor, working


def test_what_happened_to_a_claim_is_kept_with_the_entry_that_says_so() -> None:
    world, first, _, made = granted()
    paid = folded(world, payment(made), "pia")
    doubted = folded(world, dispute(first), "ines")
    back = folded(world, withdrawal(first), "ada")
    asked = folded(world, request("cora"), "olga")

    assert claim(world).requests == {"r1": Request(actor("olga"), request("cora"), asked.version, asked.leaf)}
    assert claim(world).course == Course(
        withdrawals=(Withdrawal(back.version, back.leaf, first),),
        disputes=(Dispute(doubted.version, doubted.leaf, first, DisputeGround.FALSE),),
        payments=(Payment(paid.version, paid.leaf, payment(made)),),
        officers=(actor("olga"),),
    )


def test_a_notice_of_an_earlier_decision_is_kept_and_moves_nothing() -> None:
    world, first, second, made = granted()
    folded(world, notice(made, appeal_block=None), "ines")
    folded(world, revision(made, Result.GRANT, found(first, second), law=()), "olga")
    before = claim(world)
    told = folded(world, notice(made), "ines")

    assert before.flags == {"defective_reasons"}
    kept = before.notices[0]._replace(version=told.version, leaf=told.leaf)
    assert claim(world) == before._replace(notices=(*before.notices, kept))


def test_a_notice_of_a_decision_that_was_never_made_is_kept_and_moves_nothing() -> None:
    world, _ = applied()
    world.say(CLAIM, taking_back(pressure=Pressure.YES), "ines")
    before = claim(world)
    told = folded(world, notice(EntryRef(CLAIM, 9, "0" * 64)), "ines")

    kept = NoticeGiven(told.version, told.leaf, 9, False, date(2026, 11, 29), 15)
    assert claim(world) == before._replace(notices=(kept,))


def test_a_notice_that_has_not_arrived_is_on_its_way_only_until_another_one_did() -> None:
    world, first, second = attested()
    made = world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    unproven = notice(made, method=NoticeMethod.SMS, rule=NoticeRule.N10)
    folded(world, unproven, "ines")
    assert claim(world).flags == {"notice_in_transit"}

    folded(world, notice(made), "ines")
    before = claim(world)
    folded(world, unproven, "ines")

    assert before.flags == frozenset()
    assert claim(world) == before._replace(notices=claim(world).notices)
    assert len(claim(world).notices) == 3


@pytest.mark.parametrize(
    ("more", "sealed"),
    [({"law": ()}, ("reasons",)), ({"discretion": None}, ("reasons",)), ({}, ())],
)
def test_an_order_without_law_discretion_or_reasons_says_too_little(
    more: dict[str, object], sealed: tuple[str, ...]
) -> None:
    world, first, second = attested()
    says = decision(Result.GRANT, found(first, second), **more)
    world.record(world.statement(CLAIM, says, "olga", sd=sealed))

    assert claim(world).flags == {"defective_reasons"}


def test_that_somebody_was_pressed_is_not_forgotten_when_their_claim_is_decided() -> None:
    world, first, second = attested()
    world.say(CLAIM, taking_back(pressure=Pressure.YES), "ines")
    made = folded(world, decision(Result.GRANT, found(first, second), law=()), "olga")
    assert claim(world).flags == {"pressure", "defective_reasons"}

    folded(world, revision(made, Result.GRANT, found(first, second)), "olga")
    assert claim(world).flags == {"pressure"}


def test_a_decision_without_an_application_lies_nowhere_and_knows_facts_by_their_code() -> None:
    world, _, historical = working()
    says = decision(Result.REFUSE, (), official=actor("olga"), programme=historical)
    folded(world, says, "ivo")

    assert claim(world).place() is None
    assert names_of(claim(world), "income") == {"income"}
    assert flags_of(world) == {"no_application"}


def test_only_a_decision_in_force_or_told_binds() -> None:
    world, first, second, made = granted()
    newer = folded(world, revision(made, Result.REDUCE, found(first, second)), "olga")
    newest = folded(world, revision(newer, Result.GRANT, found(first, second)), "olga")
    state = claim(world)

    assert [state.binds(ref) for ref in (made, newer, newest)] == [True, False, True]
    assert [state.binds(ref) for ref in (first, but(newest, leaf="0" * 64))] == [False, False]


def test_a_revision_and_a_payment_carry_something_out_and_a_first_decision_does_not() -> None:
    world, first, second, made = granted()
    newer = folded(world, revision(made, Result.REDUCE, found(first, second)), "olga")
    paid = folded(world, payment(newer), "pia")
    state = claim(world)

    nothing = (made, first, but(paid, leaf="0" * 64))
    assert all(state.carries_out(ref) for ref in (newer, paid))
    assert not any(state.carries_out(ref) for ref in nothing)


def test_a_person_who_is_asked_has_something_in_hand_and_a_pool_has_not() -> None:
    world, _ = applied()
    folded(world, request("ada"), "olga")
    folded(world, request("volunteer_social", "r2"), "olga")

    assert claim(world).assigned() == (actor("ada"),)


def test_nothing_is_payable_before_the_person_knows_of_a_decision() -> None:
    world, first, second = attested()
    made = world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    assert payable(claim(world)) is None

    world.say(CLAIM, notice(made), "ines")
    assert payable(claim(world)) == (claim(world).decisions[0], claim(world).orders[0])


def test_a_refusal_that_opens_the_stream_is_drawn_for_like_any_other() -> None:
    world, standard, _ = working()
    entry = folded(world, refusal_to_attest("ada"), "ada")
    folded(world, application(standard), "ines")
    state = world.state(CLAIM)

    assert isinstance(state, ClaimState)
    assert [one.entry for one in failures(state, world.history(CLAIM))] == [entry]


def test_an_application_that_comes_late_or_twice_changes_nothing_that_stood_before() -> None:
    world, standard, _ = working()
    folded(world, application(standard), "ines")
    note_on(world)
    first = claim(world)
    other = EntryRef(standard.stream, standard.version + 7, standard.leaf)
    folded(world, but(application(standard), programme=other, area=Area("50")), "ines")
    assert claim(world) == first
    assert first.casework.conflicts

    late, standard, _ = working()
    folded(late, decision(Result.REFUSE, (), programme=standard), "olga")
    folded(late, but(application(standard), programme=other), "ines")
    stands = claim(late)
    assert (stands.status, stands.programme) == (ClaimStatus.DECIDED, standard)
    assert stands.received == but(application(standard), programme=other)
    assert stands.application == (2, late.heads[CLAIM].leaf)


def note_on(world: World) -> None:
    """Somebody reports a conflict: something that claims share with other matters."""
    folded(world, raising("olga"), "olga")
