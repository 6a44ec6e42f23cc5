"""Rows of another register become statements that the importer alone signs.

Ids, stream names, actors and salts are derived under the importer's secret: the same row gives the same
statement, so a second import appends nothing, and nobody without the secret can test whether a known number
of the register is in the log.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Protocol, Self

from ledger.application.composing import make_disclosure
from ledger.application.derived import REMEMBERED, Derived, encode
from ledger.application.errors import SettingMissing
from ledger.application.mapping import SourceRow
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.domain.types import EntryRef
from ledger.signing.disclosure import digest
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey
from ledger.signing.strict_json import JsonValue

GROUP: Final = 256
SECRET_BYTES: Final = 32


class ImportLedger(Protocol):
    """What an import needs of the ledger."""

    @property
    def origin(self) -> str:
        """Return the name of the log that statements are made for."""
        ...

    def known(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return the index of each statement of ``ids`` that the log holds."""
        ...

    def located(self, ids: Sequence[str]) -> Mapping[str, EntryRef]:
        """Return the entry of each statement of ``ids`` that the log holds."""
        ...

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Receipt | Rejected]:
        """Record what may be recorded, in order; one answer for each submission."""
        ...


class _RowRefused(Exception):
    """The row cannot become a statement; the rows after it go on."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class _Fresh(NamedTuple):
    """A row that is not in the log, and the id of its statement.

    ``refers`` tells whether its data hold a reference; ``targets`` are the statements whose entries it names.
    """

    row: SourceRow
    id: str
    refers: bool
    targets: Sequence[str]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of the rows: ``read`` is ``appended`` + ``skipped`` + the sum of ``refused``.

    ``skipped`` rows were in the log already; ``refused`` counts the others by code.
    """

    read: int
    appended: int
    skipped: int
    refused: Mapping[str, int]


