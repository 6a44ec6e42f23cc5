"""A case file as pages show it: each entry in words, who signed it as what, and what it points to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final, NamedTuple

from api.languages import Language
from api.web import dates
from api.web.words.labels import label
from api.web.words.members import member
from ledger.domain.casework.events import ClockRule
from ledger.domain.claim.events import ClaimFact, Found, Period
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate
from ledger.domain.forms import UUID_FORM
from ledger.domain.grievance.events import FoundOnGround, RemedyAsked
from ledger.domain.histories import of_kind
from ledger.domain.parts import Document
from ledger.domain.prefix import Prefix
from ledger.domain.registry.events import OfficeRegistered
from ledger.domain.relations import actors_of
from ledger.domain.types import EntryRef, Money, Recorded, Statement
from ledger.projections.pictures.words import Words, same
from ledger.projections.views.entries import show_entry

KINDS: Final[Mapping[str, str]] = {
    "facts": "fact",
    "fact": "fact",
    "law": "law",
    "benefit": "benefit",
    "route": "route",
    "clock": "clock",
    "fields": "field",
    "subject": "subject",
}
"""Of which open list the codes of a member are; those of closed lists know it themselves."""
OFFICES: Final = frozenset({"office", "from", "to"})
"""Members that name an office by its code."""
SILENT: Final = frozenset({"claim_seen", "proof", "document", "evaluation", "raw", "provisional", "calendar"})
"""Members that tell a reader nothing, or that the clocks tell better."""
WHOLE: Final = (EntryRef, Money, Period)
"""Parts that are told in one piece; of the others each member is told."""
YES: Final = Words("ใช่", "yes")
SOMEBODY: Final = Words("บุคคลที่ไม่มีหน้าที่ในวันนั้น", "somebody without a mandate on that day")
_REF: Final = re.compile(f"([a-z]+)/{UUID_FORM}").fullmatch
_MOMENT: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+Z)?").fullmatch


class Value(NamedTuple):
    """Something that an entry says; ``to`` is the stream or the version to which it points."""

    text: str
    to: str | int | None = None


class Item(NamedTuple):
    """A member of an entry, by its name, with what it says."""

    name: str
    values: tuple[Value, ...]


class Told(NamedTuple):
    """One entry in words. ``who`` are the signers: role, office, and a mark that tells persons apart.

    ``late`` counts the days to the recording, ``sealed`` what stands sealed beside it. ``own``: the reader
    signed it. ``new``: it came since they last looked. ``knowledge`` is the column in a decider's view.
    """

    index: int  # type: ignore[assignment]  # a place; nobody looks for values in an entry
    version: int
    type: str
    who: tuple[str, ...]
    custody: str
    at: str | None
    recorded_at: str
    late: int | None
    clock_suspect: bool
    items: tuple[Item, ...]
    sealed: int
    leaf: str
    own: bool
    new: bool
    knowledge: str | None


class Teller:
    """Tells of entries in one language.

    Args:
        prefix: The log at the position of reading.
        language: Thai or English.
        reader: An actor; what they signed is marked. None: nobody signs.
    """

    def __init__(self, prefix: Prefix, language: Language, reader: str | None = None) -> None:
        self._prefix = prefix
        self._language = language
        self._own = frozenset() if reader is None else frozenset(actors_of(prefix.registry, reader))
        self._offices = office_names(prefix)

    def tell(
        self, history: Sequence[Recorded], *, after: int | None = None, known: Mapping[int, str | None] = {}
    ) -> tuple[Told, ...]:
        """Return each entry of ``history`` in words.

        Args:
            history: Entries of one stream.
            after: The last version that the reader knew; what came later and is not theirs is new.
            known: The column of each index in a decider's view.
        """
        return tuple(self._told(recorded, after, known.get(recorded.index)) for recorded in history)

    def office(self, code: str) -> str:
        """Return the name of an office."""
        return self._offices.get(code, same(code)).said(self._language)

    def person(self, actor: str, day: date, index: int | None = None) -> str:
        """Return role and office under which ``actor`` stood on ``day``; nobody is named."""
        held = next(_mandates(self._prefix, actor, day, index), None)
        mark = actor.partition("/")[2][:4]
        if held is None:
            return f"{SOMEBODY.said(self._language)} ({mark})"
        return f"{label(held.role, self._language)} {self.office(held.office)} ({mark})"

    def items(self, statement: Statement, day: date) -> tuple[Item, ...]:
        """Return what a statement says, member by member; ``day`` is that on which it is looked at."""
        return tuple(self._items(statement.says, statement.stream, day))

    def _told(self, recorded: Recorded, after: int | None, knowledge: str | None) -> Told:
        statement, registry = recorded.statement, self._prefix.registry
        shown, day = show_entry(recorded, registry), civil(recorded.recorded_at)
        signed = (registry.keys[key].actor for key in statement.signers if key in registry.keys)
        actors = tuple(dict.fromkeys((statement.by, *signed)))
        own = not self._own.isdisjoint(actors)
        return Told(
            recorded.index,
            recorded.version,
            statement.type,
            tuple(self.person(actor, day, recorded.index) for actor in actors),
            shown.custody,
            statement.at,
            recorded.recorded_at,
            shown.late,
            shown.clock_suspect,
            self.items(statement, day),
            len(statement.sd),
            recorded.leaf,
            own,
            after is not None and recorded.version > after and not own,
            knowledge,
        )

    def _items(self, part: object, stream: str, day: date) -> Iterator[Item]:
        """Yield what an event says, member by member; what is in a part of it stands beside the rest."""
        for name, value in _members(part):
            each = value if isinstance(value, tuple) else (value,)
            one = each[0]
            if isinstance(one, Found | FoundOnGround):
                yield from (self._finding(found, stream) for found in each)
            elif isinstance(one, Document):
                yield Item(label("document", self._language, "field"), (Value(str(len(each))),))
            elif isinstance(one, ClaimFact):
                facts = (label(fact.code or fact.id, self._language, "fact") for fact in each)
                yield Item(member(name, self._language), tuple(map(Value, facts)))
            elif isinstance(one, RemedyAsked):
                asked = (label(remedy.code, self._language) for remedy in each)
                yield Item(member(name, self._language), tuple(map(Value, asked)))
            elif is_dataclass(one) and not isinstance(one, WHOLE):
                for inner in each:
                    yield from self._items(inner, stream, day)
            else:
                said = tuple(self._value(name, inner, stream, day) for inner in each)
                yield Item(member(name, self._language), said)

    def _finding(self, found: Found | FoundOnGround, stream: str) -> Item:
        said = Value(label(found.finding, self._language))
        if isinstance(found, FoundOnGround):
            return Item(label(found.ground, self._language), (said,))
        cited = (self._entry(ref, stream) for ref in found.on)
        return Item(label(found.fact, self._language, "fact"), (said, *cited))

    def _value(self, name: str, value: object, stream: str, day: date) -> Value:
        match value:
            case EntryRef():
                return self._entry(value, stream)
            case Enum():
                return Value(label(str(value.value), self._language, type(value)))  # type: ignore[arg-type]
            case str():
                return self._text(name, value, day)
            case Money():
                return Value(dates.amount(value, self._language))
            case Period():
                return Value(dates.period(value.from_, value.to, self._language))
            case date():
                return Value(dates.short_day(value, self._language))
            case bool():
                return Value(YES.said(self._language))
            case _:
                return Value(str(value))

    def _text(self, name: str, value: str, day: date) -> Value:
        """Return a code, a reference or a moment in words."""
        found = _REF(value)
        if found is not None:
            return self._stream(value, found[1], day)
        if _MOMENT(value):
            return Value(dates.moment(value, self._language))
        if name in OFFICES and value in self._offices:
            return Value(self.office(value))
        return Value(label(value, self._language, KINDS.get(name)))

    def _stream(self, stream: str, kind: str, day: date) -> Value:
        if kind == "actor":
            return Value(self.person(stream, day))
        return Value(f"{label(kind, self._language, 'stream')} {stream.partition('/')[2][:8]}", stream)

    def _entry(self, ref: EntryRef, stream: str) -> Value:
        entry = Words("รายการที่ {}", "entry {}").said(self._language).format(ref.version)
        if ref.stream == stream:
            return Value(entry, ref.version)
        of = self._stream(ref.stream, ref.stream.partition("/")[0], date.min)
        return Value(f"{of.text}, {entry}", ref.stream)


def office_names(prefix: Prefix) -> dict[str, Words]:
    """Return the newest name of every office, by its code; without an English one, the Thai one in both."""
    stream = prefix.registry.stream
    named = () if stream is None else of_kind(prefix.history(stream), OfficeRegistered)
    return {says.code: Words(says.name_th, says.name_en or says.name_th) for _, says in named}


def _mandates(prefix: Prefix, actor: str, day: date, index: int | None) -> Iterator[Mandate]:
    """Yield the mandates that ``actor`` held on ``day``, before the entry of this index was recorded."""
    for known in actors_of(prefix.registry, actor):
        for held in prefix.registry.mandates.get(known, ()):
            there = index is None or (held.index < index and (held.revoked is None or held.revoked > index))
            if there and held.from_ <= day <= held.to:
                yield held


def _members(part: object) -> Iterator[tuple[str, Any]]:
    """Yield the members of an event, or of a part of one, that tell a reader something."""
    if is_dataclass(part) and not isinstance(part, ClockRule):
        for field in fields(part):
            name, value = field.name.removesuffix("_"), getattr(part, field.name)
            if value not in (None, (), False) and name not in SILENT:
                yield name, value
