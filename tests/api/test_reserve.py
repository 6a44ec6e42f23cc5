"""A disk that is nearly full: nothing more is promised, and whoever reads or verifies is served."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.reserve import RESERVE, SECONDS, Reserve, free_of
from benchmarks.fixture import ORIGIN, now, statements
from ledger.application.receipts import Receipt
from ledger.application.settings import Settings
from ledger.application.verifying import verify_ledger
from ledger.tlog.policy import parse_policy
from tests.api.citizens import COMPLAINT, KEY
from tests.api.clients import MANY, ONE, bundle_of, client_of
from tests.api.conftest import Desk
from tests.api.signing_in import built, token
from tests.api.test_metrics import counted, samples
from tests.api.test_statements import problem
from tests.support.founding import founded

NUMBER = "0000000000"
FULL, ROOM = RESERVE - 0.001, RESERVE


class Disk:
    """A disk of which ``free`` is left, and a clock that goes when it is told."""

    def __init__(self) -> None:
        self.free, self.seconds = ROOM, 0.0
        self.looks = 0

    def look(self, _place: Path) -> float:
        self.looks += 1
        return self.free

    def elapsed(self) -> float:
        return self.seconds

    def becomes(self, free: float) -> None:
        self.free = free
        self.seconds += SECONDS


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def desk(tmp_path: Path, disk: Disk) -> Iterator[Desk]:
    settings, signers = founded(tmp_path, importers=2)
    with client_of(settings, now, reserve=Reserve(settings.places, disk.look, disk.elapsed)) as client:
        yield Desk(client, settings, signers)


def writes(desk: Desk) -> dict[str, Callable[[], Any]]:
    """Everything that is written over HTTP; each call sends something that would be judged."""
    post, key = desk.client.post, {"idempotency-key": KEY}
    made = statements(desk.signers, 3, seed=5)
    return {
        "one": lambda: post("/statements", content=made[0].envelope, headers=ONE),
        "many": lambda: post("/statements", content=bundle_of(made), headers=MANY),
        "file": lambda: post("/attachments", content="ข้อความ".encode()),
        "filing": lambda: post("/filings", json=COMPLAINT, headers=key),
        "message": lambda: post(f"/filings/{NUMBER}/messages", json={"code": ""}, headers=key),
        "code": lambda: post(f"/filings/{NUMBER}/receipts", json={"auth": "callback"}, headers=key),
    }


def test_nothing_is_written_while_the_disk_is_nearly_full(desk: Desk, disk: Disk) -> None:
    ledger = desk.client.app.state.ledger  # type: ignore[attr-defined]
    size = ledger.store.head().size
    disk.becomes(FULL)
    for send in writes(desk).values():
        problem(send(), 503, "read_only")
    assert ledger.store.head().size == size
    assert not any(file.is_file() for file in Path(desk.settings.blobs or "").rglob("*"))

    disk.becomes(ROOM)
    found = {name: send().status_code for name, send in writes(desk).items()}
    assert found == {"one": 201, "many": 200, "file": 201, "filing": 422, "message": 422, "code": 401}


def test_every_route_that_writes_looks_at_the_disk(desk: Desk, disk: Disk) -> None:
    """Held against the routes of the description: a new one is a question to whoever adds it."""
    document = desk.client.get("/openapi.json").json()
    posts = {path for path, operations in document["paths"].items() if "post" in operations}
    reads = {"/sessions", "/openings", "/searches", "/filings/{case}/openings", "/filings/{case}/documents"}
    named = {"case": NUMBER, "name": KEY}
    disk.becomes(FULL)
    refusing = {
        path
        for path in posts
        if desk.client.post(path.format_map(named), json={}, headers={"idempotency-key": KEY})
        .json()
        .get("code")
        == "read_only"
    }
    assert refusing == posts - reads


def test_reading_and_verifying_go_on(desk: Desk, disk: Disk) -> None:
    receipts = [
        Receipt(**desk.client.post("/statements", content=one.envelope, headers=ONE).json())
        for one in statements(desk.signers, 2, seed=5)
    ]
    disk.becomes(FULL)
    session = token(desk.client, built(ORIGIN, now(), desk.signers.keys[0], nonce="R" * 22))
    for path in ("/checkpoint", "/tile/0/000.p/1", f"/proofs/{receipts[0].index}", "/queue", "/session"):
        answer = desk.client.get(path, headers=session)
        assert answer.status_code == 200 or path.startswith("/tile"), (path, answer.text)
    assert desk.client.get("/readyz").status_code == 200
    ledger = desk.client.app.state.ledger  # type: ignore[attr-defined]
    verdict = verify_ledger(ledger.store, parse_policy(desk.settings.policy.read_text()))
    assert (verdict.findings, verdict.exit_code) == ([], 0)


def test_a_change_is_on_record_once_and_counted(
    desk: Desk, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gauge = ("phayan_read_only", ())
    assert samples(counted(desk))[gauge] == 0
    for free, event, value in ((FULL, "read_only", 1), (ROOM, "writing_again", 0)):
        caplog.clear()
        for _ in range(3):
            disk.becomes(free)
            assert samples(counted(desk))[gauge] == value
        assert sum(event in record.getMessage() for record in caplog.records) == 1


def test_a_disk_is_looked_at_every_few_seconds_and_not_more_often(disk: Disk) -> None:
    reserve = Reserve([Path("/a")], disk.look, disk.elapsed)
    for _ in range(1000):
        assert not reserve.low()
    assert disk.looks == 1
    disk.free = FULL
    disk.seconds += SECONDS - 0.01
    assert not reserve.low()
    disk.seconds += 0.01
    assert reserve.low()
    assert disk.looks == 2


def test_one_full_disk_of_several_is_enough() -> None:
    free = {Path("/ledger"): 0.9, Path("/vault"): FULL}
    assert Reserve(list(free), free.__getitem__).low()
    assert not Reserve([Path("/ledger")], free.__getitem__).low()
    assert not Reserve([]).low()


def test_a_place_that_is_not_made_yet_is_asked_for_where_it_will_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = free_of(tmp_path)
    assert 0 < here <= 1
    assert free_of(tmp_path / "attachments" / "later") == pytest.approx(here, abs=0.01)

    def gone(_place: Path) -> None:
        raise OSError

    monkeypatch.setattr("shutil.disk_usage", gone)
    assert free_of(tmp_path) == 0.0


def test_the_places_are_those_of_this_machine() -> None:
    keys = Path("/k/keys")
    one = Settings.of("sqlite:////a/ledger.db", keys, {"PHAYAN_VAULT_DB": "sqlite:////b/vault.db"})
    assert set(one.places) == {Path("/a"), Path("/b"), Path("/b/attachments"), keys}
    elsewhere = {
        "PHAYAN_VAULT_DB": "postgresql://h/v",
        "PHAYAN_KEY_DB": "postgresql://h/k",
        "PHAYAN_BLOBS": "s3://x",
    }
    assert Settings.of("postgresql://h/l", keys, elsewhere).places == (keys,)
