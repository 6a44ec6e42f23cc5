"""The rules of a claim: who signs what, in which state, and what is refused.

``SIGNED_BY`` and ``SEEN`` are the columns "signed by" and "seen" of the catalogue. Decisions have a
file of their own (``deciding``), and so has the quorum.
"""

from collections.abc import Mapping
from typing import Final, assert_never

from ledger.domain.authority import Act, Scope, same_person, took_part
from ledger.domain.claim.deciding import check_decision, check_revision
from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRefused,
    ClaimEvent,
    ClaimReceived,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.claim.quorum import expired
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.codes import Relation, Role
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.errors import ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.matters import Published
from ledger.domain.notices import check_cure, check_notice
from ledger.domain.prefix import Submission
from ledger.domain.profile import check_profile, demand, pinned
from ledger.domain.types import EntryRef

SIGNED_BY: Final[Mapping[type[ClaimEvent], Act]] = {
    ClaimReceived: Act(by=(Role.INTAKE,)),
    AttestationGiven: Act(by=(Role.ATTESTER,)),
    AttestationRefused: Act(by=(Role.ATTESTER, Role.INTAKE, Role.ASSISTER)),
    EligibilityDecided: Act(by=(Role.OFFICER,), second=(Role.SUPERVISOR, Role.OFFICER)),
    DecisionRevised: Act(by=(Role.OFFICER,), second=(Role.SUPERVISOR, Role.OFFICER)),
    DecisionNotified: Act(by=(Role.OFFICER, Role.INTAKE)),
}
SEEN: Final = frozenset({EligibilityDecided, DecisionRevised})
"""Acts whose signer states the head that they had read."""


def scope(state: ClaimState, says: ClaimEvent) -> Scope:
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
            _check_attestation(state, says, given)
        case EligibilityDecided():
            published = _rules_for(state, says, given)
            check_decision(state, says, published, given)
        case ClaimReceived():
            _check_application(says, given)
        case DecisionNotified():
            _check_notice(state, says, given)
        case AttestationRefused():
            _check_refusal(state, says, given)
        case DecisionRevised():
            if state.programme is None:
                raise RuleBroken("unknown_claim")
            published = pinned(given.prefix, state.programme)
            check_profile(published, given.parties, says.official)
            _check_official(published, says.official)
            check_revision(state, says, published, given)
        case _:
            assert_never(says)


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
    demand(received_on=says.received_on, via=says.via, area=says.area)
    if says.via is not None:
        demand(handed_over_on=says.via.handed_over_on)
        days = [says.via.handed_over_on, says.received_on, civil(given.prefix.now)]
        if days != sorted(day for day in days if day is not None):
            raise RuleBroken("date_order")


def fact_kind(fact: str) -> str:
    """Return what a fact is about: place 3 of a neighbours' ranking (``peer_rank_3``) is of ``peer_rank``."""
    return "peer_rank" if fact.startswith("peer_rank_") else fact


def _check_attestation(state: ClaimState, says: AttestationGiven, given: Submission) -> None:
    """Judged in this order: own household, repeated, unknown claim, and then the rest."""
    if says.relation is Relation.SAME_HOUSEHOLD:
        raise ConflictOfInterest("self_attestation")
    attester = says.official if says.official is not None else given.statement.by
    registry = given.prefix.registry
    imported = given.parties[0].mandate.role is Role.IMPORTER
    for item in state.attestations:
        if (
            same_person(registry, item.attester, attester)
            and (imported or not expired(item, None, civil(given.prefix.now)))
            and not {fact_kind(fact) for fact in item.says.facts}.isdisjoint(map(fact_kind, says.facts))
        ):
            raise RuleBroken("duplicate")
    if state.received is None or state.programme is None:
        raise RuleBroken("unknown_claim")
    published = pinned(given.prefix, state.programme)
    check_profile(published, given.parties, says.official)
    _check_official(published, says.official)
    if state.status is ClaimStatus.WITHDRAWN:
        raise WrongState("claim_not_open")
    _check_facts(state, says.facts, published)
    _check_request(state, says.request)
    _check_attester(state, attester, registry)
    if not published.historical:
        demand(observed_on=says.observed_on, expires_on=says.expires_on)
        if says.observed_on is not None and says.expires_on is not None:
            today = civil(given.prefix.now)
            if says.observed_on > today or says.expires_on < says.observed_on:
                raise RuleBroken("date_order")


def _check_attester(state: ClaimState, attester: str, registry: RegistryState) -> None:
    """Who decided the claim, or helped to apply, does not attest in it: as a person."""
    if state.decisions and took_part(registry, attester, state.deciders()):
        raise ConflictOfInterest("coi_prior_decider")
    for assister in state.assisters():
        if same_person(registry, attester, assister):
            raise ConflictOfInterest("coi_assister")


def _check_facts(state: ClaimState, facts: tuple[str, ...], published: Published) -> None:
    """At least one, and each of them a token of the claim or a fact of the programme."""
    if not facts:
        raise RuleBroken("facts_missing")
    for fact in facts:
        if fact in published.facts or fact_kind(fact) in published.facts:
            continue
        if state.received is None or all(fact != item.id for item in state.received.facts):
            raise RuleBroken("fact_unknown")


def _check_request(state: ClaimState, request: str | None) -> None:
    if request is not None and request not in state.requests:
        raise RuleBroken("unknown_request")


def _check_refusal(state: ClaimState, says: AttestationRefused, given: Submission) -> None:
    """A refusal to attest: in one's own name, or reported by intake or assister."""
    if state.received is None or state.programme is None:
        raise RuleBroken("unknown_claim")
    published = pinned(given.prefix, state.programme)
    check_profile(published, given.parties, says.official)
    _check_official(published, says.official)
    if says.official is not None and says.official != says.of:
        raise RuleBroken("attester_differs")
    if state.status is ClaimStatus.WITHDRAWN:
        raise WrongState("claim_not_open")
    own = given.parties[0].mandate.role is Role.ATTESTER
    if own and not same_person(given.prefix.registry, given.statement.by, says.of):
        raise RuleBroken("attester_differs")
    _check_facts(state, says.facts, published)
    _check_request(state, says.request)


def _check_notice(state: ClaimState, says: DecisionNotified, given: Submission) -> None:
    """A notice tells of a decision of this claim; a cure mends a defective notice."""
    if state.programme is None:
        raise RuleBroken("unknown_claim")
    published = pinned(given.prefix, state.programme)
    check_profile(published, given.parties, says.official)
    if says.decision.stream != given.statement.stream or state.decision(says.decision) is None:
        raise RuleBroken("unknown_decision")
    check_notice(says, civil(given.prefix.now), historical=published.historical)
    if says.cures is not None:
        check_cure(state.notices, given.statement.stream, says.cures)
