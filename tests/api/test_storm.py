"""Many clients file and decide while the server is killed every few seconds and started again.

``PHAYAN_HTTP_STORM=200x120`` asks for 200 clients and 120 seconds; 20 and 10 are what every run does.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.fixture import now, statements
from ledger.application.assembly import open_ledger
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Submission
from ledger.application.settings import Settings
from ledger.application.verifying import verify_ledger
from ledger.store.rows import Row
from ledger.tlog.policy import Policy, parse_policy
from tests.api.storm import Client, Told, findings, storm
from tests.api.test_serving import post
from tests.support.founding import founded
from tests.support.served import free_port, serving

CLIENTS, SECONDS = (int(part) for part in os.environ.get("PHAYAN_HTTP_STORM", "20x10").split("x"))
KILL_AFTER = 3.0  # seconds, half as much or half more; counted from the first answer
PAGE = 1000


def blow(folder: Path, settings: Settings, port: int, seconds: float, clients: list[Client]) -> int:
    """Kill the server and start it again until ``seconds`` are over; return how often it was killed."""
    draw, kills, deadline = random.Random(CLIENTS), 0, time.monotonic() + seconds
    while kills < 2 or time.monotonic() < deadline:
        with serving(folder, settings, port) as process:
            time.sleep(KILL_AFTER * draw.uniform(0.5, 1.5))
            assert all(client.is_alive() for client in clients)
            process.send_signal(signal.SIGKILL)
            kills += 1
    return kills


def rows(ledger: Ledger) -> Iterator[Row]:
    for start in range(0, ledger.store.head().size, PAGE):
        yield from ledger.store.rows(start, start + PAGE)


def test_what_was_acknowledged_is_in_the_log_once_though_the_server_is_killed(
    tmp_path: Path, database_url: str
) -> None:
    settings, signers = founded(tmp_path, database_url, importers=8)
    seconds = SECONDS if database_url.startswith("postgresql") else SECONDS / 3
    port, told = free_port(), Told()
    with storm(CLIENTS, port, signers) as clients:
        kills = blow(tmp_path, settings, port, seconds, clients)
    for client in clients:
        told.add(client.told)

    assert told.counts["cut off"] >= kills  # each kill cut somebody off
    assert told.counts["decided again"] >= 1
    assert not [one for one in told.counts if one.startswith("answered 4")]
    with serving(tmp_path, settings, port):
        for body, before in [client.last for client in clients if client.last]:
            assert post(port, Submission(body)) == before | {"repeated": True}
    with open_ledger(settings, now) as ledger:
        policy = parse_policy(settings.policy.read_text())
        assert findings(rows(ledger), told, policy) == []
        verdict = verify_ledger(ledger.store, policy)
        assert (verdict.findings, verdict.exit_code) == ([], 0)
        assert ledger.store.head().size >= len(told.acknowledged)


@pytest.fixture
def calm(tmp_path: Path) -> Iterator[tuple[list[Row], Told, Policy]]:
    """A log, and what whoever filled it was told."""
    settings, signers = founded(tmp_path, importers=2)
    told = Told()
    with open_ledger(settings, now, write=True) as ledger:
        for receipt in ledger.submit(statements(signers, 3)):
            assert isinstance(receipt, Receipt)
            told.acknowledged[receipt.id] = receipt.as_json()
        yield list(rows(ledger)), told, parse_policy(settings.policy.read_text())


def test_a_log_that_keeps_what_it_said_is_found_good(calm: tuple[list[Row], Told, Policy]) -> None:
    log, told, policy = calm
    assert findings(log, told, policy) == []


def test_what_was_acknowledged_and_lost_is_found(calm: tuple[list[Row], Told, Policy]) -> None:
    log, told, policy = calm
    lost = list(told.acknowledged)[-1]
    assert findings(log[:-1], told, policy) == [f"acknowledged and lost: {lost}"]


def test_what_was_recorded_twice_is_found(calm: tuple[list[Row], Told, Policy]) -> None:
    log, told, policy = calm
    twice = list(told.acknowledged)[-1]
    assert findings([*log, log[-1]], told, policy) == [f"doubled: {twice}"]


def test_what_was_refused_and_recorded_is_found(calm: tuple[list[Row], Told, Policy]) -> None:
    log, told, policy = calm
    name = list(told.acknowledged)[-1]
    told.acknowledged.pop(name)
    told.refused.add(name)
    assert findings(log, told, policy) == [f"refused and recorded: {name}"]


def test_a_receipt_of_another_place_is_found(calm: tuple[list[Row], Told, Policy]) -> None:
    log, told, policy = calm
    first, second, _ = told.acknowledged
    told.acknowledged[first] = told.acknowledged[second]
    assert findings(log, told, policy) == [f"acknowledged elsewhere: {first}", f"no proof: {first}"]
