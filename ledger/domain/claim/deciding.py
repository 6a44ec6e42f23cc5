"""The rules of decisions: a first one, one on a new occasion, and one that takes another's place."""

from datetime import date

from ledger.domain.authority import Party, check_four_eyes, same_person, took_part
from ledger.domain.claim import quorum
from ledger.domain.claim.events import Decision, DecisionRevised, EligibilityDecided, Found
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.codes import ADVERSE, Cause, Finding, Occasion, OrderMaker, Result, Role
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.matters import Published
from ledger.domain.prefix import Submission
from ledger.domain.profile import demand, demand_reasons
from ledger.domain.types import EntryRef, Statement


def check_decision(
    state: ClaimState, says: EligibilityDecided, published: Published, given: Submission
) -> None:
    """Check a decision on the first or a new occasion.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if says.result is Result.REVOKE:
        raise RuleBroken("result_not_allowed")
    # An old register may lack the decision before this one.
    missing = published.historical and not state.decisions
    if (says.occasion is Occasion.FIRST) != (not state.decisions) and not missing:
        raise RuleBroken("occasion_invalid")
    if not published.historical:
        ready = (ClaimStatus.OPEN,) if not state.decisions else (ClaimStatus.NOTIFIED, ClaimStatus.FINAL)
        if state.status not in ready:
            raise WrongState("claim_not_open")
    check_any_decision(state, says, published, given)


def check_revision(state: ClaimState, says: DecisionRevised, published: Published, given: Submission) -> None:
    """Check a decision that takes the place of the one in force.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if not state.decisions or state.status is ClaimStatus.WITHDRAWN:
        raise WrongState("claim_not_open")
    in_force = state.decisions[-1]
    named = state.decision(says.supersedes)
    if named is None or says.supersedes.stream != given.statement.stream:
        raise RuleBroken("unknown_decision")
    if named is not in_force:
        raise RuleBroken("not_in_force")
    ref = says.determination
    if ref is not None:
        _check_determination(ref, published, given)
    if says.cause is Cause.APPEAL:
        if ref is None:
            raise RuleBroken("determination_missing")
        for actor in acting(given.parties, says):
            if took_part(given.prefix.registry, actor, (in_force.answered,)):
                raise ConflictOfInterest("coi_prior_decider")
    check_any_decision(state, says, published, given)


def _check_determination(ref: EntryRef, published: Published, given: Submission) -> None:
    """The determination stands in the log and is of a grievance about this claim."""
    determination = given.prefix.state(ref.stream).determination(ref)
    if determination is None:
        raise RuleBroken("unknown_determination")
    # A historical determination may lack its filing, and with it the claim that was contested.
    about = determination.claims
    if given.statement.stream not in about and (about or not published.historical):
        raise RuleBroken("determination_unrelated")


def acting(parties: tuple[Party, ...], says: Decision) -> tuple[str, ...]:
    """Return the persons who decide: the official of an imported record, else all who signed."""
    if says.official is not None:
        return (says.official,)
    return tuple(party.actor for party in parties)


def check_any_decision(state: ClaimState, says: Decision, published: Published, given: Submission) -> None:
    """Check what every decision must meet, whatever its occasion or cause."""
    registry = given.prefix.registry
    _check_persons(state, acting(given.parties, says), registry)
    if says.benefit not in published.benefits:
        raise RuleBroken("benefit_unknown")
    if state.received is not None and says.benefit != state.received.benefit:
        raise RuleBroken("benefit_differs")
    _check_found(state, given.statement, says, published)
    if published.historical:
        return
    _check_reasons(given.statement, says)
    _check_signatures(says, given)
    today = civil(given.prefix.now)
    if says.result is Result.GRANT:
        _check_grant(state, says, published, registry, today)
    elif says.result is Result.REFUSE and not any(_carries(state, found, today) for found in says.found):
        raise RuleBroken("refusal_on_silence")


def _check_persons(state: ClaimState, actors: tuple[str, ...], registry: RegistryState) -> None:
    """Who attested in the claim, or helped to apply, does not decide it: as a person."""
    assisters = state.assisters()
    for actor in actors:
        for item in state.attestations:
            if same_person(registry, actor, item.attester):
                raise ConflictOfInterest("coi_attester_in_case")
        for assister in assisters:
            if same_person(registry, actor, assister):
                raise ConflictOfInterest("coi_assister")


def _check_found(state: ClaimState, statement: Statement, says: Decision, published: Published) -> None:
    """Every finding is of a known fact and cites entries of this stream."""
    if not says.found:
        return
    tokens: set[str] = set() if state.received is None else {fact.id for fact in state.received.facts}
    for found in says.found:
        if found.fact not in tokens and found.fact not in published.facts:
            raise RuleBroken("fact_unknown")
        if not found.on and not published.historical:
            raise RuleBroken("finding_uncited")
        for ref in found.on:
            if ref.stream != statement.stream or not state.holds(ref):
                raise RuleBroken("entry_unknown")


def _check_reasons(statement: Statement, says: Decision) -> None:
    """Facts, law, discretion and hearing are stated; the reasons are committed to."""
    if not says.found or not says.law or says.discretion is None:
        raise RuleBroken("reasons_missing")
    demand_reasons(statement)
    demand(heard=says.heard, departs=says.departs)


def _check_signatures(says: Decision, given: Submission) -> None:
    """An adverse act takes officer and supervisor of different lines; a committee signs with every member."""
    committee, parties = says.committee, given.parties
    if (committee is None) == (says.order_maker is OrderMaker.COMMITTEE):
        raise RuleBroken("committee_missing")
    if committee is not None:
        signed = {party.actor for party in parties}
        if not signed.issuperset(committee.members):
            raise ApprovalsPending("approvals_pending")
        if not signed.issubset(committee.members) or not signed.isdisjoint(committee.stood_down):
            raise AuthorityDenied("signer_superfluous")
        if len(signed) < 2:
            raise RuleBroken("committee_missing")
        return
    if len(parties) > 2 or any(party.mandate.role is not Role.SUPERVISOR for party in parties[1:]):
        raise AuthorityDenied("signer_superfluous")
    if says.result in ADVERSE:
        check_four_eyes(parties, given.prefix.registry, given.prefix.now)


def _check_grant(
    state: ClaimState, says: Decision, published: Published, registry: RegistryState, today: date
) -> None:
    """A grant has its quorums, cites what contradicts it, and follows a visit where two contradict."""
    missing = quorum.lacking(state, published, registry, today)
    if missing:
        raise RuleBroken("quorum_missing", facts=missing)
    cited = {(ref.version, ref.leaf) for found in says.found for ref in found.on}
    if any((item.version, item.leaf) not in cited for item in quorum.contradictions(state, today)):
        raise RuleBroken("contradiction_not_cited")
    if quorum.contradicted_twice(state, registry, today) and "visited" not in state.flags:
        raise RuleBroken("visit_missing")


def _carries(state: ClaimState, found: Found, today: date) -> bool:
    """Return whether a finding carries a refusal: it denies a fact, on the application or a contradiction."""
    if found.finding is not Finding.NO:
        return False
    cited = {(ref.version, ref.leaf) for ref in found.on}
    contradicting = any((item.version, item.leaf) in cited for item in quorum.contradictions(state, today))
    return contradicting or state.application in cited
