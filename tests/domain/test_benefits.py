"""Payments, and what makes a new decision worse. Every refusal stands beside what is allowed."""

from datetime import date

import pytest

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.claim.benefits import granting
from ledger.domain.claim.events import BenefitExecuted, Period
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import Finding, Heard, NoticeMethod, NoticeRule, Occasion, Result, Role
from ledger.domain.next_steps import after_claim
from ledger.domain.types import EntryRef, Money
from tests.domain.cases import (
    CLAIM,
    TODAY,
    application,
    attested,
    but,
    decision,
    found,
    notice,
    pinned,
    refused,
    revision,
)
from tests.domain.claim_cases import (
    DECEMBER,
    JANUARY,
    WINTER,
    baht,
    claim,
    flags_of,
    folded,
    granted,
    lapse,
    opening,
    payment,
)
from tests.domain.world import World, actor, hire, stream, working

TWO_EYES = ("otto",)
FOUR_EYES = ("otto", "susi")
FEBRUARY = Period(from_=date(2027, 2, 1), to=date(2027, 2, 28))


def revised(
    world: World, of: EntryRef, result: Result, *names: str, tell: bool = True, **more: object
) -> EntryRef:
    cited = opening(world)
    made = world.say(CLAIM, revision(of, result, found(cited), **more), *names)
    if tell:
        world.say(CLAIM, notice(made), "ines")
    return made


def test_the_payer_pays_what_was_granted_once_the_person_was_told() -> None:
    world, first, second = attested()
    hire(world, "pia", Role.PAYER, "line-p")
    made = world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    world.refuses("claim_not_open", CLAIM, payment(made), "pia")
    world.say(CLAIM, notice(made), "ines")

    for name in ("olga", "ines", "susi"):
        world.refuses("authority_missing", CLAIM, payment(made), name)
    assert "executed" not in flags_of(world)
    world.say(CLAIM, payment(made), "pia")
    assert "executed" in flags_of(world)


def test_a_benefit_is_paid_when_nobody_can_appeal_any_more() -> None:
    world, _, _, made = granted()
    told = EntryRef(CLAIM, claim(world).notices[0].version, claim(world).notices[0].leaf)
    folded(world, lapse(told, pinned(world), LapseEffect.FINAL_UNLESS_RELIEF), "cleo")
    assert claim(world).status is ClaimStatus.FINAL

    world.say(CLAIM, payment(made), "pia")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"decision": EntryRef(CLAIM, 1, "0" * 64)}, "unknown_decision"),
        ({"amount": baht(601)}, "execution_exceeds"),
        ({"amount": baht(0)}, "execution_exceeds"),
        ({"amount": baht(-1)}, "execution_exceeds"),
        ({"amount": Money(minor=1, currency="LAK")}, "execution_exceeds"),
        ({"period": but(DECEMBER, from_=date(2026, 11, 30))}, "execution_exceeds"),
        ({"period": but(JANUARY, to=date(2027, 2, 1))}, "execution_exceeds"),
        ({"period": Period(from_=date(2026, 12, 2), to=date(2026, 12, 1))}, "date_order"),
        ({"paid_on": date(2026, 11, 23)}, "date_order"),
        ({"official": actor("olga")}, "official_not_imported"),
    ],
)
def test_what_a_payment_must_keep_to(more: dict[str, object], code: str) -> None:
    world, _, _, made = granted(amount=baht(600), period=WINTER)

    world.unless(code, CLAIM, but(payment(made), **more), payment(made, period=WINTER), "pia")


def test_where_no_amount_was_stated_any_amount_is_paid() -> None:
    world, _, _, made = granted()

    world.refuses("execution_exceeds", CLAIM, payment(made, 0), "pia")
    world.say(CLAIM, payment(made, 1_000_000, period=Period(from_=TODAY, to=TODAY)), "pia")


def test_a_period_is_paid_once_on_one_decision() -> None:
    world, _, _, made = granted(amount=baht(600))
    world.say(CLAIM, payment(made, 300), "pia")

    for again in (
        DECEMBER,
        Period(from_=date(2026, 12, 31), to=date(2027, 1, 30)),
        Period(from_=date(2026, 11, 2), to=date(2026, 12, 1)),
        Period(from_=date(2026, 12, 10), to=date(2026, 12, 10)),
    ):
        world.refuses("execution_repeated", CLAIM, payment(made, 300, period=again), "pia")
    world.say(CLAIM, payment(made, period=JANUARY), "pia")


def test_an_earlier_month_may_be_paid_after_a_later_one() -> None:
    world, _, _, made = granted(amount=baht(600))
    world.say(CLAIM, payment(made, period=JANUARY), "pia")

    world.say(CLAIM, payment(made, period=DECEMBER), "pia")


