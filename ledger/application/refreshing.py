"""Keeping the facts of the reports in step with the log: what a new entry touches is folded again, no more.

A case that went on is taken out as it was put in, and put in as it is at the new checkpoint. So the cost
follows what is new, and what is kept is the same as if it had been grown from nothing.
"""

from collections.abc import Callable, Collection
from concurrent.futures import Executor
from typing import Final, NamedTuple

import sqlalchemy as sa

from ledger.application.case_facts import (
    Notice,
    context_at,
    in_pages,
    recorded_at,
    registry_at,
    silent,
    stored_cases,
    together,
)
from ledger.application.collector import no_collector
from ledger.application.touched import cases_then_and_now, touched
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.projections import writing
from ledger.projections.errors import CursorMoved, Differs
from ledger.projections.reports import kept
from ledger.projections.reports.case import Context
from ledger.projections.reports.change import Change
from ledger.projections.reports.folding import FROM_LOG, VERSION, several_facts
from ledger.store.engines import open_engine, reading
from ledger.store.engines import writing as writing_to
from ledger.store.errors import translated
from ledger.store.reading import fetch

WIDE: Final = frozenset({"KeyRevoked", "CalendarPublished", "InterestDeclared", "LedgerFounded"})
"""Events that change what old acts of any case are worth: after one of them everything is folded again."""

SHARED: Final = 500
"""Cases from which on another process is asked: it reads the registry first, as this one does."""


class Other(NamedTuple):
    """A process beside this one (or a thread, or this one again), and the URL by which it opens the log."""

    executor: Executor
    url: str


class Step(NamedTuple):
    """From how many entries to how many; ``registry``: whether some of the new ones are of the registry."""

    before: int
    size: int
    registry: bool


class Refreshed(NamedTuple):
    """From how many entries to how many, over how many cases; ``whole``: all were folded from nothing."""

    before: int
    size: int
    cases: int
    whole: bool


def refresh(
    engine: sa.Engine, size: int, *, whole: bool = False, other: Other | None = None, notice: Notice = silent
) -> Refreshed:
    """Bring the kept facts to the checkpoint of ``size``, in one transaction.

    Args:
        engine: The ledger's database.
        size: Of a checkpoint. Facts that are further than that stay as they are.
        whole: Whether everything is folded again.
        other: A second process, which folds half of the cases where there are many.
        notice: Hears how many cases were folded.

    Raises:
        CursorMoved: Another process refreshed them meanwhile; nothing was written twice.
        ProjectionError: An entry cannot be read; it says which and why. What is kept stays as it was.
    """
    with writing_to(engine) as connection:
        kept.prepare(connection)
    with no_collector(), reading(engine) as connection:
        before = kept.size(connection)
        if not whole and size <= before:
            return Refreshed(before, before, 0, whole=False)
        fresh = _new(connection, before, size) if before else []
        whole = whole or not before or not WIDE.isdisjoint(kind for kind, _ in fresh)
        if whole:
            change = _whole(connection, size, other, notice)
        else:
            streams = {stream for _, stream in fresh}
            step = Step(before, size, any(stream.startswith("registry/") for stream in streams))
            change = _changed(connection, streams, step, other, notice)
    with no_collector(), writing_to(engine) as connection:
        if kept.size(connection) != before:
            raise CursorMoved(kept.NAME)
        if whole:
            kept.forget(connection)
            kept.prepare(connection)
        kept.apply(connection, change, anew=whole)
        writing.set_cursor(connection, kept.NAME, VERSION, size - 1)
    return Refreshed(before, size, change.cases, whole)


def check(engine: sa.Engine) -> str:
    """Check that what is kept is what the log gives from nothing, up to the same entry.

    Returns:
        The digest of what is kept (SHA-256, hex).

    Raises:
        Differs: It is not; it names the tables.
    """
    with translated(), engine.connect() as connection:  # of one moment; and rows are streamed
        size = kept.size(connection)
        change = _whole(connection, size, None, silent) if size else Change()
        different = kept.differing(connection, change)
        if different:
            raise Differs(kept.NAME, different)
        return kept.digest(connection)


def _new(connection: sa.Connection, before: int, size: int) -> list[tuple[str, str]]:
    """Return type and stream of the entries from ``before`` on, below ``size``."""
    rows = fetch(
        connection,
        'SELECT DISTINCT type, stream FROM entry WHERE "index" >= ? AND "index" < ?',
        (before, size),
    )
    return [(kind, stream) for kind, stream in rows]


def _changed(
    connection: sa.Connection, streams: Collection[str], step: Step, other: Other | None, notice: Notice
) -> Change:
    """Return the change of the cases that new entries touch, and of those that a passed day alters."""
    aged = kept.aged(connection, civil(recorded_at(connection, step.size)))
    keys = sorted({*aged, *touched(connection, streams, step.size)})
    if other is None or len(keys) < SHARED:
        change = _stepped(connection, keys, step, notice)
    else:
        begun = other.executor.submit(_at, other.url, _stepped, keys[1::2], step, silent)
        change = _stepped(connection, keys[::2], step, lambda done: notice(done * 2))
        change.merge(begun.result())
    if step.registry:
        _, change.registry = _registries(connection, step)
    return change


def _stepped(connection: sa.Connection, keys: Collection[str], step: Step, notice: Notice) -> Change:
    """Return what the cases of ``keys`` add at the end of ``step``, less what they added before it."""
    was, now = _registries(connection, step)
    earlier = context_at(connection, step.before, recorded_at(connection, step.before), registry=was)
    context = context_at(connection, step.size, recorded_at(connection, step.size), registry=now)
    change = Change()
    for some in together(in_pages(cases_then_and_now(connection, keys, context, earlier), notice)):
        there = [case for _, _, case in some if case is not None]
        facts = {case.key: found for case, found in zip(there, several_facts(there, FROM_LOG), strict=True)}
        for key, added, _ in some:
            change.put(key, facts.get(key), added)
    return change


def _registries(connection: sa.Connection, step: Step) -> tuple[RegistryState, RegistryState]:
    """Return the registry before ``step``, as it is kept, and after it."""
    was = kept.registry(connection)
    return was, registry_at(connection, step.size, step.before, was) if step.registry else was


def _whole(connection: sa.Connection, size: int, other: Other | None, notice: Notice) -> Change:
    """Return what all cases add."""
    context = context_at(connection, size, recorded_at(connection, size))
    if other is None:
        change = _half(connection, context, 0, 1, notice)
    else:
        begun = other.executor.submit(_at, other.url, _second, size)
        change = _half(connection, context, 0, 2, notice)
        change.merge(begun.result())
    change.registry = context.registry
    return change


def _second(connection: sa.Connection, size: int) -> Change:
    return _half(connection, context_at(connection, size, recorded_at(connection, size)), 1, 2, silent)


def _half(connection: sa.Connection, context: Context, part: int, parts: int, notice: Notice) -> Change:
    change, cases = Change(), stored_cases(connection, context, part=part, parts=parts)
    for some in together(in_pages(cases, lambda done: notice(done * parts))):
        for case, facts in zip(some, several_facts(some, FROM_LOG), strict=True):
            change.put(case.key, facts)
    return change


def _at(url: str, work: Callable[..., Change], *given: object) -> bytes:
    """Return what ``work`` gives in the log at ``url``: the part of another process, as bytes."""
    engine = open_engine(url, create=False)
    try:
        with no_collector(), reading(engine) as connection:
            return work(connection, *given).to_bytes()
    finally:
        engine.dispose()
