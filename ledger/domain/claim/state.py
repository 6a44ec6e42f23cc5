"""The fold of a claim.

One record with a status, not one shape per status: a claim that was imported may skip states, so
attestations, decisions and notices exist beside every status, and flags are set and cleared whatever it
is.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRefused,
    ClaimReceived,
    Decision,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.codes import OrderMaker
from ledger.domain.matters import Answered, DecisionMade, Matter, NoticeGiven
from ledger.domain.notices import effective_date
from ledger.domain.types import EntryRef, Recorded

Flags: TypeAlias = frozenset[str]
NO_FLAGS: Final[Flags] = frozenset()
DEFECTIVE_REASONS: Final[Flags] = frozenset({"defective_reasons"})
SETTLED_BY_A_DECISION: Final[Flags] = frozenset(
    {"notice_in_transit", "defective_notice", "defective_reasons"}
)


class ClaimStatus(StrEnum):
    """Where a claim stands."""

    EMPTY = "empty"
    OPEN = "open"
    DECIDED = "decided"
    NOTIFIED = "notified"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class Attested(NamedTuple):
    """An attestation that stands in the claim, and whose it is."""

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


@dataclass(frozen=True, slots=True)
class ClaimState(Matter):
    """A claim. ``received`` is the application, ``application`` its version and leaf; None: not on record.

    ``programme`` is the version of the rules to which the claim is pinned. ``decisions`` are in the
    order of the log; the last one is in force.
    """

    status: ClaimStatus = ClaimStatus.EMPTY
    programme: EntryRef | None = None
    received: ClaimReceived | None = None
    application: tuple[int, str] | None = None
    attestations: tuple[Attested, ...] = ()
    refusals: tuple[RefusedToAttest, ...] = ()
    decisions: tuple[DecisionMade, ...] = ()
    notices: tuple[NoticeGiven, ...] = ()
    requests: frozenset[str] = frozenset()
    flags: Flags = NO_FLAGS

    def decision(self, ref: EntryRef) -> DecisionMade | None:
        """Return the decision that entry ``ref`` made."""
        for made in self.decisions:
            if made.version == ref.version and made.leaf == ref.leaf:
                return made
        return None

    def holds(self, ref: EntryRef) -> bool:
        """Return whether ``ref`` is the application, an attestation, a refusal to attest or a decision."""
        key = (ref.version, ref.leaf)
        return (
            key == self.application
            or any(key == (item.version, item.leaf) for item in self.attestations)
            or any(key == (item.version, item.leaf) for item in self.refusals)
            or self.decision(ref) is not None
        )

    def deciders(self) -> tuple[Answered, ...]:
        """Return who answers for each decision."""
        return tuple(made.answered for made in self.decisions)

    def attesters(self) -> tuple[str, ...]:
        """Return everybody who attested."""
        return tuple(item.attester for item in self.attestations)

    def assisters(self) -> tuple[str, ...]:
        """Return whoever helped to apply."""
        via = None if self.received is None else self.received.via
        return () if via is None or via.assist is None else (via.assist.assister,)


INITIAL: Final = ClaimState()


def evolve(state: ClaimState, recorded: Recorded) -> ClaimState:
    """Return the claim after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case AttestationGiven() as says:
            return _attested(state, says, recorded)
        case EligibilityDecided() as says:
            return _decided(state, says, says.programme, recorded)
        case ClaimReceived() as says:
            return _received(state, says, recorded)
        case DecisionNotified() as says:
            return _notified(state, says, recorded)
        case DecisionRevised() as says:
            return _decided(state, says, None, recorded)
        case AttestationRefused(of=of):
            refusal = RefusedToAttest(of, recorded.version, recorded.leaf)
            return _with(state, refusals=(*state.refusals, refusal))
        case _:
            return state


def _with(
    state: ClaimState,
    *,
    status: ClaimStatus | None = None,
    refusals: tuple[RefusedToAttest, ...] | None = None,
    notices: tuple[NoticeGiven, ...] | None = None,
    flags: Flags | None = None,
) -> ClaimState:
    return ClaimState(
        state.status if status is None else status,
        state.programme,
        state.received,
        state.application,
        state.attestations,
        state.refusals if refusals is None else refusals,
        state.decisions,
        state.notices if notices is None else notices,
        state.requests,
        state.flags if flags is None else flags,
    )


def _attested(state: ClaimState, says: AttestationGiven, recorded: Recorded) -> ClaimState:
    attester = says.official if says.official is not None else recorded.statement.by
    item = Attested(attester, says, recorded.version, recorded.leaf, recorded.index, recorded.recorded_at)
    return ClaimState(
        state.status,
        state.programme,
        state.received,
        state.application,
        (*state.attestations, item),
        state.refusals,
        state.decisions,
        state.notices,
        state.requests,
        state.flags,
    )


def _received(state: ClaimState, says: ClaimReceived, recorded: Recorded) -> ClaimState:
    """The application. If something stood before it (an order that no rule allows), that keeps its place."""
    return ClaimState(
        ClaimStatus.OPEN if state.status is ClaimStatus.EMPTY else state.status,
        says.programme if state.programme is None else state.programme,
        says if state.received is None else state.received,
        (recorded.version, recorded.leaf) if state.application is None else state.application,
        state.attestations,
        state.refusals,
        state.decisions,
        state.notices,
        state.requests,
        state.flags,
    )


def _decided(state: ClaimState, says: Decision, programme: EntryRef | None, recorded: Recorded) -> ClaimState:
    statement = recorded.statement
    if says.official is not None:
        answered = Answered(says.official)
    else:
        members = () if says.committee is None else says.committee.members
        answered = Answered(statement.by, statement.signers, members)
    made = DecisionMade(recorded.version, recorded.leaf, says.result, says.order_maker, answered)
    flags = state.flags - SETTLED_BY_A_DECISION if state.flags else NO_FLAGS
    if not says.law or says.discretion is None or not statement.sd:
        flags = flags | DEFECTIVE_REASONS if flags else DEFECTIVE_REASONS
    if state.received is None and not state.decisions:
        flags = flags | {"no_application"}
    return ClaimState(
        ClaimStatus.DECIDED,
        programme if state.programme is None else state.programme,
        state.received,
        state.application,
        state.attestations,
        state.refusals,
        (*state.decisions, made),
        state.notices,
        state.requests,
        flags,
    )


def _notified(state: ClaimState, says: DecisionNotified, recorded: Recorded) -> ClaimState:
    """A notice of the decision in force moves the claim once it is effective; any other is only kept."""
    about = state.decision(says.decision)
    defective = about is not None and about.order_maker is OrderMaker.OFFICIAL and says.appeal_block is None
    given = NoticeGiven(recorded.version, recorded.leaf, says.decision.version, defective)
    notices = (*state.notices, given)
    if about is None or about is not state.decisions[-1]:
        return _with(state, notices=notices)
    flags = state.flags - {"notice_in_transit", "defective_notice"}
    if defective:
        flags = flags | {"defective_notice"}
    if effective_date(says) is None:
        in_transit = state.status is ClaimStatus.DECIDED
        return _with(
            state, notices=notices, flags=flags | {"notice_in_transit"} if in_transit else state.flags
        )
    status = (
        ClaimStatus.FINAL
        if state.status is ClaimStatus.FINAL and says.cures is None
        else ClaimStatus.NOTIFIED
    )
    return _with(state, status=status, notices=notices, flags=flags)
