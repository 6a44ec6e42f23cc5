"""Checkpoints follow one another: of two that follow the same one, one is stored."""

import threading
from hashlib import sha256

import pytest
import sqlalchemy as sa

from ledger.store.engines import open_engine
from ledger.store.errors import CheckpointMoved, Conflict
from ledger.store.recorder import Recorder, StoredCheckpoint


def checkpoint(size: int, branch: str = "") -> StoredCheckpoint:
    root = sha256(f"{size}{branch}".encode()).digest()
    return StoredCheckpoint(size, root, f"origin\n{size}\n{root.hex()}\n\n— พยาน {branch}\n", root * 2)


def test_a_checkpoint_is_stored_as_the_successor_of_the_newest(recorder: Recorder) -> None:
    assert recorder.checkpoint() is None
    first, second = checkpoint(0), checkpoint(7)
    recorder.swap_checkpoint(None, first)
    recorder.swap_checkpoint((0, first.root), second)

    assert recorder.checkpoint() == second
    assert list(recorder.checkpoints()) == [first, second]
    assert list(recorder.checkpoints(1)) == [second]
    assert list(recorder.checkpoints(8)) == []


def test_a_checkpoint_on_another_newest_is_refused(recorder: Recorder) -> None:
    first, second = checkpoint(3), checkpoint(7)
    recorder.swap_checkpoint(None, first)
    wrong = [
        (None, second),  # there is a newest one
        ((3, checkpoint(3, "fork").root), second),  # of another root
        ((4, first.root), second),  # of another size
        ((3, first.root), checkpoint(3, "again")),  # not larger
        ((3, first.root), checkpoint(2)),
    ]
    for old, new in wrong:
        with pytest.raises(CheckpointMoved) as caught:
            recorder.swap_checkpoint(old, new)
        assert caught.value.code == "checkpoint_moved"
    recorder.swap_checkpoint((3, first.root), second)
    with pytest.raises(CheckpointMoved):
        recorder.swap_checkpoint((3, first.root), checkpoint(8))

    assert list(recorder.checkpoints()) == [first, second]


def test_of_many_that_swap_at_once_exactly_one_wins(database_url: str, engine: sa.Engine) -> None:
    engines = [open_engine(database_url) for _ in range(2)]
    recorders = [Recorder(each) for each in engines]
    old: StoredCheckpoint | None = None
    for size in range(1, 21):
        won: list[StoredCheckpoint] = []
        barrier = threading.Barrier(2)
        new = [checkpoint(size * 2 - 1, "a"), checkpoint(size * 2, "b")]

        def swap(number: int) -> None:
            barrier.wait()  # noqa: B023 - both threads end within this round
            try:
                recorders[number].swap_checkpoint((old.size, old.root) if old else None, new[number])  # noqa: B023
            except CheckpointMoved:
                return
            won.append(new[number])  # noqa: B023

        threads = [threading.Thread(target=swap, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(won) == 1
        assert Recorder(engine).checkpoint() == won[0]
        old = won[0]
    for each in engines:
        each.dispose()


def test_many_checkpoints_are_read_page_by_page(recorder: Recorder) -> None:
    old = None
    for size in range(1, 301):
        new = checkpoint(size)
        recorder.swap_checkpoint((old.size, old.root) if old else None, new)
        old = new

    assert [each.size for each in recorder.checkpoints(5)] == list(range(5, 301))


def test_cosignatures_stand_on_a_checkpoint_and_newer_ones_replace_older(recorder: Recorder) -> None:
    recorder.swap_checkpoint(None, checkpoint(3))
    recorder.add_cosignature(3, "b.example", "— b one\n")
    recorder.add_cosignature(3, "a.example", "— a one\n")
    recorder.add_cosignature(3, "b.example", "— b two\n")
    with pytest.raises(Conflict):
        recorder.add_cosignature(4, "a.example", "— a\n")

    assert recorder.cosignatures(3) == ["— a one\n", "— b two\n"]
    assert recorder.cosignatures(4) == []
