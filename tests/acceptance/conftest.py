"""The program as its user runs it: a folder, a ledger, commands in a process of their own."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ledger.cli import app


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """``phayan`` in a folder of its own, with a ledger to be founded there."""

    def __init__(self, folder: Path, db: str | None = None) -> None:
        self.folder = folder
        self.environment = {
            "PHAYAN_DB": db or f"sqlite:///{folder / 'phayan.db'}",
            "PHAYAN_KEYS": str(folder / "keys"),
            "PHAYAN_VAULT_DB": f"sqlite:///{folder / 'vault.db'}",
            "PHAYAN_KEY_DB": f"sqlite:///{folder / 'data-keys.db'}",
        }

    def run(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run ``phayan`` in this process: a new one for each command would take a minute of imports."""
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            ran = CliRunner().invoke(app, list(arguments), input=stdin, env=self.environment)
        finally:
            os.chdir(here)
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return Ran(ran.exit_code, ran.stdout, ran.stderr)

    def offline(self, *arguments: str) -> Ran:
        """Run the auditor's command in a process of its own, as an auditor would."""
        command = [sys.executable, "-m", "ledger.verify", *arguments]
        ran = subprocess.run(command, cwd=self.folder, capture_output=True, check=False, timeout=60)
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def done(self, *arguments: str, stdin: bytes = b"") -> Ran:
        ran = self.run(*arguments, stdin=stdin)
        assert ran.code == 0, ran
        return ran


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a founded ledger, which is copied and never opened."""
    folder = tmp_path_factory.mktemp("founded")
    Shell(folder).done("init", "--origin", "ledger.example.org/tests", "--quiet")
    return folder


@pytest.fixture
def shell(tmp_path: Path, founded: Path) -> Shell:
    """A founded ledger on SQLite."""
    shutil.copytree(founded, tmp_path, dirs_exist_ok=True)
    return Shell(tmp_path)
