"""The rules of reading a filing otherwise: its kind, its tier, and with which others it is joined.

No clock of the law starts anew: those of a new kind are computed from the first receipt.
"""

from collections.abc import Mapping
from typing import Final

from ledger.domain.casework_codes import Consent, Kind, Reclassified, Urgency
from ledger.domain.codes import Role
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, RuleBroken
from ledger.domain.grievance.assigning import check_in_hand, check_open
from ledger.domain.grievance.events import GrievanceReclassified
from ledger.domain.grievance.filing import check_appealable
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.standing import lines_complained_about
from ledger.domain.grievance.tiers import lowers
from ledger.domain.matters import Published
from ledger.domain.outside import check_outside
from ledger.domain.prefix import Submission
from ledger.domain.profile import demand

GUARDED: Final = frozenset({Kind.APPEAL, Kind.INTEGRITY_ALLEGATION, Kind.RETALIATION})
"""Kinds that carry rights or protect a person: nobody reads them as something less on their own."""
CONSENTING: Final[Mapping[Consent, Role]] = {
    Consent.COMPLAINANT: Role.INTAKE,
    Consent.OVERSIGHT: Role.OVERSIGHT,
}
"""The role whose signature shows the consent."""


def check_reclassification(
    state: GrievanceState, says: GrievanceReclassified, published: Published, given: Submission
) -> None:
    """Check that what stands is named, that what shall stand is of the list, and that who must agree does.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if says.from_ != _standing(state, says):
        raise RuleBroken("reclassified_from")
    if says.to == says.from_ or says.to not in _list(says.field):
        raise RuleBroken("reclassified_to")
    _check_joined(says, given)
    if says.field is Reclassified.KIND and Kind(says.to) is Kind.APPEAL:
        check_appealable(state.contests, published, given.prefix)
    if published.historical:
        return
    check_open(state)
    check_in_hand(state, given)
    _check_consent(state, says, given)


def _standing(state: GrievanceState, says: GrievanceReclassified) -> str | None:
    """Return the code that stands now in the member that is changed."""
    match says.field:
        case Reclassified.KIND:
            return state.kind
        case Reclassified.URGENCY:
            return state.urgency
        case Reclassified.JOINED:
            return "yes" if says.joined_with in state.joined else "no"


def _list(field: Reclassified) -> frozenset[str]:
    match field:
        case Reclassified.KIND:
            return frozenset(Kind)
        case Reclassified.URGENCY:
            return frozenset(Urgency)
        case Reclassified.JOINED:
            return frozenset({"yes", "no"})


def _check_joined(says: GrievanceReclassified, given: Submission) -> None:
    """Joining names another grievance that was filed; nothing else does."""
    if says.field is not Reclassified.JOINED:
        if says.joined_with is not None:
            raise RuleBroken("joined_unknown")
        return
    demand(joined_with=says.joined_with)
    if says.joined_with is None or says.joined_with == given.statement.stream:
        raise RuleBroken("joined_unknown")
    other = given.prefix.state(says.joined_with)
    if says.to == "yes" and not (isinstance(other, GrievanceState) and other.filing is not None):
        raise RuleBroken("joined_unknown")


def is_downgrade(state: GrievanceState, says: GrievanceReclassified) -> bool:
    """Return whether the change takes something from the person: a guarded kind, or a faster tier."""
    match says.field:
        case Reclassified.KIND:
            return state.kind in GUARDED
        case Reclassified.URGENCY:
            return state.urgency is not None and lowers(state.urgency, Urgency(says.to))
        case Reclassified.JOINED:
            return False


def _check_consent(state: GrievanceState, says: GrievanceReclassified, given: Submission) -> None:
    """A consent is shown by the signature of oversight, or of an intake of another line (R10)."""
    others = given.parties[1:]
    role = CONSENTING.get(says.consent)
    if role is None:
        if is_downgrade(state, says):
            raise RuleBroken("consent_missing")
        if others:
            raise AuthorityDenied("signer_superfluous")
        return
    if not any(party.mandate.role is role for party in others):
        raise ApprovalsPending("approvals_pending")
    lines = lines_complained_about(state, given.prefix)
    check_outside([party.actor for party in others], lines, given.prefix)
