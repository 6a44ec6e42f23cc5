"""What would tell who an anonymous complainant is, and stands in no entry of the stream.

A statement commits to sealed fields by digest alone, so a rule of the log judges what it can see: how the
intake knew who spoke. The names of the sealed fields are judged by ``check_disclosures`` where they are
opened, before they are sealed.
"""

from collections.abc import Iterable
from typing import Final

from ledger.domain.casework.events import ConflictRaised, InformationSupplied
from ledger.domain.casework.sealed import REASONS
from ledger.domain.casework_codes import Anonymity
from ledger.domain.codes import Auth, Confirmation
from ledger.domain.errors import RuleBroken
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.matters import Matter
from ledger.domain.parts import Via
from ledger.domain.types import Event, Says

NAMELESS: Final = frozenset({Auth.NONE, Auth.RECEIPT})
"""How somebody can be known to be the same person as before without being known."""
OWN_SUBJECTS: Final = frozenset({"applicant", "complainant", "participant"})
"""Subjects of sealed fields that are the person who complains."""
WORDS: Final = REASONS | {"text", "document"} | {f"document-{number}" for number in range(1, 10)}
"""Fields about them that may be sealed all the same: what they say and show, and why an official decided."""


def check_via(state: GrievanceState, via: Via) -> None:
    """Check that ``via``, of an entry in the stream of ``state``, does not tell who is anonymous.

    Raises:
        RuleBroken: ``anonymous_identified``.
    """
    if state.anonymity is Anonymity.ANONYMOUS and _identifies(via):
        raise RuleBroken("anonymous_identified")


def check_shared(state: GrievanceState, says: Event) -> None:
    """Check that an act of casework, put to the stream of ``state``, does not tell who is anonymous.

    Raises:
        RuleBroken: ``anonymous_identified``.
    """
    if isinstance(says, InformationSupplied | ConflictRaised) and says.via is not None:
        check_via(state, says.via)


def check_anonymous(says: GrievanceFiled) -> None:
    """Check that an anonymous filing does not tell who files: neither how they came nor by their own key.

    Raises:
        RuleBroken: ``anonymous_identified``.
    """
    if says.anonymity is not Anonymity.ANONYMOUS:
        return
    if (says.via is None and says.official is None) or (says.via is not None and _identifies(says.via)):
        raise RuleBroken("anonymous_identified")


def _identifies(via: Via) -> bool:
    confirmed = via.assist is not None and via.assist.confirmation is not Confirmation.NONE
    return via.auth not in NAMELESS or confirmed


def identifying_subjects(state: Matter, says: Says, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``names`` (``subject/field``) that would tell who an anonymous complainant is.

    Args:
        state: The stream before the entry.
        says: What the entry says; a filing says itself whether it is anonymous.
        names: The names of the disclosures that travel with the statement.
    """
    if isinstance(says, GrievanceFiled):
        anonymous = says.anonymity is Anonymity.ANONYMOUS
    else:
        anonymous = isinstance(state, GrievanceState) and state.anonymity is Anonymity.ANONYMOUS
    if not anonymous:
        return ()
    parted = ((name, *name.partition("/")) for name in names)
    return tuple(name for name, subject, _, field in parted if subject in OWN_SUBJECTS and field not in WORDS)


def check_disclosures(state: Matter, says: Says, names: Iterable[str]) -> None:
    """Check that no sealed field tells who an anonymous complainant is.

    Raises:
        RuleBroken: ``anonymous_identified``.
    """
    if identifying_subjects(state, says, names):
        raise RuleBroken("anonymous_identified")
