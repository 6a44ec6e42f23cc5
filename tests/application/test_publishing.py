"""Checkpoints: storage is read back first, the signer never goes back, and a crash leaves nothing open."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks.fixture import statements
from ledger.application.errors import MemoryNotKept, SignerRefused, StorageAltered
from ledger.application.ledger import Ledger
from ledger.application.publishing import Publisher
from ledger.application.receipts import Receipt
from ledger.application.signer import LogSigner
from ledger.store import log
from ledger.store.checkpoints import Checkpoints
from ledger.store.engines import is_sqlite, open_engine, writing
from ledger.store.errors import CheckpointMoved
from ledger.store.files import write_durably
from ledger.store.reading import fetch_together
from ledger.store.recorder import Recorder
from ledger.tlog.checkpoint import Checkpoint
from tests.application.conftest import Place


def alter(place: Place, statement: str) -> None:
    """Change the ledger's database behind its back, guards removed."""
    engine = open_engine(place.settings.ledger_db)
    with writing(engine) as connection:
        if is_sqlite(engine):
            for name in ("entry_no_update", "entry_no_delete"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        else:
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS entry_no_change ON entry")
        connection.execute(sa.text(statement))
    engine.dispose()


def crash(*_args: object, **_kwargs: object) -> None:
    raise KeyboardInterrupt


def test_nothing_is_signed_over_an_entry_that_storage_altered(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = statements(place.signers, 2)
    with place.open() as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(Checkpoints, "swap_checkpoint", crash)
            with pytest.raises(KeyboardInterrupt):
                ledger.submit([first])
        size = ledger.store.head().size
        published = ledger.store.checkpoint()
    flipped = "X'00'" if place.settings.ledger_db.startswith("sqlite") else "'\\x00'::bytea"
    alter(place, f'UPDATE entry SET entry = {flipped} WHERE "index" = {size - 1}')

    with pytest.raises(StorageAltered), place.open():
        pass
    with place.open(write=False) as ledger:
        assert ledger.store.checkpoint() == published
    assert second


@pytest.mark.parametrize(
    "step", ["after_entries", "before_signing", "after_signing", "before_swap", "after_swap"]
)
def test_a_crash_at_any_step_loses_nothing_and_the_retry_gets_its_receipt(
    place: Place, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Around the boundary of a tile, as far as the crash got; then the same statements and others."""
    subs = statements(place.signers, 300)
    with place.open() as ledger:
        ledger.submit(subs[: 254 - ledger.store.head().size])
        before = ledger.store.head().size
        assert before == 254
        pending = subs[250:253]
        with monkeypatch.context() as patch:
            _crash_at(step, patch)
            with pytest.raises(KeyboardInterrupt):
                ledger.submit(pending)

    with place.open() as ledger:
        answers = ledger.submit(pending)
        assert all(isinstance(answer, Receipt) for answer in answers)
        more = ledger.submit(subs[253:260])
        assert all(isinstance(answer, Receipt) for answer in more)
        assert ledger.store.head().size == before + len(pending) + len(more)
        checkpoint = ledger.store.checkpoint()
        assert checkpoint is not None
        assert checkpoint.size == ledger.store.head().size


def _crash_at(step: str, patch: pytest.MonkeyPatch) -> None:
    swap = Checkpoints.swap_checkpoint
    sign: Callable[..., str] = LogSigner.sign

    def swapped(*args: object) -> None:
        swap(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    def signed(*args: object) -> str:
        sign(*args)
        raise KeyboardInterrupt

    match step:
        case "after_entries":
            patch.setattr("ledger.application.publishing.Publisher.publish", crash)
        case "before_signing":
            patch.setattr("ledger.application.publishing.Publisher._read_back", crash)
        case "after_signing":
            patch.setattr(LogSigner, "sign", signed)
        case "before_swap":
            patch.setattr(Checkpoints, "swap_checkpoint", crash)
        case _:
            patch.setattr(Checkpoints, "swap_checkpoint", swapped)


def test_a_restored_backup_is_not_continued(small: Place, tmp_path: Path) -> None:
    subs = statements(small.signers, 20)
    file = Path(small.settings.ledger_db.removeprefix("sqlite:///"))
    with small.open() as ledger:
        ledger.submit(subs[:5])
    shutil.copy(file, tmp_path / "backup.db")
    with small.open() as ledger:
        ledger.submit(subs[5:15])
    for rest in tmp_path.glob(f"{file.name}-*"):
        rest.unlink()
    shutil.copy(tmp_path / "backup.db", file)

    with pytest.raises(SignerRefused, match="backup"), small.open():
        pass
    with small.open(write=False) as ledger:
        assert ledger.store.head().size > 0


def test_with_the_memory_inside_the_backup_the_log_forks(small: Place, tmp_path: Path) -> None:
    """The negative control: a signer that forgets signs two trees of one size."""
    subs = statements(small.signers, 20)
    file = Path(small.settings.ledger_db.removeprefix("sqlite:///"))
    with small.open() as ledger:
        ledger.submit(subs[:5])
    shutil.copy(file, tmp_path / "backup.db")
    shutil.copy(small.settings.signer_memory, tmp_path / "backup.memory")
    with small.open() as ledger:
        ledger.submit(subs[5:15])
        one = ledger.store.checkpoint()
    for rest in tmp_path.glob(f"{file.name}-*"):
        rest.unlink()
    shutil.copy(tmp_path / "backup.db", file)
    shutil.copy(tmp_path / "backup.memory", small.settings.signer_memory)
    with small.open() as ledger:
        ledger.submit(subs[5:15])
        other = ledger.store.checkpoint()

    assert one is not None
    assert other is not None
    assert one.size == other.size
    assert one.root != other.root


def signer(tmp_path: Path) -> LogSigner:
    return LogSigner("log.example.org/x", bytes(range(32)), tmp_path / "memory")


def head(size: int, root: int) -> Checkpoint:
    return Checkpoint("log.example.org/x", size, bytes([root]) * 32)


def test_a_signer_signs_the_same_tree_twice_and_a_larger_one(tmp_path: Path) -> None:
    assert signer(tmp_path).sign(head(3, 1)) == signer(tmp_path).sign(head(3, 1))
    assert signer(tmp_path).sign(head(4, 2))


@pytest.mark.parametrize("checkpoint", [head(2, 1), head(3, 9)])
def test_a_signer_signs_no_smaller_tree_and_no_other_of_the_same_size(
    tmp_path: Path, checkpoint: Checkpoint
) -> None:
    signer(tmp_path).sign(head(3, 1))

    with pytest.raises(SignerRefused):
        signer(tmp_path).sign(checkpoint)


@pytest.mark.parametrize(
    "content", [b"", b"log.example.org/x\n3\n", b"other.example.org\n3\nAAAA\n", b"\xff"]
)
def test_a_signer_whose_memory_cannot_be_read_signs_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "memory").write_bytes(content)

    with pytest.raises(SignerRefused):
        signer(tmp_path).sign(head(9, 1))


def test_the_memory_is_durable_before_the_signature_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ledger.application.signer_memory.write_durably", full)

    with pytest.raises(MemoryNotKept, match="No space"):
        signer(tmp_path).sign(head(3, 1))
    assert signer(tmp_path).last() is None


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_durably(path, b"old")

    def broken(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="Input"):
        write_durably(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_of_two_publishers_one_swaps_and_the_other_takes_its_checkpoint(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = statements(place.signers, 2)
    with place.open() as one, place.open() as other:
        swap = Checkpoints.swap_checkpoint
        calls: list[str] = []

        def raced(self: Checkpoints, *args: object) -> None:
            calls.append("swap")
            if len(calls) == 1:
                _publish(other)
            swap(self, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(Checkpoints, "swap_checkpoint", raced)
        (answer,) = one.submit([first])

        assert isinstance(answer, Receipt)
        assert calls == ["swap", "swap"]
        with pytest.raises(CheckpointMoved):
            stale = one.store.checkpoint()
            assert stale is not None
            swap(one.store, (1, bytes(32)), stale)
    assert second


def test_leaves_begin_where_the_checkpoint_ends_though_another_one_came_between(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = statements(place.signers, 3)
    with place.open() as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(Publisher, "publish", crash)
            with pytest.raises(KeyboardInterrupt):
                ledger.submit(given)
        checkpoint, head, leaves = ledger.store.unpublished(8)
        assert checkpoint is not None
        assert [index for index, _, _ in leaves] == list(range(checkpoint.size, head.size))

        def later(connection: sa.Connection, *questions: tuple[str, Sequence[Any]]) -> list[list[Any]]:
            newest, heads, found = fetch_together(connection, *questions)
            return [newest, heads, found[2:]]

        monkeypatch.setattr(log, "fetch_together", later)
        assert ledger.store.unpublished(8) == (checkpoint, head, leaves)
        assert ledger.store.unpublished(2) == (checkpoint, head, leaves[:2])


def _publish(ledger: Ledger) -> None:
    assert ledger._publisher is not None
    ledger._publisher.publish()


def test_who_is_overtaken_between_reading_the_end_and_signing_signs_for_what_stands_there(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes share the signer's memory: the slower one takes no work of the other for a restore."""
    first, second = statements(place.signers, 2)
    with place.open() as slow, place.open() as quick:
        sign = LogSigner.sign
        overtaken: list[int] = []

        def late(self: LogSigner, checkpoint: Checkpoint) -> str:
            if not overtaken:
                overtaken.append(checkpoint.size)
                assert isinstance(quick.submit([second])[0], Receipt)
            return sign(self, checkpoint)

        monkeypatch.setattr(LogSigner, "sign", late)
        (answer,) = slow.submit([first])
        assert isinstance(answer, Receipt)
        newest = slow.store.checkpoint()
        assert newest is not None
        assert newest.size == slow.store.head().size == overtaken[0] + 1


def test_no_receipt_is_made_of_a_tile_that_storage_altered_between_two_groups(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = statements(place.signers, 3)
    with place.open() as ledger:
        ledger.submit([first])
        content = ledger.store.tile(0, 0) or b""
        changed = bytes(32) + content[32:]
        with monkeypatch.context() as patch:
            patch.setattr(Recorder, "tile", lambda *_: changed + bytes(32 * 5))
            with pytest.raises(StorageAltered, match="no longer"):
                ledger.submit([second])
        (answer,) = ledger.submit([third])  # the control
        assert isinstance(answer, Receipt)


def test_a_signer_whose_memory_cannot_be_kept_signs_nothing(place: Place) -> None:
    (one,) = statements(place.signers, 1)
    with place.open() as ledger:
        shutil.move(place.settings.keys, f"{place.settings.keys}.gone")
        with pytest.raises(MemoryNotKept, match="cannot be kept"):
            ledger.submit([one])
        shutil.move(f"{place.settings.keys}.gone", place.settings.keys)
        (answer,) = ledger.submit([one])
        assert isinstance(answer, Receipt)
