"""What the schema of the envelope cannot say, the writer must."""

import hashlib
import json
from typing import Any, cast

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.errors import ReportError
from ledger.projections.reports import cubes
from ledger.projections.reports.cubes import LARGEST, Cube, Shape, facts_digest
from ledger.projections.reports.envelope import (
    HIDDEN_WITH_N,
    Snapshot,
    check_envelope,
    check_row,
    check_snapshot,
    hidden_row,
    interval,
    result_digest,
)
from ledger.projections.reports.numbers import rounded
from tests.support.shared import shared

ROW: dict[str, Any] = {
    "key": "office/a",
    "n": 40,
    "num": 4,
    "estimate": 0.1,
    "interval": interval(0.03, 0.2, 0.95, "wilson"),
    "suppressed": False,
    "flags": [],
}
CAVEAT = {"code": "VOICE", "text": {"th": "ก", "en": "a"}}


def test_facts_have_the_published_digest() -> None:
    """Vector: any engine must come to this digest."""
    rows: dict[str, list[list[str | int]]] = {
        "decision": [["office/a", "2026-01", 10, 3], ["office/b", "2026-01", 7, 0]]
    }
    cube = Cube(Shape("decision", ("office", "month"), ("n", "num")))
    for key, counts in (
        (("office/b", "2026-01"), (7, 0)),
        (("office/a", "2026-01"), (10, 3)),
        (("x", ""), (0, 0)),
    ):
        cube.add(key, counts)

    digest = "fc52be438a2f35667a22b2a271ec54e271f964f400e0370c350ebebc245e9ba6"
    assert facts_digest(rows) == digest
    assert facts_digest({"decision": cube.rows()}) == digest


ASCII = st.text(st.characters(max_codepoint=0x7F))
WHOLE = st.integers(-LARGEST, LARGEST)
CUBES = st.dictionaries(ASCII, st.lists(st.lists(ASCII | WHOLE)))


def by_the_standard(facts: object) -> str:
    return hashlib.sha256(rfc8785.dumps(facts)).hexdigest()  # type: ignore[arg-type]


@given(CUBES)
def test_the_digest_is_over_the_standard_canonical_form(
    rows: dict[str, list[list[str | int]]],
) -> None:
    assert facts_digest(rows) == by_the_standard({"v": 1, "cubes": rows})


def test_the_order_in_which_cubes_came_would_be_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    later_first: dict[str, list[list[str | int]]] = {"b": [], "a": []}
    monkeypatch.setattr(cubes, "_canonical", msgspec.json.Encoder().encode)

    assert facts_digest(later_first) != by_the_standard({"v": 1, "cubes": later_first})


def test_a_cube_refuses_what_json_cannot_carry() -> None:
    for key, count, code in (("สำนัก", 1, "cube_key"), ("a", 2**53, "cube_count")):
        cube = Cube(Shape("c", ("k",), ("n",)))
        cube.add((key,), (count,))
        with pytest.raises(ReportError) as caught:
            cube.rows()
        assert caught.value.code == code


def test_cubes_of_another_shape_are_not_added() -> None:
    with pytest.raises(ReportError, match="different shape"):
        Cube(Shape("c", ("k",), ("n",))).merge(Cube(Shape("c", ("k",), ("m",))))


@pytest.mark.parametrize("field", ["n", *HIDDEN_WITH_N])
def test_a_hidden_row_shows_nothing(field: str) -> None:
    check_row(hidden_row("office/a"), evidence=True)
    value: Any = {"interval": interval(0, 1, 0.95, "w"), "extra": {}, "limits": {}}.get(field, 3)

    with pytest.raises(ReportError) as caught:
        check_row(hidden_row("office/a") | {field: value}, evidence=True)
    assert caught.value.code == "row_reveals"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"shrunk": 0.1}, "row_interval"),
        ({"shrunk_interval": interval(0, 1, 0.95, "m")}, "row_interval"),
        ({"shrunk": 0.5, "shrunk_interval": interval(0, 0.4, 0.95, "m")}, "row_interval"),
        ({"interval": interval(None, None, 0.95, "m")}, "row_interval"),
        ({"interval": interval(0.2, 0.3, 0.95, "m")}, "row_interval"),
        ({"num": 41}, "row_counts"),
        ({"rank_interval": [3, 2]}, "row_interval"),
        ({"evidence": [1]}, "row_evidence"),
        ({"flags": ["CORRUPT"]}, "row_flag"),
    ],
)
def test_a_row_that_contradicts_itself_does_not_leave(change: dict[str, Any], code: str) -> None:
    check_row(ROW, evidence=False)

    with pytest.raises(ReportError) as caught:
        check_row(ROW | change, evidence=False)
    assert caught.value.code == code


@pytest.mark.parametrize("broken", [[], [{"code": "VOICE", "text": {"en": "a"}}]])
def test_every_report_is_read_with_its_caveats(broken: list[Any]) -> None:
    envelope = {"overall": ROW, "rows": [ROW], "caveats": [CAVEAT]}
    check_envelope(envelope, evidence=False)

    with pytest.raises(ReportError) as caught:
        check_envelope(envelope | {"caveats": broken}, evidence=False)
    assert caught.value.code == "caveat_missing"


@pytest.mark.parametrize(
    "snapshot",
    [
        Snapshot("", 1, "r", "2026-11-22T03:04:06Z"),
        Snapshot("o", -1, "r", "2026-11-22T03:04:06Z"),
        Snapshot("o", 1, "r", "2026-11-22"),
        Snapshot("o", 1, "r", "2026-11-32T03:04:06Z"),
        Snapshot("o", 1, "r", "2026-11-22T03:04:06+07:00"),
    ],
)
def test_a_checkpoint_that_cannot_be_one(snapshot: Snapshot) -> None:
    check_snapshot(Snapshot("o", 1, "r", "2026-11-22T03:04:06.123Z"))

    with pytest.raises(ReportError, match="not complete"):
        check_snapshot(snapshot)


def test_the_digest_leaves_out_how_to_reproduce() -> None:
    envelope = {"rows": [1.5], "reproduce": {"command": "a"}}

    assert result_digest(envelope) == result_digest(envelope | {"reproduce": None})
    assert result_digest(envelope) != result_digest({"rows": [1.25]})


def test_numbers_leave_once_rounded() -> None:
    assert rounded(float("inf")) is None
    assert str(rounded(-0.0)) == "0.0"
    assert rounded(0.123456789) == 0.123457


def schema() -> dict[str, Any]:
    text = shared("reference", "report-envelope.schema.json").read_text()
    return cast("dict[str, Any]", json.loads(text))


@pytest.mark.parametrize(
    "change",
    [
        {"interval": None},
        {"suppressed": True},
        {"rank": 3},
    ],
)
def test_the_schema_rejects_the_same_rows(change: dict[str, Any]) -> None:
    """A rate without an interval, a hidden row that shows something, a bare rank."""
    row = {"$schema": schema()["$schema"], "$ref": "#/$defs/row", "$defs": schema()["$defs"]}
    validator = jsonschema.Draft202012Validator(row)

    validator.validate(ROW)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(ROW | change)
