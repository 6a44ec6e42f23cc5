"""The signer's memory after cuts, kills and full disks: whole, and never older than what was signed."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.errors import MemoryNotKept, SignerRefused
from tests.application.signing_process import RECORD, SLOT, head, remembered, signed, signer, size_of


def cuts(before: bytes, after: bytes) -> Iterator[bytes]:
    """What is there when the write that makes ``after`` of ``before`` is cut, at every byte."""
    changed = [at for at in range(len(before)) if before[at] != after[at]]
    for at in range(changed[0], changed[-1] + 2):
        yield after[:at] + before[at:]


@pytest.mark.parametrize("sizes", [(3,), (3, 4), (3, 4, 9), (3, 4, 9, 10_000)])
def test_a_write_that_is_cut_at_any_byte_leaves_the_old_or_the_new(
    tmp_path: Path, sizes: tuple[int, ...]
) -> None:
    path = tmp_path / "memory"
    before, after = signed(path, *sizes), signed(path, 10_001)

    found = [size_of(path, content) for content in cuts(before, after)]

    assert set(found) == {sizes[-1], 10_001}
    assert found == sorted(found)  # once it is there it stays


def test_with_one_slot_a_cut_leaves_what_is_older(tmp_path: Path) -> None:
    """The negative control."""
    path = tmp_path / "memory"
    before, after = signed(path, 3, 4, 5), signed(path, 6)
    at = 0 if before[:SLOT] != after[:SLOT] else SLOT

    one = cuts(before[at : at + SLOT], after[at : at + SLOT])

    assert 4 in {size_of(path, content + bytes(SLOT)) for content in one}


def test_whoever_signs_on_after_a_cut_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    before, after = signed(path, 3, 4, 9), signed(path, 10)
    for content in list(cuts(before, after))[::50]:
        path.write_bytes(content)
        assert signed(path, 11)
        assert remembered(path) == head(11)
        assert signed(path, 12)
        assert remembered(path) == head(12)


def full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def half(write: Callable[[int, bytes, int], int]) -> Callable[[int, bytes, int], int]:
    """A disk that takes a hundred bytes and then no more."""
    taken = 0

    def pwrite(descriptor: int, content: bytes, at: int) -> int:
        nonlocal taken
        if taken:
            full()
        taken = 100
        return write(descriptor, content[:100], at)

    return pwrite


@pytest.mark.parametrize(
    ("name", "broken"), [("pwrite", full), ("pwrite", half(os.pwrite)), ("fdatasync", full), ("open", full)]
)
def test_a_disk_that_is_full_leaves_nothing_signed(
    tmp_path: Path, name: str, broken: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "memory"
    signed(path, 3, 4)
    own = signer(path)
    own.sign(head(5))
    with monkeypatch.context() as patch:
        patch.setattr(os, name, broken)
        with pytest.raises(MemoryNotKept, match="No space"):
            own.sign(head(6))

    assert remembered(path) == head(5)
    assert own.sign(head(6))
    assert remembered(path) == head(6)


class Disk:
    """A disk that keeps of a write what was synchronised; of the rest any span, of each write by itself."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.syncs = 0  # that still come before the process is killed; 0: it is not
        self._pending: list[tuple[bytes, int]] = []
        self._durable = b""
        pwrite, fdatasync, fsync = os.pwrite, os.fdatasync, os.fsync

        def written(descriptor: int, content: bytes, at: int) -> int:
            if not self._pending and path.exists():
                self._durable = path.read_bytes()
            self._pending.append((content, at))
            return pwrite(descriptor, content, at)

        def synced(descriptor: int) -> None:
            if self.syncs == 1:
                raise KeyboardInterrupt
            self.syncs = max(0, self.syncs - 1)
            fdatasync(descriptor)
            self._pending.clear()

        def renamed(descriptor: int) -> None:
            fsync(descriptor)
            self._pending.clear()

        patch.setattr(os, "pwrite", written)
        patch.setattr(os, "fdatasync", synced)
        patch.setattr(os, "fsync", renamed)

    def cut(self, spans: list[tuple[int, int]]) -> None:
        """Let the power fail: of each write that is not durable, only the span of bytes got there."""
        content = bytearray(self._durable)
        for (data, at), (start, stop) in zip(self._pending, spans, strict=False):
            content[at + start : at + max(start, stop)] = data[start:stop]
        if self._pending:
            self.path.write_bytes(content)
            self._pending.clear()


places = st.sampled_from([0, 20, 100, 300, RECORD, RECORD + 20, RECORD + 100, SLOT])
spans = st.lists(st.tuples(places, places), min_size=3, max_size=3)
steps = st.lists(st.none() | st.integers(1, 2) | spans, min_size=2, max_size=12)


@given(steps)
@settings(deadline=None, max_examples=150)
def test_what_was_signed_is_remembered_through_kills_and_power_cuts(
    story: list[int | list[tuple[int, int]] | None],
) -> None:
    """None: a tree is signed. A number: the process is killed at that sync. Spans: the power fails."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        disk = Disk(Path(name) / "memory", patch)
        own, promised = signer(disk.path), 0
        own.sign(head(1))
        for size, step in enumerate(story, start=2):
            if isinstance(step, list):
                disk.cut(step)
                own = signer(disk.path)
            else:
                disk.syncs = step or 0
                try:
                    own.sign(head(size))
                    promised = size
                except KeyboardInterrupt:
                    own = signer(disk.path)
                disk.syncs = 0
            last = remembered(disk.path)
            assert last is not None
            assert promised <= last.size <= size


@pytest.mark.parametrize("careless", [False, True])
def test_what_a_killed_process_wrote_is_made_durable_before_the_other_slot_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, careless: bool
) -> None:
    disk = Disk(tmp_path / "memory", monkeypatch)
    signed(disk.path, 1, 2)
    for size, at in ((3, 2), (4, 2 - careless)):
        own = signer(disk.path)
        if careless and size == 4:
            own._memory._kept = head(3)  # the control: as if this process had synchronised it
        disk.syncs = at
        with pytest.raises(KeyboardInterrupt):
            own.sign(head(size))
        disk.syncs = 0
    disk.cut([(20, RECORD + 20)] * 2)

    if careless:
        with pytest.raises(SignerRefused):
            remembered(disk.path)
    else:
        assert remembered(disk.path) == head(3)
