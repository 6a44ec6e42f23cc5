"""Checking what is sealed: of every committed field whether it opens, is erased, is missing or was altered.

A digest tells no name once its field is erased. So it is counted: of what an entry commits to and nothing
opens, as much is erased as recorded erasures name fields of that entry; the rest is missing, or was altered
where a box is there that holds something else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple
from uuid import UUID

from nacl.exceptions import CryptoError

from ledger.application.reading_entries import read_opened
from ledger.application.sealing import open_box
from ledger.application.verdict import MOST, Verdict
from ledger.domain.casework.events import PersonalDataErased
from ledger.domain.errors import Refused
from ledger.domain.types import Statement
from ledger.signing.disclosure import digest, parse_disclosure
from ledger.signing.errors import Malformed
from ledger.store.recorder import Recorder
from ledger.store.vault import Pair, Sealed, Vault

ERASED: Final = PersonalDataErased.__name__
AT_ONCE: Final = 64


class Noted(NamedTuple):
    """An entry that commits to sealed fields, or erases some: its place in the log and in its stream."""

    place: int
    version: int
    statement: Statement


class SealedCheck:
    """Holds the vault against the entries of a page at a time.

    Args:
        recorder: The log's store.
        vault: The vault and its keys. Nothing is written.
        verdict: Takes what is found.
    """

    def __init__(self, recorder: Recorder, vault: Vault, verdict: Verdict) -> None:
        self._recorder, self._vault, self._verdict = recorder, vault, verdict
        self._erasures: dict[str, list[tuple[int, PersonalDataErased]]] = {}

    def page(self, noted: Sequence[Noted]) -> None:
        """Check the entries of one page, a few at a time: a body may be large."""
        self._erasures = {}
        for start in range(0, len(noted), AT_ONCE):
            self._part(noted[start : start + AT_ONCE])

    def _part(self, noted: Sequence[Noted]) -> None:
        boxes = self._vault.sealed_for(one.statement.id for one in noted if one.statement.sd)
        pairs = dict.fromkeys((box.stream, box.subject) for found in boxes.values() for box in found)
        keys = self._vault.generations(pairs)
        for one in noted:
            if one.statement.sd:
                self._commitments(one, boxes.get(one.statement.id, []), keys)
            if isinstance(one.statement.says, PersonalDataErased):
                self._deed(one, one.statement.says)

    def _commitments(
        self, one: Noted, boxes: Sequence[Sealed], keys: Mapping[Pair, Mapping[int, bytes]]
    ) -> None:
        """Count the fields of one entry."""
        left, altered, counts = set(one.statement.sd), False, self._verdict.sealed
        for items in _opened(boxes, keys):
            held = set(map(digest, items))
            altered = altered or not held or not held.issubset(one.statement.sd)
            left -= held
        counts["open"] += len(one.statement.sd) - len(left)
        if not left:
            return
        unopened = len(left)
        for index, names in self._erased(one.statement.stream, one.version):
            told = min(unopened, names)
            self._verdict.erased_by[index] += told
            counts["erased"] += told
            unopened -= told
        if unopened:
            kind = "mismatch" if altered else "missing"
            counts[kind] += unopened
            if altered:
                self._verdict.add("sealed", "mismatch", one.place, "a sealed field is not what was signed")
            else:
                self._verdict.add(
                    "sealed", "missing", one.place, "a sealed field is gone, and no entry erased it"
                )

    def _deed(self, one: Noted, says: PersonalDataErased) -> None:
        """Check that nothing opens any more that this entry erases."""
        rows = {row.version: row for row in self._recorder.stream(one.statement.stream)}
        for target in says.targets:
            row = rows.get(target.version)
            if row is None or row.statement_id is None:
                continue
            boxes = self._vault.sealed(str(UUID(bytes=row.statement_id)))
            keys = self._vault.generations((box.stream, box.subject) for box in boxes)
            names = {parse_disclosure(item)[1] for items in _opened(boxes, keys) for item in items}
            if not names.isdisjoint(target.fields):
                self._undone(one.place)
                return

    def _undone(self, index: int) -> None:
        if self._vault.erased_to() > index:
            self._verdict.add("sealed", "not_erased", index, "what this entry erased still opens")
        elif len(self._verdict.unchecked) < MOST:
            self._verdict.unchecked.append(
                f"entry {index}: the erasure is not carried out yet; `phayan tick` does it"
            )

    def _erased(self, stream: str, version: int) -> Iterator[tuple[int, int]]:
        """Yield which entries erased fields of this version, and how many."""
        if stream not in self._erasures:
            self._erasures[stream] = list(self._read(stream))
        for index, says in self._erasures[stream]:
            yield index, sum(len(target.fields) for target in says.targets if target.version == version)

    def _read(self, stream: str) -> Iterator[tuple[int, PersonalDataErased]]:
        for row in self._recorder.stream(stream):
            if row.type == ERASED:
                with suppress(Malformed, Refused):  # found where the walk comes to it
                    says = read_opened(row.entry)[2].says
                    if isinstance(says, PersonalDataErased):
                        yield row.index, says


def _opened(boxes: Iterable[Sealed], keys: Mapping[Pair, Mapping[int, bytes]]) -> Iterator[list[str]]:
    """Yield what each of ``boxes`` holds whose key is there; nothing, where it does not open under it."""
    for box in boxes:
        key = keys.get((box.stream, box.subject), {}).get(box.generation)
        if key is not None:
            try:
                yield open_box(key, box)
            except (CryptoError, ValueError):
                yield []
