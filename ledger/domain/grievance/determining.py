"""The rules of determinations, and the gate of persons (APA s.13, s.14, s.16) before them."""

from typing import Final

from ledger.domain.authority import check_four_eyes, same_person, took_part
from ledger.domain.casework_codes import Inadmissible, Outcome, Remedy
from ledger.domain.codes import Role
from ledger.domain.directory import RegistryState
from ledger.domain.errors import (
    ApprovalsPending,
    AuthorityDenied,
    ConflictOfInterest,
    RuleBroken,
    StreamConflict,
    WrongState,
)
from ledger.domain.grievance.events import GrievanceDetermined
from ledger.domain.grievance.state import BEFORE_OUTCOME, GrievanceState, GrievanceStatus
from ledger.domain.matters import Published
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.profile import demand, demand_reasons

PANEL: Final = 2
"""Signatures of the upper instance: two of three."""


def check_gate(state: GrievanceState, actors: tuple[str, ...], prefix: Prefix) -> None:
    """Check that none of ``actors`` has a part of their own in the matter: as persons.

    Raises:
        ConflictOfInterest: ``coi_prior_decider`` for whoever decided what is contested or had it in hand
            at a lower level; ``coi_attester_in_case``; ``coi_assister``; ``coi_named_in_complaint``.
    """
    registry = prefix.registry
    streams = dict.fromkeys(contested.claim for contested in state.contests)
    claims = [prefix.state(stream) for stream in streams]
    earlier = [] if state.appeal_of is None else [prefix.state(state.appeal_of)]
    for actor in actors:
        if any(took_part(registry, actor, matter.deciders()) for matter in (*claims, *earlier, state)):
            raise ConflictOfInterest("coi_prior_decider")
        if any(_among(registry, actor, claim.attesters()) for claim in claims):
            raise ConflictOfInterest("coi_attester_in_case")
        if any(_among(registry, actor, matter.assisters()) for matter in (*claims, state)):
            raise ConflictOfInterest("coi_assister")
        if _among(registry, actor, state.about):
            raise ConflictOfInterest("coi_named_in_complaint")


def _among(registry: RegistryState, actor: str, others: tuple[str, ...]) -> bool:
    return any(same_person(registry, actor, other) for other in others)


def check_determination(
    state: GrievanceState, says: GrievanceDetermined, published: Published, given: Submission
) -> None:
    """Check the outcome of a grievance.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if (says.outcome is Outcome.INADMISSIBLE) == (says.inadmissible is None):
        raise RuleBroken("inadmissible_code")
    if len({item.id for item in says.remedies}) < len(says.remedies):
        raise RuleBroken("local_repeated")
    if not published.historical:
        _check_stage(state, says, given)
    elif state.determinations or state.status is GrievanceStatus.CLOSED:
        raise WrongState("grievance_state")
    actors = (says.official,) if says.official is not None else tuple(p.actor for p in given.parties)
    check_gate(state, actors, given.prefix)
    if published.historical:
        return
    _check_claim_seen(state, says, given.prefix)
    _check_content(state, says, given)
    _check_signatures(state, says, given)


def _check_stage(state: GrievanceState, says: GrievanceDetermined, given: Submission) -> None:
    """Under review, by those who were assigned; earlier only where the grievance is inadmissible."""
    if says.outcome is Outcome.INADMISSIBLE:
        if state.status not in BEFORE_OUTCOME:
            raise WrongState("grievance_state")
        if says.inadmissible is Inadmissible.INSUFFICIENT_AFTER_HELP and "help_given" not in state.flags:
            raise RuleBroken("help_missing")
    elif state.status is not GrievanceStatus.UNDER_REVIEW:
        raise WrongState("grievance_state")
    if state.status is GrievanceStatus.UNDER_REVIEW and given.statement.by not in state.handlers:
        raise AuthorityDenied("not_assigned")


def _check_claim_seen(state: GrievanceState, says: GrievanceDetermined, prefix: Prefix) -> None:
    """Whoever determines had read the contested claim to its last entry."""
    if not state.contests:
        return
    head = prefix.head(state.contests[0].claim)
    if says.claim_seen != head:
        raise StreamConflict(head, "claim_conflict")


def _check_content(state: GrievanceState, says: GrievanceDetermined, given: Submission) -> None:
    """A finding on every ground and no other, the law, the reasons, the next remedy, and dates."""
    grounds = [item.ground for item in says.findings]
    if len(set(grounds)) < len(grounds) or set(grounds) != set(state.grounds):
        raise RuleBroken("finding_missing")
    if not says.law:
        raise RuleBroken("reasons_missing")
    demand_reasons(given.statement)
    demand(next_remedy=says.next_remedy)
    for item in says.remedies:
        if item.code is not Remedy.NONE:
            demand(due=item.due)


def _check_signatures(state: GrievanceState, says: GrievanceDetermined, given: Submission) -> None:
    """Four eyes for a reviewer, and for a handler who orders no remedy; two of the panel higher up."""
    parties = given.parties
    role = parties[0].mandate.role
    if role is Role.APPELLATE:
        panel = [party for party in parties if party.mandate.role is Role.APPELLATE]
        if len(panel) < PANEL:
            raise ApprovalsPending("approvals_pending")
        if any(party.actor not in state.handlers for party in panel):
            raise AuthorityDenied("not_assigned")
        return
    if len(parties) > 2:
        raise AuthorityDenied("signer_superfluous")
    remedied = any(item.code is not Remedy.NONE for item in says.remedies)
    if role is Role.REVIEWER or not remedied:
        check_four_eyes(parties, given.prefix.registry, given.prefix.now)