def test_what_an_earlier_decision_paid_for_the_same_days_is_counted() -> None:
    world, _, _, made = granted(amount=baht(600))
    world.say(CLAIM, payment(made), "pia")
    findings = claim(world).orders[0].found
    more = world.say(CLAIM, revision(made, Result.GRANT, findings, amount=baht(1000)), "otto")
    world.say(CLAIM, notice(more), "ines")

    world.refuses("not_granted", CLAIM, payment(made, period=JANUARY), "pia")
    world.refuses("execution_exceeds", CLAIM, payment(more, 401), "pia")
    world.say(CLAIM, payment(more, 400), "pia")
    world.say(CLAIM, payment(more, 1000, period=JANUARY), "pia")


def test_what_was_paid_in_another_currency_cannot_be_counted() -> None:
    world, _, _, made = granted(amount=Money(minor=1, currency="LAK"))
    world.say(CLAIM, but(payment(made), amount=Money(minor=1, currency="LAK")), "pia")
    findings = claim(world).orders[0].found
    more = world.say(CLAIM, revision(made, Result.GRANT, findings, amount=baht(9)), *FOUR_EYES)
    world.say(CLAIM, notice(more), "ines")

    world.refuses("execution_exceeds", CLAIM, payment(more, 1), "pia")
    world.say(CLAIM, payment(more, 1, period=JANUARY), "pia")


def test_nothing_is_paid_on_a_refusal_or_on_another_claims_decision() -> None:
    world, refusal = refused()
    hire(world, "pia", Role.PAYER, "line-p")
    world.say(CLAIM, notice(refusal), "ines")

    world.refuses("not_granted", CLAIM, payment(refusal), "pia")
    elsewhere = but(refusal, stream=stream("claim", "elsewhere"))
    world.refuses("unknown_decision", CLAIM, payment(elsewhere), "pia")


def test_a_reduced_benefit_is_paid_and_an_ended_one_is_not() -> None:
    world, _, _, made = granted(amount=baht(600))
    less = revised(world, made, Result.REDUCE, *FOUR_EYES, amount=baht(300))
    world.refuses("execution_exceeds", CLAIM, payment(less, 301), "pia")
    world.say(CLAIM, payment(less, 300), "pia")

    ended = revised(world, less, Result.SUSPEND, *FOUR_EYES)
    for wrong in (ended, less, made):
        world.refuses("not_granted", CLAIM, payment(wrong, 300, period=JANUARY), "pia")


def test_what_nobody_was_told_of_stops_no_payment() -> None:
    world, _, _, made = granted(amount=baht(600))
    less = revised(world, made, Result.REDUCE, *FOUR_EYES, tell=False, amount=baht(300))
    assert BenefitExecuted in {step.act for step in after_claim(claim(world))}
    world.refuses("claim_not_open", CLAIM, payment(less, 300), "pia")
    world.say(CLAIM, payment(made, 600), "pia")

    world.say(CLAIM, notice(less, method=NoticeMethod.ORDINARY_POST, rule=NoticeRule.N10), "ines")
    world.say(CLAIM, payment(made, 600, period=JANUARY), "pia")
    world.say(CLAIM, notice(less), "ines")
    world.refuses("not_granted", CLAIM, payment(made, 600, period=FEBRUARY), "pia")
    world.say(CLAIM, payment(less, 300, period=FEBRUARY), "pia")


def test_a_stay_of_an_ending_leaves_what_was_granted_before_in_force() -> None:
    world, _, _, made = granted()
    ended = revised(world, made, Result.REVOKE, *FOUR_EYES)
    stay = revised(world, ended, Result.STAY, *TWO_EYES)
    assert granting(claim(world)) == (claim(world).decisions[0], claim(world).orders[0])
    assert "stayed" in flags_of(world)
    longer = revised(world, stay, Result.STAY, *TWO_EYES)

    for wrong in (ended, stay, longer):
        world.refuses("not_granted", CLAIM, payment(wrong), "pia")
    world.say(CLAIM, payment(made), "pia")
    assert "executed" in flags_of(world)


def test_a_stay_of_a_grant_stops_payment() -> None:
    world, _, _, made = granted()
    assert "stayed" not in flags_of(world)
    revised(world, made, Result.STAY, *FOUR_EYES)

    assert granting(claim(world)) is None
    world.refuses("not_granted", CLAIM, payment(made), "pia")


def test_a_claim_without_a_decision_grants_nothing() -> None:
    world, _, _ = attested()

    assert granting(claim(world)) is None


