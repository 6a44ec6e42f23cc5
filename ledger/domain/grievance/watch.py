"""Flags of a grievance that other streams, the registry or the day decide, and the watch over reprisals."""

from collections.abc import Sequence
from typing import Final

from ledger.domain.casework.contested import contested_acts
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import within
from ledger.domain.clocks.rows import ClockName
from ledger.domain.dates import civil
from ledger.domain.grievance.clocks import clocks
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.grievance.records import Flags, GrievanceState
from ledger.domain.grievance.standing import lines_complained_about
from ledger.domain.outside import lines_at
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import ref
from ledger.domain.types import EntryRef, Recorded

CONSULTATION: Final = "consultation/"


def flags(state: GrievanceState, stream: str, prefix: Prefix) -> Flags:
    """Return every flag of the grievance ``stream`` at this position.

    Besides those that its own entries set: ``systemic``, a consultation has it as evidence; ``contested``,
    one of its acts awaits review; ``retaliation_watch``, adverse acts go to oversight's queue.
    """
    found = set(state.flags | state.casework.flags)
    history = prefix.history(stream)
    if any(other.startswith(CONSULTATION) for other in prefix.referring(stream)):
        found.add("systemic")
    if contested_acts(state, history, prefix.registry):
        found.add("contested")
    watch = _watch(state, stream, prefix)
    if watch is not None and within(prefix.now, watch.due):
        found.add("retaliation_watch")
    return frozenset(found)


def reprisals(state: GrievanceState, stream: str, prefix: Prefix) -> tuple[EntryRef, ...]:
    """Return the adverse decisions by the line complained about while the watch runs, the oldest first.

    Those are decisions in the claims that the filing contests or names as related, recorded after it. That
    is no finding against anybody: oversight looks at each.
    """
    watch = _watch(state, stream, prefix)
    if watch is None or state.filed_at is None:
        return ()
    lines = lines_complained_about(state, prefix)
    _, filed = state.filed_at
    found = [
        recorded
        for claim in _claims(prefix.history(stream))
        for recorded in prefix.history(claim)
        if recorded.index > filed
        and within(recorded.recorded_at, watch.due)
        and prefix.state(claim).burdens(recorded.version)
        and not lines.isdisjoint(_lines(recorded, prefix))
    ]
    return tuple(ref(recorded) for recorded in sorted(found, key=lambda recorded: recorded.index))


def _watch(state: GrievanceState, stream: str, prefix: Prefix) -> Clock | None:
    running = clocks(state, prefix.history(stream), prefix)
    return next((clock for clock in running if clock.name is ClockName.RETALIATION_WATCH), None)


def _claims(history: Sequence[Recorded]) -> tuple[str, ...]:
    """Return the claims that the filing contests, and those that it names as related."""
    streams: list[str] = []
    for recorded in history:
        if isinstance(says := recorded.statement.says, GrievanceFiled):
            streams += [*(item.claim for item in says.contests), *says.related]
    return tuple(dict.fromkeys(stream for stream in streams if stream.startswith("claim/")))


def _lines(recorded: Recorded, prefix: Prefix) -> frozenset[str]:
    """Return the lines of whoever signed, on the day of the signature."""
    keys, day = prefix.registry.keys, civil(recorded.recorded_at)
    signers = (keys[keyid].actor for keyid in recorded.statement.signers if keyid in keys)
    return frozenset(
        line for actor in signers for line in lines_at(prefix.registry, actor, day, recorded.index)
    )
