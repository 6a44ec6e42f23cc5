"""The rules of a claim: who signs what, in which state, and what is refused.

``SIGNED_BY`` and ``SEEN`` are the columns "signed by" and "seen" of the catalogue. Requests, attestations,
decisions, payments and withdrawals have files of their own.
"""

from collections.abc import Mapping
from typing import Final, assert_never

from ledger.domain.authority import Act, Scope
from ledger.domain.claim.asking import ASKING, check_request
from ledger.domain.claim.attesting import (
    check_attestation,
    check_dispute,
    check_not_repeated,
    check_refusal,
    check_withdrawal,
)
from ledger.domain.claim.benefits import check_execution
from ledger.domain.claim.deciding import check_decision, check_revision
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationGiven,
    AttestationRefused,
    AttestationRequested,
    AttestationWithdrawn,
    BenefitExecuted,
    ClaimEvent,
    ClaimReceived,
    ClaimWithdrawn,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.claim.records import ClaimState
from ledger.domain.claim.withdrawing import check_withdrawal as check_claim_withdrawal
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.matters import Published
from ledger.domain.notices import check_cure, check_notice
from ledger.domain.prefix import Submission
from ledger.domain.profile import check_profile, demand, pinned
from ledger.domain.types import EntryRef, Event

SIGNED_BY: Final[Mapping[type[ClaimEvent], Act]] = {
    ClaimReceived: Act(by=(Role.INTAKE,)),
    AttestationRequested: Act(by=tuple(ASKING.values())),
    AttestationGiven: Act(by=(Role.ATTESTER,)),
    AttestationRefused: Act(by=(Role.ATTESTER, Role.INTAKE, Role.ASSISTER)),
    AttestationWithdrawn: Act(by=(Role.ATTESTER,)),
    AttestationDisputed: Act(by=(Role.INTAKE, Role.OFFICER, Role.ATTESTER, Role.OVERSIGHT)),
    EligibilityDecided: Act(by=(Role.OFFICER,), second=(Role.SUPERVISOR, Role.OFFICER)),
    DecisionRevised: Act(by=(Role.OFFICER,), second=(Role.SUPERVISOR, Role.OFFICER)),
    DecisionNotified: Act(by=(Role.OFFICER, Role.INTAKE)),
    BenefitExecuted: Act(by=(Role.PAYER,)),
    ClaimWithdrawn: Act(by=(Role.INTAKE,)),
}
SEEN: Final[frozenset[type[Event]]] = frozenset({EligibilityDecided, DecisionRevised})
"""Acts whose signer states the head that they had read."""


def signed_by(_state: ClaimState, says: ClaimEvent) -> Act:
    """Return who may sign ``says``. Whoever asks for an attestation signs in the role that they ask in."""
    if isinstance(says, AttestationRequested):
        return Act(by=(ASKING[says.asked_by],))
    return SIGNED_BY[type(says)]


def scope(state: ClaimState, says: Event) -> Scope:
    """Return where the claim lies: its programme and district, or those that the opening record names."""
    if state.programme is not None:
        return Scope(state.programme.stream, None if state.received is None else state.received.area)
    match says:
        case ClaimReceived():
            return Scope(says.programme.stream, says.area)
        case EligibilityDecided(programme=EntryRef(stream=stream)):
            return Scope(stream)
        case _:
            return Scope()


