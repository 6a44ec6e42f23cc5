"""Every report, over every log, for everybody who may ask: it fits the schema, and reveals nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest

from ledger.domain.types import Recorded
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, Report, write
from ledger.projections.reports.catalogue import REPORTS
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folding import FOLDS, facts_of
from ledger.projections.reports.vocabulary import EXCLUSIONS
from tests.projections import histories
from tests.projections.histories import Log, actor, ref
from tests.reports.conftest import Entries
from tests.support.shared import shared

ORIGIN = Origin("phayan report", "0")
LOGS = ("stories", "register", "nothing")


def register() -> Entries:
    """An imported register: decisions of three officials, some of them appealed, none with a clock."""
    log = histories.enrol(Log())
    for number in range(1, 91):
        stream = ref("claim", number)
        log.add(stream, histories.received(official=actor(2), area=None, via=None))
        log.add(stream, histories.attested(official=actor(10 + number % 7)))
        made = log.add(stream, histories.decided(official=actor(2 + number % 3)))
        if number % 4 == 0:
            log.add(ref("grievance", number), histories.filed(made, official=actor(3)))
            log.add(ref("grievance", number), histories.determined(official=actor(4)))
    return tuple(log.recorded)


@pytest.fixture(scope="session")
def folded(stories: Entries) -> dict[str, tuple[Facts, Snapshot]]:
    entries = {"stories": stories, "register": register(), "nothing": ()}
    return {name: (facts_of(found), snapshot(found)) for name, found in entries.items()}


def snapshot(entries: Entries) -> Snapshot:
    known = entries[-1].recorded_at if entries else "2026-11-22T03:04:06.123Z"
    return Snapshot("ledger.example.org/2026", len(entries), "A" * 43 + "=", known)


def questions(report: Report) -> Iterator[Params]:
    for tier in report.tiers:
        for population in report.populations:
            for unit in report.units_for(tier):
                yield Params(population=population, unit=unit, tier=tier)  # type: ignore[arg-type]


ASKED = [(name, params) for name, report in REPORTS.items() for params in questions(report)]


def named(asked: Any) -> str:
    return f"{asked.population}-{asked.unit}-{asked.tier}" if isinstance(asked, Params) else str(asked)


def issue(folded: dict[str, tuple[Facts, Snapshot]], log: str, name: str, params: Params) -> Json:
    facts, at = folded[log]
    return write(REPORTS[name], facts, params, at, ORIGIN)


def test_there_are_sixteen_reports() -> None:
    assert list(REPORTS) == [f"R{number:02d}" for number in range(1, 17)]
    filled = {shape for fold in FOLDS for shape in fold.shapes}
    assert {shape for report in REPORTS.values() for shape in report.shapes} <= filled


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(("name", "params"), ASKED, ids=named)
def test_every_report_runs_on_every_log(
    folded: dict[str, tuple[Facts, Snapshot]], log: str, name: str, params: Params
) -> None:
    schema = json.loads(shared("reference", "report-envelope.schema.json").read_text())

    report = issue(folded, log, name, params)

    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(report, allow_nan=False)))
    assert report == issue(folded, log, name, params)
    keys = [row["key"] for row in report["rows"]]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    if log == "nothing":
        assert all(not row["n"] for row in report["rows"])
    for row in (report["overall"], *report["rows"]):
        assert row["estimate"] is None or row["interval"] is not None
    assert {one["reason"] for one in report["population"]["excluded"]} <= set(EXCLUSIONS)
    if params.tier == "public":
        assert not persons_in(report)


def persons_in(report: Json) -> bool:
    """Return whether the report names a person, or an entry of the log, anywhere."""
    text = json.dumps(report)
    return "actor/" in text or '"evidence":' in text


def test_a_person_in_a_public_report_would_be_found(folded: dict[str, tuple[Facts, Snapshot]]) -> None:
    """The control: the issue of the oversight body names persons."""
    assert persons_in(issue(folded, "register", "R01", Params(population="all_imported")))
    assert persons_in({"rows": [{"key": "office_a", "evidence": [7]}]})


def test_facts_are_the_sum_over_cases_in_any_order(stories: Entries) -> None:
    """Also where a case is in the middle of its life: the same facts from the last case to the first."""
    shapes = [shape for fold in FOLDS for shape in fold.shapes if shape.counts]
    for size in (len(stories) // 3, len(stories)):
        part = stories[:size]
        by_case = sorted(part, key=lambda one: (one.statement.stream[::-1], one.index))
        at = part[-1].recorded_at

        again = facts_of(reordered(part, by_case), at)
        assert again.digest(shapes) == facts_of(part, at).digest(shapes)


def reordered(part: Entries, by_case: list[Recorded]) -> Iterator[Recorded]:
    """Yield streams one after the other, the last recorded entry at the end: it says how far the log goes."""
    yield from (one for one in by_case if one.statement.stream != part[-1].statement.stream)
    yield from (one for one in by_case if one.statement.stream == part[-1].statement.stream)


def test_no_fold_needs_more_than_the_standard_library() -> None:
    """A worker that folds needs no scipy: it would be loaded on every machine of a cluster."""
    asked = (
        "import sys; import ledger.projections.reports.folding; "
        "print([name for name in ('scipy', 'numpy', 'matplotlib', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
