"""What a decision grants, and what was paid on it."""

from collections.abc import Sequence
from typing import Final

from ledger.domain.claim.events import BenefitExecuted, Decision, EligibilityDecided, Period
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import Result
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.matters import DecisionMade, Published
from ledger.domain.prefix import Submission
from ledger.domain.types import Money

GRANTING: Final = (Result.GRANT, Result.REDUCE)
"""Results on which a benefit is paid: a reduced one is still granted."""


def granting(state: ClaimState) -> tuple[DecisionMade, Decision] | None:
    """Return the decision in force on which a benefit is paid, and what it says; None: nothing is granted.

    A stay takes the effect of the decision that it stays: what stood before that one is in force meanwhile.
    """
    return _granting(state, len(state.decisions))


def payable(state: ClaimState) -> tuple[DecisionMade, Decision] | None:
    """Return the decision on which a benefit is paid now, and what it says; None: nothing is payable.

    An order binds from the day the person is told of it (APA s.42). What takes a benefit away stops no
    payment while nobody told them, and what gives more is paid once they know.
    """
    return _granting(state, _told(state))


def _told(state: ClaimState) -> int:
    """Return how many decisions the person knows: all up to the last one with an effective notice."""
    about = {notice.about for notice in state.notices if notice.effective is not None}
    return max((place + 1 for place, made in enumerate(state.decisions) if made.version in about), default=0)


def _granting(state: ClaimState, known: int) -> tuple[DecisionMade, Decision] | None:
    place = _in_effect([made.result for made in state.decisions[:known]])
    return None if place is None else (state.decisions[place], state.orders[place])


def _in_effect(results: Sequence[Result]) -> int | None:
    """Return the place of the result on which a benefit is paid; several stays in a row stay one decision."""
    last = place = len(results) - 1
    while place >= 0 and results[place] is Result.STAY:
        place -= 1
    if place < last:
        place -= 1
    return place if place >= 0 and results[place] in GRANTING else None


def check_execution(
    state: ClaimState, says: BenefitExecuted, published: Published, given: Submission
) -> None:
    """Check a payment against the decision that grants it.

    Raises:
        RuleBroken: ``unknown_decision``; ``not_granted`` if it is not the one in force, or grants nothing;
            ``date_order``; ``execution_exceeds`` beyond amount or period; ``execution_repeated`` for a
            period that was paid before.
        WrongState: ``claim_not_open``: the person was not told of the decision yet.
    """
    named = state.decision(says.decision)
    if named is None or says.decision.stream != given.statement.stream:
        raise RuleBroken("unknown_decision")
    if published.historical:
        return
    if named in state.decisions[_told(state) :]:
        raise WrongState("claim_not_open")
    in_force = payable(state)
    if in_force is None or in_force[0] is not named:
        raise RuleBroken("not_granted")
    today = civil(given.prefix.now)
    if says.period.to < says.period.from_ or says.paid_on > today:
        raise RuleBroken("date_order")
    _check_extent(state, says, in_force[1])


def _check_extent(state: ClaimState, says: BenefitExecuted, order: Decision) -> None:
    """Amount and period lie within what was granted, together with what was paid before for the same days."""
    if says.amount.minor <= 0 or not _within(says.period, order.period):
        raise RuleBroken("execution_exceeds")
    before = [paid.says for paid in state.course.payments if _overlap(paid.says.period, says.period)]
    if any(paid.decision == says.decision for paid in before):
        raise RuleBroken("execution_repeated")
    if order.amount is None:
        return
    same_currency = all(
        money.currency == order.amount.currency for money in (says.amount, *(paid.amount for paid in before))
    )
    total = says.amount.minor + sum(paid.amount.minor for paid in before)
    if not same_currency or total > order.amount.minor:
        raise RuleBroken("execution_exceeds")


def _within(period: Period, granted: Period | None) -> bool:
    return granted is None or (granted.from_ <= period.from_ and period.to <= granted.to)


def _overlap(one: Period, other: Period) -> bool:
    return one.from_ <= other.to and other.from_ <= one.to


def worse(state: ClaimState, after: Decision) -> bool:
    """Return whether ``after`` gives the holder less than they have: nothing, less money, or less time.

    Only what both decisions state can be compared; a period without end is longer than any other. On a new
    occasion a period of its own begins, so only its end is compared.
    """
    held = granting(state)
    if held is None:
        return False
    results = [*(made.result for made in state.decisions), after.result]
    place = _in_effect(results)
    if place is None:
        return True
    left = (*state.orders, after)[place]
    before, anew = held[1].period, isinstance(after, EligibilityDecided)
    return _less(held[1].amount, left.amount) or _shorter(before, left.period, anew=anew)


def _less(before: Money | None, after: Money | None) -> bool:
    if before is None or after is None:
        return False
    return after.currency != before.currency or after.minor < before.minor


def _shorter(before: Period | None, after: Period | None, *, anew: bool) -> bool:
    if after is None:
        return False
    return before is None or after.to < before.to or (after.from_ > before.from_ and not anew)
