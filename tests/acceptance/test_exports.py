"""``phayan export``: what a user types, what is written, what is said, and how it ends."""

import json
import stat
from pathlib import Path

import pytest

from tests.acceptance.conftest import Shell

DOCS = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture
def register(shell: Shell) -> Shell:
    """A ledger with a small register, of which a row is refused."""
    ran = shell.run("import", str(DOCS / "allowances.sql"), "--set", f"register={DOCS / 'allowances.csv'}")
    assert ran.code == 1
    return shell


@pytest.mark.parametrize("form", ["ocel", "xes", "csv"])
def test_an_export_is_for_the_public_unless_oversight_is_said(register: Shell, form: str) -> None:
    public = register.done("export", form, "public", "--json")
    oversight = register.done("export", form, "oversight", "--tier", "oversight", "--json", "--quiet")

    assert public.json["tier"] == "public"
    assert oversight.json["tier"] == "oversight"
    assert public.json["counts"]["events"] == oversight.json["counts"]["events"] == 24
    assert public.json["counts"]["objects"] < oversight.json["counts"]["objects"]
    assert public.json.keys() == {"counts", "files", "origin", "root", "size", "tier"}
    texts = {name: _text(register.folder / name) for name in ("public", "oversight")}
    assert "actor/" not in texts["public"]
    assert "actor/" in texts["oversight"]
    for said in (*public.json["files"], *oversight.json["files"]):
        assert (register.folder / said["file"]).stat().st_size == said["bytes"]


def _text(place: Path) -> str:
    files = [place] if place.is_file() else sorted(place.iterdir())
    return "".join(file.read_text() for file in files)


def test_what_is_for_oversight_comes_with_a_word_and_is_its_owners_alone(register: Shell) -> None:
    ran = register.done("export", "ocel", "log", "--tier", "oversight")

    assert "for oversight" in ran.err
    assert "24 events" in ran.out
    assert stat.S_IMODE((register.folder / "log").stat().st_mode) == 0o600


def test_the_same_place_is_written_once(register: Shell) -> None:
    register.done("export", "csv", "log")
    ran = register.run("export", "csv", "log", "--json")

    assert (ran.code, ran.json["error"]["code"]) == (2, "export_exists")


def test_a_prefix_is_bound_to_its_root(register: Shell) -> None:
    first = register.done("export", "ocel", "a.json", "--at", "12", "--json").json
    again = register.done("export", "xes", "b", "--at", "12", "--json").json

    assert (first["size"], first["root"]) == (again["size"], again["root"])
    assert first["counts"]["events"] == 12
    ran = register.run("export", "ocel", "c.json", "--at", "25", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "no_such_entry")
    assert not (register.folder / "c.json").exists()


def test_entries_themselves_are_for_oversight_alone(register: Shell) -> None:
    refused = register.run("export", "parquet", "spans", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "entries_not_public")
    assert not (register.folder / "spans").exists()

    done = register.done("export", "parquet", "spans", "--tier", "oversight", "--json").json
    assert [Path(one["file"]).name for one in done["files"]] == ["span-000000000000.parquet"]
    assert "counts" not in done


def test_a_folder_that_is_not_there_is_named(register: Shell) -> None:
    ran = register.run("export", "ocel", "nowhere/log.json", "--json")

    assert (ran.code, ran.json["error"]["code"]) == (3, "machine")
    assert "nowhere" in ran.json["error"]["sentence"]


def test_the_json_of_a_register_without_persons_is_whole(register: Shell) -> None:
    register.done("export", "ocel", "log.json", "--quiet")

    document = json.loads((register.folder / "log.json").read_text())
    types = {one["name"] for one in document["objectTypes"]}
    assert types == {"Claim", "Decision", "Grievance", "Programme", "Registry", "Rule"}
