"""What the folds of the reports read: one case, whole, and what is the same for all cases.

A case is a claim with the grievances that contest it, or any other stream by itself. What it adds to the
facts follows from it, from registry and programmes, and from the day of the snapshot; never from another
case. So cases may be folded anywhere and in any order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from ledger.domain import lapsing
from ledger.domain.clocks.clock import Clock
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.histories import Entries
from ledger.domain.links import REFERRING, links
from ledger.domain.registry.events import OfficeRegistered
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded, Seen
from ledger.projections.hands import FOUNDER, custody_word
from ledger.projections.reports.seats import Seats
from ledger.projections.reports.vocabulary import DECIDING_ROLES

History = tuple[Recorded, ...]
T = TypeVar("T")
DECIDING: Final = frozenset(map(Role, DECIDING_ROLES))
REMEMBERED: Final = 256
"""Streams kept at hand that many cases ask for."""
AT_HAND: Final = 4096
"""Entries of which many folds ask the same: of more cases than are folded together."""
_index: Final = attrgetter("index")


class Strata(NamedTuple):
    """What the vault tells of the person of a claim; ``unknown`` where it does not, ``erased`` afterwards."""

    sex: str = "unknown"
    age: str = "unknown"
    disability: str = "unknown"
    language: str = "unknown"
    migrant: str = "unknown"
    place: str = "unknown"
    need: str = "unknown"


def nobody_told(_claim: str) -> Strata:
    """Return what is known of a person without the vault: nothing."""
    return Strata()


def no_text(_recorded: Recorded) -> str | None:
    """Return the reasons of a decision without the vault: none."""
    return None


class Tells(NamedTuple):
    """What the vault tells: strata of the person of a claim, and reasons of a decision."""

    strata: Callable[[str], Strata]
    reasons: Callable[[Recorded], str | None]


NOTHING_TOLD: Final = Tells(nobody_told, no_text)


@dataclass(frozen=True)
class Context:
    """What every case is folded with: a snapshot of the log, its registry, and whoever may tell strata.

    Attributes:
        size: How many entries were read.
        now: When the last of them was recorded, as in ``Recorded.recorded_at``.
        registry: The registry folded over them.
        read: Returns the entries of a stream before ``size``; ask ``history``, which remembers.
        strata: What the vault tells of the person of a claim.
        reasons: The sealed reasons of a decision, in words; None where they cannot be read.
    """

    size: int
    now: str
    registry: RegistryState
    read: Callable[[str], History]
    strata: Callable[[str], Strata] = nobody_told
    reasons: Callable[[Recorded], str | None] = no_text
    _histories: dict[str, History] = field(default_factory=dict)
    _states: dict[str, StreamState] = field(default_factory=dict)
    _words: dict[tuple[tuple[str, ...], bool, bool], str] = field(default_factory=dict)
    _custody: dict[int, str] = field(default_factory=dict)

    @cached_property
    def cut(self) -> date:
        """Return the civil day of the snapshot."""
        return civil(self.now)

    @cached_property
    def month_before(self) -> "Context":
        """Return the context at the end of the month before: that of the issue before this one.

        The registry is the one of now: it names keys and mandates of earlier acts just as well.
        """
        last = self.cut.replace(day=1) - timedelta(days=1)

        def read(stream: str) -> History:
            return tuple(one for one in self.read(stream) if civil(one.recorded_at) <= last)

        return Context(self.size, f"{last.isoformat()}T12:00:00.000Z", self.registry, read, self.strata)

    @cached_property
    def month_began(self) -> str:
        """Return the instant at which the month of the snapshot began, in Bangkok."""
        return f"{self.month_before.cut.isoformat()}T17:00:00"

    def history(self, stream: str) -> History:
        """Return the entries of a stream that is not of the case at hand: a programme, a calendar."""
        found = self._histories.get(stream)
        if found is None:
            if len(self._histories) >= REMEMBERED:
                self._histories.clear()
            found = self._histories[stream] = self.read(stream)
        return found

    def state(self, stream: str) -> StreamState:
        """Return the folded state of such a stream."""
        found = self._states.get(stream)
        if found is None:
            if len(self._states) >= REMEMBERED:
                self._states.clear()
            found = self._states[stream] = folded(stream, self.history(stream))
        return found

    @cached_property
    def registrations(self) -> History:
        """Return the entries that register offices, in the order of the log."""
        stream = self.registry.stream
        history = () if stream is None else self.read(stream)
        return tuple(one for one in history if isinstance(one.statement.says, OfficeRegistered))

    def mandate(self, actor: str, index: int, roles: frozenset[Role] = DECIDING) -> Mandate | None:
        """Return the newest mandate of ``actor`` for one of ``roles`` that was granted before ``index``."""
        for one in reversed(self.registry.mandates.get(actor, ())):
            if one.role in roles and one.index < index:
                return one
        return None

    @cached_property
    def seats(self) -> Seats:
        """Return which offices may decide a matter."""
        return Seats(self.registry)

    def custody(self, recorded: Recorded) -> str:
        """Return in whose hands the keys of an entry were: own, service, assisted, imported or unknown."""
        word = self._custody.get(recorded.index)
        if word is None:
            if len(self._custody) >= AT_HAND:
                self._custody.clear()
            word = self._custody[recorded.index] = self._custody_of(recorded)
        return word

    def _custody_of(self, recorded: Recorded) -> str:
        says, signers = recorded.statement.says, recorded.statement.signers
        via = getattr(says, "via", None)
        imported = getattr(says, "official", None) is not None
        helped = via is not None and via.assist is not None
        word = self._words.get((signers, imported, helped))
        if word is None:
            keys = (self.registry.keys.get(keyid) for keyid in signers)
            codes = (
                "" if key is None else FOUNDER if key.custody is None else str(key.custody) for key in keys
            )
            if len(self._words) >= AT_HAND:
                self._words.clear()
            word = self._words[signers, imported, helped] = custody_word(
                codes, imported=imported, helped=helped
            )
        return word


@dataclass(frozen=True)
class Case:
    """One case at a snapshot.

    ``own`` are the streams of which facts are counted here: the claim and the grievances that name it
    first, or the one stream. ``near`` are grievances that contest the claim and are counted elsewhere.
    ``findings`` are the entries by which audits judged the case. All are in the order of the log.
    """

    key: str
    context: Context
    own: Mapping[str, History]
    near: Mapping[str, History] = field(default_factory=dict)
    findings: History = ()
    _asked: dict[tuple[object, ...], Any] = field(default_factory=dict)

    @cached_property
    def streams(self) -> Mapping[str, History]:
        """Return all streams of the case, in the order in which they began."""
        found = {**self.near, **self.own}
        return dict(sorted(found.items(), key=lambda item: item[1][0].index)) if len(found) > 1 else found

    @cached_property
    def entries(self) -> Entries:
        """Return all entries of the streams that are counted here, in the order of the log."""
        found = tuple(self.own.values())
        if len(found) == 1:
            return found[0] if isinstance(found[0], Entries) else Entries(found[0])
        return Entries(sorted(chain.from_iterable(found), key=_index))

    def grievances(self, *, near: bool = False) -> Iterator[tuple[str, History]]:
        """Yield the grievances counted here, or all that contest the claim, in the order of filing."""
        streams = self.streams if near else self.own
        return ((name, found) for name, found in streams.items() if name.startswith("grievance/"))

    @cached_property
    def prefix(self) -> "CasePrefix":
        """Return the log as the rules of the domain ask it, of this case."""
        return CasePrefix(self.context, self.streams)

    def clocks(self, stream: str) -> tuple[Clock, ...]:
        """Return every clock that ever started in a stream of the case; computed once."""
        return self.prefix.clocks(stream)

    def once(self, ask: Callable[..., T], *about: str) -> T:
        """Return what ``ask`` says of the case; it is asked once, however many folds want to know."""
        asked = (ask, *about)
        try:
            answer: T = self._asked[asked]
        except KeyError:
            answer = self._asked[asked] = ask(self, *about)
        return answer


class CasePrefix:
    """The log at the snapshot, as far as rules about one case ask for it (``ledger.domain.prefix``)."""

    def __init__(self, context: Context, streams: Mapping[str, History]) -> None:
        # Not the case itself, which holds this: what goes in a circle waits for the collector.
        self._context, self._streams = context, streams
        self._states: dict[str, list[StreamState]] = {}
        self._clocks: dict[str, tuple[Clock, ...]] = {}
        self.size, self.now, self.registry = context.size, context.now, context.registry

    def state(self, stream: str) -> StreamState:
        """Return the folded state of ``stream``."""
        return self._context.state(stream) if stream not in self._streams else self._folded(stream)[-1]

    def state_after(self, stream: str, version: int) -> StreamState:
        """Return the state of a stream of the case after its first ``version`` entries, or after all."""
        return self._folded(stream)[: version + 1][-1]

    def _folded(self, stream: str) -> list[StreamState]:
        """Return the state of a stream of the case before its first entry, and after each."""
        found = self._states.get(stream)
        if found is None:
            found = self._states[stream] = [initial(stream)]
            for recorded in self._streams[stream]:
                found.append(evolve(found[-1], recorded))
        return found

    def history(self, stream: str) -> Sequence[Recorded]:
        """Return the entries of ``stream``."""
        found = self._streams.get(stream)
        return self._context.history(stream) if found is None else found

    def head(self, stream: str) -> Seen | None:
        """Return version and leaf of the last entry of ``stream``."""
        history = self.history(stream)
        return Seen(history[-1].version, history[-1].leaf) if history else None

    def referring(self, stream: str) -> Sequence[str]:
        """Return the other streams of the case that refer to ``stream``."""
        found = []
        for name, history in self._streams.items():
            if name != stream and stream in _referred(history):
                found.append(name)
        return found

    def clocks(self, stream: str) -> tuple[Clock, ...]:
        """Return every clock that ever started in ``stream``."""
        found = self._clocks.get(stream)
        if found is None:
            found = self._clocks[stream] = lapsing.clocks(self, stream)
        return found


def _referred(history: History) -> set[str]:
    """Return the streams to which entries of ``history`` refer."""
    said = (one.statement.says for one in history)
    return {other for says in said if isinstance(says, REFERRING) for other in links(says)}


def folded(stream: str, history: Iterable[Recorded]) -> StreamState:
    """Return the state of ``stream`` after ``history``."""
    state = initial(stream)
    for recorded in history:
        state = evolve(state, recorded)
    return state
