"""Opening what is sealed for those entitled: each reading is recorded first, and only then shown.

Opening means decrypting *and* finding the digest among those that the entry commits to. What an erasure
names is told as erased, by name; what is gone without one is ``missing``, and what was put in its place
``mismatch``: neither is ever called erased.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from nacl.exceptions import CryptoError

from ledger.application.access import (
    RECEIPT,
    Access,
    Capacity,
    Purpose,
    Read,
    Recorded,
    Target,
    What,
    capacities_of,
)
from ledger.application.errors import NoSuchEntry
from ledger.application.ledger import Ledger
from ledger.application.sequencer import Clock
from ledger.application.snapshot import Snapshot, present
from ledger.domain import types
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.relations import running
from ledger.projections.views.entitlement import KINDS, is_party
from ledger.projections.views.unsealing import PERSON, Standing, may_unseal, standing_of
from ledger.signing.disclosure import parse_disclosure
from ledger.signing.strict_json import JsonValue

NOT_THEIRS: Final = "the log holds no such case, or it is not theirs to open"


class Reader(NamedTuple):
    """Whoever reads: an actor, and the key that signed in. Neither: whoever holds the receipt code."""

    actor: str | None = None
    key: str | None = None


HOLDER: Final = Reader()
"""Whoever holds the receipt code of the case: they read as the person whose it is, and nobody is named."""


class Verdict(StrEnum):
    """What became of a sealed field."""

    DISCLOSED = "disclosed"
    WITHHELD = "withheld"
    ERASED = "erased"
    MISSING = "missing"
    MISMATCH = "mismatch"


LOST: Final = frozenset({Verdict.MISSING, Verdict.MISMATCH})


class Field(NamedTuple):
    """One sealed field of the entry at ``index`` of the log, with this version in its stream.

    ``name`` is ``subject/field``; None where nobody can tell it any more. ``value`` is there where it is
    disclosed, ``erased_by`` where it is erased: the index of the entry that says so.
    """

    index: int  # type: ignore[assignment]  # a place; nobody looks for values in a field
    version: int
    name: str | None
    verdict: Verdict
    value: JsonValue = None
    erased_by: int | None = None

    def as_json(self) -> dict[str, JsonValue]:
        """Return the members that say something; a value that is disclosed always stands there."""
        members: dict[str, JsonValue] = {
            "index": self.index,
            "version": self.version,
            "name": self.name,
            "verdict": self.verdict,
        }
        if self.verdict is Verdict.DISCLOSED:
            members["value"] = self.value
        if self.erased_by is not None:
            members["erased_by"] = self.erased_by
        return members


class Opened(NamedTuple):
    """What was opened of ``stream``, and the index of its record in the log of readers."""

    stream: str
    record: int
    fields: tuple[Field, ...]

    def as_json(self) -> dict[str, JsonValue]:
        """Return it as the members of a JSON document; how much others read is nobody's business."""
        return {"stream": self.stream, "fields": [field.as_json() for field in self.fields]}


class Case(NamedTuple):
    """A case before a reader who may open it, at one position of the log."""

    prefix: Snapshot
    stream: str
    reader: Reader
    standing: Standing


