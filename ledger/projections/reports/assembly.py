"""From a definition and the facts to the envelope that leaves: the same steps for every report."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ledger.domain.dates import civil
from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import PERSONS, Params, check_params, on_the_grid
from ledger.projections.reports.caveats import Text, caveats
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.disclosure_control import public_count
from ledger.projections.reports.envelope import (
    Json,
    Snapshot,
    check_envelope,
    check_snapshot,
    exclusions,
    result_digest,
)
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.vocabulary import HISTORICAL


class Origin(NamedTuple):
    """How somebody else computes the same report: the command, the release, the engine of the folds."""

    command: str
    code_version: str
    engine: str = "python"


UNSUPPRESSED: Json = {"rule": "none", "min_n": 0, "primary": 0, "secondary": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a report found: the parts of the envelope that are its own.

    ``window`` is first day (inclusive) and last day (exclusive), as text; ``excluded`` are reasons with
    their exact counts; ``caveats`` are codes of ``caveats.CAVEATS``. ``rows`` are in the order of their keys.
    """

    window: tuple[str, str]
    included: int
    excluded: Iterable[tuple[str, int]]
    method: Json
    overall: Json
    rows: list[Json]
    caveats: Collection[str]
    series: list[Json] = field(default_factory=list)
    suppression: Json = field(default_factory=lambda: dict(UNSUPPRESSED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report of the catalogue.

    Attributes:
        name: R01 to R16.
        version: Of the definition.
        title: In both languages.
        shapes: The cubes that it reads; its ``facts_digest`` is over those with counts.
        units: Whose rows it can show; the first one by default.
        populations: What it can count, with the definition in words; the first one by default.
        tiers: Who may read it.
        build: From facts, a question with population and unit filled in, and the snapshot, to the body.
        public: Whose rows the public may see; empty: all that name no persons. One of several that lie in
            each other: what a place hides could be taken from the area around it.
    """

    name: str
    version: str
    title: Text
    shapes: tuple[Shape, ...]
    units: tuple[str, ...]
    populations: Mapping[str, str]
    tiers: tuple[str, ...]
    build: Callable[[Facts, Params, Snapshot], Body]
    public: tuple[str, ...] = ()

    def units_for(self, tier: str) -> tuple[str, ...]:
        """Return whose rows somebody in ``tier`` may ask for."""
        if tier != "public":
            return self.units
        return self.public or tuple(unit for unit in self.units if unit not in PERSONS)


def write(report: Report, facts: Facts, params: Params, snapshot: Snapshot, origin: Origin) -> Json:
    """Return the report as an envelope: a pure function of its arguments.

    Raises:
        ReportError: The question has no meaning (``asked``, ``on_the_grid``), or the checkpoint is not
            complete.
    """
    check_snapshot(snapshot)
    params = asked(report, params)
    if params.tier == "public":
        params = on_the_grid(params, civil(snapshot.known_as_of))
    body = report.build(facts, params, snapshot)
    envelope: Json = {
        "report": report.name,
        "version": report.version,
        "title": dict(report.title),
        "snapshot": {
            "origin": snapshot.origin,
            "tree_size": snapshot.size,
            "root_hash": snapshot.root,
            "known_as_of": snapshot.known_as_of,
        },
        "window": {
            "valid_from": body.window[0],
            "valid_to": body.window[1],
            "data_cut": civil(snapshot.known_as_of).isoformat(),
        },
        "unit": params.unit,
        "population": {
            "definition": report.populations[params.population],
            "included": body.included,
            "excluded": exclusions(_told(body.excluded, params)),
        },
        "method": _method(body.method, params),
        "overall": body.overall,
        "rows": body.rows,
        "suppression": body.suppression,
        "caveats": caveats(body.caveats),
    }
    if body.series:
        envelope["series"] = body.series
    check_envelope(envelope, evidence=params.tier != "public")
    envelope["reproduce"] = {
        "command": origin.command,
        "code_version": origin.code_version,
        "facts_digest": facts.digest(shape for shape in report.shapes if shape.counts),
        "result_digest": result_digest(envelope),
        "engine": origin.engine,
    }
    return envelope


def _told(excluded: Iterable[tuple[str, int]], params: Params) -> Iterator[tuple[str, int | str]]:
    """Yield the exclusions as the tier may see them.

    The public asks for imported history by itself: its total would tell of the rows that are hidden there.
    """
    for reason, n in excluded:
        if params.tier != "public":
            yield reason, n
        elif reason != HISTORICAL:
            yield reason, public_count(n)


def asked(report: Report, params: Params) -> Params:
    """Return the question with the report's own words where it left them open.

    Raises:
        ReportError: ``population_unknown``, ``unit_unknown``, ``tier_restricted``: the report has no such
            population or unit, or is not for these eyes; and as ``check_params``.
    """
    units = report.units_for(params.tier)
    filled = replace(
        params,
        population=params.population or next(iter(report.populations)),
        unit=params.unit or next(iter(units), report.units[0]),
    )
    if filled.population not in report.populations:
        words = ", ".join(report.populations)
        raise ReportError("population_unknown", f"this report counts one of these populations: {words}")
    check_params(filled)
    if filled.tier not in report.tiers:
        raise ReportError("tier_restricted", f"this report is for: {', '.join(report.tiers)}")
    if filled.unit not in units:
        raise ReportError("unit_unknown", f"the rows of this report are one of: {', '.join(units)}")
    return filled


def _method(method: Json, params: Params) -> Json:
    days = (params.valid_from, params.valid_to)
    always = {
        "population": params.population,
        "tier": params.tier,
        "source": params.source,
        "window": [day.isoformat() for day in days if day is not None],  # as asked; empty: all there is
    }
    return method | {"params": always | method["params"]}
