"""The mappings over the real registers: every row in its place, and the reference's counts from the rows."""

import json
from collections import Counter
from pathlib import Path

import pytest

from ledger.application.mapping import SourceRow
from tests.importing.registers import fines_rows, reference, refugee_rows, targeting_rows


def _code_of(row: SourceRow, name: str) -> str:
    match row.data[name]:
        case [str(code)] | str(code):
            return code
        case _:
            raise AssertionError(name)


def _types(rows: list[SourceRow]) -> Counter[str]:
    return Counter(row.type for row in rows)


@pytest.fixture(scope="module")
def fines() -> list[SourceRow]:
    return fines_rows()


@pytest.fixture(scope="module")
def targeting() -> list[SourceRow]:
    return targeting_rows()


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
    events = reference("road_fines_10k")["events_by_activity"]

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


def test_outcomes_of_fines_are_those_of_thereference(fines: list[SourceRow]) -> None:
    assert Counter(_outcomes(fines).values()) == reference("road_fines_10k")["outcomes"]


def test_outcomes_by_officer_and_article_are_those_of_thereference(fines: list[SourceRow]) -> None:
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

    expected = reference("road_fines_10k")["per_officer_and_article"]
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
    replaced = reference("road_fines_10k")["prefecture_code_replaced_later"]

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
    figures = reference("road_fines_10k")
    days = [row.at for row in fines if row.at is not None]

    assert days == sorted(days)
    assert days[0] == f"{figures['first_day']}T00:00:00Z"
    assert {day[10:] for day in days} == {"T00:00:00Z"}


def test_targeting_by_type(targeting: list[SourceRow]) -> None:
    figures = reference("targeting_indonesia")

    assert _types(targeting) == {
        "ProgrammePublished": 1,
        "ClaimReceived": figures["households"],
        "AttestationGiven": figures["attestations_raw_rows"],
        "EligibilityDecided": figures["households"],
    }


def test_lists_by_method_are_those_of_thereference(targeting: list[SourceRow]) -> None:
    listed: Counter[str] = Counter()
    methods: Counter[str] = Counter()
    for row in targeting:
        if row.type == "EligibilityDecided":
            methods[_code_of(row, "law")] += 1
            listed[_code_of(row, "law")] += row.data["result"] == "grant"

    figures = reference("targeting_indonesia")
    assert methods == figures["households_by_method"]
    assert listed == figures["treated_by_method"]


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

    assert refused == reference("targeting_indonesia")["after_refusals"]["refused"]


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


def test_refugee_appeals(tmp_path: Path) -> None:
    rows = refugee_rows(tmp_path)

    assert _types(rows) == {
        "ProgrammePublished": 1,
        "EligibilityDecided": 384,
        "GrievanceFiled": 384,
        "GrievanceDetermined": 384,
    }
    outcomes = Counter(row.data["outcome"] for row in rows if row.type == "GrievanceDetermined")
    assert outcomes == {"upheld": 114, "not_upheld": 270}
    assert len({row.official for row in rows if row.type == "GrievanceDetermined"}) == 10
    assert not any("Lebanon" in json.dumps(row.data) for row in rows)
    assert sum(row.personal == {"applicant/nationality": "Lebanon"} for row in rows) == 71
