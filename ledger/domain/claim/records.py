"""What a claim keeps of the acts in it, each by the version and leaf of its entry.

One record with a status, not one shape per status: a claim that was imported may skip states, so
attestations, decisions and notices exist beside every status, and flags are set and cleared whatever it
is.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.casework.state import NO_CASEWORK, Casework
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationGiven,
    AttestationRefused,
    AttestationRequested,
    AttestationWithdrawn,
    BenefitExecuted,
    ClaimReceived,
    Decision,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.codes import ADVERSE, DisputeGround
from ledger.domain.matters import Answered, DecisionMade, Matter, NoticeGiven
from ledger.domain.types import EntryRef, Says

Flags: TypeAlias = frozenset[str]
NO_FLAGS: Final[Flags] = frozenset()


class ClaimStatus(StrEnum):
    """Where a claim stands."""

    EMPTY = "empty"
    OPEN = "open"
    DECIDED = "decided"
    NOTIFIED = "notified"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class Attested(NamedTuple):
    """An attestation in the claim, and whose it is."""

    attester: str
    says: AttestationGiven
    version: int
    leaf: str
    entry_index: int
    recorded_at: str


class RefusedToAttest(NamedTuple):
    """A refusal to attest, and whose it is."""

    attester: str
    version: int
    leaf: str
    says: AttestationRefused


class Request(NamedTuple):
    """Somebody was asked to attest. ``by`` asked."""

    by: str
    says: AttestationRequested
    version: int
    leaf: str


NO_REQUESTS: Final[Mapping[str, Request]] = {}


class Withdrawal(NamedTuple):
    """An attester took the attestation ``of`` back."""

    version: int
    leaf: str
    of: EntryRef


class Dispute(NamedTuple):
    """Somebody disputed the attestation ``of``."""

    version: int
    leaf: str
    of: EntryRef
    ground: DisputeGround


class Payment(NamedTuple):
    """A benefit was paid."""

    version: int
    leaf: str
    says: BenefitExecuted


class Course(NamedTuple):
    """What happened to a claim besides attestations, decisions and notices, in the order of the log.

    ``officers`` are those who asked for attestations on behalf of the office.
    """

    withdrawals: tuple[Withdrawal, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    payments: tuple[Payment, ...] = ()
    officers: tuple[str, ...] = ()


NO_COURSE: Final = Course()


class ClaimRecord(NamedTuple):
    """A claim. ``received`` is the application, ``application`` its version and leaf; None: not on record.

    ``programme`` is the version of the rules to which the claim is pinned. ``decisions`` are in the
    order of the log, ``orders`` what each of them says; the last one is in force. ``requests`` go by their
    token. ``casework`` is what it shares with grievances.
    """

    status: ClaimStatus = ClaimStatus.EMPTY
    programme: EntryRef | None = None
    received: ClaimReceived | None = None
    application: tuple[int, str] | None = None
    attestations: tuple[Attested, ...] = ()
    refusals: tuple[RefusedToAttest, ...] = ()
    decisions: tuple[DecisionMade, ...] = ()
    orders: tuple[Decision, ...] = ()
    notices: tuple[NoticeGiven, ...] = ()
    requests: Mapping[str, Request] = NO_REQUESTS
    course: Course = NO_COURSE
    flags: Flags = NO_FLAGS
    casework: Casework = NO_CASEWORK


class ClaimState(ClaimRecord, Matter):
    """A claim, and what rules and other streams ask of it."""

    __slots__ = ()

    def decision(self, ref: EntryRef) -> DecisionMade | None:
        """Return the decision that entry ``ref`` made."""
        for made in self.decisions:
            if made.version == ref.version and made.leaf == ref.leaf:
                return made
        return None

    def attestation(self, ref: EntryRef) -> Attested | None:
        """Return the attestation that entry ``ref`` gave."""
        for item in self.attestations:
            if item.version == ref.version and item.leaf == ref.leaf:
                return item
        return None

    def holds(self, ref: EntryRef) -> bool:
        """Return whether ``ref`` is an entry that a decision may cite or a grievance contest.

        That is the application, a request, an attestation or a refusal to attest, what was put to the file,
        a decision, or a payment.
        """
        key = (ref.version, ref.leaf)
        if key == self.application:
            return True
        kept = (
            self.attestations,
            self.refusals,
            self.casework.supplied,
            self.decisions,
            self.course.payments,
        )
        return any(key == (item.version, item.leaf) for items in kept for item in items) or any(
            key == (request.version, request.leaf) for request in self.requests.values()
        )

    def binds(self, ref: EntryRef) -> bool:
        """Return whether ``ref`` made the decision in force, or one of which a notice was given."""
        made = self.decision(ref)
        if made is None:
            return False
        return made is self.decisions[-1] or any(given.about == made.version for given in self.notices)

    def carries_out(self, ref: EntryRef) -> bool:
        """Return whether ``ref`` revised a decision, or paid a benefit."""
        key = (ref.version, ref.leaf)
        revised = zip(self.decisions, self.orders, strict=True)
        return any(
            key == (made.version, made.leaf) for made, order in revised if isinstance(order, DecisionRevised)
        ) or any(key == (paid.version, paid.leaf) for paid in self.course.payments)

    def deciders(self) -> tuple[Answered, ...]:
        """Return who answers for each decision."""
        return tuple(made.answered for made in self.decisions)

    def attester(self, ref: EntryRef) -> str | None:
        """Return who attested, or would not attest, with entry ``ref``."""
        given = self.attestation(ref)
        if given is not None:
            return given.attester
        key = (ref.version, ref.leaf)
        return next((item.attester for item in self.refusals if (item.version, item.leaf) == key), None)

    def attesters(self) -> tuple[str, ...]:
        """Return everybody who attested."""
        return tuple(item.attester for item in self.attestations)

    def attested(self, ref: EntryRef) -> bool:
        """Return whether entry ``ref`` is an attestation."""
        return self.attestation(ref) is not None

    def rules(self) -> EntryRef | None:
        """Return the version of the rules to which it is pinned."""
        return self.programme

    def assisters(self) -> tuple[str, ...]:
        """Return whoever helped to apply."""
        via = None if self.received is None else self.received.via
        return () if via is None or via.assist is None else (via.assist.assister,)

    def place(self) -> str | None:
        """Return the district that the application names."""
        return None if self.received is None else self.received.area

    def burdens(self, version: int) -> bool:
        """Return whether the decision with this version is adverse."""
        return any(made.version == version and made.result in ADVERSE for made in self.decisions)

    def rests_on(self, says: Says) -> tuple[EntryRef, ...]:
        """Return what a decision cites: the entries of its findings, and the determination it follows."""
        if not isinstance(says, EligibilityDecided | DecisionRevised):
            return ()
        cited = tuple(ref for found in says.found for ref in found.on)
        if isinstance(says, DecisionRevised) and says.determination is not None:
            return (*cited, says.determination)
        return cited

    def replaces(self, says: Says) -> EntryRef | None:
        """Return the decision whose place a revision takes."""
        return says.supersedes if isinstance(says, DecisionRevised) else None

    def is_closed(self) -> bool:
        """Return whether the claim was withdrawn."""
        return self.status is ClaimStatus.WITHDRAWN

    def assigned(self) -> tuple[str, ...]:
        """Return every person who was asked to attest."""
        return tuple(item.says.of for item in self.requests.values() if item.says.of.startswith("actor/"))

    def retracts(self, says: Says) -> EntryRef | None:
        """Return the attestation that its author takes back."""
        return says.attestation if isinstance(says, AttestationWithdrawn) else None

    def disputes(self, says: Says) -> EntryRef | None:
        """Return the attestation that ``says`` disputes."""
        return says.attestation if isinstance(says, AttestationDisputed) else None

    def is_doubted(self) -> bool:
        """Return whether an attestation was disputed, or taken back."""
        return bool(self.course.disputes or self.course.withdrawals)


INITIAL: Final = ClaimState()
