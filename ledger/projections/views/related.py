"""What else the ledger held about a matter: streams that speak of it, and streams of which it speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, NamedTuple

from ledger.domain.links import links
from ledger.domain.prefix import Prefix
from ledger.domain.types import EntryRef, Recorded, Seen
from ledger.projections.standing import KINDS, standing

REFERS_HERE: Final = "refers_here"
REFERRED_TO: Final = "referred_to"


class Related(NamedTuple):
    """A stream that a matter had to do with, as it stood.

    ``how`` is ``refers_here`` where it speaks of the matter, ``referred_to`` where the matter speaks of it.
    ``version`` is its last entry, recorded at ``recorded_at``. ``consulted``: the act names the stream or
    one of its entries.
    """

    stream: str
    kind: str
    how: str
    state: str
    flags: tuple[str, ...]
    version: int
    recorded_at: str
    consulted: bool


def related(prefix: Prefix, stream: str, act: Recorded) -> tuple[Related, ...]:
    """Return what else stood in ``prefix`` about ``stream``, and whether ``act`` shows that it was looked at.

    Those that speak of it come first, in the order of the log. Registry and programmes are no such streams:
    every act stands on them.
    """
    found: dict[str, str] = dict.fromkeys(prefix.referring(stream), REFERS_HERE)
    for recorded in prefix.history(stream):
        for name in _streams_of(recorded):
            found.setdefault(name, REFERRED_TO)
    named = mentions(act.statement.says)
    rows = (_row(prefix, name, how, named) for name, how in found.items() if name != stream)
    return tuple(row for row in rows if row is not None)


def _row(prefix: Prefix, stream: str, how: str, named: frozenset[str]) -> Related | None:
    kind, entries = stream.partition("/")[0], prefix.history(stream)
    if kind not in KINDS or not entries:
        return None
    stands = standing(kind, prefix.state(stream))
    consulted = stream in named or any(recorded.leaf in named for recorded in entries)
    last = entries[-1]
    return Related(stream, kind, how, stands.state, stands.flags, last.version, last.recorded_at, consulted)


def _streams_of(recorded: Recorded) -> Iterator[str]:
    says = recorded.statement.says
    yield from links(says)
    yield from (ref.stream for ref in cited(says))


def cited(value: object) -> Iterator[EntryRef]:
    """Yield every entry to which an event refers, however deep."""
    if isinstance(value, EntryRef):
        yield value
    else:
        for part in _parts(value):
            yield from cited(part)


def mentions(value: object) -> frozenset[str]:
    """Return the leaves of the entries, and the streams, that an event names anywhere."""
    if isinstance(value, EntryRef | Seen):
        return frozenset({value.leaf})
    if isinstance(value, str):
        return frozenset({value})
    return frozenset[str]().union(*map(mentions, _parts(value)))


def _parts(value: Any) -> Iterator[object]:  # noqa: ANN401 - whatever an event holds
    if isinstance(value, tuple):
        yield from value
    elif isinstance(value, Mapping):
        yield from value.values()
    elif is_dataclass(value):
        yield from (getattr(value, field.name) for field in fields(value))
