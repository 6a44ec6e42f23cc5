"""The server's processes: several on one socket, one killed, all stopped; what keeps one from starting."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # ships no type information
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from api.serving import _configured, opened
from api.settings import ServerSettings, read
from benchmarks.fixture import now
from ledger.application import custody
from ledger.application.assembly import migrate, open_ledger
from ledger.application.custody import check_no_officials
from ledger.application.errors import OfficialsKeys
from ledger.application.keyring import Keyring
from ledger.application.settings import Settings
from ledger.application.verifying import verify_ledger
from ledger.domain.codes import Role
from ledger.store.errors import SchemaOutdated
from ledger.tlog.policy import parse_policy
from tests.api.clients import stage_of
from tests.api.test_serving import claims, post
from tests.support.databases import private_schema
from tests.support.founding import founded
from tests.support.served import START, free_port, serving, start, wait_for


def told(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "said").read_text().splitlines()]


def served_by(settings: Settings, **more: Any) -> ServerSettings:
    return ServerSettings(
        db=settings.ledger_db, vault_db=settings.vault_db, key_db=settings.key_db, keys=settings.keys, **more
    )


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a process of ours accept the PostgreSQL of the tests."""
    monkeypatch.setenv("PHAYAN_UNSAFE_DURABILITY", "tests-only")


def workers_of(process: subprocess.Popen[bytes]) -> set[int]:
    """The processes that serve, without the helpers that multiprocessing starts beside them."""
    found = set()
    for child in psutil.Process(process.pid).children():
        with suppress(psutil.Error):  # it ended meanwhile
            command = " ".join(child.cmdline())
            helper = "resource_tracker" in command or "forkserver" in command
            if child.status() != psutil.STATUS_ZOMBIE and not helper:
                found.add(child.pid)
    return found


def test_what_several_processes_acknowledged_is_in_the_log_though_one_is_killed(
    tmp_path: Path, postgres_url: str
) -> None:
    with private_schema(postgres_url) as url:
        settings, signers = founded(tmp_path, url, importers=2)
        waiting, receipts = claims(signers, 60), []
        with serving(tmp_path, settings, port := free_port(), "--workers", "2") as process:
            end = time.monotonic() + START
            while time.monotonic() < end and (tmp_path / "said").read_text().count('"begun"') < 2:
                time.sleep(0.1)
            first = workers_of(process)
            assert len(first) == 2
            with ThreadPoolExecutor(8) as pool:
                answers = [pool.submit(post, port, one) for one in waiting]
                answers[10].result()
                os.kill(min(first), signal.SIGKILL)
                receipts = [receipt for one in answers if (receipt := one.result())]
            end = time.monotonic() + 60
            while time.monotonic() < end and (tmp_path / "said").read_text().count('"begun"') < 3:
                time.sleep(0.1)
            assert len(workers_of(process) & first) == 1
            assert len(workers_of(process)) == 2
            wait_for(port, process)
            for one in waiting:
                again = post(port, one)
                assert again is not None
                before = next((receipt for receipt in receipts if receipt["id"] == again["id"]), None)
                assert before is None or again == before | {"repeated": True}
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=40) == 0
        assert [one["event"] for one in told(tmp_path)].count("begun") == 3
        assert len(receipts) >= 10
        with open_ledger(settings, now) as ledger:
            verdict = verify_ledger(ledger.store, parse_policy(settings.policy.read_text()))
            assert (verdict.findings, verdict.exit_code) == ([], 0)
            assert set(ledger.located([one["id"] for one in receipts])) == {one["id"] for one in receipts}


def test_no_process_outlives_the_first_one(tmp_path: Path, postgres_url: str) -> None:
    with private_schema(postgres_url) as url:
        settings, _ = founded(tmp_path, url, importers=2)
        with serving(tmp_path, settings, free_port(), "--workers", "2") as process:
            left = [psutil.Process(one) for one in workers_of(process)]
            process.kill()
            _gone, alive = psutil.wait_procs(left, timeout=60)
        assert alive == []


def test_several_processes_over_sqlite_are_refused(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    assert start(tmp_path, settings, "--workers", "2").wait(timeout=30) == 2
    assert "PHAYAN_WORKERS" in (tmp_path / "said").read_text()


def test_a_process_that_stops_says_so_before_it_listens_no_more(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    with serving(tmp_path, settings, port := free_port(), "--drain", "2") as process:
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10)
        assert caught.value.code == 503
        assert json.load(caught.value)["code"] == "stopping"
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10).close()
        assert process.wait(timeout=30) == -signal.SIGTERM


