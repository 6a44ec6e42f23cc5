"""What a mapping gives: rows in the order of the query, numbered, checked, and never all at once."""

import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ledger.application.mapping import BATCH, MappingRefused, SourceRow, open_mapping
from tests.importing.conftest import SELECT


def _rows(sql: Path, **files: Path) -> list[SourceRow]:
    with open_mapping(sql, files) as batches:
        return [row for batch in batches for row in batch]


def _refusal(mapping: Path, register: Path, old: str, new: str) -> MappingRefused:
    assert old in SELECT
    mapping.write_text(SELECT.replace(old, new))
    with pytest.raises(MappingRefused) as refused:
        _rows(mapping, register=register)
    return refused.value


def test_rows_come_in_the_order_of_the_query(mapping: Path, register: Path) -> None:
    mapping.write_text(SELECT + "ORDER BY number DESC;")

    assert _rows(mapping, register=register) == [
        SourceRow(1, "claim", "8", "EligibilityDecided", 1, None, "bo", {"result": "grant"}, None),
        SourceRow(2, "claim", "7", "EligibilityDecided", 1, None, "ann", {"result": "refuse"}, None),
    ]


def test_rows_of_one_type_in_one_stream_are_counted(mapping: Path, register: Path) -> None:
    register.write_text("number,officer,result\n7,ann,refuse\n8,bo,grant\n7,ann,grant\n7,cy,reduce\n")

    assert [(row.number, row.key, row.occurrence) for row in _rows(mapping, register=register)] == [
        (1, "7", 1),
        (2, "8", 1),
        (3, "7", 2),
        (4, "7", 3),
    ]


def test_order_and_count_hold_over_many_batches(tmp_path: Path) -> None:
    sql = tmp_path / "many.sql"
    sql.write_text(
        "SELECT 'claim' AS stream_kind, (value % 7)::VARCHAR AS stream_key, 'T' AS type, NULL AS at, "
        "NULL AS official, json_object('n', value) AS data FROM range(5000) t(value) "
        "ORDER BY value * 7919 % 5003"
    )
    expected = sorted(range(5000), key=lambda value: value * 7919 % 5003)
    seen: dict[int, int] = {}

    with open_mapping(sql, {}) as batches:
        sizes = []
        for batch in batches:
            sizes.append(len(batch))
            for row in batch:
                value = expected[row.number - 1]
                seen[value % 7] = seen.get(value % 7, 0) + 1
                assert (row.data, row.occurrence) == ({"n": value}, seen[value % 7])

    assert sum(sizes) == 5000
    assert max(sizes) == BATCH


@pytest.mark.parametrize("name", ["stream_kind", "stream_key", "type", "at", "official", "data"])
def test_a_missing_column_is_named(name: str, mapping: Path, register: Path) -> None:
    refusal = _refusal(mapping, register, f"AS {name}", "AS personal")

    assert refusal.code == "mapping_columns"
    assert f"no column {name}" in str(refusal)


def test_an_unknown_column_is_named(mapping: Path, register: Path) -> None:
    refusal = _refusal(mapping, register, "AS data", "AS data, officer AS decided_by")

    assert refusal.code == "mapping_columns"
    assert "decided_by" in str(refusal)


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("number AS stream_key", "7 AS stream_key", "::VARCHAR"),
        ("NULL AS at", "DATE '2020-01-01' AS at", "strftime"),
        ("json_object('result', result) AS data", "{'result': result} AS data", "json_object"),
        ("'claim' AS stream_kind", "NULL AS stream_kind", "::VARCHAR"),
    ],
)
def test_a_column_of_another_type_comes_with_advice(
    old: str, new: str, advice: str, mapping: Path, register: Path
) -> None:
    refusal = _refusal(mapping, register, old, new)

    assert refusal.code == "mapping_column_type"
    assert advice in str(refusal)


@pytest.mark.parametrize(
    ("new", "code", "words"),
    [
        ("json_object('share', 0.5) AS data", "mapping_float", "row 1"),
        ("CASE number WHEN '8' THEN '{' ELSE '{}' END AS data", "mapping_json", "row 2"),
        ("json_object('a', 1, 'a', 2) AS data", "mapping_json", "twice"),
        ("json_array(1) AS data", "mapping_json", "no object"),
        ("json_object('n', 9007199254740992) AS data", "mapping_json", "row 1"),
        ("CASE number WHEN '7' THEN '{}' END AS data", "mapping_value", "row 2 has nothing in data"),
        ("'{}' AS data, '[]' AS personal", "mapping_json", "personal"),
        ("'{}' AS data, json_object('applicant/x', 1.5) AS personal", "mapping_float", "personal"),
    ],
)
def test_a_row_that_cannot_be_signed_names_its_number(
    new: str, code: str, words: str, mapping: Path, register: Path
) -> None:
    refusal = _refusal(mapping, register, "json_object('result', result) AS data", new)

    assert refusal.code == code
    assert words in str(refusal)


