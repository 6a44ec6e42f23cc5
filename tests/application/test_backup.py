"""Copies are made while the ledger is in use, and tried: on an empty host, against what was signed since."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from benchmarks.fixture import Draw, Signers, _event, now
from ledger.application.assembly import open_ledger
from ledger.application.errors import SignerRefused
from ledger.application.fastpath import read_recorded
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Submission
from ledger.application.settings import Settings
from ledger.application.verifying import verify_ledger
from ledger.domain.types import ActorRef
from ledger.store.copying import copy_database
from ledger.store.durability import PAGE_BYTES
from ledger.store.errors import CopyFailed
from ledger.tlog.policy import parse_policy
from tests.support.databases import UNSAFE
from tests.support.founding import founded
from tests.support.postgres import client_programs

NAME = "นามสมมุติ"


def applications(signers: Signers, draw: Draw) -> Iterator[Submission]:
    """Applications without end, each of a person who has a name."""
    while True:
        stream = f"claim/{draw.identifier()}"
        says = _event(0, ActorRef(f"actor/{draw.identifier()}"), signers, draw)
        yield signers.author.compose(
            stream, says, by=signers.actors[0], keys=signers.keys[:1], sealed={"applicant/name": NAME}
        )


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database; a whole one, since that is what is dumped."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/ledger.db"
        return
    with database(request.getfixturevalue("postgres_url"), "phayan_copied") as url:
        yield url


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    parsed = sa.make_url(server)
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield parsed.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def phayan(settings: Settings, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.pathsep.join([str(client_programs()), os.defpath]),
        "PHAYAN_DB": settings.ledger_db,
        "PHAYAN_VAULT_DB": settings.vault_db,
        "PHAYAN_KEY_DB": settings.key_db,
        "PHAYAN_KEYS": str(settings.keys),
        "PHAYAN_BLOBS": settings.blobs or "",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        UNSAFE: "tests-only",
    }
    command = [sys.executable, "-m", "api.command", *arguments]
    command[1:3] = ["-c", "from api.command import main; main()"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def copied(settings: Settings, folder: Path) -> tuple[Path, Path]:
    """Copy with the command; return the folder of the copies, and that of the data keys."""
    ran = phayan(settings, folder, "backup", "copies", "--data-keys", "apart")
    assert ran.returncode == 0, ran.stderr
    assert not list(folder.glob("*/*.unfinished"))
    return max((folder / "copies").iterdir()), max((folder / "apart").iterdir())


@contextmanager
def restored(
    copies: Path, data_keys: Path, keys: Path, host: Path, postgres_url: str | None
) -> Iterator[Settings]:
    """Bring copies and the key folder to a host on which nothing is."""
    host.mkdir()
    shutil.copytree(keys, host / "keys")
    shutil.copy(copies / "vault.db", host / "vault.db")
    shutil.copy(data_keys / "data-keys.db", host / "data-keys.db")
    rest = f"sqlite:///{host}/vault.db", f"sqlite:///{host}/data-keys.db", host / "keys"
    if postgres_url is None:
        shutil.copy(copies / "ledger.db", host / "ledger.db")
        yield Settings(f"sqlite:///{host}/ledger.db", *rest)
        return
    with database(postgres_url, f"phayan_{host.name}") as url:
        plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        command = [
            str(client_programs() / "pg_restore"),
            "--exit-on-error",
            "--dbname",
            plain,
            str(copies / "ledger.dump"),
        ]
        subprocess.run(command, check=True)
        yield Settings(url, *rest)


def check_names(ledger: Ledger) -> int:
    """Open every disclosure that an entry of ``ledger`` commits to; return how many there are."""
    count = 0
    assert ledger._sealer is not None
    for index in range(ledger.store.head().size):
        row = ledger.store.entry(index)
        assert row is not None
        statement = read_recorded(row.entry, row.leaf).statement
        if statement.sd:
            assert len(ledger._sealer.unseal(statement.id, statement.sd)) == len(statement.sd)
            count += 1
    return count


def test_copies_made_under_load_are_restored_whole_and_an_older_one_is_not_written_on(
    tmp_path: Path, place: str, request: pytest.FixtureRequest
) -> None:
    server = None if place.startswith("sqlite") else request.getfixturevalue("postgres_url")
    settings, signers = founded(tmp_path, place, importers=2)
    made, stop = applications(signers, Draw(51)), threading.Event()
    first = threading.Event()

    def load(ledger: Ledger) -> None:
        while not stop.is_set():
            (answer,) = ledger.submit([next(made)])
            assert isinstance(answer, Receipt)
            first.set()

    with open_ledger(settings, now, write=True) as ledger:
        writer = threading.Thread(target=load, args=(ledger,))
        writer.start()
        try:
            assert first.wait(60)
            older = copied(settings, tmp_path)
        finally:
            stop.set()
            writer.join()
        size = ledger.store.head().size
        ledger.submit([next(made)])
    newest = copied(settings, tmp_path)

    policy = parse_policy((older[0] / "policy").read_text())
    with restored(*older, settings.keys, tmp_path / "host_one", server) as there:
        with open_ledger(there, now) as ledger:
            verdict = verify_ledger(ledger.store, policy)
            assert (verdict.findings, verdict.exit_code) == ([], 0)
            assert ledger.store.head().size <= size
        with pytest.raises(SignerRefused), open_ledger(there, now, write=True):
            pass
        there.signer_memory.unlink()  # the control: without the memory a second history would begin
        with open_ledger(there, now, write=True) as ledger:
            assert check_names(ledger) >= 1
            assert isinstance(ledger.submit([next(made)])[0], Receipt)
    with (
        restored(*newest, settings.keys, tmp_path / "host_two", server) as there,
        open_ledger(there, now, write=True) as ledger,
    ):
        assert ledger.store.head().size == size + 1
        assert check_names(ledger) >= 2
        assert isinstance(ledger.submit([next(made)])[0], Receipt)


def test_data_keys_are_copied_elsewhere_or_not_at_all(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    for elsewhere in ("copies", "copies/keys", "."):
        ran = phayan(settings, tmp_path, "backup", "copies", "--data-keys", elsewhere)
        assert (ran.returncode, "(usage)" in ran.stderr) == (2, True)
    assert not (tmp_path / "copies").exists()
    ran = phayan(settings, tmp_path, "backup", "copies")
    assert "the data keys are not copied" in ran.stderr
    assert sorted(path.name for path in tmp_path.glob("copies/*/*")) == [
        "attachments",
        "ledger.db",
        "policy",
        "vault.db",
    ]


def test_a_copy_is_for_its_owner_alone(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    for folder in copied(settings, tmp_path):
        assert folder.stat().st_mode & 0o077 == 0
        for path in folder.glob("*.db"):
            assert path.stat().st_mode & 0o077 == 0


def test_what_is_no_database_or_is_damaged_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyFailed):
        copy_database(f"sqlite:///{tmp_path}/none.db", tmp_path, "copy")
    settings, _ = founded(tmp_path, importers=2)
    file = Path(settings.vault_db.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[PAGE_BYTES : PAGE_BYTES + 512] = b"\xff" * 512
    (tmp_path / "torn.db").write_bytes(content)
    with pytest.raises(CopyFailed, match="damaged"):
        copy_database(f"sqlite:///{tmp_path}/torn.db", tmp_path, "torn_copy")


def test_where_pg_dump_is_not_there_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CopyFailed, match="there is no pg_dump"):
        copy_database("postgresql+psycopg://db.example.org/ledger", tmp_path, "copy")


def test_a_password_stands_in_no_list_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$@" > arguments; echo "$PGPASSWORD" > environment\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    monkeypatch.chdir(tmp_path)
    for name, address in (
        ("one", "postgresql+psycopg://vault:invented-word@db.example.org/vault"),
        ("two", "postgresql+psycopg://db.example.org/vault?password=invented-word&sslmode=require"),
    ):
        copy_database(address, tmp_path, name)
        assert "invented-word" not in Path("arguments").read_text()
        assert Path("environment").read_text() == "invented-word\n"
    assert "sslmode=require" in Path("arguments").read_text()


def test_the_order_of_copies_is_what_makes_them_fit(tmp_path: Path) -> None:
    """The control of the test under load: the vault first, and the ledger names what is not in it."""
    settings, signers = founded(tmp_path, importers=2)
    made, copies = applications(signers, Draw(52)), tmp_path / "copies"
    copies.mkdir()
    with open_ledger(settings, now, write=True) as ledger:
        copy_database(settings.vault_db, copies, "vault")
        (answer,) = ledger.submit([next(made)])
        assert isinstance(answer, Receipt)
    wrong = replace(settings, vault_db=f"sqlite:///{copies}/vault.db")
    with open_ledger(wrong, now, write=True) as ledger, pytest.raises(AssertionError):
        check_names(ledger)
