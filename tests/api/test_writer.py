"""The process that writes: killed, begun again, ended with its parent; and what it hands back."""

import asyncio
import errno
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # ships no type information
import pytest

from api.recording import Kept, Outcome
from api.serving import open_to_write
from api.writer import Apart, Fault, _Parts, _Process
from benchmarks.fixture import Signers, now, statements
from ledger.application.assembly import open_ledger
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected
from ledger.application.settings import Settings
from ledger.application.verifying import verify_ledger
from ledger.application.watching import Watcher
from ledger.store.errors import NotFounded, OutcomeUnknown, StorageFull, StoreUnreachable
from ledger.tlog.policy import parse_policy
from tests.api.test_processes import told
from tests.api.test_serving import claims, post
from tests.support.founding import founded
from tests.support.served import START, free_port, serving


@pytest.fixture
def ground(tmp_path: Path) -> tuple[Settings, Signers]:
    return founded(tmp_path, importers=2)


def descendants(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
    return found


def writer_of(process: subprocess.Popen[bytes]) -> psutil.Process:
    """The process below ``process`` that has the log's database open."""
    for child in descendants(process):
        if any(file.path.endswith("ledger.db") for file in child.open_files()):
            return child
    raise AssertionError("no process writes")


def test_what_was_acknowledged_is_in_the_log_once_though_the_writer_is_killed(
    tmp_path: Path, ground: tuple[Settings, Signers]
) -> None:
    settings, signers = ground
    waiting = claims(signers, 120)
    with serving(tmp_path, settings, port := free_port()) as process, ThreadPoolExecutor(8) as pool:
        writer = writer_of(process)
        answers = [pool.submit(patiently, port, one) for one in waiting]
        answers[10].result()
        writer.kill()
        receipts = [answer.result() for answer in answers]
        assert writer_of(process).pid != writer.pid
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == -signal.SIGTERM
    assert [one["event"] for one in told(tmp_path)].count("writer_lost") == 1
    with open_ledger(settings, now) as ledger:
        verdict = verify_ledger(ledger.store, parse_policy(settings.policy.read_text()))
        assert (verdict.findings, verdict.exit_code) == ([], 0)
        assert ledger.known([one["id"] for one in receipts]) == {one["id"]: one["index"] for one in receipts}


def patiently(port: int, submission: Any) -> dict[str, Any]:
    """Hand in, and again while the server says that it cannot now."""
    end = time.monotonic() + START
    while time.monotonic() < end:
        try:
            if (receipt := post(port, submission)) is not None:
                return receipt
        except AssertionError as refused:
            if not any(code in str(refused) for code in ("outcome_unknown", "store_unreachable")):
                raise
        time.sleep(0.05)
    raise AssertionError("the writer did not come back")


def test_no_process_outlives_a_server_that_is_killed(
    tmp_path: Path, ground: tuple[Settings, Signers]
) -> None:
    with serving(tmp_path, ground[0], free_port()) as process:
        left = descendants(process)
        assert writer_of(process) in left
        process.kill()
        _gone, alive = psutil.wait_procs(left, timeout=60)
    assert alive == []


def test_a_signal_that_reaches_every_process_leaves_the_writer_to_its_parent(
    tmp_path: Path, ground: tuple[Settings, Signers]
) -> None:
    settings, signers = ground
    with serving(tmp_path, settings, port := free_port()) as process:
        writer = writer_of(process)
        for number in (signal.SIGINT, signal.SIGTERM):
            writer.send_signal(number)
        assert post(port, statements(signers, 1)[0]) is not None
        assert writer_of(process) == writer


def asked(opening: Any, ledger: Ledger, *parts: list[bytes]) -> list[list[Outcome]]:
    """What becomes of ``parts``, asked all at once."""

    async def all_parts() -> list[list[Outcome]]:
        apart = Apart(opening, "json", ledger)
        with pytest.raises(StoreUnreachable):
            await apart.record([])  # the control: nobody is there yet
        async with apart.connected():
            return [list(one) for one in await asyncio.gather(*map(apart.record, parts))]

    return asyncio.run(all_parts())


def test_each_part_gets_its_own_answer_in_its_order(ground: tuple[Settings, Signers]) -> None:
    settings, signers = ground
    given = [one.envelope for one in statements(signers, 40)]
    heard: list[int] = []

    class Ear(Watcher):
        def group(self, statements: int) -> None:
            heard.append(statements)

    with open_ledger(settings, now, write=True) as ledger:
        ledger.watcher = Ear()
        first = ledger.store.head().size
        parts = [given[:1], [b"{", *given[1:30]], [], given[30:], given[:1]]
        answers = asked(partial(open_to_write, settings, 2), ledger, *parts)
        kept = [one for answer in answers for one in answer if isinstance(one, Kept)]
        assert [len(answer) for answer in answers] == [len(part) for part in parts]
        assert isinstance(answers[1][0], Rejected)
        assert [one.repeated for one in kept] == [False] * 40 + [True]
        indexes = [ledger.store.rows(first + number, first + number + 1)[0] for number in range(40)]
        for row, one in zip(indexes, kept, strict=False):
            assert f'"index":{row.index},'.encode() in one.receipt
    assert sum(heard) == 41


@contextmanager
def failing(settings: Settings, error: Exception) -> Iterator[Ledger]:
    """Open a ledger that cannot write."""
    with open_to_write(settings, 1) as ledger:

        def record(_opened: object) -> None:
            raise error

        inside: Any = ledger
        inside.record = record
        yield ledger


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (StorageFull("the disk is full"), StorageFull),
        (OSError(errno.EIO, "นามสมมุติ"), Fault),
        (RecursionError("นามสมมุติ"), Fault),
    ],
)
def test_what_kept_it_from_writing_comes_back_and_a_fault_without_its_words(
    ground: tuple[Settings, Signers], error: Exception, kind: type[Exception]
) -> None:
    settings, signers = ground
    given = [one.envelope for one in statements(signers, 2)]
    with open_ledger(settings, now, write=True) as ledger:
        ((one, two),) = asked(partial(failing, settings, error), ledger, given)
    assert type(one) is type(two) is kind
    assert "นามสมมุติ" not in str(one)


