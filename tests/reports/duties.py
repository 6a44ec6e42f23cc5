"""How the reports of duties are asked in tests: facts of a world in memory, and issues of them."""

from typing import Any

from ledger.domain.casework.events import PeriodExtended
from ledger.domain.casework_codes import Outcome, Remedy
from ledger.domain.codes import Result
from ledger.domain.grievance.events import RemedyOrdered
from ledger.domain.types import Code, EntryRef, Local
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, Report, write
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folding import facts_of
from tests.domain.cases import application, decision, determination, found
from tests.domain.clockwork import BY_HAND, appeal, at, day, handed, letter, on, outcome_letter
from tests.domain.world import World, actor, stream

ORIGIN = Origin("phayan report", "0")


def noon(when: str) -> str:
    """Return the instant at which a snapshot is taken on that day, noon in Bangkok."""
    return at(when, "05:00:00.000")


def seen(world: World, when: str) -> Facts:
    """Return the facts of everything in the world, as they stand on that day."""
    return facts_of(world.log, noon(when))


def cells(facts: Facts, shape: Shape, *names: str) -> dict[tuple[str, ...], dict[str, int]]:
    """Return the counts that are not zero, by the named parts of the key."""
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for key, counts in facts.cube(shape).records():
        cell = found.setdefault(tuple(key[name] for name in names), {})
        for name, count in counts.items():
            if count:
                cell[name] = cell.get(name, 0) + count
    return {key: counts for key, counts in found.items() if counts}


def issue(report: Report, facts: Facts, when: str, **params: Any) -> dict[str, Any]:
    """Return the report of ``facts`` on that day."""
    snapshot = Snapshot("ledger.example.org/2026", 1, "A" * 43 + "=", noon(when))
    return write(report, facts, Params(**params), snapshot, ORIGIN)


def row(envelope: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the row of that key."""
    (found,) = (row for row in envelope["rows"] if row["key"] == key)
    return dict(found)


def claimed(world: World, programme: EntryRef, name: str, when: str, told: str | None = None) -> str:
    """Receive a claim on that day, and notify a refusal by hand on another; return its stream."""
    claim = stream("claim", name)
    on(world, when, claim, application(programme, received_on=day(when), via=handed(when)))
    if told is not None:
        refuse(world, claim, told)
    return claim


def refuse(world: World, claim: str, when: str) -> None:
    """Refuse a claim, and hand the notice over."""
    refusal = on(world, when, claim, decision(Result.REFUSE, found(entry(world, claim, 1))), "olga")
    on(world, when, claim, letter(refusal, when, when, **BY_HAND), "olga")


def upheld(world: World, programme: EntryRef, name: str, days: tuple[str, str], due: str) -> str:
    """File an appeal on the first of ``days``, and on the second order a remedy and say so.

    Return its stream.
    """
    when, told = days
    grievance = stream("grievance", name)
    on(world, when, grievance, appeal(programme, handed_over=when))
    remedy = RemedyOrdered(
        id=Local("r1"), code=Remedy.APOLOGY, office=Code("city"), owner=actor("hugo"), due=day(due)
    )
    outcome = on(world, told, grievance, determination(Outcome.UPHELD, None, remedies=(remedy,)), "rolf")
    on(world, told, grievance, outcome_letter(outcome, told, told, **BY_HAND), "rolf")
    return grievance


def extension(clock: str, start: EntryRef, from_: str, to: str) -> PeriodExtended:
    """Return an extension that the person was told of on the last day."""
    return PeriodExtended(
        clock=Code(clock),
        start=start,
        from_=day(from_),
        to=day(to),
        reason=Code("hearing"),
        notice_sent_on=day(from_),
    )


def entry(world: World, name: str, version: int) -> EntryRef:
    """Return a reference to an entry of a stream."""
    return EntryRef(name, version, world.history(name)[version - 1].leaf)
