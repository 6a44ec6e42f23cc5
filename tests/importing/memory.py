"""The smallest ledger that an import can speak to: it stamps, keeps, and judges only form and signatures."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.domain.errors import Refused
from ledger.domain.types import EntryRef, Statement
from ledger.signing.disclosure import check_disclosures
from ledger.signing.dsse import parse_envelope, verify_envelope
from ledger.signing.entry import format_entry
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey
from ledger.store.mapper import open_envelope
from ledger.tlog.tree import leaf_hash

STAMP = "2026-11-22T00:00:00.000Z"


@dataclass
class MemoryLog:
    """Entries by stream, and the size of each group that came."""

    key: SigningKey
    origin: str = "ledger.example.org/2026"
    statements: list[Statement] = field(default_factory=list)
    disclosures: list[tuple[str, ...]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    questions: int = 0
    _places: dict[str, tuple[int, EntryRef]] = field(default_factory=dict)
    _heads: dict[str, EntryRef] = field(default_factory=dict)

    def known(self, ids: Sequence[str]) -> dict[str, int]:
        return {id_: self._places[id_][0] for id_ in ids if id_ in self._places}

    def located(self, ids: Sequence[str]) -> dict[str, EntryRef]:
        self.questions += 1
        return {id_: self._places[id_][1] for id_ in ids if id_ in self._places}

    def submit(self, submissions: Sequence[Submission]) -> list[Receipt | Rejected]:
        self.groups.append(len(submissions))
        return [self._record(submission) for submission in submissions]

    def _record(self, submission: Submission) -> Receipt | Rejected:
        try:
            envelope = parse_envelope(submission.envelope)
            verify_envelope(envelope, {self.key.id: self.key.public})
            statement = open_envelope(envelope)
            check_disclosures(submission.disclosures, statement.sd)
        except (Malformed, Refused) as error:
            return Rejected(None, error.code, str(error))
        head = self._heads.get(statement.stream)
        index, version = len(self.statements), head.version + 1 if head else 1
        entry = format_entry(submission.envelope, index, head.leaf if head else "", STAMP, version)
        place = EntryRef(statement.stream, version, leaf_hash(entry).hex())
        self.statements.append(statement)
        self.disclosures.append(submission.disclosures)
        self._heads[statement.stream] = place
        self._places[statement.id] = (index, place)
        return Receipt(statement.id, statement.stream, index, version, place.leaf, STAMP, "")
