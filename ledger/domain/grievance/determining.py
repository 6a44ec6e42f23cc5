"""The rules of determinations. The gate of persons (APA s.13, s.14, s.16) stands before them."""

from itertools import combinations
from typing import Final

from ledger.domain.authority import Party, check_four_eyes, same_person
from ledger.domain.casework_codes import Closing, Ground, Inadmissible, Kind, Outcome, Remedy
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.dates import civil
from ledger.domain.errors import (
    ApprovalsPending,
    AuthorityDenied,
    ConflictOfInterest,
    RuleBroken,
    StreamConflict,
    WrongState,
)
from ledger.domain.gate import check_gate
from ledger.domain.grievance.assigning import PANEL, check_in_hand, check_office, check_open, check_task
from ledger.domain.grievance.events import GrievanceDetermined, NextRemedy
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.grievance.standing import check_handling, check_upper
from ledger.domain.matters import Matter, Published
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.profile import demand, demand_reasons

ALWAYS_OPEN: Final = frozenset({Inadmissible.DUPLICATE_OF, Inadmissible.NO_STANDING})
"""Reasons not to hear a matter that remain after the period for admission lapsed."""
APPEAL: Final = "appeal"
COURT: Final = "court"
LEAST_DAYS: Final = {APPEAL: 15, COURT: 90}
"""Days that the law gives at least: APA s.44, ACA s.49."""


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
    check_gate(state, actors, given)
    if published.historical:
        return
    _check_claim_seen(state, says, given.prefix)
    _check_content(state, says, given)
    _check_signatures(state, says, given)


def _check_stage(state: GrievanceState, says: GrievanceDetermined, given: Submission) -> None:
    """Under review, by those who were assigned; earlier only where the grievance is inadmissible.

    What the citizen contested is looked at by another person before anything is found of it.
    """
    if says.inadmissible is not None:
        check_open(state)
        _check_inadmissible(state, says.inadmissible, given.prefix)
    if state.status is not GrievanceStatus.UNDER_REVIEW and (
        says.inadmissible is None or "contested_by_citizen" in state.flags
    ):
        raise WrongState("grievance_state")
    check_in_hand(state, given)
    if not state.handlers:
        # Whoever turns away what nobody was assigned to could have been assigned to it (R9).
        signers = tuple(party.actor for party in given.parties)
        check_task(state, given.parties[0].mandate.role)
        check_handling(state, signers[:1], signers[-1], given)


def _check_inadmissible(state: GrievanceState, reason: Inadmissible, prefix: Prefix) -> None:
    """Nothing is turned away unheard: not before help was given, not after the period for admission.

    Source: APA s.27, s.40, s.66.
    """
    if "deemed_admissible" in state.flags and reason not in ALWAYS_OPEN:
        raise RuleBroken("deemed_admissible")
    if reason is Inadmissible.DUPLICATE_OF:
        if not any(_is_heard(prefix.state(other)) for other in state.joined):
            raise RuleBroken("duplicate_not_joined")
        return
    if "help_given" not in state.flags:
        raise RuleBroken("help_missing")
    if "awaiting_citizen" in state.casework.flags:
        raise RuleBroken("help_pending")


def _is_heard(other: Matter) -> bool:
    """Return whether the grievance is answered or will be: neither taken back nor turned away itself."""
    if not isinstance(other, GrievanceState) or other.closing is Closing.WITHDRAWN:
        return False
    return not other.determinations or other.determinations[-1].outcome is not Outcome.INADMISSIBLE


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
            if item.due is not None and item.due < civil(given.prefix.now):
                raise RuleBroken("date_order")
            check_office(item.office, given)
    _check_order_maker(says, given)
    if says.next_remedy is not None:
        _check_route(state, says, says.next_remedy)


def _check_order_maker(says: GrievanceDetermined, given: Submission) -> None:
    """Only a panel speaks as a committee, and only an upper instance for a minister."""
    if says.order_maker is not OrderMaker.OFFICIAL and given.parties[0].mandate.role is not Role.APPELLATE:
        raise RuleBroken("order_maker_invalid")


def _check_route(state: GrievanceState, says: GrievanceDetermined, next_: NextRemedy) -> None:
    """The person is told the way that is open: never an appeal where it is the court, nor the reverse.

    What a committee or a minister ordered goes to court, and so does an appeal that an upper instance
    determined. What an official found of a first complaint does not go straight to court, unless it is
    about silence.

    Source: APA s.44, s.48; ACA s.42, s.49.
    """
    upper = says.order_maker is not OrderMaker.OFFICIAL or state.level > 1
    if next_.route == APPEAL and upper:
        raise RuleBroken("next_remedy_unlawful")
    first = not upper and state.kind is not Kind.APPEAL
    if next_.route == COURT and first and Ground.DELAY not in state.grounds:
        raise RuleBroken("next_remedy_unlawful")
    if next_.days < LEAST_DAYS.get(next_.route, 0):
        raise RuleBroken("next_remedy_too_short")


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
        _check_distinct(panel, given)
        check_upper(state, [party.actor for party in panel], given)
        return
    if len(parties) > 2:
        raise AuthorityDenied("signer_superfluous")
    remedied = any(item.code is not Remedy.NONE for item in says.remedies)
    if role is Role.REVIEWER or not remedied:
        check_four_eyes(parties, given.prefix.registry, given.prefix.now)


def _check_distinct(panel: list[Party], given: Submission) -> None:
    """Members of a panel are as many persons as they are signatures."""
    for one, other in combinations(panel, 2):
        if same_person(given.prefix.registry, one.actor, other.actor):
            raise ConflictOfInterest("coi_same_person")