def test_an_old_register_may_hold_payments() -> None:
    world, _, historical = working()
    world.say(CLAIM, application(historical, via=None), "ivo")
    made = world.say(CLAIM, decision(Result.GRANT, (), official=actor("olga")), "ivo")
    backwards = Period(from_=date(2001, 2, 1), to=date(2001, 1, 1))

    world.refuses("official_missing", CLAIM, payment(made, period=backwards), "ivo")
    world.refuses("unknown_decision", CLAIM, payment(but(made, version=9), official=actor("pia")), "ivo")
    world.say(CLAIM, payment(made, -1, period=backwards, official=actor("pia")), "ivo")


# ---- what is worse takes four eyes and a hearing

GIVEN: dict[str, object] = {"amount": baht(600), "period": WINTER}


@pytest.mark.parametrize(
    ("result", "more"),
    [
        (Result.GRANT, {"amount": baht(599)}),
        (Result.GRANT, {"amount": Money(minor=99_999, currency="LAK")}),
        (Result.GRANT, {"period": but(WINTER, to=date(2027, 1, 30))}),
        (Result.GRANT, {"period": but(WINTER, from_=date(2026, 12, 2))}),
        (Result.STAY, {}),
        (Result.REDUCE, {}),
        (Result.SUSPEND, {}),
        (Result.TERMINATE, {}),
        (Result.REVOKE, {}),
    ],
)
def test_what_gives_less_takes_four_eyes_and_a_hearing(result: Result, more: dict[str, object]) -> None:
    world, _, _, made = granted(**GIVEN)
    findings = claim(world).orders[0].found
    if result is Result.TERMINATE:
        cited = opening(world)
        findings = found(cited, finding=Finding.NO)
    less = revision(made, result, findings, **(GIVEN | more))

    world.refuses("approvals_pending", CLAIM, less, *TWO_EYES)
    world.refuses("coi_same_line", CLAIM, less, "otto", "sven")
    unheard = but(less, heard=Heard.EXCUSED_FAVOURABLE)
    world.refuses("not_heard", CLAIM, unheard, *FOUR_EYES)
    world.say(CLAIM, less, *FOUR_EYES)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"amount": baht(601)},
        {"amount": None},
        {"period": None},
        {"period": but(WINTER, to=date(2027, 2, 1), from_=date(2026, 11, 30))},
    ],
)
def test_what_gives_as_much_or_more_takes_one_signature(more: dict[str, object]) -> None:
    world, _, _, made = granted(**GIVEN)
    findings = claim(world).orders[0].found
    better = revision(made, Result.GRANT, findings, heard=Heard.EXCUSED_FAVOURABLE, **(GIVEN | more))

    world.say(CLAIM, better, *TWO_EYES)


def test_an_end_where_there_was_none_is_worse() -> None:
    world, _, _, made = granted()
    findings = claim(world).orders[0].found
    shorter = revision(made, Result.GRANT, findings, period=WINTER, amount=baht(1))

    world.refuses("approvals_pending", CLAIM, shorter, *TWO_EYES)
    world.say(CLAIM, but(shorter, period=None), *TWO_EYES)


def test_who_has_nothing_loses_nothing_by_a_stay() -> None:
    world, refusal = refused()

    revised(world, refusal, Result.STAY, *TWO_EYES, heard=Heard.EXCUSED_FAVOURABLE)


@pytest.mark.parametrize("heard", [Heard.YES, Heard.OFFERED, Heard.EXCUSED_URGENT])
def test_a_burden_is_decided_after_a_hearing_or_in_urgency(heard: Heard) -> None:
    world, first, second = attested()
    adverse = decision(Result.SUSPEND, found(first, second), heard=Heard.EXCUSED_FAVOURABLE)

    world.unless("not_heard", CLAIM, adverse, but(adverse, heard=heard), *FOUR_EYES)


def test_on_a_new_occasion_a_later_period_takes_nothing_away() -> None:
    """What was granted until January may be granted for February."""
    world, first, second, _ = granted(**GIVEN)
    later = decision(
        Result.GRANT,
        found(first, second),
        occasion=Occasion.PERIODIC_REVIEW,
        period=Period(from_=date(2027, 2, 1), to=date(2027, 2, 28)),
    )

    world.say(CLAIM, later, "olga")


@pytest.mark.parametrize(
    ("result", "more"),
    [
        (Result.GRANT, {"amount": baht(599)}),
        (Result.GRANT, {"period": but(WINTER, to=date(2027, 1, 30))}),
        (Result.STAY, {}),
    ],
)
def test_on_a_new_occasion_less_takes_four_eyes_whatever_it_is_called(
    result: Result, more: dict[str, object]
) -> None:
    world, first, second, _ = granted(**GIVEN)
    less = decision(result, found(first, second), occasion=Occasion.NEW_FACT, **(GIVEN | more))

    world.refuses("approvals_pending", CLAIM, less, "olga")
    world.say(CLAIM, less, "olga", "susi")