def test_an_address_that_a_stranger_names_is_not_believed() -> None:
    def answer() -> FastAPI:
        return FastAPI()

    nobody = _configured(read({}), answer, factory=True)
    assert (nobody.proxy_headers, nobody.forwarded_allow_ips) == (False, [])
    told = _configured(read({}, trusted_proxies="10.0.0.1"), answer, factory=True)
    assert (told.proxy_headers, told.forwarded_allow_ips) == (True, ["10.0.0.1/32"])


def test_ctrl_c_ends_it_in_peace_and_people_get_a_sentence(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    with serving(tmp_path, settings, port := free_port(), "--log-format", "console") as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    said = (tmp_path / "said").read_text()
    assert said.splitlines()[-1] == f"serving http://127.0.0.1:{port}, until Ctrl-C"


def test_a_taken_address_is_one_sentence(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    with serving(tmp_path, settings, port := free_port()):
        other = tmp_path / "other"
        other.mkdir()
        assert start(other, settings, "--port", str(port)).wait(timeout=30) == 3
        (line,) = (other / "said").read_text().splitlines()
        assert line.endswith("(address_taken)")


def test_a_wrong_option_ends_with_two_and_is_not_repeated(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    assert start(tmp_path, settings, "--metrics", "invented.example.org:1").wait(timeout=30) == 2
    said = (tmp_path / "said").read_text()
    assert "PHAYAN_METRICS or --metrics takes" in said
    assert "invented" not in said


def test_checking_prints_what_would_be_used(tmp_path: Path) -> None:
    settings = Settings.of("sqlite:///none.db", tmp_path / "keys", {})
    assert start(tmp_path, settings, "--check", "--port", "8001").wait(timeout=30) == 0
    shown = json.loads((tmp_path / "said").read_text())
    assert (shown["port"], shown["db"]) == (8001, "sqlite:///none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_server_refuses_the_keys_of_who_decides_unless_it_is_a_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the control: where those roles counted as the server's own, it would start."""
    with stage_of(tmp_path, f"sqlite:///{tmp_path}/ledger.db") as (_client, _stage, settings):
        pass
    with pytest.raises(OfficialsKeys, match="officer") as caught:
        opened(served_by(settings))
    assert "actor/" not in str(caught.value)
    with ExitStack() as kept:
        opened(served_by(settings, demonstration=True), kept)
    monkeypatch.setattr(custody, "SERVICE", frozenset(Role))
    with ExitStack() as kept:
        opened(served_by(settings), kept)


def test_a_new_ledger_is_served_and_told_that_its_governing_keys_belong_elsewhere(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    with open_ledger(settings, now) as ledger:
        registry = ledger.registry()
    assert check_no_officials(registry, Keyring(settings.keys)) is True
    for path in settings.keys.glob("r*.key"):  # the five roots and the registrar
        path.unlink()
    assert check_no_officials(registry, Keyring(settings.keys)) is False


def test_without_migrating_a_server_starts_only_on_tables_of_its_release(
    tmp_path: Path, database_url: str
) -> None:
    settings, _ = founded(tmp_path, database_url, importers=2)
    with open_ledger(settings, now, write=True, migrate=False) as ledger:
        assert ledger.store.head().size > 0
    for branch, url in (("vault", settings.vault_db), ("ledger", settings.ledger_db)):
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text(f"UPDATE {branch}_schema SET version_num = 'older'"))
        engine.dispose()
        with (
            pytest.raises(SchemaOutdated, match="phayan migrate"),
            open_ledger(settings, now, write=True, migrate=False),
        ):
            pass


def test_migrating_makes_the_tables_of_all_three_and_can_be_repeated(tmp_path: Path) -> None:
    settings = Settings.of(f"sqlite:///{tmp_path}/new.db", tmp_path / "keys", {})
    for _ in range(2):
        migrate(settings)
    for url, table in (
        (settings.ledger_db, "entry"),
        (settings.vault_db, "sealed"),
        (settings.key_db, "data_key"),
    ):
        engine = sa.create_engine(url)
        assert sa.inspect(engine).has_table(table)
        engine.dispose()


def test_a_key_folder_of_another_ledger_says_nothing_about_this_one(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    with open_ledger(settings, now) as ledger:
        registry = ledger.registry()
    assert check_no_officials(registry, Keyring(replace(settings, keys=tmp_path / "elsewhere").keys)) is False
