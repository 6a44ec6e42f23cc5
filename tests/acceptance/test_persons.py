"""Reports about persons, as oversight meets them: the vault is read, and after an erasure tells nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.application.derived import Derived
from ledger.application.keyring import Keyring
from tests.acceptance.conftest import Shell
from tests.acceptance.test_registers import MAPPINGS, deep
from tests.support.shared import shared

REGISTER = """
WITH records AS (
    SELECT
        0 AS place, 'programme' AS stream_kind, 'aid' AS stream_key, 'ProgrammePublished' AS type,
        NULL AS official,
        json_object(
            'version', 1, 'from', '2019-01-01', 'profile', 'historical', 'rules', sha256('Invented aid.'),
            'benefits', json_array('aid'), 'facts', json_array(), 'clocks', json_array(),
            'templates', json_array(), 'audit_ppm', 0, 'small_cell', 11
        ) AS data,
        NULL AS personal

    UNION ALL
    SELECT
        number, 'claim', number::VARCHAR, 'EligibilityDecided', 'officer 1',
        json_object(
            'programme', json('{"$entry": ["programme", "aid", "ProgrammePublished", 1]}'),
            'result', CASE WHEN number % 4 = 0 THEN 'refuse' ELSE 'grant' END, 'benefit', 'aid',
            'order_maker', 'official', 'occasion', 'first', 'found', json_array(), 'law', json_array()
        ),
        json_object('applicant/sex', CASE WHEN number <= 20 THEN 'female' ELSE 'male' END)
    FROM range(1, 41) AS numbers(number)
)

SELECT stream_kind, stream_key, type, NULL AS at, official, data, personal
FROM records
ORDER BY place
"""
BOTH = ("--basis", "request", "--as", "custodian", "--as", "oversight")
GROUPS = ("report", "R11", "--population", "all_imported", "--json")


@pytest.fixture
def office(shell: Shell) -> Shell:
    """A ledger with forty persons of an invented register, a custodian and oversight."""
    mapping = shell.folder / "aid.sql"
    mapping.write_text(REGISTER)
    shell.done("import", str(mapping))
    for name in ("custodian", "oversight"):
        shell.done("key", "new", name)
        shell.done("key", "enrol", name, "--role", name, "--office", "operator", "--line", name)
    return shell


def groups(office: Shell) -> dict[str, int]:
    report = office.done(*GROUPS).json
    return {row["key"]: row["n"] for row in report["rows"]}


def test_oversight_sees_groups_and_whoever_is_erased_is_counted_apart(office: Shell) -> None:
    assert groups(office) == {"sex/female": 20, "sex/male": 20}

    secret = Keyring(office.folder / "keys").existing_secret("import")
    office.done("erase", Derived(secret, "aid").stream("claim", "7"), *BOTH, "--subject", "applicant")

    report = office.done(*GROUPS).json
    assert {row["key"]: row["n"] for row in report["rows"]} == {"sex/female": 19, "sex/male": 20}
    assert report["population"]["excluded"] == [{"reason": "erased", "n": 1}]
    assert "ERASED" in {caveat["code"] for caveat in report["caveats"]}
    assert office.done("verify", "--json").json["outcome"] == "verified"


def test_without_a_key_of_oversight_the_report_says_that_it_knows_nobody(office: Shell) -> None:
    (office.folder / "keys" / "oversight.key").rename(office.folder / "elsewhere.key")

    report = office.done(*GROUPS).json
    assert report["rows"] == []
    assert report["population"]["excluded"] == [{"reason": "unknown", "n": 40}]
    assert "NO_VAULT" in {caveat["code"] for caveat in report["caveats"]}


def test_a_report_about_groups_is_computed_again_and_equal(office: Shell, tmp_path: Path) -> None:
    brought = tmp_path / "r11.json"
    brought.write_text(office.done(*GROUPS).out)

    assert office.done("report", "verify", str(brought)).out == "equal\n"


@deep
def test_a_whole_ranked_register_gives_the_reference_figures(shell: Shell) -> None:
    folder = shared("data", "targeting_indonesia")
    reference: dict[str, Any] = json.loads((folder / "reference.json").read_text())
    files = {"households": "households.csv.gz", "rankings": "peer_rankings.csv.gz"}
    sets = [word for name, file in files.items() for word in ("--set", f"{name}={folder / file}")]
    shell.run("import", str(MAPPINGS / "targeting_indonesia.sql"), *sets, "--json")
    asked = ("--population", "all_imported", "--unit", "rule", "--json")

    overall = shell.done("report", "R09", *asked).json["overall"]
    pairs = reference["after_refusals"]["attester_pair_agreement"]
    assert (overall["n"], overall["num"]) == (pairs["comparable_pairs"], pairs["concordant"])
    rows = {row["key"]: row for row in shell.done("report", "R07", *asked).json["rows"]}
    for method, listed in reference["treated_by_method"].items():
        assert rows[f"{method}/inclusion"]["n"] + rows[f"{method}/unattested"]["num"] == listed
