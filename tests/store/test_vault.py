"""Ciphertexts and keys: each in its own database, and nothing is overwritten."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.schema import BRANCHES
from ledger.store.vault import DataKey, Sealed, Vault
from tests.support.databases import private_schema

STATEMENT = "7f0c3f9e-5f52-4d8e-9a39-2b8f6c1d0e4a"
OTHER = "7f0c3f9e-5f52-4d8e-9a39-2b8f6c1d0e4b"
STREAM = "claim/0d9c1c5a-6f0e-4b55-8a39-2b8f6c1d0e4a"


@pytest.fixture(params=["sqlite", "postgresql"])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, sa.Engine]]:
    with ExitStack() as stack:
        found = {}
        for branch in ("vault", "keys"):
            url = f"sqlite:///{tmp_path / branch}.db"
            if request.param == "postgresql":
                url = stack.enter_context(private_schema(request.getfixturevalue("postgres_url")))
            found[branch] = open_engine(url)
            stack.callback(found[branch].dispose)
            upgrade(found[branch], branch)
        yield found


@pytest.fixture
def vault(engines: dict[str, sa.Engine]) -> Vault:
    return Vault(engines["vault"], engines["keys"])


def test_boxes_come_back_as_they_went_in(vault: Vault) -> None:
    vault.put_sealed(STATEMENT, STREAM, "claimant", b"\x00\xff box")
    vault.put_all([Sealed(STATEMENT, STREAM, "child-1", b"two"), Sealed(OTHER, STREAM, "claimant", b"three")])
    vault.put_all([])

    assert vault.sealed(STATEMENT) == [
        Sealed(STATEMENT, STREAM, "child-1", b"two"),
        Sealed(STATEMENT, STREAM, "claimant", b"\x00\xff box"),
    ]
    assert vault.sealed(OTHER) == [Sealed(OTHER, STREAM, "claimant", b"three")]


def test_a_second_box_under_a_known_id_stands_beside_the_first(vault: Vault) -> None:
    vault.put_sealed(STATEMENT, STREAM, "claimant", b"what the entry commits to")
    vault.put_sealed(STATEMENT, STREAM, "claimant", b"what somebody sent later")
    vault.put_sealed(STATEMENT, STREAM, "claimant", b"what somebody sent later")

    boxes = {sealed.box for sealed in vault.sealed(STATEMENT)}
    assert boxes == {b"what the entry commits to", b"what somebody sent later"}


def test_a_key_is_kept_once_and_wrapped_for_its_recipients(vault: Vault) -> None:
    assert vault.data_key(STREAM, "claimant") is None
    first = vault.keep_data_key(STREAM, "claimant", b"k" * 32, {"case-unit": b"w1", "oversight": b"w2"})
    second = vault.keep_data_key(STREAM, "claimant", b"x" * 32, {"case-unit": b"w3"})

    assert first == second == vault.data_key(STREAM, "claimant") == b"k" * 32
    assert vault.wraps(STREAM, "claimant") == {"case-unit": b"w1", "oversight": b"w2"}
    assert vault.data_key(STREAM, "witness") is None


def test_keys_of_a_group_are_kept_together(vault: Vault) -> None:
    vault.keep_data_key(STREAM, "a", b"1" * 32, {})
    held = vault.keep_data_keys(
        [DataKey(STREAM, "a", b"2" * 32, {"o": b"no"}), DataKey(STREAM, "b", b"3" * 32, {"o": b"w"})]
    )

    assert held == {(STREAM, "a"): b"1" * 32, (STREAM, "b"): b"3" * 32}
    assert vault.wraps(STREAM, "a") == {}
    assert vault.wraps(STREAM, "b") == {"o": b"w"}
    assert vault.keep_data_keys([]) == {}


def test_a_crash_between_key_and_wraps_can_be_made_up_for(vault: Vault) -> None:
    vault.keep_data_key(STREAM, "a", b"1" * 32, {})
    vault.put_wraps([DataKey(STREAM, "a", b"1" * 32, {"o": b"w"})])
    vault.put_wraps([DataKey(STREAM, "a", b"1" * 32, {"o": b"other"})])

    assert vault.wraps(STREAM, "a") == {"o": b"w"}


def test_of_two_that_draw_a_key_at_once_both_get_the_same(vault: Vault) -> None:
    got: list[bytes] = []
    barrier = threading.Barrier(2)

    def draw(key: bytes) -> None:
        barrier.wait()
        got.append(vault.keep_data_key(STREAM, "claimant", key, {"case-unit": b"for " + key}))

    threads = [threading.Thread(target=draw, args=(bytes([number]) * 32,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got[0] == got[1] == vault.data_key(STREAM, "claimant")
    assert vault.wraps(STREAM, "claimant") == {"case-unit": b"for " + got[0]}


def test_each_database_holds_its_own_tables_alone(engines: dict[str, sa.Engine]) -> None:
    tables = {branch: set(sa.inspect(engine).get_table_names()) for branch, engine in engines.items()}

    assert tables == {branch: {*BRANCHES[branch].tables, f"{branch}_schema"} for branch in engines}
    assert tables["keys"] >= {"data_key"}
    assert tables["vault"].isdisjoint(BRANCHES["keys"].tables)
