"""The same report as JSON, CSV and table."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, write
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.folds.decisions import fold_facts
from ledger.projections.reports.r01 import R01
from ledger.projections.reports.render import RENDERERS, render
from tests.projections.decisions_made import caseload

SNAPSHOT = Snapshot("ledger.example.org/2026", 90_211, "A" * 43 + "=", "2026-11-22T03:04:06.123Z")


def report(**params: Any) -> dict[str, Any]:
    decisions = [item for unit in "bcdefghij" for item in caseload(unit, 400, 20)]
    facts = fold_facts([*decisions, *caseload("a<&>", 400, 120)])
    return write(R01, facts, Params(**params), SNAPSHOT, Origin("phayan report R01", "0"))


def test_json_holds_the_whole_envelope() -> None:
    assert json.loads(render(report(), "json")) == report()


def test_csv_has_a_line_per_row_and_one_for_all() -> None:
    lines = list(csv.DictReader(io.StringIO(render(report(), "csv"))))

    assert [line["key"] for line in lines] == [row["key"] for row in report()["rows"]] + ["overall"]
    assert lines[0]["flags"] == "SIGNAL"
    assert lines[0]["overturned"] == "120"


def test_csv_is_no_formula() -> None:
    envelope = report()
    envelope["rows"][0]["key"] = '=HYPERLINK("x")'

    line = next(csv.DictReader(io.StringIO(render(envelope, "csv"))))
    assert line["key"] == '\'=HYPERLINK("x")'


def test_the_table_names_the_checkpoint_the_rows_and_the_caveats() -> None:
    text = render(report(), "table")

    for words in (
        "at size 90211",
        "actor/b",
        "SIGNAL",
        "A flag asks",
        "อุทธรณ์",
        "facts  ",
    ):
        assert words in text
    assert text.splitlines()[0].startswith("R01  Decisions reversed")


def test_the_table_of_a_register_speaks_of_the_decision() -> None:
    decisions = caseload("a", 40, 4, origin="imported")
    register = write(
        R01,
        fold_facts(decisions),
        Params(population="all_imported"),
        SNAPSHOT,
        Origin("phayan report R01", "0"),
    )

    text = render(register, "table")
    assert "stood" in text
    assert "upheld" not in text


@pytest.mark.parametrize("form", RENDERERS)
def test_every_form_is_deterministic_and_takes_hidden_rows(form: str) -> None:
    params: dict[str, Any] = {"tier": "public", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}
    small = [item for unit in "ab" for item in caseload(unit, 8, 2)]
    public = write(R01, fold_facts(small), Params(**params), SNAPSHOT, Origin("c", "0"))

    assert render(report(**params), form) == render(report(**params), form)
    assert all(row["suppressed"] for row in public["rows"])
    assert render(public, form)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ReportError) as caught:
        render(report(), "pdf")

    assert caught.value.code == "form_unknown"
