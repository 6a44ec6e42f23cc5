"""Real registers, from the file to the report: what the ledger says is what the reference figures say."""

import csv
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ledger.application.derived import Derived
from ledger.application.keyring import Keyring
from tests.acceptance.conftest import Shell
from tests.support.shared import shared

MAPPINGS = Path(__file__).parents[2] / "mappings"
DEEP = bool(os.environ.get("PHAYAN_DEEP"))
deep = pytest.mark.skipif(not DEEP, reason="a whole register once more: in `make deep`")


def register(shell: Shell, events: Path) -> dict[str, Any]:
    """Import the road fines and return R01 over them, keyed by the register's officer."""
    done = shell.done("import", str(MAPPINGS / "road_fines.sql"), "--set", f"events={events}", "--json").json
    assert done["refused"] == {}
    return asked(shell, "R01")


def asked(shell: Shell, name: str) -> dict[str, Any]:
    """Return a report over the imported fines, keyed by the register's officer."""
    report: dict[str, Any] = shell.done("report", name, "--population", "all_imported", "--json").json
    derived = Derived(Keyring(shell.folder / "keys").existing_secret("import"), "road_fines")
    names = {derived.actor(str(officer)): str(officer) for officer in range(500, 600)}
    report["rows"] = {names[row["key"]]: row for row in report["rows"]}
    return report


def flags(report: dict[str, Any], field: str) -> dict[str, list[str]]:
    return {
        side: sorted(officer for officer, row in report["rows"].items() if row["extra"][field] == side)
        for side in ("high", "low")
    }


def test_ten_thousand_decisions_give_the_reference_figures(shell: Shell) -> None:
    folder = shared("data", "road_fines_10k")
    reference = json.loads((folder / "reference.json").read_text())
    expected = reference["reversal_report"]

    report = register(shell, folder / "events.csv.gz")

    overall = report["overall"]
    outcomes = reference["outcomes"]
    assert overall["n"] == reference["cases"]
    assert overall["num"] == outcomes["overturned_by_prefecture"] + outcomes["overturned_by_judge"]
    assert overall["extra"]["appealed"] == reference["appealed_either"]
    assert overall["extra"]["upheld"] == outcomes["upheld"]
    assert overall["extra"]["no_outcome"] == outcomes["no_outcome"]
    assert set(report["rows"]) == set(expected["officers"])
    for officer, row in report["rows"].items():
        told = expected["officers"][officer]
        extra = row["extra"]
        assert (row["n"], row["num"]) == (told["decisions"], told["overturned"])
        for name in ("appealed", "overturned", "upheld", "no_outcome"):
            assert extra[name] == told[name], (officer, name)
        assert row["expected"] == pytest.approx(told["expected_by_article"], abs=1e-3)
        assert extra["funnel"] == told["funnel"]
        assert extra["funnel_given_article"] == told["funnel_given_article"]
        assert extra["funnel_of_decided_appeals"] == told["funnel_of_decided_appeals"]
    assert flags(report, "funnel") == expected["outliers"]
    assert flags(report, "funnel_given_article") == expected["outliers_given_article"]

    adjusted = asked(shell, "R03")["rows"]
    for officer, told in expected["officers"].items():
        by_ground = adjusted[officer]["extra"]["by_ground"]
        assert by_ground["expected"] == pytest.approx(told["expected_by_article"], abs=0.501e-4)
        assert by_ground["side"] == told["funnel_given_article"]
        assert adjusted[officer]["extra"]["crude"]["side"] == told["funnel"]
    shrunk, over_time = asked(shell, "R02"), asked(shell, "R06")
    assert set(shrunk["rows"]) == set(over_time["rows"]) == set(expected["officers"])
    assert shrunk["overall"]["n"] == over_time["overall"]["n"] == reference["cases"]

    again = shell.done(
        "import", str(MAPPINGS / "road_fines.sql"), "--set", f"events={folder / 'events.csv.gz'}", "--json"
    ).json
    assert (again["appended"], again["refused"]) == (0, {})
    assert shell.done("verify", "--json").json["outcome"] == "verified"
    assert shell.done("check", "--json").json["different"] == {}


@deep
@pytest.mark.parametrize("control", ["A_planted_outlier", "B_explained_by_case_mix"])
def test_a_planted_outlier_is_found_and_one_of_case_mix_is_cleared(shell: Shell, control: str) -> None:
    """The truth has no outlier, so a report that never flags anything would pass without these."""
    folder = shared("data", "road_fines_10k")
    expected = json.loads((folder / "reference.json").read_text())["controls"][control]
    with gzip.open(folder / "events.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    planted = shell.folder / "planted.csv"
    with planted.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(_planted(rows, control))

    report = register(shell, planted)

    assert flags(report, "funnel") == expected["outliers"]
    assert flags(report, "funnel_given_article") == expected["outliers_given_article"]


def _planted(rows: list[dict[str, str]], control: str) -> list[dict[str, str]]:
    """Change the register as the reference describes the control."""
    codes: dict[str, str] = {}
    decided: dict[str, dict[str, str]] = {}
    filed: set[str] = set()
    for row in rows:
        codes[row["case_id"]] = row["dismissal"] or codes.get(row["case_id"], "")
        if row["activity"] == "Create Fine":
            decided[row["case_id"]] = row
        if row["activity"] in {"Insert Date Appeal to Prefecture", "Appeal to Judge"}:
            filed.add(row["case_id"])
    if control == "A_planted_outlier":
        for case, row in decided.items():
            if (row["officer"], row["article"], codes[case] in {"#", "G"}, case in filed) == (
                "557",
                "157.0",
                True,
                True,
            ):
                row["officer"] = "538"
        return rows
    out = [row for row in rows if decided[row["case_id"]]["article"] != "158.0"]
    for row in decided.values():
        if row["article"] == "158.0":
            if row["officer"] in {"557", "558", "562"}:
                row["officer"] = "538"
            blank = dict.fromkeys(row, "") | {"case_id": row["case_id"], "ts": row["ts"]}
            out.append(row)
            out.append(blank | {"activity": "Insert Date Appeal to Prefecture"})
            out.append(blank | {"activity": "Send Appeal to Prefecture", "dismissal": "#"})
    return out


@deep
def test_neighbours_rankings_are_refused_row_by_row(shell: Shell) -> None:
    folder = shared("data", "targeting_indonesia")
    expected = json.loads((folder / "reference.json").read_text())["after_refusals"]
    arguments = (
        str(MAPPINGS / "targeting_indonesia.sql"),
        "--set",
        f"households={folder / 'households.csv.gz'}",
        "--set",
        f"rankings={folder / 'peer_rankings.csv.gz'}",
        "--json",
    )

    ran = shell.run("import", *arguments)

    assert ran.code == 1
    assert ran.json["refused"] == expected["refused"]
    assert ran.json["appended"] == 1 + 5756 * 2 + expected["attestations"]
    refused = (shell.folder / "targeting_indonesia.refused.jsonl").read_text().splitlines()
    assert len(refused) == sum(expected["refused"].values())
    again = shell.run("import", *arguments).json
    assert (again["appended"], again["refused"]) == (0, expected["refused"])
    assert shell.done("verify", "--json").json["outcome"] == "verified"
