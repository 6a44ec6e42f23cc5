"""The rules of what claims and grievances share: who signs what, in which state, and what is refused.

``SIGNED_BY`` and ``SEEN`` are the columns "signed by" and "seen" of the catalogue. Erasure stands in
consultations, commitments and listings too. Extensions and lapses are judged in ``ledger.domain.lapsing``.
"""

from collections.abc import Mapping
from typing import Final

from ledger.domain.authority import Act
from ledger.domain.casework.conflicts import check_raising, check_ruling
from ledger.domain.casework.events import (
    ActReviewed,
    ConflictDecided,
    ConflictRaised,
    CourtOutcomeRecorded,
    DeadlineLapsed,
    IdentityUnsealed,
    InformationRequested,
    InformationSupplied,
    PeriodExtended,
    PersonalDataErased,
)
from ledger.domain.casework.informing import OFFICE, check_request, check_supply
from ledger.domain.casework.reviewing import check_court, check_review
from ledger.domain.casework.sealed import check_erasure, check_unsealing
from ledger.domain.casework_codes import ConflictRuling
from ledger.domain.codes import Role
from ledger.domain.errors import RuleBroken
from ledger.domain.matters import Matter
from ledger.domain.prefix import Submission
from ledger.domain.profile import check_profile, pinned
from ledger.domain.types import Event

PARTAKERS: Final = (
    *OFFICE,
    Role.INTAKE,
    Role.ATTESTER,
    Role.ASSISTER,
    Role.PAYER,
    Role.PARTICIPANT,
    Role.OVERSIGHT,
)
"""Who may have a part in a case."""
BODIES: Final = (Role.CUSTODIAN, Role.OVERSIGHT)
"""The two that open and erase together."""
SIGNED_BY: Final[Mapping[type[Event], Act]] = {
    InformationRequested: Act(by=(Role.OFFICER, Role.HANDLER, Role.REVIEWER, Role.APPELLATE)),
    InformationSupplied: Act(by=PARTAKERS),
    ConflictRaised: Act(by=(*PARTAKERS, Role.CLOCK)),
    ConflictDecided: Act(by=(Role.SUPERVISOR, Role.OVERSIGHT)),
    ActReviewed: Act(by=(Role.REVIEWER, Role.APPELLATE, Role.OVERSIGHT)),
    CourtOutcomeRecorded: Act(by=(Role.INTAKE, Role.SUPERVISOR, Role.OVERSIGHT)),
    IdentityUnsealed: Act(by=BODIES, second=BODIES),
    PersonalDataErased: Act(by=BODIES, second=BODIES),
}
OF_OFFICIALS: Final = (InformationRequested, ConflictDecided, ActReviewed)
"""Acts of an official: an imported record names that person. The others may be a party's."""
CLEARED_BY: Final = Act(by=(Role.SUPERVISOR, Role.OVERSIGHT), second=(Role.SUPERVISOR, Role.OVERSIGHT))
"""Who rules that somebody may act: the superior, and a signer of another line."""
SEEN: Final[frozenset[type[Event]]] = frozenset(
    {ConflictDecided, ActReviewed, PeriodExtended, DeadlineLapsed, IdentityUnsealed, PersonalDataErased}
)
"""Acts whose signer states the head that they had read."""


def signed_by(_state: Matter, says: Event) -> Act:
    """Return who may sign ``says``.

    Raises:
        RuleBroken: ``type_unknown``: it is no event of casework.
    """
    if isinstance(says, ConflictDecided) and says.ruling is ConflictRuling.MAY_ACT:
        return CLEARED_BY
    act = SIGNED_BY.get(type(says))
    if act is None:
        raise RuleBroken("type_unknown")
    return act


def decide(state: Matter, says: Event, given: Submission) -> None:
    """Refuse what was submitted if a rule of casework forbids it.

    Args:
        state: The matter before the statement.
        says: The statement's event.
        given: The statement itself, who signed it, and all that a rule may know.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if given.prefix.head(given.statement.stream) is None:
        raise RuleBroken("unknown_case")
    match says:
        case IdentityUnsealed():
            check_unsealing(state, says, given)
        case PersonalDataErased():
            check_erasure(state, says, given)
        case _:
            _decide_in_case(state, says, given)


def _decide_in_case(state: Matter, says: Event, given: Submission) -> None:
    """Judge an event of a claim or grievance under the profile to which that is pinned."""
    if state.programme is None:
        raise RuleBroken("unknown_case")
    published = pinned(given.prefix, state.programme)
    check_profile(published, given.parties, getattr(says, "official", None))
    historical = published.historical
    if historical and isinstance(says, OF_OFFICIALS) and says.official is None:
        raise RuleBroken("official_missing")
    match says:
        case InformationRequested():
            check_request(state, says, given, historical=historical)
        case InformationSupplied():
            check_supply(state, says, given, historical=historical)
        case ConflictRaised():
            check_raising(state, says, given, historical=historical)
        case ConflictDecided():
            check_ruling(state, says, given, historical=historical)
        case ActReviewed():
            check_review(state, says, given, historical=historical)
        case CourtOutcomeRecorded():
            check_court(says, given)
        case _:
            raise RuleBroken("type_unknown")
