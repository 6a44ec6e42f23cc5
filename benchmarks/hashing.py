"""G11 and the proofs: what the tree costs beside a signature check, and how it grows."""

import random
import time
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import sha256
from itertools import cycle, islice
from typing import Any, Final

from benchmarks.appending import SMALL, sqlite_file
from benchmarks.fixture import INSTANT, ORIGIN
from benchmarks.goals import Goal
from benchmarks.measuring import Runner, batches, steps
from benchmarks.stage import Stage
from benchmarks.suite import Plan, Runners, Suite
from ledger.application.evidence import make_proof
from ledger.application.lanes import failing
from ledger.application.opening import open_submission
from ledger.application.publishing import Publisher
from ledger.application.signer import LogSigner
from ledger.signing.entry import format_entry
from ledger.store import tiles
from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder, StoredCheckpoint
from ledger.store.tiles import grow
from ledger.tlog.checkpoint import Checkpoint
from ledger.tlog.proof import TlogProof, format_proof
from ledger.tlog.tree import CompactRange, leaf_hash

PIECE: Final = 256
BULK: Final = 65_536
SAMPLE: Final = 8_192
MILLION: Final = 1_000_000
TEN_THOUSAND: Final = 10_000


class Tree:
    """A tree of made-up leaves whose tiles lie in a real store; there are no entries below it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.size = 0
        self._last: dict[int, tuple[int, bytes]] = {}

    def append(self, leaves: list[bytes]) -> None:
        """Append ``leaves`` in one transaction: hash the tiles, write them, commit."""
        with self.recorder.appending() as appending:
            grown = grow(self.size, leaves, self._read)
            inside: Any = appending
            inside._write_tiles(grown)
        for (level, number), content in grown.items():
            self._last[level] = number, content
        self.size += len(leaves)

    def _read(self, level: int, number: int) -> bytes:
        known, content = self._last.get(level, (-1, b""))
        if known != number:
            raise ValueError("only the last tile of a level is partial")
        return content


def leaves(start: int, count: int) -> list[bytes]:
    """Return ``count`` made-up leaves from number ``start`` on."""
    return [sha256(number.to_bytes(8, "big")).digest() for number in range(start, start + count)]


@contextmanager
def store(stage: Stage, name: str) -> Iterator[Recorder]:
    """Open an empty store on the disk of the ledgers."""
    with sqlite_file(stage, name) as url:
        engine = open_engine(url)
        upgrade(engine)
        try:
            yield Recorder(engine)
        finally:
            engine.dispose()


@contextmanager
def open_hashing(stage: Stage, _plan: Plan, _wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open hashing and checking by CPU time, and writing tiles by the clock on the wall."""
    opened = [open_submission(one, stage.registry) for one in stage.submissions[:SAMPLE]]
    stamp = INSTANT.replace("Z", ".000Z")
    entries = [format_entry(one.envelope, index, "0" * 64, stamp, 7) for index, one in enumerate(opened)]
    checks = [check for one in opened for check in one.checks]
    turning_entries, turning_checks, tree = cycle(entries), cycle(checks), CompactRange()

    def hash_entries() -> int:
        for entry in islice(turning_entries, PIECE):
            leaf = leaf_hash(entry)
            leaf.hex()  # it is the next entry's `prev`
            tree.append(leaf)
        return PIECE

    def check() -> int:
        if failing(list(islice(turning_checks, SMALL))):
            raise ValueError("a signature of the fixture does not hold")
        return SMALL

    with ExitStack() as stack:
        yield {
            "tree": steps(hash_entries, time.process_time),
            "check": steps(check, time.process_time),
            "tiles in bulk": _tiles(stack.enter_context(store(stage, "tiles-bulk")), BULK),
            "tiles by groups": _tiles(stack.enter_context(store(stage, "tiles-groups")), PIECE),
        }


def _tiles(recorder: Recorder, chunk: int) -> Runner:
    tree = Tree(recorder)

    def prepare(size: int) -> partial[None]:
        made = leaves(tree.size, size)
        return partial(_append_by, tree, made, chunk)

    return batches(prepare, unit=chunk, most=8 * BULK)


def _append_by(tree: Tree, made: list[bytes], chunk: int) -> None:
    for start in range(0, len(made), chunk):
        tree.append(made[start : start + chunk])


@contextmanager
def open_proofs(stage: Stage, plan: Plan, _wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open proofs in a tree of ten thousand leaves and in one of a million."""
    with ExitStack() as stack:
        runners: dict[str, Runner] = {}
        for name, size in (("small", min(TEN_THOUSAND, plan.leaves)), ("large", plan.leaves)):
            recorder = stack.enter_context(store(stage, f"tree-{name}"))
            signer = LogSigner(ORIGIN, bytes(32), stage.folder / f"memory-{name}")
            runners |= {f"{kind} {name}": runner for kind, runner in _proofs(recorder, signer, size).items()}
        yield runners


def _proofs(recorder: Recorder, signer: LogSigner, size: int) -> Mapping[str, Runner]:
    tree = Tree(recorder)
    made = leaves(0, size)
    _append_by(tree, made, BULK)
    checkpoint = _publish(recorder, signer, made)
    draw = random.Random(size)
    hashed: Any = tiles

    def any_entry() -> int:
        make_proof(recorder, draw.randrange(size))
        return 1

    def first() -> int:
        hashed._rows.cache_clear()
        return any_entry()

    def newest() -> int:
        publisher = Publisher(recorder, signer)
        for index in range(size - SMALL, size):
            format_proof(TlogProof(index, publisher.path(index, made[index], checkpoint), checkpoint.text))
        return SMALL

    any_entry()
    newest()
    return {"first": steps(first), "any entry": steps(any_entry), "newest": steps(newest)}


def _publish(recorder: Recorder, signer: LogSigner, made: list[bytes]) -> StoredCheckpoint:
    tree = CompactRange()
    for leaf in made:
        tree.append(leaf)
    note = signer.sign(Checkpoint(ORIGIN, tree.size, tree.root()))
    checkpoint = StoredCheckpoint(tree.size, tree.root(), note, tree.to_bytes())
    recorder.swap_checkpoint(None, checkpoint)
    return checkpoint


SUITES: Final = (
    Suite(
        name="tree",
        open=open_hashing,
        goals=(
            Goal(
                name="G11",
                what="CPU time of leaf, prev and compact range / of one check",
                numerator="check",
                denominator="tree",
                target=0.04,
                at_most=True,
                digits=4,
            ),
            Goal(
                name="G11",
                what="leaves a second to tiles on disk, 65,536 a transaction",
                numerator="tiles in bulk",
                denominator=None,
                target=500_000,
                digits=0,
            ),
            Goal(
                name="G11",
                what="the same, 256 a transaction",
                numerator="tiles by groups",
                denominator=None,
                target=None,
                digits=0,
            ),
        ),
    ),
    Suite(
        name="proofs",
        open=open_proofs,
        goals=(
            Goal(
                name="proof",
                what="any entry, no tile in memory: a million entries / ten thousand",
                numerator="first small",
                denominator="first large",
                target=1.5,
                at_most=True,
            ),
            Goal(
                name="proof",
                what="any entry, after many others: a million entries / ten thousand",
                numerator="any entry small",
                denominator="any entry large",
                target=None,
                at_most=True,
            ),
            Goal(
                name="proof",
                what="receipts of the newest 64: a million entries / ten thousand",
                numerator="newest small",
                denominator="newest large",
                target=1.5,
                at_most=True,
            ),
        ),
    ),
)
