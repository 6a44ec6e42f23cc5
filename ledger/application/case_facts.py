"""The facts of the reports at a checkpoint, from the entries that are stored: case by case, in pages."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import reduce
from itertools import chain, islice
from operator import attrgetter
from typing import Final, TypeAlias, TypeVar

import msgspec
import sqlalchemy as sa

from ledger.application.collector import no_collector
from ledger.application.fastpath import read_stamp, read_stored
from ledger.domain.directory import RegistryState
from ledger.domain.histories import Entries
from ledger.domain.registry.state import INITIAL, evolve
from ledger.domain.types import Recorded, Unknown
from ledger.projections.errors import UnknownEvent, UnreadableEntry
from ledger.projections.reports.case import (
    Case,
    Context,
    History,
    Strata,
    no_text,
    nobody_told,
)
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import FOLDS, Folding, gather, judged, several_facts
from ledger.projections.reports.linking import Links, linked
from ledger.signing.errors import Malformed
from ledger.store.engines import reading
from ledger.store.reading import (
    fetch,
    fetch_begun,
    fetch_existing,
    fetch_firsts,
    fetch_histories,
    fetch_placed,
)
from ledger.store.recorder import Recorder

PAGE: Final = 500
TOGETHER: Final = 32
"""Cases that are decoded and folded together: many enough, and few enough to stay in a processor's cache."""
COLLECTED: Final = 10 * PAGE
"""Cases after which memory is looked through: no case holds itself, so that there is little to find."""
Notice: TypeAlias = Callable[[int], None]
T = TypeVar("T")
_index: Final = attrgetter("index")


def silent(_done: int) -> None:
    """Tell nobody about progress."""


def facts_at(
    recorder: Recorder,
    size: int,
    now: str,
    *,
    folds: Iterable[Folding] = FOLDS,
    strata: Callable[[str], Strata] = nobody_told,
    reasons: Callable[[Recorded], str | None] = no_text,
    notice: Notice = silent,
) -> Facts:
    """Return the facts of the first ``size`` entries, the last of which was recorded at ``now``.

    Args:
        recorder: The log.
        size: The size of the checkpoint.
        now: When its last entry was recorded.
        folds: What is asked of each case.
        strata: What the vault tells of the person of a claim.
        reasons: The sealed reasons of a decision, in words.
        notice: Hears how many cases were folded.
    """
    facts, whole, chosen = Facts(), CaseFacts(), tuple(folds)
    with reading(recorder.engine) as connection:
        context = context_at(connection, size, now, strata, reasons)
        for some in together(in_pages(stored_cases(connection, context), notice)):
            several_facts(some, chosen, whole)
    facts.add(whole)
    return facts


def in_pages(cases: Iterable[T], notice: Notice) -> Iterator[T]:
    """Yield ``cases``; now and then memory is looked through, and ``notice`` hears how many, page by page."""
    with no_collector() as collect:
        for done, case in enumerate(cases, 1):
            yield case
            if done % COLLECTED == 0:
                collect()
            if done % PAGE == 0:
                notice(done)


def together(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield ``items``, a few at a time."""
    iterator = iter(items)
    while some := list(islice(iterator, TOGETHER)):
        yield some


def stored_cases(
    connection: sa.Connection, context: Context, *, part: int = 0, parts: int = 1
) -> Iterator[Case]:
    """Yield every case of the snapshot ``context``, a page at a time: memory does not grow with them.

    With ``parts`` above 1 only those of one ``part``, from 0: of every page each has as many names.
    """
    size = context.size
    links = linked(_read(*row) for row in fetch_firsts(connection, "grievance", size))
    audits = histories(connection, chain.from_iterable(_pages(connection, size, "audit")), size)
    findings = judged(sorted(chain.from_iterable(audits.values()), key=_index))
    for page in _pages(connection, size):
        for some in together(stream for stream in page[part::parts] if links.key(stream) == stream):
            yield from _cases(connection, some, context, links, findings)
    if part == 0:
        # A grievance may name a claim that has no entry: its case is known by that name all the same.
        named = {needed[0] for needed in links.cases.values()}
        absent = sorted(named - fetch_existing(connection, named, size))
        yield from _cases(connection, absent, context, links, findings)


def context_at(
    connection: sa.Connection,
    size: int,
    now: str,
    strata: Callable[[str], Strata] = nobody_told,
    reasons: Callable[[Recorded], str | None] = no_text,
    *,
    registry: RegistryState | None = None,
) -> Context:
    """Return what every case is folded with at the first ``size`` entries; ``registry``, if it is at hand."""

    def read(stream: str) -> History:
        return histories(connection, (stream,), size).get(stream, ())

    return Context(size, now, registry or registry_at(connection, size), read, strata, reasons)


def registry_at(
    connection: sa.Connection, size: int, before: int = 0, earlier: RegistryState = INITIAL
) -> RegistryState:
    """Return the registry, with which a log begins, at the first ``size`` entries.

    Folded on from what it was ``earlier``, after the first ``before`` entries.
    """
    first = fetch(connection, 'SELECT stream FROM entry WHERE "index" = 0')
    rows = fetch_placed(
        connection,
        'WHERE stream = ? AND "index" >= ? AND "index" < ? ORDER BY version',
        (first[0][0] if first else "", before, size),
    )
    return reduce(evolve, (_read(row.index, row.leaf, row.entry) for row in rows), earlier)


def recorded_at(connection: sa.Connection, size: int) -> str:
    """Return when the last of the first ``size`` entries was recorded."""
    ((entry,),) = fetch(connection, 'SELECT entry FROM entry WHERE "index" = ?', (size - 1,))
    return read_stamp(entry)


def histories(connection: sa.Connection, streams: Iterable[str], size: int) -> dict[str, History]:
    """Return the entries before ``size`` of each of ``streams`` that has any."""
    found: dict[str, list[Recorded]] = {}
    for stream, index, leaf, entry in fetch_histories(connection, streams, size):
        found.setdefault(stream, []).append(_read(index, leaf, entry))
    return {stream: Entries(sorted(entries, key=_index)) for stream, entries in found.items()}


def _cases(
    connection: sa.Connection,
    cases: Collection[str],
    context: Context,
    links: Links,
    findings: Mapping[str, History],
) -> Iterator[Case]:
    grievances = (grievance for case in cases for grievance in links.grievances.get(case, ()))
    streams = histories(connection, {*cases, *grievances}, context.size)
    yield from gather(cases, context, streams, links, findings)


def _read(index: int, leaf: bytes, entry: bytes) -> Recorded:
    """Return what a stored entry records.

    Raises:
        UnknownEvent: This release does not know its type: a report would leave something out.
        UnreadableEntry: It is not an entry.
    """
    try:
        recorded = read_stored(entry, leaf)
    except (msgspec.MsgspecError, Malformed) as error:
        raise UnreadableEntry(index) from error
    says = recorded.statement.says
    if isinstance(says, Unknown):
        raise UnknownEvent(index, says.type, says.schema)
    return recorded


def _pages(connection: sa.Connection, size: int, kind: str = "") -> Iterator[list[str]]:
    """Yield the names of all streams that began before ``size``, or of those of a kind, in order of name."""
    last = ""
    while page := fetch_begun(connection, size, after=last, kind=kind, limit=PAGE):
        yield page
        last = page[-1]
