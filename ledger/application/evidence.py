"""Evidence to take away: the proof of one entry, and the bundle of one case.

Both are checked offline by ``python -m ledger.verify``, on a machine that knows nothing of us. A bundle
holds the case and what the judgement of its entries rests on: the registry, the programme, and every
stream that a rule asked for. Which those are is found by judging again, with the rules looking for them.
"""

from collections.abc import Callable, Mapping, Sequence

from ledger.application.errors import NoSuchEntry, StorageAltered
from ledger.application.reading_entries import read_opened
from ledger.domain.replay import Folded, Replay
from ledger.domain.states import initial
from ledger.signing.canonical import canonical
from ledger.store.proving import paths_under
from ledger.store.recorder import Recorder
from ledger.store.rows import Row, StoredCheckpoint
from ledger.store.tiles import TileNodes
from ledger.tlog.proof import TlogProof, format_proof
from ledger.tlog.tree import leaf_hash
from ledger.verify.archive import write_archive
from ledger.verify.fold import check_next


def make_proof(recorder: Recorder, index: int) -> str:
    """Return the tlog-proof of entry ``index`` against the newest checkpoint, cosignatures included.

    Raises:
        NoSuchEntry: There is no such entry, or no checkpoint covers it yet.
        StorageAltered: A tile is missing.
        LogError: A tile is cut short, or the checkpoint's compact range is not that of its root.
    """
    return _Prover(recorder).prove(index)


def make_bundle(
    recorder: Recorder,
    stream: str,
    *,
    disclosures: Mapping[int, Sequence[str]] | None = None,
    policy: str = "",
    may: Callable[[str], bool] = lambda _stream: True,
) -> bytes:
    """Return the bundle of ``stream``; the same log, at the same checkpoint, gives the same bytes.

    Args:
        recorder: The log's store.
        stream: A case, ``kind/uuid``.
        disclosures: What is released, by version of the stream: the disclosures as they were sealed.
        policy: The policy's text, put in for information; nobody should trust it from here.
        may: Whether a stream may be handed over. Nothing is left out: without it nothing could be judged.

    Raises:
        NoSuchEntry: The stream has no entry under a checkpoint, or rests on one that may not be handed over.
        StorageAltered: A tile is missing.
        Malformed: ``archive_size``: the case is too large for one file.
    """
    prover = _Prover(recorder)
    own = recorder.stream(stream, before=prover.checkpoint.size)
    if not own:
        raise NoSuchEntry("no published entry stands in that stream; `phayan show` lists what there is")
    members = {"policy": policy.encode()} if policy else {}
    for row in own:
        _put(members, f"entries/{row.version}", row, prover)
    related = _related(recorder, own, prover.checkpoint.size)
    if not all(map(may, {row.stream for row in related})):
        raise NoSuchEntry("the case rests on a stream that is not to be handed over")
    for row in related:
        kind, _, uuid = row.stream.partition("/")
        _put(members, f"streams/{kind}-{uuid}/{row.version}", row, prover)
    for version, released in (disclosures or {}).items():
        if released:
            members[f"disclosures/{version}.json"] = canonical(list(released))
    return write_archive(members)


class _Prover:
    """Proofs against the newest checkpoint; neighbours share the tiles they need."""

    def __init__(self, recorder: Recorder) -> None:
        self.checkpoint = _newest(recorder)
        self._recorder = recorder
        self._paths = paths_under(self.checkpoint, TileNodes(self.checkpoint.size, self._tile))
        self._note = self.checkpoint.text + "".join(recorder.cosignatures(self.checkpoint.size))

    def prove(self, index: int) -> str:
        """Return the tlog-proof of entry ``index``."""
        size = self.checkpoint.size
        if not 0 <= index < size:
            raise NoSuchEntry(f"the newest checkpoint covers entries 0 to {size - 1}; name one of them")
        return format_proof(TlogProof(index, self._paths.above(0, index), self._note))

    def _tile(self, level: int, number: int) -> bytes:
        content = self._recorder.tile(level, number)
        if content is None:
            raise StorageAltered(f"the tile {level}/{number} is missing; verify the ledger")
        return content


def _newest(recorder: Recorder) -> StoredCheckpoint:
    checkpoint = recorder.checkpoint()
    if checkpoint is None or checkpoint.size == 0:
        raise NoSuchEntry("the log has no checkpoint yet")
    return checkpoint


def _put(members: dict[str, bytes], name: str, row: Row, prover: _Prover) -> None:
    members[f"{name}.json"] = row.entry
    members[f"{name}.tlog-proof"] = prover.prove(row.index).encode()


def _related(recorder: Recorder, own: Sequence[Row], size: int) -> list[Row]:
    """Return the entries of other streams that the judgement of ``own`` rests on.

    The registry comes whole up to ``size``, so that a later revocation is not kept back; the others up to
    the last entry of the case, since what came later had no part in it.
    """
    first = recorder.entry(0)
    if first is None:
        raise NoSuchEntry("the log has no entry")
    rows = {own[0].stream: list(own)}
    asked = {first.stream} - rows.keys()
    while asked:
        for stream in asked:
            before = size if stream == first.stream else own[-1].index
            # A stream that was named before it began: only its beginning shows that it was empty then.
            rows[stream] = recorder.stream(stream, before=before) or recorder.stream(stream, before=size)
        asked = _asked_for(recorder, rows) - rows.keys()
    return [row for stream, entries in rows.items() if stream != own[0].stream for row in entries]


def _asked_for(recorder: Recorder, rows: Mapping[str, Sequence[Row]]) -> set[str]:
    """Return every stream that a rule asks for when the entries of ``rows`` are judged in order."""
    replay = _Curious(recorder)
    for row in sorted((row for entries in rows.values() for row in entries), key=lambda row: row.index):
        check_next(replay, read_opened(row.entry), leaf_hash(row.entry).hex(), row.index, lambda *_: None)
    return replay.asked


class _Curious(Replay):
    """A prefix that notes which streams it is asked for; one that was not handed over is empty."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.asked: set[str] = set()
        self._recorder = recorder

    def find(self, stream: str) -> Folded:
        """Return state and head of ``stream``, as far as they are known."""
        self.asked.add(stream)
        return self._streams.get(stream) or (initial(stream), None)

    def referring(self, stream: str) -> Sequence[str]:
        """Return the streams that refer to ``stream``, all of which then belong into the bundle."""
        found = self._recorder.referring(stream, before=self.size)
        self.asked.update(found)
        return found