def decide(state: ClaimState, says: ClaimEvent, given: Submission) -> None:
    """Refuse what was submitted if a rule of claims forbids it.

    Args:
        state: The claim before the statement.
        says: The statement's event.
        given: The statement itself, who signed it, and all that a rule may know.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    match says:
        case AttestationGiven():
            check_not_repeated(state, says, given)
            check_attestation(state, says, _rules_of(state, says, given), given)
        case EligibilityDecided():
            check_decision(state, says, _rules_for(state, says, given), given)
        case ClaimReceived():
            _check_application(says, given)
        case DecisionNotified():
            _check_notice(state, says, given)
        case DecisionRevised():
            check_revision(state, says, _rules_of(state, says, given), given)
        case BenefitExecuted():
            check_execution(state, says, _rules_of(state, says, given), given)
        case ClaimWithdrawn():
            published = _rules(state, says.official, given)
            check_claim_withdrawal(state, says, published, scope(state, says), given)
        case _:
            _decide_about_attesting(state, says, given)


def _decide_about_attesting(
    state: ClaimState,
    says: AttestationRefused | AttestationRequested | AttestationWithdrawn | AttestationDisputed,
    given: Submission,
) -> None:
    published = _rules_of(state, says, given)
    match says:
        case AttestationRefused():
            check_refusal(state, says, published, given)
        case AttestationRequested():
            check_request(state, says, published, scope(state, says), given)
        case AttestationWithdrawn():
            check_withdrawal(state, says, given)
        case AttestationDisputed():
            check_dispute(state, says, given)
        case _:
            assert_never(says)


def _rules(state: ClaimState, official: str | None, given: Submission) -> Published:
    """Return the rules to which the claim is pinned."""
    if state.programme is None:
        raise RuleBroken("unknown_claim")
    published = pinned(given.prefix, state.programme)
    check_profile(published, given.parties, official)
    return published


def _rules_of(
    state: ClaimState,
    says: AttestationGiven
    | AttestationRefused
    | AttestationRequested
    | AttestationWithdrawn
    | AttestationDisputed
    | DecisionRevised
    | BenefitExecuted,
    given: Submission,
) -> Published:
    """Return the rules to which the claim is pinned. An imported act names the person whose act it is.

    What is said about attestations has an application before it.
    """
    if state.received is None and not isinstance(says, DecisionRevised | BenefitExecuted):
        raise RuleBroken("unknown_claim")
    published = _rules(state, says.official, given)
    _check_official(published, says.official)
    return published


def _rules_for(state: ClaimState, says: EligibilityDecided, given: Submission) -> Published:
    """Return the rules to which the claim is pinned, or to which this record pins it.

    An old register may hold a decision without an application; the record then names the programme.
    """
    ref = state.programme
    if ref is None:
        ref = says.programme
        if ref is None:
            imported = given.parties[0].mandate.role is Role.IMPORTER
            raise RuleBroken("programme_missing" if imported else "unknown_claim")
        published = pinned(given.prefix, ref)
        if not published.historical:
            raise RuleBroken("unknown_claim")
    else:
        if says.programme is not None and says.programme != ref:
            raise RuleBroken("programme_differs")
        published = pinned(given.prefix, ref)
    check_profile(published, given.parties, says.official)
    _check_official(published, says.official)
    return published


def _check_official(published: Published, official: str | None) -> None:
    """An imported act of an official or attester names that person."""
    if published.historical and official is None:
        raise RuleBroken("official_missing")


def _check_application(says: ClaimReceived, given: Submission) -> None:
    """The first entry of its stream, for a benefit and facts of the programme."""
    if given.prefix.head(given.statement.stream) is not None:
        raise WrongState("already_received")
    published = pinned(given.prefix, says.programme)
    check_profile(published, given.parties, says.official)
    if says.benefit not in published.benefits:
        raise RuleBroken("benefit_unknown")
    if len({fact.id for fact in says.facts}) < len(says.facts):
        raise RuleBroken("local_repeated")
    if any(fact.code is not None and fact.code not in published.facts for fact in says.facts):
        raise RuleBroken("fact_unknown")
    if published.historical:
        return
    renewed = says.renews
    if renewed is not None and (not renewed.startswith("claim/") or given.prefix.head(renewed) is None):
        raise RuleBroken("renewed_unknown")
    demand(received_on=says.received_on, via=says.via, area=says.area)
    if says.via is not None:
        demand(handed_over_on=says.via.handed_over_on)
        days = [says.via.handed_over_on, says.received_on, civil(given.prefix.now)]
        if days != sorted(day for day in days if day is not None):
            raise RuleBroken("date_order")


def _check_notice(state: ClaimState, says: DecisionNotified, given: Submission) -> None:
    """A notice tells of a decision of this claim; a cure mends a defective notice."""
    published = _rules(state, says.official, given)
    made = state.decision(says.decision)
    if says.decision.stream != given.statement.stream or made is None:
        raise RuleBroken("unknown_decision")
    check_notice(says, made.made_at, given.prefix.now, historical=published.historical)
    if says.cures is not None:
        check_cure(state.notices, given.statement.stream, says.cures)
        if all(
            notice.about != says.decision.version
            for notice in state.notices
            if notice.version == says.cures.version
        ):
            raise RuleBroken("unknown_notice")
