"""The server as a process: on a socket, killed without warning, started again."""

import asyncio
import json
import signal
import socket
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.protocol import HEAD_SECONDS
from api.serving import _configured, listening_at
from api.settings import read
from benchmarks.fixture import Signers, now, statements
from ledger.application.assembly import open_ledger
from ledger.application.receipts import Submission
from ledger.application.settings import Settings
from tests.api.clients import ONE, members_of
from tests.support.founding import founded
from tests.support.served import START, free_port, serving, start


def claims(signers: Signers, count: int) -> list[Submission]:
    """Applications alone: none of them needs another one, so they may come in any order."""
    made = statements(signers, 7 * count)
    return [one for one in made if members_of(one)["type"] == "ClaimReceived"]


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


def test_the_second_part_of_an_answer_does_not_wait_for_the_client() -> None:
    """Head and body are two writes. The control is asyncio's own loop on the same socket."""
    settings = read({}, port=free_port())
    ours = _configured(settings, FastAPI()).get_loop_factory()
    for loop, at_once in ((ours, True), (asyncio.SelectorEventLoop, False)):
        with listening_at(settings) as listening, asyncio.Runner(loop_factory=loop) as runner:
            assert runner.run(sends_at_once(listening)) is at_once


async def sends_at_once(listening: socket.socket) -> bool:
    came: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def accepted(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held = writer.get_extra_info("socket")
        came.set_result(held.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(accepted, sock=listening):
        _, writer = await asyncio.open_connection(*listening.getsockname())
        writer.close()
        return bool(await came)


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
    process = start(tmp_path, settings, "--port", str(free_port()), "--intake", "intake,nobody")
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


def test_a_body_that_nobody_reads_is_not_waited_for_though_it_trickles(tmp_path: Path) -> None:
    """One that comes to its end in time leaves the connection to the next request."""
    settings, _ = founded(tmp_path, importers=2)
    head = b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    with serving(tmp_path, settings, port := free_port()):
        assert HEAD_SECONDS - 1 < trickle(port, head) < 3 * HEAD_SECONDS
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(head)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 404")
            connection.sendall(b"a" * 100_000 + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while b"HTTP/1.1 200" not in answer:
                part = connection.recv(65_536)
                assert part, answer
                answer += part


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
