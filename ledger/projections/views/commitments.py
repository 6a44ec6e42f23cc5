"""Commitments: what was promised, by when at first and by when now, and what others say came of it.

Promised, reported done and verified are three facts. What nobody verified is never counted as met, what was
withdrawn stands in a column of its own, and the first day promised stays visible beside an extension.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ledger.domain.clocks.rows import ClockName
from ledger.domain.commitment.events import Target
from ledger.domain.commitment.state import Checked, CommitmentState, CommitmentStatus, Progressed
from ledger.domain.dates import civil
from ledger.domain.prefix import Prefix
from ledger.domain.types import EntryRef
from ledger.projections.views.periods import ClockStands, periods


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise on the day of looking.

    ``first_due`` is the day promised at first, ``due`` the one that holds; ``over`` counts the days since
    it, where nothing was reported done. ``unverified``: reported done, and nobody verified it in time.
    ``broken``: found unmet when its day had passed.
    """

    stream: str
    source: EntryRef
    owner: str
    office: str
    measure: str
    text: str
    target: Target | None
    state: str
    first_due: date
    due: date
    extended: bool
    overdue: bool
    over: int
    unverified: bool
    broken: bool
    progress: tuple[Progressed, ...]
    verified: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Commitments:
    """Every commitment, the one that is due first first; those that nobody waits for any more come last."""

    size: int
    now: str
    counts: dict[str, int]
    commitments: tuple[Commitment, ...]


def view_commitments(prefix: Prefix, streams: Iterable[str]) -> Commitments:
    """Return the commitments among ``streams``, at the position and on the day of ``prefix``."""
    found = [one for stream in streams if (one := view_commitment(prefix, stream)) is not None]
    found.sort(key=lambda one: (not _waits(one), one.due, one.stream))
    columns = {
        "open": [one for one in found if one.state == CommitmentStatus.OPEN],
        "overdue": [one for one in found if one.overdue],
        "reported": [one for one in found if one.state == CommitmentStatus.REPORTED],
        "unverified": [one for one in found if one.unverified],
        "met": [one for one in found if one.state == CommitmentStatus.MET],
        "broken": [one for one in found if one.broken],
        "withdrawn": [one for one in found if one.state == CommitmentStatus.WITHDRAWN],
    }
    counts = {name: len(those) for name, those in columns.items()}
    return Commitments(prefix.size, prefix.now, counts, tuple(found))


def view_commitment(prefix: Prefix, stream: str) -> Commitment | None:
    """Return the commitment in ``stream``; None if it holds none."""
    state = prefix.state(stream)
    if not isinstance(state, CommitmentState) or state.made is None:
        return None
    made, today = state.made, civil(prefix.now)
    due = state.due or made.due
    overdue = state.overdue(today)
    return Commitment(
        stream,
        made.source,
        made.owner,
        made.office,
        made.measure,
        made.text,
        made.target,
        str(state.status),
        made.due,
        due,
        due != made.due,
        overdue,
        (today - due).days if overdue else 0,
        state.unverified or _nobody_verified(prefix, stream, state),
        state.broken,
        state.progress,
        state.checked,
    )


def _nobody_verified(prefix: Prefix, stream: str, state: CommitmentState) -> bool:
    """Return whether the time to verify is over, whether or not the clock recorded that."""
    return state.status is CommitmentStatus.REPORTED and any(
        one.name == ClockName.VERIFICATION and one.stands is ClockStands.OVER
        for one in periods(prefix, stream)
    )


def _waits(one: Commitment) -> bool:
    return one.state in {CommitmentStatus.OPEN, CommitmentStatus.REPORTED}
