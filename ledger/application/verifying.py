"""Checking a whole ledger: everything in the database that anybody could have altered.

Every entry is read once, in order, and held against its row, its stamp, its signatures, the
authority and the rules at its place, and the tree; the tree against every tile and checkpoint.
Only the policy is trusted. Memory is bounded: states of streams that were not asked for lately are
forgotten and folded anew from storage. Signatures are most of the work and run on one lane or two.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from ledger.application.access_check import Anchored, check_access
from ledger.application.audit_check import check_audits
from ledger.application.collector import no_collector
from ledger.application.lanes import Check, Lanes, Pending
from ledger.application.reading_entries import read_opened
from ledger.application.sealed_check import ERASED, Noted, SealedCheck
from ledger.application.stored_replay import StoredReplay
from ledger.application.tree_check import TreeCheck
from ledger.application.verdict import MOST, Verdict
from ledger.domain.audit.events import AuditFrameSealed
from ledger.domain.directory import RegistryState
from ledger.domain.errors import Refused
from ledger.domain.links import links
from ledger.domain.registry.events import AccessLogAnchored
from ledger.domain.types import Statement
from ledger.projections.audits.frames import FrameFile
from ledger.signing.dsse import Envelope
from ledger.signing.errors import Malformed, require
from ledger.store.access import AccessStore
from ledger.store.recorder import Recorder
from ledger.store.references import Reference
from ledger.store.rows import Head, Row
from ledger.store.vault import Vault
from ledger.tlog.checkpoint import Checkpoint
from ledger.tlog.errors import LogError
from ledger.tlog.note import parse_note
from ledger.tlog.policy import Policy
from ledger.tlog.tree import leaf_hash
from ledger.verify.evidence import UNWITNESSED
from ledger.verify.fold import UNCHECKED, check_next
from ledger.verify.signatures import check_enclosed, signer_keys

PAGE: Final = 1024  # entries read at once, and signatures handed over at once
AHEAD: Final = 2  # pages whose signatures may be under way
STREAMS: Final = 65_536  # states that are surely remembered; twice as many at most
FARTHEST: Final = 2**62
MISSING: Final = bytes(32)  # stands in the tree for an entry that is gone, so that the rest is compared

Progress = Callable[[int, int], None]


def verify_ledger(
    recorder: Recorder,
    policy: Policy,
    *,
    lanes: Lanes | None = None,
    memory: Checkpoint | None = None,
    access: AccessStore | None = None,
    progress: Progress | None = None,
    vault: Vault | None = None,
    frames: Sequence[FrameFile] | None = None,
) -> Verdict:
    """Check everything that ``recorder`` holds and return what was found.

    Args:
        recorder: The log's store. Nothing is written.
        policy: The log's key and the leaf of its founding, pinned outside the database.
        lanes: Where signatures are checked; one lane by default.
        memory: The last tree head that the log's signer remembers, if it is at hand.
        access: The records of readers, if the vault is at hand.
        progress: Told the number of entries checked so far and of all.
        vault: What is sealed, and its keys; without them only the number of sealed fields is told.
        frames: The files of the frames of random audits, if they were brought along.

    Raises:
        StoreError: The database cannot be read.
    """
    walk = _Walk(recorder, policy, lanes or Lanes(1), memory, vault)
    with no_collector() as tidy:
        verdict = walk.run(progress or (lambda _done, _all: None), tidy)
    check_access(verdict, walk.anchors, access)
    check_audits(verdict, recorder, walk.audits, policy, frames)
    verdict.findings.sort(key=lambda finding: (finding.at is None, finding.at or 0))
    return verdict


class _Walk:
    """One pass over a ledger."""

    def __init__(
        self,
        recorder: Recorder,
        policy: Policy,
        lanes: Lanes,
        memory: Checkpoint | None,
        vault: Vault | None,
    ) -> None:
        self._recorder, self._policy, self._lanes = recorder, policy, lanes
        self._verdict = Verdict()
        self._bad: set[int] = set()
        self._replay = StoredReplay(recorder, self._bad, STREAMS)
        self._tree = TreeCheck(self._verdict, policy, recorder.tile, recorder.checkpoints(0), memory)
        self._checks: list[Check] = []
        self._places: list[int] = []
        self._ids: dict[bytes, int] = {}
        self._twice: set[int] = set()
        self._under_way: deque[tuple[list[int], Pending]] = deque()
        self._references: set[Reference] = set()
        self._sealed = None if vault is None else SealedCheck(recorder, vault, self._verdict)
        self._noted: list[Noted] = []
        self.anchors: list[Anchored] = []
        self.audits: dict[str, None] = {}  # streams, in the order of the log

    def run(self, progress: Progress, tidy: Callable[[], object]) -> Verdict:
        verdict, head = self._verdict, self._recorder.head()
        place = 0
        for start in range(0, head.size, PAGE):
            stop = min(start + PAGE, head.size)
            rows = self._recorder.rows(start, stop)
            if not rows:  # whatever size the end of the log claims
                verdict.add("entry", "entry_missing", start, "the entries are gone from here on")
                break
            self._references = set(self._recorder.references(start, stop))
            for row in rows:
                self._missing(place, row.index)
                self._entry(row)
                place = row.index + 1
            self._missing(place, stop)
            place = stop
            for reference in sorted(self._references):
                self._reference_differs(reference.index)
            for index in self._recorder.unplaced(start, stop):
                self._place_differs(index)
            self._turn_page()
            tidy()
            progress(stop, head.size)
        while self._under_way:
            self._finish(*self._under_way.popleft())
        self._tree.finish(head)
        self._outside(head)
        self._conclude(head.recorded_at)
        return verdict

    def _missing(self, start: int, stop: int) -> None:
        """Take note that the entries from ``start`` up to ``stop`` are gone."""
        for index in range(start, stop):
            self._verdict.add("entry", "entry_missing", index, "the entry is gone")
            self._tree.append(MISSING)

    def _outside(self, head: Head) -> None:
        """Find what stands, or is found, at no place of the log, yet would be read with its stream."""
        for index in self._recorder.strays():
            self._place_differs(index)
        still = self._recorder.head() == head
        beyond = self._recorder.rows(head.size, FARTHEST) if still else []
        outside = self._recorder.references(head.size, FARTHEST) if still else []
        for reference in [*self._recorder.references(-FARTHEST, 0), *outside]:
            self._reference_differs(reference.index)
        for row in [*self._recorder.rows(-FARTHEST, 0), *beyond]:
            self._verdict.add("entry", "entry_outside", row.index, "an entry stands outside of the log")

    def _entry(self, row: Row) -> None:
        """Check one entry against its row, and on top of everything before it."""
        index, leaf, add = row.index, leaf_hash(row.entry), self._verdict.add
        self._verdict.entries += 1
        self._tree.append(leaf)
        if index == 0 and leaf != (self._policy.founding or leaf):
            add("founding", "founding_differs", 0, "the log began with another founding than the policy pins")
        try:
            entry, envelope, statement = read_opened(row.entry)
        except (Malformed, Refused) as error:
            self._bad.add(index)
            add("form", error.code, index, str(error))
            return
        identifier = bytes.fromhex(statement.id.replace("-", ""))
        told = (statement.stream, entry.version, statement.type, identifier, leaf)
        if (row.stream, row.version, row.type, row.statement_id, row.leaf) != told:
            add("row", "row_differs", index, "the columns beside the entry are not those of its bytes")
        if self._ids.setdefault(identifier, index) != index:
            self._twice.add(index)
        self._check_references(index, links(statement.says))
        if statement.sd or statement.type == ERASED:
            self._verdict.committed += len(statement.sd)
            self._noted.append(Noted(index, entry.version, statement))
        if isinstance(statement.says, AuditFrameSealed):
            self.audits[statement.stream] = None
        if isinstance(statement.says, AccessLogAnchored):
            self.anchors.append(Anchored(index, statement.says.size, statement.says.root))
        for wrong in check_next(
            self._replay, (entry, envelope, statement), leaf.hex(), index, self._set_aside
        ):
            if wrong.code in UNCHECKED:
                self._unchecked(f"entry {index}: {wrong.sentence}")
            else:
                add(wrong.check, wrong.code, index, wrong.sentence)

    def _check_references(self, index: int, targets: Sequence[str]) -> None:
        """Check that the index of who speaks of whom holds exactly the targets of this entry."""
        for target in targets:
            reference = Reference(target, index)
            if reference in self._references:
                self._references.remove(reference)
            else:
                self._reference_differs(index)

    def _reference_differs(self, index: int) -> None:
        self._verdict.add(
            "row", "reference_differs", index, "the index of references does not say what the entry says"
        )

    def _place_differs(self, index: int) -> None:
        self._verdict.add(
            "place", "place_differs", index, "by its stream or id another entry is found, or none"
        )

    def _set_aside(self, envelope: Envelope, statement: Statement, registry: RegistryState) -> None:
        """Collect the signatures of an entry under the keys of its place; see ``check_signatures``."""
        names = tuple([name for name, _ in envelope.signatures])
        require(
            names == statement.signers, "statement_signers", "the signatures are not those of the signers"
        )
        keys = signer_keys(statement, registry)
        for name, signature in envelope.signatures:
            self._checks.append((keys[name], signature, envelope.payload))
            self._places.append(self._replay.size)
        check_enclosed(statement, registry)

    def _turn_page(self) -> None:
        """Hand the page's signatures over, and wait for those of the page before the last."""
        self._under_way.append((self._places, self._lanes.start(self._checks)))
        self._verdict.signatures += len(self._checks)
        self._checks, self._places = [], []
        if len(self._under_way) > AHEAD:
            self._finish(*self._under_way.popleft())
        stored = self._recorder.statements(list(self._ids))
        for identifier, index in self._ids.items():
            other = stored.get(identifier, index)
            found = self._recorder.entry(other) if other != index else None
            if found is not None and found.statement_id == identifier:  # and is not merely said to bear it
                self._twice.add(max(other, index))
        for index in sorted(self._twice):
            self._verdict.add("row", "id_reused", index, "an earlier entry bears the same statement id")
        self._ids, self._twice = {}, set()
        if self._sealed is not None and self._noted:
            self._sealed.page(self._noted)
        self._noted = []

    def _finish(self, places: Sequence[int], pending: Pending) -> None:
        for failed in pending.failing():
            self._verdict.add("signatures", "sig_invalid", places[failed], "the signature does not hold")

    def _conclude(self, recorded_at: str) -> None:
        """Compare what belongs to no single entry, and say what the verdict rests on."""
        verdict, tree, registry = self._verdict, self._tree, self._replay.registry
        verdict.origin, verdict.root = registry.origin or "", tree.tree.root().hex()
        if recorded_at != self._replay.now:
            verdict.add(
                "head",
                "head_differs",
                verdict.entries,
                "the stored last time of recording is not that of the entries",
            )
        logs = {log.name for log in self._policy.logs}
        if verdict.entries and (registry.origin not in logs or self._recorder.origin() != registry.origin):
            verdict.add(
                "founding", "origin_differs", 0, "the ledger's name is not the one that the policy pins"
            )
        if self._policy.founding is None:
            self._unchecked("the policy has no line `#founding`: nobody knows how this log should have begun")
        if not verdict.entries:
            self._unchecked("the database holds no ledger")
        open_end = tree.tree.size - tree.published
        if open_end:
            verdict.remarks.append(
                f"{open_end} entries are under no checkpoint yet, so nobody holds the log to them"
            )
        if self._policy.quorum == "none":
            verdict.remarks.append(UNWITNESSED)
        else:
            self._check_quorum()

    def _check_quorum(self) -> None:
        """Check that the newest checkpoint carries the cosignatures that the policy asks for."""
        newest = self._recorder.checkpoint()
        if newest is not None:
            lines = self._recorder.cosignatures(newest.size)
            try:
                self._policy.check(parse_note(newest.text + "".join(lines)))
            except LogError as error:
                self._verdict.add("checkpoint", error.code, newest.size - 1, str(error))

    def _unchecked(self, sentence: str) -> None:
        if len(self._verdict.unchecked) < MOST:
            self._verdict.unchecked.append(sentence)
