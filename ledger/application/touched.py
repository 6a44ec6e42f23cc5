"""Which cases a stretch of the log touches, what each added before, and how it is after."""

from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa

from ledger.application.case_facts import PAGE, histories
from ledger.domain.histories import Entries
from ledger.projections.reports import kept
from ledger.projections.reports.case import Case, Context, History
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folding import FROM_LOG, case_facts, gather, judged
from ledger.projections.reports.linking import linked
from ledger.store.references import fetch_referred, fetch_related


def touched(connection: sa.Connection, streams: Collection[str], size: int) -> set[str]:
    """Return the streams given, those that they refer to, and those that refer to them, below ``size``.

    Through a grievance one comes to what it appeals from, and so on: it belongs where that belongs.
    """
    found, asked = set(streams), set(streams)
    found.update(one for related in fetch_related(connection, streams, size).values() for one in related)
    while asked:
        further = fetch_referred(connection, asked, size)
        asked = {one for one in further if one.startswith("grievance/")} - found
        found |= further
    return found


def cases_then_and_now(
    connection: sa.Connection, keys: Collection[str], context: Context, earlier: Context
) -> Iterator[tuple[str, CaseFacts | None, Case | None]]:
    """Yield each of ``keys``, with what the case added and with the case as it is.

    What is kept of a case is read; only where nothing is, the case is folded as it was.

    Args:
        connection: To the log.
        keys: Of cases, or of streams that are counted elsewhere and add nothing.
        context: The later snapshot.
        earlier: The one of which facts are kept.
    """
    for page in _pages(keys):
        around = _around(connection, page, context.size)
        held = histories(connection, {*page, *around}, context.size)
        added = kept.added(connection, page)
        settled = [key for key in page if key not in added]
        was = _cases(settled, earlier, _cut(held, earlier.size))
        added |= {key: case_facts(case, FROM_LOG) for key, case in was.items()}
        now = _cases(page, context, held)
        for key in page:
            yield key, added.get(key), now.get(key)


def _around(connection: sa.Connection, cases: Collection[str], size: int) -> set[str]:
    """Return the audits that judged one of ``cases``, and the grievances against it, or against those."""
    found: set[str] = set()
    asked = set(cases)
    while asked:
        related = {one for some in fetch_related(connection, asked, size).values() for one in some}
        asked = {one for one in related if one.startswith("grievance/")} - found
        found |= {one for one in related if one.startswith(("grievance/", "audit/"))}
    return found


def _cases(page: Collection[str], context: Context, held: Mapping[str, History]) -> dict[str, Case]:
    belonging = linked(one for name, found in held.items() if name.startswith("grievance/") for one in found)
    findings = judged(one for name, found in held.items() if name.startswith("audit/") for one in found)
    return {case.key: case for case in gather(page, context, held, belonging, findings)}


def _cut(held: Mapping[str, History], size: int) -> dict[str, History]:
    """Return the histories as they were when the log had ``size`` entries."""
    found = {
        name: history if history[-1].index < size else Entries(one for one in history if one.index < size)
        for name, history in held.items()
    }
    return {name: history for name, history in found.items() if history}


def _pages(names: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + PAGE] for start in range(0, len(ordered), PAGE))
