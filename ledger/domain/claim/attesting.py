"""The rules of attestations: given, refused, withdrawn and disputed."""

from typing import Final

from ledger.domain.authority import took_part
from ledger.domain.casework.record import acts_as
from ledger.domain.casework_codes import ConflictGround
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationGiven,
    AttestationRefused,
    AttestationWithdrawn,
)
from ledger.domain.claim.kinship import Circle, tied
from ledger.domain.claim.records import Attested, ClaimState, ClaimStatus
from ledger.domain.claim.standing import expired, fact_kind, left_at, names_of
from ledger.domain.codes import Relation, Role
from ledger.domain.dates import civil
from ledger.domain.errors import ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.matters import Published
from ledger.domain.prefix import Submission
from ledger.domain.relations import same_person
from ledger.domain.types import EntryRef

REPORTING: Final = (Role.INTAKE, Role.ASSISTER)
"""Roles in which somebody reports that another would not attest."""


def check_not_repeated(state: ClaimState, says: AttestationGiven, given: Submission) -> None:
    """Check that nobody attests for their own household, or twice.

    An attestation that expired, was withdrawn or was overruled is no hindrance to another one; neither is
    it given back by it.

    Raises:
        ConflictOfInterest: ``self_attestation``.
        RuleBroken: ``duplicate``.
    """
    if says.relation is Relation.SAME_HOUSEHOLD:
        raise ConflictOfInterest("self_attestation")
    attester = says.official if says.official is not None else given.statement.by
    imported = given.parties[0].mandate.role is Role.IMPORTER
    registry, today = given.prefix.registry, civil(given.prefix.now)
    for item in state.attestations:
        if (
            same_person(registry, item.attester, attester)
            and (imported or (not expired(item, None, today) and left_at(state, item) is None))
            and not {fact_kind(fact) for fact in item.says.facts}.isdisjoint(map(fact_kind, says.facts))
        ):
            raise RuleBroken("duplicate")


def check_attestation(
    state: ClaimState, says: AttestationGiven, published: Published, given: Submission
) -> None:
    """Check facts, request, days, and that the attester has no other part in the case.

    Raises:
        WrongState: ``claim_not_open``.
        RuleBroken: As ``check_facts`` and ``_check_asked``; ``profile_demands``, ``date_order``.
        ConflictOfInterest: ``coi_prior_decider``, ``coi_assister``, ``self_attestation``.
    """
    attester = says.official if says.official is not None else given.statement.by
    if state.status is ClaimStatus.WITHDRAWN:
        raise WrongState("claim_not_open")
    check_facts(state, says.facts, published)
    _check_asked(state, says.request, attester, says.facts, given)
    check_unconcerned(state, attester, circle_of(given))
    if published.historical:
        return
    if says.observed_on is None or says.expires_on is None:
        member = "observed_on" if says.observed_on is None else "expires_on"
        raise RuleBroken("profile_demands", member=member)
    if says.observed_on > civil(given.prefix.now) or says.expires_on < says.observed_on:
        raise RuleBroken("date_order")


def check_unconcerned(state: ClaimState, attester: str, circle: Circle) -> None:
    """Check that the attester neither decided nor helped to apply, nor is of the household: as a person.

    Raises:
        ConflictOfInterest: ``coi_prior_decider``, ``coi_assister``, ``self_attestation``.
    """
    if state.decisions and took_part(circle.registry, attester, state.deciders()):
        raise ConflictOfInterest("coi_prior_decider")
    for assister in state.assisters():
        if same_person(circle.registry, attester, assister):
            raise ConflictOfInterest("coi_assister")
    if ConflictGround.SAME_HOUSEHOLD in tied(circle, attester, circle.today):
        raise ConflictOfInterest("self_attestation")


def circle_of(given: Submission) -> Circle:
    """Return among whom the claim of a statement is judged, on the day of its recording."""
    return Circle(given.prefix.registry, given.statement.stream, civil(given.prefix.now))


def check_facts(state: ClaimState, facts: tuple[str, ...], published: Published) -> None:
    """Check that there is at least one, and each of them a token of the claim or a fact of the programme.

    Raises:
        RuleBroken: ``facts_missing``, ``fact_unknown``.
    """
    if not facts:
        raise RuleBroken("facts_missing")
    for fact in facts:
        if fact in published.facts or fact_kind(fact) in published.facts:
            continue
        if state.received is None or all(fact != item.id for item in state.received.facts):
            raise RuleBroken("fact_unknown")


def _check_asked(
    state: ClaimState, token: str | None, attester: str, facts: tuple[str, ...], given: Submission
) -> None:
    """A request of this stream is answered by whom it asks, or by anybody of the pool, on what it asks.

    Raises:
        RuleBroken: ``unknown_request``, ``request_differs``.
    """
    if token is None:
        return
    request = state.requests.get(token)
    if request is None:
        raise RuleBroken("unknown_request")
    of = request.says.of
    if of.startswith("actor/") and not same_person(given.prefix.registry, of, attester):
        raise RuleBroken("request_differs")
    asked = {name for fact in request.says.facts for name in names_of(state, fact)}
    if asked.isdisjoint(facts):
        raise RuleBroken("request_differs")


def check_refusal(
    state: ClaimState, says: AttestationRefused, published: Published, given: Submission
) -> None:
    """Check a refusal to attest: in one's own name, or reported by intake or assister.

    Raises:
        RuleBroken: ``attester_differs``; as ``check_facts`` and ``_check_asked``.
        WrongState: ``claim_not_open``.
    """
    if says.official is not None and says.official != says.of:
        raise RuleBroken("attester_differs")
    if state.status is ClaimStatus.WITHDRAWN:
        raise WrongState("claim_not_open")
    attests = given.parties[0].mandate.role is Role.ATTESTER
    own = same_person(given.prefix.registry, given.statement.by, says.of)
    if attests and not own and not _may_report(state, given):
        raise RuleBroken("attester_differs")
    check_facts(state, says.facts, published)
    _check_asked(state, says.request, says.of, says.facts, given)


def _may_report(state: ClaimState, given: Submission) -> bool:
    """Return whether an attester is an intake or an assister here as well: then others' refusals too."""
    return any(acts_as(role, state, given) for role in REPORTING)


def check_withdrawal(state: ClaimState, says: AttestationWithdrawn, given: Submission) -> None:
    """Check that an attester takes back an attestation of their own that stands.

    Raises:
        RuleBroken: ``unknown_attestation``, ``attester_differs``.
        WrongState: ``attestation_fallen``.
    """
    item = _standing(state, says.attestation, given)
    author = says.official if says.official is not None else given.statement.by
    if not same_person(given.prefix.registry, author, item.attester):
        raise RuleBroken("attester_differs")


def check_dispute(state: ClaimState, says: AttestationDisputed, given: Submission) -> None:
    """Check that the attestation which is disputed stands, and that the grievance about it was filed.

    Raises:
        RuleBroken: ``unknown_attestation``, ``unknown_grievance``.
        WrongState: ``attestation_fallen``.
    """
    _standing(state, says.attestation, given)
    grievance = says.grievance
    if grievance is not None and (
        not grievance.startswith("grievance/") or given.prefix.head(grievance) is None
    ):
        raise RuleBroken("unknown_grievance")


def _standing(state: ClaimState, ref: EntryRef, given: Submission) -> Attested:
    item = state.attestation(ref)
    if item is None or ref.stream != given.statement.stream:
        raise RuleBroken("unknown_attestation")
    if left_at(state, item) is not None:
        raise WrongState("attestation_fallen")
    return item
