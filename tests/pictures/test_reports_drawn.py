"""Which report has which pictures, in every form that can be asked for."""

import json
from datetime import date

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest

from ledger.projections.errors import ReportError
from ledger.projections.pictures.of_report import AXES, pictures, title_of
from ledger.projections.pictures.questions import QUESTIONS
from ledger.projections.pictures.reasons import REASONS
from ledger.projections.pictures.words import FLAG_WORDS
from ledger.projections.rendering import FORMS, render
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, write
from ledger.projections.reports.envelope import Snapshot, check_envelope
from ledger.projections.reports.folds.decisions import fold_facts
from ledger.projections.reports.r01 import R01
from ledger.projections.reports.vocabulary import EXCLUSIONS, FLAGS
from tests.pictures.envelopes import REPORTS
from tests.projections.decisions_made import caseload
from tests.support.shared import shared

KINDS = {
    "R01": ["funnel"],
    "R04": ["survival", "intervals1"],
    "R06": ["p_prime", "cusum"],
    "R10": ["lorenz", "areas"],
    "R11": ["disparity"],
    "R14": ["states", "intervals1"],
    "R15": ["intervals"],
}


@pytest.mark.parametrize("name", list(REPORTS))
def test_the_reports_of_these_tests_are_reports(name: str) -> None:
    schema = json.loads(shared("reference", "report-envelope.schema.json").read_text(encoding="utf-8"))

    jsonschema.validate(REPORTS[name], schema)
    check_envelope(REPORTS[name], evidence=True)


@pytest.mark.parametrize("name", list(REPORTS))
def test_each_report_has_its_pictures(name: str) -> None:
    kinds = [picture.name.split()[0] for picture in pictures(REPORTS[name])]

    assert kinds == KINDS.get(name, ["intervals1"])


def test_every_report_has_a_question_and_an_axis() -> None:
    assert set(REPORTS) == set(QUESTIONS) == set(AXES) == {f"R{number:02}" for number in range(1, 17)}


def test_every_flag_and_every_exclusion_has_words() -> None:
    assert set(FLAG_WORDS) == set(FLAGS)
    assert set(REASONS) == set(EXCLUSIONS)


def test_a_flag_accuses_nobody() -> None:
    words = " ".join(text for one in FLAG_WORDS.values() for text in one).lower()

    for accusation in ("corrupt", "fraud", "guilty", "ทุจริต", "โกง", "ผิด", "suspicious"):
        assert accusation not in words


def test_a_picture_that_lacks_its_data_gives_way_to_intervals() -> None:
    for name in ("R04", "R06", "R10", "R14"):
        report = REPORTS[name]
        bare = report | {
            "series": [],
            "rows": [one | {"extra": {}} for one in report["rows"]],
            "overall": report["overall"] | {"extra": {}},
        }
        assert [picture.name for picture in pictures(bare)] == ["intervals1"]


def test_a_report_without_a_title_is_called_by_its_name() -> None:
    assert title_of({"report": "R09"}).both("th") == "R09"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_made(form: str) -> None:
    assert render(REPORTS["R06"], form)


@pytest.mark.parametrize("form", ["svg", "html", "pdf"])
def test_a_computed_report_is_drawn_and_keeps_hidden_what_it_hides(form: str) -> None:
    few = [fact for unit in "ab" for fact in caseload(unit, 8, 2)]
    many = [fact for unit in "cdefgh" for fact in caseload(unit, 400, 40)]
    snapshot = Snapshot("ledger.example.org/2026", 9, "A" * 43 + "=", "2026-11-22T03:04:06.123Z")
    params = Params(unit="office", tier="public", valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))
    report = write(R01, fold_facts([*few, *many]), params, snapshot, Origin("phayan report R01", "0"))

    assert [row["suppressed"] for row in report["rows"]].count(True) >= 2
    assert render(report, form)
    (picture,) = pictures(report)
    hidden = {row["key"] for row in report["rows"] if row["suppressed"]}
    assert all(row[1:6] == (None,) * 5 for row in picture.rows if row[0] in hidden)


def test_several_pictures_are_one_drawing_below_each_other() -> None:
    drawing = render(REPORTS["R06"], "svg").decode()

    assert drawing.count("<svg ") == 3
    assert drawing.count('role="img"') == 2
    assert render(REPORTS["R01"], "svg").decode().count("<svg ") == 1


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ReportError) as caught:
        render(REPORTS["R01"], "docx")

    assert caught.value.code == "form_unknown"
