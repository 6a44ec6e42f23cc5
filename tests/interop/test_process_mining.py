"""Others' tools read our exports and find what we say is there: r4pm here, pm4py in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from csv import DictReader, DictWriter
from dataclasses import dataclass
from gzip import open as open_gzip
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import r4pm

from ledger.application.stories.library import STORIES
from ledger.application.stories.telling import play
from tests.acceptance.conftest import Shell
from tests.stories.stage import theatre
from tests.support.shared import shared

PROGRAM = Path(__file__).with_name("mine_processes.py")
PM4PY = "pm4py==2.7.23.11"
MAPPING = Path(__file__).parents[2] / "mappings" / "road_fines.sql"
CASES = 150  # of the register: enough for each activity
COUNTS = ("events", "objects", "relations", "links", "changes")
SAMPLES = ["lived-public", "lived-oversight", "register-public", "register-oversight"]


@dataclass(frozen=True)
class Sample:
    """A folder with exports of one ledger, and what the program said of them."""

    folder: Path
    told: dict[str, int]


def export(shell: Shell, folder: Path, tier: str) -> Sample:
    """Export a ledger in every format that a process miner reads."""
    asked = ("--tier", tier, "--json", "--quiet")
    folder.mkdir()
    told = shell.done("export", "ocel", str(folder / "log.json"), *asked).json
    shell.done("export", "ocel", str(folder / "log.sqlite"), "--form", "sqlite", *asked)
    shell.done("export", "xes", str(folder / "xes"), *asked)
    return Sample(folder, told["counts"])


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A ledger of lived cases, of every kind of stream."""
    folder = tmp_path_factory.mktemp("lived")
    with theatre(folder, f"sqlite:///{folder / 'phayan.db'}") as here:
        play(here.stage, STORIES)
    return Shell(folder)


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A ledger of a real register: the first cases of the road fines."""
    events = shared("data", "road_fines_10k") / "events.csv.gz"
    shell = Shell(tmp_path_factory.mktemp("register"))
    shell.done("init", "--origin", "ledger.example.org/tests", "--quiet")
    part = shell.folder / "events.csv"
    with open_gzip(events, "rt", encoding="utf-8") as read, part.open("w", newline="") as written:
        rows = DictReader(read)
        writer = DictWriter(written, rows.fieldnames or [])
        writer.writeheader()
        for number, (_, case) in enumerate(groupby(rows, key=lambda row: row["case_id"])):
            if number < CASES:
                writer.writerows(case)
    shell.done("import", str(MAPPING), "--set", f"events={part}", "--quiet")
    return shell


@pytest.fixture(scope="session")
def samples(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    """Every sample that can be made here, each once."""
    folder, made = tmp_path_factory.mktemp("exports"), {}
    for name in SAMPLES:
        ledger, tier = name.split("-")
        if ledger == "lived" or _has_register():
            made[name] = export(request.getfixturevalue(ledger), folder / name, tier)
    return made


def _has_register() -> bool:
    try:
        return shared("data", "road_fines_10k").is_dir()
    except pytest.skip.Exception:
        return False


@pytest.fixture(scope="session")
def mined(samples: dict[str, Sample], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What pm4py found, by sample: one process for all of them, in an environment that is kept for later."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    folders = [str(sample.folder) for sample in samples.values()]
    command = [
        uv,
        "run",
        "--no-project",
        "--isolated",
        "--with",
        PM4PY,
        "--python",
        sys.executable,
        str(PROGRAM),
    ]
    environment = {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}
    }
    try:
        ran = subprocess.run(
            [*command, *folders],
            cwd=tmp_path_factory.mktemp("mining"),
            env=environment | {"UV_PYTHON_DOWNLOADS": "never"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        pytest.skip(f"{PM4PY} cannot be brought here: not tested")
    ready, _, found = ran.stdout.partition("\n")
    if ready != "ready":
        pytest.skip(f"{PM4PY} cannot be brought here: not tested")
    assert ran.returncode == 0, ran.stderr[-2000:]
    return {Path(folder).name: what for folder, what in json.loads(found).items()}


@pytest.fixture(params=SAMPLES)
def name(request: pytest.FixtureRequest, samples: dict[str, Sample]) -> str:
    if request.param not in samples:
        pytest.skip("the folder `shared` is not beside the checkout: no register to export")
    return request.param  # type: ignore[no-any-return]


def counted(document: Any) -> dict[str, int]:
    """Count what an OCEL document holds; a change is a value that does not hold from the beginning."""
    events, objects = document["events"], document["objects"]
    values = [value for one in objects for value in one.get("attributes", ())]
    later = [value for value in values if not value["time"].startswith("1970-01-01T00:00:00")]
    sizes = (
        *(len(events), len(objects)),
        sum(len(one.get("relationships", ())) for one in events),
        sum(len(one.get("relationships", ())) for one in objects),
        len(later),
    )
    return dict(zip(COUNTS, sizes, strict=True))


@pytest.mark.parametrize("form", ["json", "sqlite"])
def test_r4pm_reads_an_export_and_writes_the_same_again(
    name: str, form: str, samples: dict[str, Sample], tmp_path: Path
) -> None:
    sample = samples[name]

    item = r4pm.import_item("OCEL", str(sample.folder / f"log.{form}"))
    r4pm.export_item(item, str(tmp_path / "again.json"))
    r4pm.remove_item(item)

    again = json.loads((tmp_path / "again.json").read_text())
    assert counted(again) == sample.told
    if form == "json":
        ours = json.loads((sample.folder / "log.json").read_text())
        assert {one["id"] for one in again["events"]} == {one["id"] for one in ours["events"]}


@pytest.mark.parametrize("form", ["json", "sqlite"])
def test_pm4py_counts_what_we_count(name: str, form: str, samples: dict[str, Sample], mined: Any) -> None:
    assert mined[name][form] == samples[name].told


def test_pm4py_finds_every_relational_constraint_kept(name: str, mined: Any) -> None:
    assert mined[name]["constraints"] == [24, []]


def test_pm4py_reads_each_case_log_with_as_many_events_as_we_wrote(
    name: str, samples: dict[str, Sample], mined: Any
) -> None:
    files = (samples[name].folder / "xes").glob("*.xes")

    assert mined[name]["xes"] == {file.stem: file.read_text().count("<event>") for file in files}


def test_a_case_log_follows_its_rules_as_it_is_sorted_and_not_otherwise(name: str, mined: Any) -> None:
    right, wrong = mined[name]["sorted"], mined[name]["unsorted"]

    assert right["fit"] == right["traces"] > 0
    assert wrong["fit"] < wrong["traces"] == right["traces"]


def test_the_project_imports_no_process_miner() -> None:
    root = Path(__file__).parents[2]
    shipped = [file.read_text() for part in ("ledger", "api") for file in (root / part).rglob("*.py")]

    assert not any("pm4py" in text or "r4pm" in text for text in shipped)
    assert "pm4py" not in (root / "pyproject.toml").read_text()
    assert 'name = "pm4py"' not in (root / "uv.lock").read_text()