@contextmanager
def dying(settings: Settings) -> Iterator[Ledger]:
    """Open a ledger that takes its process with it."""
    with open_to_write(settings, 1) as ledger:
        inside: Any = ledger
        inside.record = lambda _opened: os._exit(9)
        yield ledger


class Begins:
    """A ledger that begins with whatever comes, and no more."""

    def begin(self, _submissions: object, *, ahead: bool) -> bool:
        return ahead


def test_parts_share_a_group_and_the_last_that_is_here_stays_for_the_next() -> None:
    asked_, to = get_context("forkserver").Pipe(duplex=False)
    with asked_, to:
        for size in (100, 100, 100, 16, 16):
            to.send([b"{"] * size)
        parts = _Parts(asked_, Begins())  # type: ignore[arg-type]
        groups = [[len(part) for part in parts.group()] for _ in range(3)]
    assert groups == [[100, 100], [100, 16], [16]]


class Unreadable:
    """What can be written down and not read again."""

    def __reduce__(self) -> tuple[object, ...]:
        return float, ("no number",)


@contextmanager
def babbling(settings: Settings) -> Iterator[Ledger]:
    """Open a ledger whose answers nobody can read."""
    with open_to_write(settings, 1) as ledger:
        inside: Any = ledger
        inside.record = lambda _opened: [[Unreadable()]]
        yield ledger


@pytest.mark.parametrize("opening", [dying, babbling])
def test_what_a_lost_process_had_is_unknown_to_whoever_asked(
    ground: tuple[Settings, Signers], opening: Any
) -> None:
    settings, signers = ground
    with (
        open_ledger(settings, now, write=True) as ledger,
        pytest.raises(OutcomeUnknown, match="send it again"),
    ):
        asked(partial(opening, settings), ledger, [statements(signers, 1)[0].envelope])


def test_what_keeps_it_from_beginning_is_told_by_its_code(
    ground: tuple[Settings, Signers], tmp_path: Path
) -> None:
    settings = replace(ground[0], ledger_db=f"sqlite:///{tmp_path}/nowhere.db")
    with pytest.raises(NotFounded):
        _Process(partial(open_to_write, settings, 1), "json")


def test_a_receipt_is_the_same_from_either_process(ground: tuple[Settings, Signers]) -> None:
    settings, signers = ground
    given = statements(signers, 3)
    with open_ledger(settings, now, write=True) as ledger:
        ((*kept,),) = asked(partial(open_to_write, settings, 1), ledger, [one.envelope for one in given])
        here = ledger.submit(given)
    for theirs, ours in zip(kept, here, strict=True):
        assert isinstance(theirs, Kept)
        assert isinstance(ours, Receipt)
        assert json.loads(theirs.receipt) == ours.as_json() | {"repeated": False}
