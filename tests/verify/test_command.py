"""``python -m ledger.verify`` as an auditor runs it: Python, PyNaCl, rfc8785, and nothing else."""

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import ledger
from ledger.application.evidence import make_bundle, make_proof
from tests.verify.history import lived
from tests.verify.stored import opened, policy_text, store

NEEDED = ("PyNaCl", "rfc8785", "cffi", "pycparser")  # the last two are what PyNaCl brings
AUDITED = ("tlog", "signing", "domain", "verify")


class Desk(NamedTuple):
    """An auditor's machine, and evidence on it."""

    path: Path
    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command with no site packages but those of the desk (``-S`` leaves all others out)."""
        return subprocess.run(
            [sys.executable, "-S", "-s", "-W", "error", "-m", "ledger.verify", *arguments],
            cwd=self.folder,
            env={"PYTHONPATH": str(self.path), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    path, folder = tmp_path_factory.mktemp("path"), tmp_path_factory.mktemp("evidence")
    for name in NEEDED:
        for file in importlib.metadata.files(name) or ():
            top = file.parts[0]
            if ".." not in file.parts and not top.endswith(".dist-info") and not (path / top).exists():
                (path / top).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 1] / top)
    home = Path(ledger.__file__).parent
    (path / "ledger").mkdir()
    for name in ("__init__.py", *AUDITED):
        (path / "ledger" / name).symlink_to(home / name)
    history = lived(1)
    with opened(f"sqlite:///{folder / 'ledger.db'}") as (recorder, _):
        store(recorder, history)
        stream = history.acts[-1].statement.stream
        (folder / "case.zip").write_bytes(make_bundle(recorder, stream))
        (folder / "entry-3.json").write_bytes(history.entries[3])
        (folder / "entry-3.json.tlog-proof").write_text(make_proof(recorder, 3))
    (folder / "policy").write_text(policy_text(history))
    (folder / "garbled").write_text("log nobody\n")
    (folder / "other.json").write_bytes(history.entries[4])
    return Desk(path, folder)


def test_evidence_verifies_with_two_packages(desk: Desk) -> None:
    for file in ("case.zip", "entry-3.json.tlog-proof"):
        run = desk.run(file, "--policy", "policy")
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.startswith("1. passed: ")
        assert run.stdout.endswith("verified\n")
        assert "unwitnessed" in run.stdout


def test_the_entry_may_lie_beside_its_proof_under_either_name(desk: Desk) -> None:
    proof = (desk.folder / "entry-3.json.tlog-proof").read_bytes()
    (desk.folder / "third.tlog-proof").write_bytes(proof)
    assert desk.run("third.tlog-proof", "--policy", "policy").returncode == 3

    (desk.folder / "third.json").write_bytes((desk.folder / "entry-3.json").read_bytes())
    assert desk.run("third.tlog-proof", "--policy", "policy").returncode == 0


def test_the_desk_holds_nothing_else(desk: Desk) -> None:
    """The control of the fixture: what the auditor's machine lacks cannot be imported there."""
    for module in ("sqlalchemy", "msgspec", "ledger.application"):
        run = subprocess.run(
            [sys.executable, "-S", "-s", "-c", f"import {module}"],
            env={"PYTHONPATH": str(desk.path)},
            capture_output=True,
            check=False,
            cwd=desk.folder,
        )
        assert b"ModuleNotFoundError" in run.stderr


def test_json_is_one_document_with_the_same_steps(desk: Desk) -> None:
    report = json.loads(desk.run("case.zip", "--policy", "policy", "--json").stdout)

    assert report["outcome"] == "passed"
    assert [step["outcome"] for step in report["steps"]] == ["passed"] * 9
    assert {step["code"] for step in report["steps"]} == {""}
    assert report["facts"]["entries"] == 2


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["entry-3.json.tlog-proof", "--policy", "policy", "--entry", "other.json"], 1),
        (["case.zip"], 3),
        (["entry-3.json.tlog-proof"], 3),
        (["case.zip", "--policy", "garbled"], 3),
        (["case.zip", "--policy", "ledger.db"], 3),
        (["case.zip", "--policy", "nowhere"], 3),
        (["nowhere", "--policy", "policy"], 3),
        ([".", "--policy", "policy"], 3),
        (["policy", "--policy", "policy"], 3),
        (["entry-3.json.tlog-proof", "--policy", "policy", "--entry", "nowhere"], 3),
        ([], 2),
        (["case.zip", "--lenient"], 2),
    ],
)
def test_no_and_unknown_never_share_an_exit_status(desk: Desk, arguments: list[str], status: int) -> None:
    run = desk.run(*arguments)

    assert run.returncode == status
    assert "Traceback" not in run.stderr


def test_an_altered_bundle_fails(desk: Desk) -> None:
    altered = bytearray((desk.folder / "case.zip").read_bytes())
    altered[1000] ^= 1
    (desk.folder / "altered.zip").write_bytes(altered)

    run = desk.run("altered.zip", "--policy", "policy")

    assert run.returncode == 1
    assert "1. failed: " in run.stdout
    assert run.stdout.endswith("not verified\n")
