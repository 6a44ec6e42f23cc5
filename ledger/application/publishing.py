"""From committed entries to a signed checkpoint, and to proofs in someone's hand.

The order is the whole point (ADR 2): entries and tiles are durable; what storage
returns is hashed again; the checkpoint is built from the committed size and root, signed, and
swapped in only if nobody else moved it; then, and only then, do its bytes leave the process.
"""

from collections.abc import Sequence

from ledger.application.errors import NoSuchEntry, SignerRefused, StorageAltered
from ledger.application.fastpath import read_stamp
from ledger.application.receipts import Proven
from ledger.application.signer import LogSigner
from ledger.domain.signers_clock import clock_suspect
from ledger.store.errors import CheckpointMoved
from ledger.store.proving import Paths, paths_under
from ledger.store.recorder import Recorder, Row, StoredCheckpoint
from ledger.store.tiles import GrowingTiles, TileNodes
from ledger.tlog.checkpoint import Checkpoint
from ledger.tlog.errors import LogError
from ledger.tlog.tree import CompactRange, Hash, leaf_hash

PAGE = 1024


class Publisher:
    """Signs and stores checkpoints of one log, and makes proofs against them."""

    def __init__(self, recorder: Recorder, signer: LogSigner) -> None:
        self._recorder = recorder
        self._signer = signer
        self._own: tuple[int, StoredCheckpoint] | None = (
            None  # the last one from here, and the size before it
        )
        self._known: tuple[int, TileNodes, Paths] | None = None  # of one size: what a group's proofs share
        self._tiles = GrowingTiles(self._tile)

    def publish(self) -> StoredCheckpoint | None:
        """Return a stored checkpoint that covers every committed entry; None of an empty log.

        Raises:
            StorageAltered: What storage returns is not what was appended. Nothing was signed.
            SignerRefused: The signer remembers a tree that this one does not extend.
        """
        while True:
            last, head, leaves = self._recorder.unpublished(PAGE)
            if head.size == 0 or (last is not None and last.size == head.size):
                return last
            start = last.size if last else 0
            tree = CompactRange.from_bytes(start, last.hashes if last else b"")
            self._read_back(tree, leaves, head.size)
            if tree.to_bytes() != head.hashes:
                raise StorageAltered("the tree of the stored entries is not the tree that was appended")
            root = tree.root()
            try:
                note = self._signer.sign(Checkpoint(self._signer.origin, head.size, root))
            except SignerRefused:
                if self._recorder.head().size > head.size:
                    continue  # another process appended in between, and signed for more
                raise
            new = StoredCheckpoint(head.size, root, note, tree.to_bytes())
            try:
                self._recorder.swap_checkpoint((start, last.root) if last else None, new)
            except CheckpointMoved:
                continue
            self._own = start, new
            return new

    def _read_back(self, tree: CompactRange, leaves: Sequence[tuple[int, bytes, bytes]], size: int) -> None:
        """Hash again what storage returns: ``leaves``, and those after them up to ``size``."""
        while leaves:
            for index, stored, entry in leaves:
                leaf = leaf_hash(entry)
                if leaf != stored or index != tree.size:
                    raise StorageAltered(f"storage altered entry {index}; nothing was signed over it")
                tree.append(leaf)
            if tree.size == size:
                return
            leaves = self._recorder.leaves(tree.size, min(tree.size + PAGE, size))

    def proven(self, identifier: str, at: str | None, row: Row | None, *, repeated: bool) -> Proven:
        """Return the proof of ``row``, the entry of the statement ``identifier`` that was signed ``at``.

        Raises:
            StorageAltered: The entry is not there, or the tiles do not hold its leaf.
            NoSuchEntry: No checkpoint covers it.
        """
        if row is None:
            raise StorageAltered("an entry that is not there cannot have a receipt")
        recorded_at, checkpoint = read_stamp(row.entry), self.covering(row.index)
        return Proven(
            identifier,
            row.stream,
            row.index,
            row.version,
            row.leaf.hex(),
            recorded_at,
            self.path(row.index, row.leaf, checkpoint),
            checkpoint.text,
            clock_suspect(at, recorded_at),
            repeated,
        )

    def path(self, index: int, leaf: bytes, checkpoint: StoredCheckpoint) -> tuple[Hash, ...]:
        """Return the audit path of entry ``index`` in the tree of ``checkpoint``.

        Raises:
            StorageAltered: The tiles do not hold the entry's leaf, or are no longer what they were.
        """
        try:
            if self._known is None or self._known[0] != checkpoint.size:
                nodes = TileNodes(checkpoint.size, self._tiles)
                self._known = checkpoint.size, nodes, paths_under(checkpoint, nodes)
            _, nodes, paths = self._known
            if nodes(0, index) != leaf:
                raise StorageAltered(f"the tile does not hold the leaf of entry {index}")
            return paths.above(0, index)
        except LogError as error:
            raise StorageAltered(f"{error}; no proof was made of it") from error

    def covering(self, index: int) -> StoredCheckpoint:
        """Return the first checkpoint that covers entry ``index``: the one of its receipt.

        Raises:
            NoSuchEntry: No checkpoint covers it.
        """
        if self._own is not None and self._own[0] <= index < self._own[1].size:
            return self._own[1]
        for checkpoint in self._recorder.checkpoints(index + 1):
            return checkpoint
        raise NoSuchEntry("no checkpoint covers that entry yet")

    def _tile(self, level: int, number: int) -> bytes:
        content = self._recorder.tile(level, number)
        if content is None:
            raise StorageAltered(f"the tile {level}/{number} is missing")
        return content
