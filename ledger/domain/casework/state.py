"""The fold of what claims, grievances, consultations, commitments and listings share."""

from dataclasses import replace
from typing import Final

from ledger.domain.casebook import (
    LATE,
    NO_CASEWORK,
    Casework,
    Conflict,
    Erased,
    Extended,
    InCourt,
    Lapsed,
    Requested,
    Reviewed,
    Ruling,
    SuppliedItem,
    Unsealed,
)
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
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.dates import civil
from ledger.domain.types import ActorRef, Recorded

__all__ = ["NO_CASEWORK", "Casework", "evolve", "evolve_clocked"]

RULING: Final = "conflict_ruling"
"""The clock that a conflict starts."""
REVIEW: Final = "contested_act"
"""The clock that a revocation starts for the acts that it makes doubtful; those that wait stay contested."""


def evolve(casework: Casework, recorded: Recorded) -> Casework:
    """Return the casework of a claim or grievance after ``recorded``.

    The very same object if the event is no part of it. Total: whatever an entry refers to may be missing.
    """
    says, version = recorded.statement.says, recorded.version
    match says:
        case InformationRequested():
            return replace(casework, requests=(*casework.requests, _requested(says, recorded)))
        case InformationSupplied():
            return _supplied(casework, says, recorded)
        case ConflictRaised():
            raised = Conflict(version, recorded.leaf, says.actor, says.ground, says.section, says.how)
            return replace(casework, conflicts=(*casework.conflicts, raised))
        case ConflictDecided():
            return _ruled(casework, says, recorded)
        case ActReviewed():
            by = _who(says.official, recorded)
            review = Reviewed(version, says.act, says.ruling, says.affects, by)
            return replace(casework, reviews=(*casework.reviews, review)).met(REVIEW)
        case CourtOutcomeRecorded():
            court = InCourt(version, says.of, says.result, says.remand is True)
            return replace(casework, court=(*casework.court, court))
        case IdentityUnsealed():
            unsealed = Unsealed(version, says.subject, says.fields, says.until)
            return replace(casework, unsealed=(*casework.unsealed, unsealed))
        case _:
            return evolve_clocked(casework, recorded)


def evolve_clocked(casework: Casework, recorded: Recorded) -> Casework:
    """Return the casework after ``recorded`` where only clocks and erasure are shared.

    So it is in consultations, commitments and listings. The very same object if the event is no part of it.
    """
    says, version = recorded.statement.says, recorded.version
    match says:
        case PeriodExtended():
            extended = Extended(version, says.clock, says.start, says.to)
            return replace(casework, extensions=(*casework.extensions, extended))
        case DeadlineLapsed():
            return _lapsed(casework, says, recorded)
        case PersonalDataErased():
            erased = tuple(Erased(version, target.version, target.fields) for target in says.targets)
            return replace(casework, erased=(*casework.erased, *erased))
        case _:
            return casework


def _who(official: ActorRef | None, recorded: Recorded) -> str:
    """Return who answers: the official of an imported record, else whoever signed."""
    return recorded.statement.by if official is None else official


def _requested(says: InformationRequested, recorded: Recorded) -> Requested:
    by, asked_on = _who(says.official, recorded), civil(recorded.recorded_at)
    return Requested(
        says.request, recorded.version, recorded.leaf, says.items, says.of, by, asked_on, says.due
    )


def _supplied(casework: Casework, says: InformationSupplied, recorded: Recorded) -> Casework:
    """Something was supplied; it answers the request that it names, the first time."""
    today = civil(recorded.recorded_at)
    item = SuppliedItem(
        recorded.version,
        recorded.leaf,
        says.kind,
        _who(says.official, recorded),
        today,
        None if says.via is None else says.via.channel,
        says.answers,
        says.corrects,
    )
    requests = casework.requests
    if says.answers is not None:
        requests = tuple(
            asked._replace(answered=recorded.version, answered_on=today)
            if asked.request == says.answers and asked.answered is None
            else asked
            for asked in requests
        )
    return replace(casework, requests=requests, supplied=(*casework.supplied, item))


def _ruled(casework: Casework, says: ConflictDecided, recorded: Recorded) -> Casework:
    """The ruling stands with the conflict that it names. It is late no more once no late one is pending."""
    ruled = Ruling(recorded.version, _who(says.official, recorded), says.ruling, says.redo)
    raised = casework.conflict(says.raised)
    conflicts = tuple(
        conflict._replace(ruled=ruled) if conflict is raised else conflict for conflict in casework.conflicts
    )
    late = {(lapse.start.version, lapse.start.leaf) for lapse in casework.lapses if lapse.clock == RULING}
    done = replace(casework, conflicts=conflicts)
    waiting = any(item.ruled is None and (item.version, item.leaf) in late for item in conflicts)
    return done if waiting else done.met(RULING)


def _lapsed(casework: Casework, says: DeadlineLapsed, recorded: Recorded) -> Casework:
    """A clock ran out. Where an office is late the clock is overdue; an open request may wait no longer."""
    lapse = Lapsed(recorded.version, says.clock, says.start, says.due, says.effects)
    overdue = casework.overdue if LATE.isdisjoint(says.effects) else casework.overdue | {says.clock}
    requests = casework.requests
    if LapseEffect.PAUSE_ENDS in says.effects:
        requests = tuple(
            asked._replace(waived=True)
            if (asked.version, asked.leaf) == (says.start.version, says.start.leaf)
            else asked
            for asked in requests
        )
    return replace(casework, requests=requests, lapses=(*casework.lapses, lapse), overdue=overdue)
