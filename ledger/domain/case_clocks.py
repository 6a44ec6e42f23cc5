"""Clocks that claims and grievances share: of information, conflicts and contested acts; and the pause."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from ledger.domain.authority import Standing, standing
from ledger.domain.casebook import CITIZENS
from ledger.domain.casework.events import (
    ActReviewed,
    ConflictDecided,
    ConflictRaised,
    CourtOutcomeRecorded,
    InformationRequested,
    InformationSupplied,
)
from ledger.domain.casework_codes import CourtResult
from ledger.domain.clocks.clock import Act, Clock
from ledger.domain.clocks.moments import day_of
from ledger.domain.histories import of_kind
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import Span, Timeline, persons_act, recorded_act, ref
from ledger.domain.types import EntryRef, Recorded

MOST_PAUSED: Final = 15
"""Days for which a case may pause in all."""


def since(acts: Iterable[Act], start: Act) -> list[Act]:
    """Return the acts recorded after the entry of ``start``."""
    return [act for act in acts if act.entry_index > start.entry_index]


def shared_clocks(
    line: Timeline, history: Sequence[Recorded], prefix: Prefix, ends: Sequence[Act]
) -> Iterator[Clock]:
    """Yield the clocks of requests for information, of conflicts and of contested acts.

    ``ends`` are the acts that close the case: nobody waits for information or a ruling after that.
    """
    for recorded, says in of_kind(history, InformationRequested):
        start, met = recorded_act(recorded), _supplied(history, says.request)
        yield line.clock("information", start, met=met, ended=since(ends, start), fixed=says.due)
    for recorded, _conflict in of_kind(history, ConflictRaised):
        start, rulings = recorded_act(recorded), of_kind(history, ConflictDecided)
        met = tuple(recorded_act(one) for one, ruling in rulings if ruling.raised == ref(recorded))
        yield line.clock("conflict_ruling", start, met=met, ended=since(ends, start))
    yield from _contested(line, history, prefix)


def suits(history: Sequence[Recorded], of: Iterable[EntryRef] | None = None) -> tuple[Act, ...]:
    """Return the entries that say that suit was brought, over one of the entries ``of`` if they are given."""
    about = None if of is None else frozenset(of)
    return tuple(
        recorded_act(recorded)
        for recorded, says in of_kind(history, CourtOutcomeRecorded)
        if says.result is CourtResult.PENDING and (about is None or says.of in about)
    )


def pauses(line: Timeline, history: Sequence[Recorded]) -> tuple[Span, ...]:
    """Return the days for which the case paused, in order, at most 15 in all.

    A case pauses while the citizen is asked for something: from the day of the request to the earlier of
    supply and the date first stated: more time for the citizen is no more time for the office, least of
    all afterwards. While it is open it has paused until today. Days of two requests count once.
    """
    asked = [(one, says) for one, says in of_kind(history, InformationRequested) if says.of in CITIZENS]
    if not asked:
        return ()
    today = day_of(line.now)
    spans: list[Span] = []
    left, reached = MOST_PAUSED, date.min
    for recorded, says in asked:
        clock = line.clock("information", recorded_act(recorded), fixed=says.due)
        extended = line.extensions.get(("information", clock.start), ())
        ends = (
            *(day_of(act.on) for act in _supplied(history, says.request)),
            *(extension.from_ for extension in extended),
        )
        first = max(day_of(recorded.recorded_at), reached)
        last = min((*ends, day_of(clock.due), today, first + timedelta(days=left)))
        if last > first:
            spans.append(Span(first, last))
            left -= (last - first).days
            reached = last
    return tuple(spans)


def _supplied(history: Sequence[Recorded], request: str) -> tuple[Act, ...]:
    return tuple(
        persons_act(recorded, says.via)
        for recorded, says in of_kind(history, InformationSupplied)
        if says.answers == request
    )


def _contested(line: Timeline, history: Sequence[Recorded], prefix: Prefix) -> Iterator[Clock]:
    """Yield a clock for each revocation of a key that makes acts of this stream doubtful.

    It is met once the last of those acts was reviewed.
    """
    registry = prefix.registry
    doubtful: dict[int, list[EntryRef]] = {}
    for recorded in history:
        for keyid in recorded.statement.signers:
            key = registry.keys.get(keyid)
            if key is None or key.revoked is None:
                continue
            if standing(registry, keyid, recorded.index) is Standing.CONTESTED:
                doubtful.setdefault(key.revoked, []).append(ref(recorded))
    if not doubtful or registry.stream is None:
        return
    reviews = tuple(of_kind(history, ActReviewed))
    for revocation in prefix.history(registry.stream):
        acts = doubtful.get(revocation.index)
        if acts is None:
            continue
        firsts = [
            next((one for one, says in reviews if says.act == act and one.index > revocation.index), None)
            for act in acts
        ]
        done = [recorded_act(review) for review in firsts if review is not None]
        met = [max(done, key=lambda act: act.entry_index)] if len(done) == len(acts) else []
        yield line.clock("contested_act", recorded_act(revocation), met=met)
