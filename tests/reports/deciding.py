"""Decisions made up in numbers, folded into all facts that the reports on deciders read."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, Report, write
from ledger.projections.reports.case import Strata
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import case_mix, deciders, decisions
from ledger.projections.reports.folds.decision_fact import DecisionFact
from tests.support.shared import shared

SNAPSHOT = Snapshot("ledger.example.org/2026", 90_211, "A" * 43 + "=", "2026-11-22T03:04:06.123Z")


def facts(made: Iterable[DecisionFact], strata: Strata | None = None) -> Facts:
    """Return all facts of decisions about persons of the same ``strata``."""
    made = list(made)
    found = decisions.fold_facts(made)
    found.merge(deciders.fold_facts(made))
    found.merge(case_mix.fold_facts(made, strata))
    return found


def issue(report: Report, made: Iterable[DecisionFact] | Facts, **params: Any) -> dict[str, Any]:
    """Return the envelope of ``report`` over decisions or facts."""
    found = made if isinstance(made, Facts) else facts(made)
    return write(report, found, Params(**params), SNAPSHOT, Origin(f"phayan report {report.name}", "0"))


def rows(envelope: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in envelope["rows"]}


def codes(envelope: dict[str, Any]) -> set[str]:
    return {caveat["code"] for caveat in envelope["caveats"]}


@cache
def envelopes() -> Any:
    """What checks an envelope; the schema itself is checked once."""
    schema = json.loads(shared("reference", "report-envelope.schema.json").read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def check_schema(envelope: dict[str, Any]) -> None:
    """Check an envelope against the schema that everybody can read."""
    envelopes().validate(envelope)
