"""Counters by case and by official, in memory, straight from entry bytes: the quickest honest rebuild.

Of an entry only what is counted is decoded, in two steps: the entry down to the bytes that were signed, and
these down to six members and four of the event. ``readings`` decodes more, for those who need more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from ledger.domain.catalogue import EVENTS
from ledger.projections.errors import OutOfOrder, ProjectionError, UnknownEvent, UnreadableEntry
from ledger.projections.reports.vocabulary import ADVERSE, SUCCESS

ACTS, DECISIONS, ADVERSE_DECISIONS, REVISIONS, DETERMINATIONS, SUCCESSES = range(6)
OFFICIAL_COUNTS: Final = (
    "acts",
    "decisions",
    "adverse",
    "revisions",
    "determinations",
    "successes",
)
_SCHEMAS: Final = {name: frozenset(schema for other, schema in EVENTS if other == name) for name, _ in EVENTS}
_DECISIONS: Final = frozenset({"EligibilityDecided", "DecisionRevised"})


class _Data(msgspec.Struct, gc=False):
    """The members of any event that are counted."""

    official: str | None = None
    outcome: str = ""
    result: str = ""
    supersedes: msgspec.Raw = msgspec.Raw()


class Said(msgspec.Struct, gc=False):
    """What is counted of one statement."""

    by: str
    data: _Data
    schema: int
    stream: str
    type: str


class _Envelope(msgspec.Struct, gc=False):
    payload: bytes  # base64 in JSON; msgspec decodes it in the same step


class _Entry(msgspec.Struct, gc=False):
    dsse: _Envelope
    index: int


if TYPE_CHECKING:
    EventType: TypeAlias = str
else:  # one of the names that there are: the decoder finds it, and makes no text of its own
    EventType = Literal[tuple(_SCHEMAS)]


class _Known(Said, gc=False):
    """The same, of an event type that this release knows."""

    type: EventType


_entry: Final = msgspec.json.Decoder(_Entry).decode
_entries: Final = msgspec.json.Decoder(_Entry).decode_lines
_said: Final = msgspec.json.Decoder(Said).decode
_known: Final = msgspec.json.Decoder(_Known).decode


@dataclass(slots=True)
class Counters:
    """``cases``: entries per stream. ``officials``: for whoever answers for an act, OFFICIAL_COUNTS.

    Merging is addition, so parts of a log may be counted apart, in any order.
    """

    entries: int = 0
    cases: dict[str, int] = field(default_factory=dict)
    officials: dict[str, list[int]] = field(default_factory=dict)

    def add_all(self, statements: Iterable[Said]) -> None:
        """Count ``statements``. For an imported record the official whom it names answers."""
        # Written out, without a call for each statement: this is the inmost loop of a rebuild.
        entries, cases, officials = 0, self.cases, self.officials
        for said in statements:
            entries += 1
            data, stream = said.data, said.stream
            cases[stream] = cases.get(stream, 0) + 1
            actor = data.official or said.by
            counts = officials.get(actor)
            if counts is None:
                counts = officials[actor] = [0] * len(OFFICIAL_COUNTS)
            counts[ACTS] += 1
            kind = said.type
            if kind in _DECISIONS:
                if data.supersedes:
                    counts[REVISIONS] += 1
                else:
                    counts[DECISIONS] += 1
                    counts[ADVERSE_DECISIONS] += data.result in ADVERSE
            elif kind == "GrievanceDetermined":
                counts[DETERMINATIONS] += 1
                counts[SUCCESSES] += data.outcome in SUCCESS
        self.entries += entries

    def merge(self, other: "Counters") -> None:
        """Add what another part of the log gave."""
        self.entries += other.entries
        for stream, count in other.cases.items():
            self.cases[stream] = self.cases.get(stream, 0) + count
        for actor, counts in other.officials.items():
            mine = self.officials.setdefault(actor, [0] * len(OFFICIAL_COUNTS))
            for place, count in enumerate(counts):
                mine[place] += count


def fold_counters(entries: Iterable[bytes], *, start: int = 0) -> Counters:
    """Return the counters of consecutive ``entries``, of which the first has index ``start``.

    Raises:
        UnknownEvent: An event type or schema that this release does not know.
        UnreadableEntry: An entry is unreadable or not at its place.
    """
    counters = Counters()
    count_entries(counters, entries, start)
    return counters


def count_entries(counters: Counters, entries: Iterable[bytes], start: int) -> None:
    """Add consecutive ``entries``, of which the first has index ``start``, to ``counters``.

    Raises:
        UnknownEvent: An event type or schema that this release does not know.
        UnreadableEntry: An entry is unreadable or not at its place.
    """
    counters.add_all(_read_all(entries, start))


def count_lines(counters: Counters, lines: bytes, start: int, count: int) -> None:
    """Add ``count`` consecutive entries, the first of index ``start``: as ``count_entries``, in less time.

    Args:
        counters: What they are added to.
        lines: The entries, a line each. None holds a line feed: their form has no blanks.
        start: The index of the first.
        count: How many there should be.

    Raises:
        OutOfOrder: There are fewer.
        UnknownEvent, UnreadableEntry: As ``count_entries``.
    """
    try:
        outers = _entries(lines)
        statements = [_known(outer.dsse.payload) for outer in outers]
    except msgspec.MsgspecError:
        raise _disorder(lines, start, count) from None
    if [outer.index for outer in outers] != list(range(start, start + count)):
        raise _disorder(lines, start, count)
    schemas = _SCHEMAS
    for said in statements:
        if said.schema not in schemas[said.type]:
            raise _disorder(lines, start, count)
    counters.add_all(statements)


def _disorder(lines: bytes, start: int, count: int) -> ProjectionError:
    """Return what is wrong with ``lines``, of which something is."""
    entries = lines.split(b"\n") if lines else []
    if len(entries) < count:
        return OutOfOrder(start + count, start + len(entries))
    try:
        count_entries(Counters(), entries, start)
    except ProjectionError as error:
        return error
    return UnreadableEntry(start)


def _read_all(entries: Iterable[bytes], start: int) -> Iterator[Said]:
    decode_entry, decode_said, schemas = _entry, _said, _SCHEMAS
    for index, entry in enumerate(entries, start):
        try:
            outer = decode_entry(entry)
            said = decode_said(outer.dsse.payload)
        except msgspec.MsgspecError as error:
            raise UnreadableEntry(index) from error
        if outer.index != index:
            raise UnreadableEntry(index)
        if said.schema not in schemas.get(said.type, ()):
            raise UnknownEvent(index, said.type, said.schema)
        yield said


def check_known(index: int, said: Said) -> None:
    """Check that this release knows the event type of ``said``, and its schema.

    Raises:
        UnknownEvent: It does not.
    """
    if said.schema not in _SCHEMAS.get(said.type, ()):
        raise UnknownEvent(index, said.type, said.schema)