class Openings:
    """Opens cases and what is sealed in them, for whoever is entitled.

    Args:
        ledger: Open for writing, with its vault.
        clock: The present time.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    def open(
        self, stream: str, reader: Reader, purpose: Purpose, names: Collection[str] | None = None
    ) -> Opened:
        """Return the sealed fields of ``stream`` as ``reader`` may see them; their reading is recorded.

        Args:
            stream: A claim or a grievance.
            reader: Who reads. That it is the holder of the receipt code, the caller has checked.
            purpose: For what, as the reader states it.
            names: Which fields (``subject/field``); None: all. What nobody can name any more is always told.

        Raises:
            NoSuchEntry: There is no such case, or it is not the reader's to open.
            AccessNotRecorded: The reading could not be recorded.
            SettingMissing: There is no vault.
        """
        case = self._case(stream, reader)
        fields = self._fields(case, names)
        shown = [field for field in fields if field.verdict is Verdict.DISCLOSED]
        targets = tuple(
            Target(version, tuple(sorted(str(field.name) for field in those)))
            for version, those in groupby(shown, lambda field: field.version)
        )
        return Opened(stream, self._record(case, What.SEALED, targets, purpose), fields)

    def look(self, stream: str, reader: Reader) -> tuple[Field, ...]:
        """Return what ``open`` finds, before it is recorded: nothing of it may leave without ``record``.

        Raises:
            NoSuchEntry, SettingMissing: As ``open``.
        """
        return self._fields(self._case(stream, reader), None)

    def record(
        self,
        stream: str,
        reader: Reader,
        what: What,
        targets: tuple[Target, ...] = (),
        purpose: Purpose | None = None,
    ) -> int:
        """Record that ``reader`` is about to read something of ``stream``; return the record's index.

        Raises:
            NoSuchEntry, AccessNotRecorded, SettingMissing: As ``open``; nothing may be shown.
        """
        return self._record(self._case(stream, reader), what, targets, purpose)

    def record_beside(
        self,
        reader: Reader,
        what: What,
        targets: tuple[Target, ...] = (),
        purpose: Purpose | None = None,
    ) -> int:
        """Record under the registry's stream what ``reader`` reads of no single case: a search, a report.

        Raises:
            AccessNotRecorded, SettingMissing: As ``open``.
        """
        prefix = present(self._ledger.store, self._clock())
        held = running(prefix.registry, reader.actor or "", civil(prefix.now))
        case = Case(
            prefix, self._ledger.registry_stream, reader, Standing(person=False, mandates=tuple(held))
        )
        return self._record(case, what, targets, purpose)

    def reads(self, stream: str, reader: Reader) -> Sequence[Read | Recorded]:
        """Return who read ``stream``: for the person late and coarsely, for oversight in full.

        Raises:
            NoSuchEntry: There is no such case, or nobody else may know.
            AccessNotRecorded, SettingMissing: As ``open``.
        """
        case = self._case(stream, reader)
        if not case.standing.person and Role.OVERSIGHT not in case.standing.roles:
            raise NoSuchEntry(NOT_THEIRS)
        self._record(case, What.READS)
        access = self._ledger.access
        return access.shown(stream, self._clock()) if case.standing.person else access.reads(stream)

    def _case(self, stream: str, reader: Reader) -> Case:
        """Return the case ``stream`` as it is, before ``reader``.

        Raises:
            NoSuchEntry: They may not open it, or it is no case.
        """
        prefix = present(self._ledger.store, self._clock())
        if reader.actor is not None:
            standing = standing_of(prefix, stream, reader.actor)
            entitled = bool(standing.mandates) or is_party(prefix, stream, reader.actor)
        else:
            standing = PERSON
            entitled = stream.partition("/")[0] in KINDS and prefix.head(stream) is not None
        if not entitled:
            raise NoSuchEntry(NOT_THEIRS)
        return Case(prefix, stream, reader, standing)

    def _record(
        self, case: Case, what: What, targets: tuple[Target, ...] = (), purpose: Purpose | None = None
    ) -> int:
        return self._ledger.access.record(
            Access(
                stream=case.stream,
                by=case.reader.actor or RECEIPT,
                key=case.reader.key,
                capacities=_capacities(case),
                what=what,
                targets=targets,
                purpose=purpose,
            )
        )

    def _fields(self, case: Case, names: Collection[str] | None) -> tuple[Field, ...]:
        """Return the fields of a case with their verdicts. They must not leave before ``_record``.

        An erasure may be carried out while somebody reads. So what seems lost is looked at once more, by what
        the log holds by then: it names what is erased before anything is destroyed.
        """
        fields = self._look(case, names)
        if LOST.isdisjoint(field.verdict for field in fields):
            return fields
        return self._look(self._case(case.stream, case.reader), names)

    def _look(self, case: Case, names: Collection[str] | None) -> tuple[Field, ...]:
        return tuple(
            field
            for entry in case.prefix.history(case.stream)
            if entry.statement.sd
            for field in self._of_entry(case, entry)
            if names is None or field.name is None or field.name in names
        )

    def _of_entry(self, case: Case, entry: types.Recorded) -> Iterator[Field]:
        """Yield each sealed field of one entry, with its verdict."""
        statement, sealer = entry.statement, self._ledger.sealer
        erased = _erased(case, entry.version)
        for name, by in sorted(erased.items()):
            yield Field(entry.index, entry.version, name, Verdict.ERASED, erased_by=by)
        try:
            opened = dict(parse_disclosure(one)[1:] for one in sealer.unseal(statement.id, statement.sd))
            altered = len(opened) < len(statement.sd) and sealer.strays(statement.id, statement.sd) > 0
        except (CryptoError, ValueError):  # a box of another key, or one that holds no disclosures
            opened, altered = {}, True
        for name, value in sorted(opened.items()):
            if name in erased:  # recorded, and not yet destroyed
                continue
            if may_unseal(case.prefix, case.stream, case.standing, entry, name):
                yield Field(entry.index, entry.version, name, Verdict.DISCLOSED, value)
            else:
                yield Field(entry.index, entry.version, name, Verdict.WITHHELD)
        lost = Verdict.MISMATCH if altered else Verdict.MISSING
        for _ in range(len(statement.sd) - len(opened.keys() | erased.keys())):
            yield Field(entry.index, entry.version, None, lost)


def _capacities(case: Case) -> tuple[Capacity, ...]:
    if case.reader.actor is None:
        return (Capacity(RECEIPT),)
    party = is_party(case.prefix, case.stream, case.reader.actor)
    return capacities_of(case.standing.mandates, party=party)


def _erased(case: Case, version: int) -> dict[str, int]:
    """Return what was erased of the entry with this version: name of the field, index of the erasure."""
    history = case.prefix.history(case.stream)
    return {
        name: history[item.version - 1].index
        for item in case.prefix.state(case.stream).casework.erased
        if item.of == version
        for name in item.fields
    }
