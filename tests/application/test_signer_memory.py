"""The signer's memory: what damage it bears, what it refuses, and that one at a time writes it."""

import fcntl
import multiprocessing
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Final

import pytest

from ledger.application.errors import SignerRefused
from ledger.application.signer import LogSigner
from ledger.application.signer_memory import SignerMemory
from ledger.tlog.checkpoint import Checkpoint, format_checkpoint
from tests.application.signing_process import (
    ORIGIN,
    RECORD,
    SLOT,
    head,
    race,
    remembered,
    signed,
    signer,
    size_of,
)


def test_no_flipped_bit_makes_the_memory_older(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    content = bytearray(signed(path, 3, 4))
    written = [at for at in range(2 * SLOT) if content[at] or at % RECORD in {300, RECORD - 1}]
    for at in written:
        content[at] ^= 1 << at % 8
        assert size_of(path, bytes(content)) == 4
        content[at] ^= 1 << at % 8


def test_without_its_twin_a_record_with_a_flipped_bit_is_forgotten(tmp_path: Path) -> None:
    """The negative control."""
    content = bytearray(signed(tmp_path / "memory", 3, 4))
    content[SLOT + RECORD :] = bytes(RECORD)
    content[SLOT] ^= 1

    assert size_of(tmp_path / "memory", bytes(content)) == 3


OTHERS: Final[list[Callable[[bytes], bytes]]] = [
    lambda _: b"",
    lambda _: bytes(2 * SLOT),
    lambda content: content[:SLOT],  # the newest slot is gone: nobody knows that it is
    lambda content: content[:-1],
    lambda content: content + b"\0",
    lambda content: b"x".join([content[at : at + RECORD - 1] for at in range(0, 2 * SLOT, RECORD)]) + b"x",
    lambda content: content.replace(ORIGIN.encode(), b"log.example.org/y"),
    lambda _: format_checkpoint(head(9)._replace(origin="log.example.org/y")).encode(),
    lambda _: format_checkpoint(head(9)).encode()[:-1],
    lambda _: format_checkpoint(head(9)).encode() + b"\n",
]


@pytest.mark.parametrize("change", OTHERS)
def test_over_a_memory_of_which_nothing_is_whole_nothing_is_signed(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "memory"
    path.write_bytes(change(signed(path, 3, 4)))
    found = path.read_bytes()

    with pytest.raises(SignerRefused, match="not of this ledger"):
        signer(path).sign(head(9))
    assert path.read_bytes() == found


def test_a_record_of_another_ledger_beside_ones_own_is_refused(tmp_path: Path) -> None:
    other = LogSigner("log.example.org/y", bytes(32), tmp_path / "other")
    other.sign(head(5)._replace(origin="log.example.org/y"))
    content = signed(tmp_path / "memory", 3, 4)

    with pytest.raises(SignerRefused):
        size_of(tmp_path / "memory", content[:SLOT] + (tmp_path / "other").read_bytes()[:SLOT])


def test_the_memory_of_an_earlier_release_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    path.write_bytes(format_checkpoint(head(7)).encode())

    assert remembered(path) == head(7)
    for refused in (head(6), head(7, root=9)):
        with pytest.raises(SignerRefused):
            signer(path).sign(refused)
    assert signer(path).sign(head(7))
    assert len(path.read_bytes()) == 2 * SLOT
    assert remembered(path) == head(7)


def test_of_two_processes_one_signs_each_size(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    path, start = tmp_path / "memory", context.Barrier(2)
    files = [tmp_path / f"promises-{number}" for number in (1, 2)]
    processes = [
        context.Process(target=race, args=(path, number, file, start), daemon=True)
        for number, file in enumerate(files, start=1)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0

    one, other = ([int(size) for size in file.read_text().split()] for file in files)
    assert sorted(one + other) == list(range(1, len(one + other) + 1))
    last = remembered(path)
    assert last is not None
    assert last.size == len(one + other)


@pytest.mark.parametrize("locks", [True, False])
def test_nobody_signs_between_the_look_into_the_memory_and_its_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, locks: bool
) -> None:
    path, keep = tmp_path / "memory", SignerMemory.keep
    other: list[str] = []

    def late(memory: SignerMemory, checkpoint: Checkpoint) -> None:
        if not other:
            other.append("has tried")
            if not locks or _free(path):
                other.append(signer(path).sign(head(5, root=9)))
        keep(memory, checkpoint)

    monkeypatch.setattr(SignerMemory, "keep", late)
    if not locks:  # the control: two trees of one size are signed
        monkeypatch.setattr(SignerMemory, "locked", lambda _: nullcontext())
    assert signer(path).sign(head(5))
    assert len(other) == (1 if locks else 2)


def _free(path: Path) -> bool:
    with path.with_name(f"{path.name}.lock").open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
