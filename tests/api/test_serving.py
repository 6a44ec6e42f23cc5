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
from pathlib import Path
from typing import Any

from benchmarks.fixture import founded, now, statements
from ledger.application.assembly import open_ledger
from ledger.application.receipts import Submission
from ledger.application.settings import Settings
from ledger.application.verifying import verify_ledger
from ledger.tlog.policy import parse_policy
from tests.api.clients import ONE, members_of

START = 30.0  # seconds; a loaded machine is no fault of the server
ROUNDS = 3
CLAIMS = 200  # none of them needs another one, so they may come in any order


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, settings: Settings, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``phayan serve`` until the block ends; what it says goes to a file."""
    command = [sys.executable, "-c", "from api.command import main; main()", "serve", "--port", str(port)]
    environment = {
        "PATH": "/usr/bin:/bin",
        "PHAYAN_DB": settings.ledger_db,
        "PHAYAN_VAULT_DB": settings.vault_db,
        "PHAYAN_KEY_DB": settings.key_db,
        "PHAYAN_KEYS": str(settings.keys),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    with (folder / "said").open("ab") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
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
    except OSError:
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
    with serving(tmp_path, settings, port := free_port()) as process:
        assert post(port, statements(signers, 1)[0]) is not None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == -signal.SIGTERM or process.returncode == 0
    said = (tmp_path / "said").read_text()
    assert said.splitlines() == [f"serving http://127.0.0.1:{port}, until Ctrl-C"]