@pytest.mark.parametrize(
    "at", ["2020-01-01", "2020-01-01T00:00:00+07:00", "2020-02-30T00:00:00Z", "2020-01-01T00:00:00.5Z", ""]
)
def test_a_time_that_is_no_instant_in_utc_is_refused(at: str, mapping: Path, register: Path) -> None:
    assert _refusal(mapping, register, "NULL AS at", f"'{at}' AS at").code == "mapping_value"


def test_times_are_utc_whatever_the_machine_thinks(
    mapping: Path, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Bangkok")
    mapping.write_text(SELECT.replace("NULL AS at", "strftime(to_timestamp(0), '%Y-%m-%dT%H:%M:%SZ') AS at"))

    assert {row.at for row in _rows(mapping, register=register)} == {"1970-01-01T00:00:00Z"}


def test_personal_is_kept_apart_from_data(mapping: Path, register: Path) -> None:
    mapping.write_text(
        SELECT.replace("AS data", "AS data, json_object('applicant/name', officer) AS personal")
    )

    assert [row.personal for row in _rows(mapping, register=register)] == [
        {"applicant/name": "ann"},
        {"applicant/name": "bo"},
    ]


def test_a_link_given_on_the_command_line_is_followed(mapping: Path, register: Path, tmp_path: Path) -> None:
    link = tmp_path / "today.csv"
    link.symlink_to(register)

    assert len(_rows(mapping, register=link)) == 2


@pytest.mark.parametrize(
    ("name", "file", "code"),
    [
        ("register", "absent.csv", "mapping_source"),
        ("register", ".", "mapping_source"),
        ("register", "all[1].csv", "mapping_source"),
        ("register = 1; SET x", "register.csv", "mapping_name"),
        ("", "register.csv", "mapping_name"),
    ],
)
def test_names_and_files_are_checked_first(
    name: str, file: str, code: str, mapping: Path, register: Path
) -> None:
    folder = register.parent
    (folder / "all[1].csv").write_text(register.read_text())

    with pytest.raises(MappingRefused) as refused:
        _rows(mapping, **{name: folder / file})

    assert refused.value.code == code


def test_a_path_with_a_quote_is_a_path(mapping: Path, register: Path, tmp_path: Path) -> None:
    odd = tmp_path / "o'brien.csv"
    register.rename(odd)

    assert len(_rows(mapping, register=odd)) == 2


def test_the_spill_folder_is_private_and_goes_in_the_end(
    mapping: Path, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    with open_mapping(mapping, {"register": register}) as batches:
        (scratch,) = place.iterdir()
        assert stat.S_IMODE(scratch.stat().st_mode) == 0o700
        list(batches)

    assert list(place.iterdir()) == []


def test_a_missing_mapping_and_a_bad_limit_are_said_plainly(mapping: Path, tmp_path: Path) -> None:
    for sql, limit, code in (
        (tmp_path / "absent.sql", "256MB", "mapping_file"),
        (mapping, "lots", "mapping_memory_limit"),
    ):
        with pytest.raises(MappingRefused) as refused, open_mapping(sql, {}, memory_limit=limit):
            pass
        assert refused.value.code == code


# VmHWM and not ru_maxrss: the latter survives exec and would hold the peak of the process of the tests.
MEASURE = """
import sys
from pathlib import Path
import ledger.application.importing
from ledger.application.mapping import open_mapping
rows = 0
with open_mapping(Path(sys.argv[1]), {"register": Path(sys.argv[2])}, memory_limit="256MB") as batches:
    for batch in batches:
        rows += len(batch)
status = Path("/proc/self/status").read_text()
print(rows, int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


def test_memory_is_flat_whatever_the_size_of_the_register(mapping: Path, tmp_path: Path) -> None:
    """A million rows, 120 MB of text in an order that must be sorted: the limit and 100 MB suffice."""
    register = tmp_path / "register.csv"
    with register.open("w") as file:
        file.write("number,officer,result\n")
        for value in range(1_000_000):
            file.write(f"K{value * 7919 % 600_011},officer {value % 14},{'a long note ' * 8}{value}\n")
    mapping.write_text(SELECT + "ORDER BY result")

    answer = subprocess.run(
        [sys.executable, "-c", MEASURE, str(mapping), str(register)],
        check=True,
        capture_output=True,
        text=True,
    )

    rows, peak = map(int, answer.stdout.split())
    assert rows == 1_000_000
    assert peak <= 256 + 100
