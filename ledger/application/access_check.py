"""The log of readers, its tree built anew from the records, against every anchor that the log holds."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ledger.application.access import parse_access
from ledger.application.verdict import Verdict
from ledger.signing.errors import Malformed
from ledger.store.access import AccessRow, AccessStore
from ledger.store.errors import StoreDamaged
from ledger.tlog.tree import CompactRange, leaf_hash

NO_VAULT: Final = "the log of readers: the vault is not at hand, and who read what is kept there"


class Anchored(NamedTuple):
    """The entry at ``at`` of the log says that the log of readers had this size and root (hex)."""

    at: int
    size: int
    root: str


def check_access(verdict: Verdict, anchors: Sequence[Anchored], store: AccessStore | None) -> None:
    """Compare the records in ``store`` with ``anchors``, in flat memory; findings go to ``verdict``.

    Without a store there is nothing to compare, which is no proof of anything.
    """
    if store is None:
        if anchors:
            verdict.unchecked.append(NO_VAULT)
        return
    tree, waiting = CompactRange(), sorted(anchors, key=lambda one: (one.size, one.at))
    waiting = _check(verdict, waiting, tree)
    for row in store.rows():
        if row.index != tree.size:
            break
        _check_row(verdict, row)
        tree.append(leaf_hash(row.record))
        waiting = _check(verdict, waiting, tree)
    for one in waiting:
        sentence = f"{one.size} records of readers were anchored and {tree.size} are there without a gap"
        verdict.add("access", "access_records_missing", one.at, sentence)
    try:
        head = store.head()
        same = (head.size, head.hashes) == (tree.size, tree.hashes)
    except StoreDamaged:
        same = False
    if not same:
        sentence = "the stored end of the log of readers is not that of its records"
        verdict.add("access", "access_head_differs", None, sentence)


def _check(verdict: Verdict, waiting: list[Anchored], tree: CompactRange) -> list[Anchored]:
    """Hold the anchors of this size against the tree; return those of larger sizes."""
    while waiting and waiting[0].size == tree.size:
        one, *waiting = waiting
        if one.root != tree.root().hex():
            sentence = f"the first {one.size} records of readers are not those that were anchored"
            verdict.add("access", "access_root_differs", one.at, sentence)
    return waiting


def _check_row(verdict: Verdict, row: AccessRow) -> None:
    """Check that a record is found under the stream that it names: else nobody would be told of it."""
    try:
        stream = parse_access(row.record)[1].stream
    except (Malformed, KeyError, TypeError, ValueError):
        stream = None
    if stream != row.stream:
        sentence = f"the record of readers at {row.index} is not filed under the stream that it names"
        verdict.add("access", "access_row_differs", None, sentence)
