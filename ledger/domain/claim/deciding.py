"""The rules of decisions: a first one, one on a new occasion, and one that takes another's place."""

from itertools import combinations
from typing import Final

from ledger.domain.authority import Party, check_four_eyes, took_part
from ledger.domain.claim.benefits import worse
from ledger.domain.claim.events import Committee, Decision, DecisionRevised, EligibilityDecided
from ledger.domain.claim.grounds import check_denial, check_found, check_grant
from ledger.domain.claim.kinship import Circle, offices_of_related_heads
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.codes import ADVERSE, Cause, Heard, Occasion, OrderMaker, Result, Role
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.gate import check_gate
from ledger.domain.matters import Published
from ledger.domain.prefix import Submission
from ledger.domain.profile import demand, demand_reasons
from ledger.domain.relations import same_person
from ledger.domain.types import EntryRef, Statement

DENYING: Final = (Result.REFUSE, Result.TERMINATE)
"""Results that need a ground of their own: silence never counts against a fact."""


def check_decision(
    state: ClaimState, says: EligibilityDecided, published: Published, given: Submission
) -> None:
    """Check a decision on the first or a new occasion.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if says.result is Result.REVOKE or (says.result is Result.STAY and says.occasion is Occasion.FIRST):
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

    On a determination another person decides than before, whatever the cause is called (R2).

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
    if says.cause is Cause.APPEAL and ref is None:
        raise RuleBroken("determination_missing")
    if ref is not None:
        for actor in acting(given.parties, says):
            if took_part(given.prefix.registry, actor, state.deciders()):
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
    deciders = acting(given.parties, says)
    check_gate(state, deciders, given)
    if says.benefit not in published.benefits:
        raise RuleBroken("benefit_unknown")
    if state.received is not None and says.benefit != state.received.benefit:
        raise RuleBroken("benefit_differs")
    check_found(state, given.statement, says, published)
    if published.historical:
        return
    burdens = says.result in ADVERSE or worse(state, says)
    _check_order(given)
    _check_reasons(given.statement, says, burdens=burdens)
    _check_signatures(says, given, burdens=burdens)
    circle = Circle(registry, given.statement.stream, civil(given.prefix.now), deciders)
    _check_neighbourhood(state, circle, given.parties)
    if says.result is Result.GRANT:
        check_grant(state, says, published, circle)
    elif says.result in DENYING:
        check_denial(state, says, published, circle.today)


def _check_order(given: Submission) -> None:
    """An order shows who made it and in which office they are (APA s.36); its date is that of signing."""
    for party in given.parties:
        office = given.prefix.registry.offices.get(party.mandate.office)
        if office is None or office.closed:
            raise RuleBroken("order_incomplete")


def _check_reasons(statement: Statement, says: Decision, *, burdens: bool) -> None:
    """Facts, law, discretion and hearing are stated; the reasons are committed to (APA s.30, s.37).

    Whoever is burdened was heard, or could have been, unless it was too urgent: that the order favours
    them is no excuse.
    """
    if not says.found or not says.law or says.discretion is None:
        raise RuleBroken("reasons_missing")
    demand_reasons(statement)
    demand(heard=says.heard, departs=says.departs)
    if burdens and says.heard is Heard.EXCUSED_FAVOURABLE:
        raise RuleBroken("not_heard")


def _check_signatures(says: Decision, given: Submission, *, burdens: bool) -> None:
    """A burden takes officer and supervisor of different lines; a committee signs with every member."""
    committee, parties = says.committee, given.parties
    if (committee is None) == (says.order_maker is OrderMaker.COMMITTEE):
        raise RuleBroken("committee_missing")
    if committee is not None:
        _check_committee(committee, parties, given.prefix.registry)
        if burdens:
            _check_apart(given)
        return
    if len(parties) > 2 or any(party.mandate.role is not Role.SUPERVISOR for party in parties[1:]):
        raise AuthorityDenied("signer_superfluous")
    if burdens:
        check_four_eyes(parties, given.prefix.registry, given.prefix.now)


def _check_committee(committee: Committee, parties: tuple[Party, ...], registry: RegistryState) -> None:
    """Chair and every voter sign, at least two persons; who stood down does not, under whatever name."""
    signed = {party.actor for party in parties}
    if not signed.issuperset(committee.members):
        raise ApprovalsPending("approvals_pending")
    if not signed.issubset(committee.members) or any(
        same_person(registry, actor, gone) for actor in signed for gone in committee.stood_down
    ):
        raise AuthorityDenied("signer_superfluous")
    if len(signed) < 2:
        raise RuleBroken("committee_missing")
    if any(same_person(registry, one, other) for one, other in combinations(sorted(signed), 2)):
        raise ConflictOfInterest("coi_same_person")


def _check_apart(given: Submission) -> None:
    """A committee burdens nobody on the word of one line: two of its members have to be four eyes."""
    refusals: list[ConflictOfInterest] = []
    for pair in combinations(given.parties, 2):
        try:
            check_four_eyes(pair, given.prefix.registry, given.prefix.now)
        except ConflictOfInterest as refusal:
            refusals.append(refusal)
        else:
            return
    raise refusals[-1]


def _check_neighbourhood(state: ClaimState, circle: Circle, parties: tuple[Party, ...]) -> None:
    """A relative of a village head is decided by another office: a neighbour's, or the district's (R6)."""
    offices = offices_of_related_heads(state, circle)
    if any(party.mandate.office in offices for party in parties):
        raise ConflictOfInterest("coi_village_head")
