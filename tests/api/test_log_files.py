"""A mirror needs the files alone: from the checkpoint and the tiles it gets to the root by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from benchmarks.fixture import now, statements
from ledger.store.tiles import TILE_WIDTH, entries_path, parse_bundle, tile_path, tile_width
from ledger.tlog.checkpoint import Checkpoint, open_checkpoint
from ledger.tlog.policy import parse_policy
from ledger.tlog.tree import leaf_hash, root_of
from tests.api.clients import MANY, bundle_of, client_of
from tests.api.conftest import Desk
from tests.api.test_statements import problem
from tests.support.founding import founded


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A log of more than one tile, whose entries whoever runs it calls public."""
    settings, signers = founded(tmp_path_factory.mktemp("public"), importers=2)
    with client_of(settings, now, public_entries=True) as client:
        client.post("/statements", content=bundle_of(statements(signers, 300)), headers=MANY)
        yield Desk(client, settings, signers)


def newest(desk: Desk) -> Checkpoint:
    answer = desk.client.get("/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    policy = parse_policy(desk.settings.policy.read_text())
    return open_checkpoint(answer.text, policy.logs[0])


def leaves(client: TestClient, size: int) -> list[bytes]:
    found: list[bytes] = []
    for number in range(-(-size // TILE_WIDTH)):
        answer = client.get("/" + tile_path(0, number, tile_width(0, number, size)))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        found += [answer.content[at : at + 32] for at in range(0, len(answer.content), 32)]
    return found


def test_the_tiles_lead_to_the_root_that_the_checkpoint_signs(public: Desk) -> None:
    checkpoint = newest(public)
    assert checkpoint.size > TILE_WIDTH

    assert root_of(leaves(public.client, checkpoint.size)) == checkpoint.root


def test_the_bundles_hold_the_entries_of_the_tiles(public: Desk) -> None:
    size = newest(public).size
    entries: list[bytes] = []
    for number in range(-(-size // TILE_WIDTH)):
        path = entries_path(number, tile_width(0, number, size))
        entries += parse_bundle(public.client.get(f"/{path}").content)

    assert list(map(leaf_hash, entries)) == leaves(public.client, size)


def test_a_narrower_tile_is_a_prefix_and_a_wider_one_is_not_there(public: Desk) -> None:
    size = newest(public).size
    width = tile_width(0, 1, size)
    whole = public.client.get(f"/{tile_path(0, 1, width)}").content
    assert public.client.get(f"/{tile_path(0, 1, 3)}").content == whole[:96]

    for path in (tile_path(0, 1, width + 1), tile_path(0, 1), tile_path(0, 9), tile_path(1, 0)):
        problem(public.client.get(f"/{path}"), 404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "0/0%30",
        "0%2F000.p/3",
        "%30/000.p/3",
        "0/000.p/3?x=1",
        "0/1",
        "0/0001",
        "0/000.p/0",
        "0/000.p/257",
        "-1/000",
        "entries/x",
        "0/../000",
        "64/000",
    ],
)
def test_a_path_has_one_spelling(public: Desk, path: str) -> None:
    problem(public.client.get(f"/tile/{path}"), 404, "not_found")


def test_entries_are_not_for_everybody_unless_the_ledger_says_so(small: Desk, public: Desk) -> None:
    path = f"/{entries_path(0, 3)}"
    assert public.client.get(path).status_code == 200
    problem(small.client.get(path), 404, "not_found")
    assert small.client.get(f"/{tile_path(0, 0, 3)}").status_code == 200


def test_what_is_committed_and_not_yet_signed_for_is_not_served(tmp_path: Path) -> None:
    settings, signers = founded(tmp_path, importers=2)
    with client_of(settings, now) as client:
        desk = Desk(client, settings, signers)
        size = newest(desk).size
        ledger = client.app.state.ledger  # type: ignore[attr-defined]
        ledger._publisher.publish = lambda: None  # a crash between commit and checkpoint
        client.post("/statements", content=bundle_of(statements(signers, 2)), headers=MANY)
        assert client.get("/readyz").json() == {"status": "ready", "size": size + 2, "checkpoint": size}
        problem(client.get(f"/{tile_path(0, 0, size + 1)}"), 404, "not_found")
        assert client.get(f"/{tile_path(0, 0, size)}").status_code == 200


def test_cosignatures_stand_below_the_checkpoint(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path, importers=2)
    with client_of(settings, now) as client:
        store = client.app.state.ledger.store  # type: ignore[attr-defined]
        plain = client.get("/checkpoint").text
        for name in ("witness.example.org/two", "witness.example.org/one"):
            store.add_cosignature(store.checkpoint().size, name, f"— {name} AAAA\n")
        assert client.get("/checkpoint").text == (
            f"{plain}— witness.example.org/one AAAA\n— witness.example.org/two AAAA\n"
        )