class Importer:
    """Signs the rows of one register and hands them to the ledger in groups.

    Args:
        ledger: Where the statements go.
        key: The importer's key, enrolled with custody ``imported``.
        actor: The importer, who answers for every statement.
        secret: At least 32 secret bytes; the same ones for every import of this register.
        register: The namespace of its keys; by custom the mapping file's stem.

    Raises:
        SettingMissing: The secret is short.
    """

    def __init__(
        self, ledger: ImportLedger, key: SigningKey, *, actor: str, secret: bytes, register: str
    ) -> None:
        if len(secret) < SECRET_BYTES:
            raise SettingMissing(f"an import derives names under a secret of at least {SECRET_BYTES} bytes")
        self._ledger = ledger
        self._key = key
        self._derived = Derived(secret, register)
        self._fixed: dict[str, JsonValue] = {
            "v": 1,
            "schema": 1,
            "origin": ledger.origin,
            "by": actor,
            "signers": [key.id],
        }
        self._recorded: dict[str, EntryRef] = {}  # of this run, the oldest forgotten first
        self._pending: dict[str, tuple[SourceRow, Submission]] = {}

    def run(self, batches: Iterable[Sequence[SourceRow]], refused: Path) -> ImportResult:
        """Import all rows. Those refused go to the file ``refused``; it is absent when there are none.

        Raises:
            MappingRefused: A row cannot be read. Groups handed over before stay recorded; import again.
        """
        with _RefusedRows(refused) as rows:
            read = appended = skipped = 0
            for batch in batches:
                read += len(batch)
                ids = [self._derived.statement(row.kind, row.key, row.type, row.occurrence) for row in batch]
                known = self._ledger.known(ids)
                skipped += len(known)
                fresh = [
                    self._read(row, id_) for row, id_ in zip(batch, ids, strict=True) if id_ not in known
                ]
                self._look_up(fresh)
                appended += sum(self._take(one, rows) for one in fresh)
            appended += self._flush(rows)
            return ImportResult(read, appended, skipped, dict(rows.counts))

    def _read(self, row: SourceRow, id_: str) -> _Fresh:
        references = _references(row.data)
        targets = [
            self._derived.statement(*content)  # type: ignore[arg-type]  # its form is looked at in _resolve
            for name, content in references
            if name == "$entry" and isinstance(content, list) and len(content) == 4
        ]
        return _Fresh(row, id_, bool(references), targets)

    def _take(self, fresh: _Fresh, rows: "_RefusedRows") -> int:
        """Make the statement of a row and put it into the group. Return how many were appended."""
        appended = 0
        if not self._pending.keys().isdisjoint(fresh.targets):
            appended = self._flush(rows)  # the entry that the row refers to has no leaf hash before that
        try:
            self._pending[fresh.id] = (fresh.row, self._submission(fresh))
        except (_RowRefused, Malformed) as error:
            rows.write(fresh.row, error.code, str(error))
        if len(self._pending) >= GROUP:
            appended += self._flush(rows)
        return appended

    def _flush(self, rows: "_RefusedRows") -> int:
        """Hand the group to the ledger and return how many of it were appended."""
        if not self._pending:
            return 0
        answers = self._ledger.submit([submission for _row, submission in self._pending.values()])
        appended = 0
        for (id_, (row, _submission)), answer in zip(self._pending.items(), answers, strict=True):
            if isinstance(answer, Rejected):
                rows.write(row, answer.code, answer.sentence)
            else:
                appended += 1
                self._remember(id_, EntryRef(answer.stream, answer.version, answer.leaf))
        self._pending.clear()
        return appended

    def _look_up(self, fresh: Sequence[_Fresh]) -> None:
        """Have at hand the entries that rows of this batch refer to; earlier ones come in one question."""
        wanted = {target for one in fresh for target in one.targets} - {one.id for one in fresh}
        for target in wanted & self._recorded.keys():
            self._recorded[target] = self._recorded.pop(target)  # youngest again: it must outlast the batch
        unknown = sorted(wanted - self._recorded.keys() - self._pending.keys())
        if unknown:
            for id_, entry in self._ledger.located(unknown).items():
                self._remember(id_, entry)

    def _remember(self, id_: str, entry: EntryRef) -> None:
        if len(self._recorded) >= REMEMBERED:
            del self._recorded[next(iter(self._recorded))]
        self._recorded[id_] = entry

    def _submission(self, fresh: _Fresh) -> Submission:
        row, id_, data = fresh.row, fresh.id, fresh.row.data
        if fresh.refers:
            data = {name: self._resolve(value) for name, value in data.items()}
        if row.official is not None:
            if "official" in data:
                raise _RowRefused("official_twice", "the official stands in the column and in data; keep one")
            data = data | {"official": self._derived.actor(row.official)}
        statement = self._fixed | {
            "id": id_,
            "stream": self._derived.stream(row.kind, row.key),
            "type": row.type,
            "data": data,
        }
        if row.at is not None:
            statement["at"] = row.at
        disclosures: tuple[str, ...] = ()
        if row.personal:
            disclosures = tuple(
                make_disclosure(self._derived.salt(id_, name), name, value)
                for name, value in sorted(row.personal.items())
            )
            statement["sd"] = [*sorted(map(digest, disclosures))]
        return Submission(format_envelope(sign_envelope(encode(statement), [self._key])), disclosures)

    def _resolve(self, value: JsonValue) -> JsonValue:
        """Return ``value`` with every reference of the mapping in the form that the catalogue has."""
        if isinstance(value, list):
            return [self._resolve(item) for item in value]
        if not isinstance(value, dict):
            return value
        match _reference(value):
            case None:
                return {name: self._resolve(item) for name, item in value.items()}
            case "$stream", [str(kind), str(key)]:
                return self._derived.stream(kind, key)
            case "$actor", str(key):
                return self._derived.actor(key)
            case "$entry", [str(kind), str(key), str(type_), int(occurrence)]:
                entry = self._recorded.get(self._derived.statement(kind, key, type_, occurrence))
                if entry is None:
                    raise _RowRefused("unknown_entry", "an entry that the row refers to is not in the log")
                return {"stream": entry.stream, "version": entry.version, "leaf": entry.leaf}
            case _:
                raise _RowRefused("reference_form", _REFERENCE_FORM)


_REFERENCE_FORM: Final = (
    "a reference is {'$stream': [kind, key]}, {'$actor': key} or {'$entry': [kind, key, type, number]}"
)


def _reference(value: Mapping[str, JsonValue]) -> tuple[str, JsonValue] | None:
    """Return the one member of ``value`` if it is a reference."""
    if len(value) == 1:
        ((name, content),) = value.items()
        if name.startswith("$"):
            return name, content
    return None


def _references(data: Mapping[str, JsonValue]) -> list[tuple[str, JsonValue]]:
    """Return every reference in ``data``, whatever it names."""
    found: list[tuple[str, JsonValue]] = []
    waiting: list[JsonValue] = [*data.values()]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            reference = _reference(item)
            if reference is not None:
                found.append(reference)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found


class _RefusedRows:
    """The file of refused rows: JSON lines that only its owner reads, since they hold the register's rows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._path.unlink(missing_ok=True)
        self._file = os.fdopen(
            os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if not self.counts:
            self._path.unlink()

    def write(self, row: SourceRow, code: str, sentence: str) -> None:
        """Add ``row`` with the reason of its refusal."""
        self.counts[code] += 1
        source = {
            "stream_kind": row.kind,
            "stream_key": row.key,
            "type": row.type,
            "at": row.at,
            "official": row.official,
            "data": row.data,
            "personal": row.personal,
        }
        line = {"row": row.number, "code": code, "sentence": sentence, "source": source}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
