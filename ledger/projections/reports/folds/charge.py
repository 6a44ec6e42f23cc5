"""Who owes what a clock waits for: an office, or a person who is named.

A transfer after the last day hands on no lateness: the office owes that had the matter when the clock was
met or its last day was over, whichever came first.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from ledger.domain.claim.events import Decision
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Role
from ledger.domain.consultation.events import (
    ConsultationProposed,
    OfficialResponseGiven,
    RecommendationAdopted,
)
from ledger.domain.dates import civil
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceFiled,
    GrievanceTransferred,
    HandlerAssigned,
    TransferAccepted,
)
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.vocabulary import IMPORTED, UNKNOWN

ANY: Final = frozenset(Role)
FORWARDED: Final = {ClockName.APPEAL_UPPER: AppealReported, ClockName.TRANSFER: GrievanceTransferred}
"""Clocks that an offer to another office starts: that office owes."""
TAKING: Final = (GrievanceAcknowledged, TransferAccepted, HandlerAssigned)
"""Events by which an office takes a grievance in hand."""


class Charge(NamedTuple):
    """The office that owes, ``unknown`` where no entry names one, and the person; empty: nobody is named."""

    office: str
    owner: str = ""


def charged(case: Case, clock: Clock) -> Charge:
    """Return who owes what ``clock`` waits for."""
    start = case.prefix.history(clock.start.stream)[clock.start.version - 1]
    says = start.statement.says
    if isinstance(says, Decision) and clock.name is ClockName.NOTIFY:
        return Charge(signed_in(case, start))
    owner = _owner(case, clock.stream, says)
    if owner is not None:
        return Charge(office_of(case, owner, start.index), owner)
    if clock.name in FORWARDED and isinstance(says, AppealReported | GrievanceTransferred):
        return Charge(says.to)
    return Charge(in_hand(case, clock.stream, clock.met_on, clock.due))


def office_of(case: Case, actor: str, index: int) -> str:
    """Return the office of the actor's newest mandate that was granted before ``index``."""
    mandate = case.context.mandate(actor, index, ANY)
    return UNKNOWN if mandate is None else mandate.office


def signed_in(case: Case, recorded: Recorded) -> str:
    """Return the office of whoever answers for an entry: for an imported one, of the official it names."""
    official: str | None = getattr(recorded.statement.says, "official", None)
    if official is None and case.context.custody(recorded) == IMPORTED:
        return UNKNOWN
    return office_of(case, official or recorded.statement.by, recorded.index)


def in_hand(case: Case, stream: str, met_on: str | None, due: str) -> str:
    """Return the office that had a claim or a grievance when a clock was met, or its last day was over.

    That is the office that took charge last by then; else the first that ever did. Where none did, it is the
    office whose decision the matter is about; else the only one in which somebody may act on it; else the
    one that took it down.
    """
    taken = case.once(_taken, stream)
    if not taken:
        return case.once(_never_taken, stream)
    last = min(day_of(due), day_of(met_on or due))
    by_then = [office for day, office in taken if day <= last]
    return by_then[-1] if by_then else taken[0][1]


def _taken(case: Case, stream: str) -> list[tuple[date, str]]:
    """Return the offices that took charge, each with the day, in the order of the log."""
    history = case.prefix.history(stream)
    return [(civil(one.recorded_at), office) for one in history if (office := _taken_by(one)) is not None]


def _never_taken(case: Case, stream: str) -> str:
    """Return the office of a matter that no office ever took in hand."""
    history = case.prefix.history(stream)
    office = _decided(case, history)
    if office == UNKNOWN:
        office = _competent(case, stream, history[0])
    return signed_in(case, history[0]) if office == UNKNOWN else office


def _owner(case: Case, stream: str, says: object) -> str | None:
    """Return the person who is named as the one who answers; None where an office owes."""
    if isinstance(says, ConsultationProposed):
        return says.owner or ""
    if isinstance(says, RecommendationAdopted):
        return says.addressed_to
    return _asked(case, stream, says.to) if isinstance(says, OfficialResponseGiven) else None


def _asked(case: Case, stream: str, recommendation: str) -> str:
    """Return the person to whom the recommendation of that token is addressed."""
    for recorded in case.prefix.history(stream):
        says = recorded.statement.says
        if isinstance(says, RecommendationAdopted) and says.id == recommendation:
            return says.addressed_to
    return ""


def _taken_by(recorded: Recorded) -> str | None:
    says = recorded.statement.says
    return says.office if isinstance(says, TAKING) else None


def _decided(case: Case, history: Sequence[Recorded]) -> str:
    """Return the office of the first decision of a claim, or of the first that a grievance contests."""
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, Decision):
            return signed_in(case, recorded)
        if isinstance(says, GrievanceFiled):
            entries = (item.entry for item in says.contests)
            held = (case.streams.get(ref.stream, ())[ref.version - 1 : ref.version] for ref in entries)
            made = (one for found in held for one in found if isinstance(one.statement.says, Decision))
            return next((signed_in(case, one) for one in made), UNKNOWN)
    return UNKNOWN


def _competent(case: Case, stream: str, start: Recorded) -> str:
    """Return the only office in which somebody may decide the matter; ``unknown`` if several could."""
    if case.context.custody(start) == IMPORTED:
        return UNKNOWN
    state = case.prefix.state(stream)
    rules, area = state.rules(), state.place()
    role = Role.OFFICER if stream.startswith("claim/") else Role.HANDLER
    seats = case.context.seats(role, None if rules is None else rules.stream, area)
    there = [office for index, office in seats[:2] if index < start.index]
    return there[0] if len(there) == 1 else UNKNOWN
