"""The server as a process: on a socket, killed without warning, started again."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path
from typing import Any

from api.serving import HEAD_SECONDS
from benchmarks.fixture import Signers, founded, now, statements
from ledger.application.assembly import open_ledger
from ledger.application.receipts import Submission
from ledger.application.settings import Settings
from ledger.application.verifying import verify_ledger
from ledger.tlog.policy import parse_policy
from tests.api.clients import ONE, members_of
from tests.support.databases import UNSAFE

START = 30.0  # seconds; a loaded machine is no fault of the server
ROUNDS = 3
CLAIMS = 200


def claims(signers: Signers, count: int) -> list[Submission]:
    """Applications alone: none of them needs another one, so they may come in any order."""
    made = statements(signers, 7 * count)
    return [one for one in made if members_of(one)["type"] == "ClaimReceived"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(folder: Path, settings: Settings, *options: str) -> subprocess.Popen[bytes]:
    """Start ``phayan serve``; what it says goes to a file."""
    command = [sys.executable, "-c", "from api.command import main; main()", "serve", *options]
    environment = {
        "PATH": "/usr/bin:/bin",
        "PHAYAN_DB": settings.ledger_db,
        "PHAYAN_VAULT_DB": settings.vault_db,
        "PHAYAN_KEY_DB": settings.key_db,
        "PHAYAN_KEYS": str(settings.keys),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        UNSAFE: "tests-only",
    }
    with (folder / "said").open("ab") as said:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)


@contextmanager
def serving(folder: Path, settings: Settings, port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server until the block ends."""
    process = start(folder, settings, "--port", str(port), *options)
    try:
        wait_for(port, process)
        yield process
    finally:
        process.kill()
        process.wait(timeout=10)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")


def post(port: int, submission: Submission) -> dict[str, Any] | None:
    """Hand ``submission`` in; None if nobody answered."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/statements", submission.envelope, ONE)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
            receipt: dict[str, Any] = json.load(answer)
            return receipt
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read()) from error
    except (OSError, HTTPException):  # nobody answered, or the answer broke off
        return None


def test_what_was_acknowledged_is_in_the_log_once_though_the_server_is_killed(tmp_path: Path) -> None:
    settings, signers = founded(tmp_path, importers=2)
    waiting = [one for one in statements(signers, 7 * CLAIMS) if members_of(one)["type"] == "ClaimReceived"]
    acknowledged: dict[str, dict[str, Any]] = {}
    port = free_port()
    for number in range(ROUNDS):
        part = waiting[number::ROUNDS]
        with serving(tmp_path, settings, port) as process, ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(post, port, one) for one in part]
            answers[len(part) // 3].result()
            process.send_signal(signal.SIGKILL)
            for answer in answers:
                if receipt := answer.result():
                    acknowledged[receipt["id"]] = receipt
    assert ROUNDS <= len(acknowledged) < len(waiting)  # each kill cut somebody off

    with serving(tmp_path, settings, port):
        for one in waiting:
            receipt = post(port, one)
            assert receipt is not None
            before = acknowledged.get(receipt["id"])
            assert before is None or receipt == before | {"repeated": True}
    with open_ledger(settings, now) as ledger:
        located = ledger.located(list(acknowledged))
        assert {key: entry.leaf for key, entry in located.items()} == {
            key: receipt["leaf"] for key, receipt in acknowledged.items()
        }
        verdict = verify_ledger(ledger.store, parse_policy(settings.policy.read_text()))
        assert (verdict.findings, verdict.exit_code) == ([], 0)
        assert ledger.store.head().size >= len(waiting)


def test_a_server_that_is_asked_to_stop_ends_what_it_began(tmp_path: Path) -> None:
    settings, signers = founded(tmp_path, importers=2)
    waiting = claims(signers, 60)
    with serving(tmp_path, settings, port := free_port()) as process, ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(post, port, one) for one in waiting]
        answers[0].result()
        process.send_signal(signal.SIGTERM)
        receipts = [receipt for answer in answers if (receipt := answer.result())]
        assert process.wait(timeout=30) == -signal.SIGTERM
    assert len(receipts) >= 1
    told = [json.loads(line) for line in (tmp_path / "said").read_text().splitlines()]
    assert [one["event"] for one in told] == ["governing_keys_on_server", "serving"]
    assert told[1]["listens"] == f"http://127.0.0.1:{port}"
    with open_ledger(settings, now) as ledger:
        assert set(ledger.located([one["id"] for one in receipts])) == {one["id"] for one in receipts}


def test_where_there_is_no_ledger_one_sentence_says_so(tmp_path: Path) -> None:
    settings = Settings.of(f"sqlite:///{tmp_path}/none.db", tmp_path / "keys", {})
    assert start(tmp_path, settings).wait(timeout=30) == 3
    (line,) = (tmp_path / "said").read_text().splitlines()
    assert line.startswith("phayan: ")
    assert not (tmp_path / "keys").exists()


def test_a_wrong_key_folder_is_told_and_stays_empty(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    wrong = replace(settings, keys=tmp_path / "elsewhere")
    assert start(tmp_path, wrong).wait(timeout=30) == 2
    assert "PHAYAN_KEYS" in (tmp_path / "said").read_text()
    assert not list((tmp_path / "elsewhere").glob("*"))


def test_an_intake_that_is_not_there_is_told_before_anybody_files(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=1)
    process = start(
        tmp_path, settings, "--port", str(free_port()), "--intake", "intake", "--intake", "nobody"
    )
    assert process.wait(timeout=START) == 2
    assert "there is no key named nobody" in (tmp_path / "said").read_text()


def test_who_sends_no_head_or_half_a_head_is_not_waited_for(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    with serving(tmp_path, settings, port := free_port()), ThreadPoolExecutor(3) as pool:
        silent = pool.submit(trickle, port, b"")
        slow = pool.submit(trickle, port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        second = pool.submit(trickle, port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /")
        assert max(silent.result(), slow.result(), second.result()) < 3 * HEAD_SECONDS
        assert post_nothing(port) == 415


def trickle(port: int, head: bytes) -> float:
    """Send ``head``, then a letter now and then; return after how many seconds the server closed."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.settimeout(0.5)
        try:
            connection.sendall(head)
            while time.monotonic() - begun < 6 * HEAD_SECONDS:
                try:
                    if not connection.recv(65_536):
                        break
                except TimeoutError:
                    if head:
                        connection.sendall(b"a")
        except OSError:
            pass
    return time.monotonic() - begun


def post_nothing(port: int) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/statements", b"", {"content-type": "a/b"})
    try:
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - loopback
    except urllib.error.HTTPError as error:
        return error.code
    return 0
