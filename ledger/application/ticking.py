"""The clock: it records what became due, draws whoever is asked in the place of another, and nothing else.

It walks every stream in which clocks run, in the order in which they began, and says of each what anybody
would compute from the log. The id and the time of a statement follow from what is due, not from when it is
said: a clock that runs twice, late or on two machines says the same once. The stamp is the ledger's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

from ledger.application.anchoring import anchor_due
from ledger.application.composing import Author
from ledger.application.derived import clock_statement, proposal
from ledger.application.keyring import Holder
from ledger.application.ledger import Ledger
from ledger.application.position import Position
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.domain.catalogue import CLOCKED
from ledger.domain.claim.drawing import draw, failures
from ledger.domain.claim.records import ClaimState
from ledger.domain.lapsing import lapses_due
from ledger.domain.proposals import Waiting, proposals, waiting
from ledger.domain.types import Event, Recorded
from ledger.store.recorder import Recorder, Row

PAGE: Final = 256
DRAW: Final = "attestation_draw"
ANCHOR: Final = "access_log"
Show = Callable[[int], None]


class Found(NamedTuple):
    """Something that is due in a stream, since when, and the id under which any clock says it.

    ``what`` names the period, the ground of a closing, the draw of an attester, the pattern of cases, or the
    log of readers.
    """

    stream: str
    says: Event
    what: str
    moment: str
    id: str


class Undrawn(NamedTuple):
    """A claim in which somebody was asked in vain, since when, and nobody is left to be asked instead."""

    stream: str
    moment: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """What became of a walk: what was recorded, what was refused, and how many streams were looked at.

    ``undrawn`` is where an attester was to be drawn and nobody may be.
    """

    streams: int
    recorded: tuple[tuple[Found, Receipt], ...]
    refused: tuple[tuple[Found, Rejected], ...]
    undrawn: tuple[Undrawn, ...]


class _Stored:
    """Entries in storage, each stream read once. It lives as long as a page is looked at."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._read: dict[str, Sequence[Row]] = {}

    def streams(self, names: Iterable[str], /) -> Mapping[str, Sequence[Row]]:
        """Return all entries of each of ``names``."""
        return {name: self._stream(name) for name in names}

    def referring(self, target: str, /) -> Sequence[str]:
        """Return the streams that refer to ``target``."""
        return self._recorder.referring(target)

    def _stream(self, name: str) -> Sequence[Row]:
        if name not in self._read:
            self._read[name] = self._recorder.stream(name)
        return self._read[name]


class _Prefix(Position):
    """The whole log as rules read it; every history is read once."""

    def __init__(self) -> None:
        super().__init__()
        self._histories: dict[str, list[Recorded]] = {}

    def history(self, stream: str) -> list[Recorded]:
        """Return every entry of ``stream``."""
        if stream not in self._histories:
            self._histories[stream] = super().history(stream)
        return self._histories[stream]


def stamp(moment: datetime) -> str:
    """Return ``moment`` as the ledger stamps an entry: in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def look_ahead(ledger: Ledger, moment: datetime, show: Show) -> list[Found]:
    """Return what will be due at ``moment`` if nothing else happens, as far as it is known now.

    What follows only from something that is recorded first, such as a closing after a lapse, is not shown.
    """
    now = stamp(moment)
    return [
        found
        for page in _pages(ledger, show)
        for found in _due(ledger, page, now)
        if isinstance(found, Found)
    ]


def tick(ledger: Ledger, holder: Holder, clock: Callable[[], datetime], show: Show) -> Ticked:
    """Record all that is due by now.

    Args:
        ledger: Open for writing.
        holder: The key of the clock.
        clock: The present time. It decides what is looked at; the ledger judges by its own.
        show: Told how many streams were looked at so far.
    """
    walk = _Walk(ledger, holder, clock)
    for page in _pages(ledger, show):
        walk.page(page)
    walk.propose()
    walk.anchor()
    return Ticked(walk.streams, tuple(walk.recorded), tuple(walk.refused), tuple(walk.undrawn))


@dataclass
class _Walk:
    ledger: Ledger
    holder: Holder
    clock: Callable[[], datetime]
    streams: int = 0
    recorded: list[tuple[Found, Receipt]] = field(default_factory=list)
    refused: list[tuple[Found, Rejected]] = field(default_factory=list)
    undrawn: dict[Undrawn, None] = field(default_factory=dict)

    def page(self, streams: Sequence[str]) -> None:
        """Record what is due in ``streams``, one act of each at a time, until nothing more follows."""
        self.streams += len(streams)
        left: Sequence[str] = streams
        said: set[str] = set()
        while left:
            first: dict[str, Found] = {}
            for found in _due(self.ledger, left, stamp(self.clock())):
                if isinstance(found, Undrawn):
                    self.undrawn[found] = None
                else:
                    first.setdefault(found.stream, found)
            fresh = [found for found in first.values() if found.id not in said]
            said.update(found.id for found in fresh)
            left = self._submit(fresh)

    def propose(self) -> None:
        """Propose a consultation for each pattern of cases that none has used yet."""
        grievances = (page for page in _pages(self.ledger, lambda _count: None, kinds=("grievance",)))
        found = []
        for proposed in proposals(_waiting(self.ledger, grievances, stamp(self.clock()))):
            stream, identifier = proposal(proposed.says)
            moment = f"{proposed.recorded_at[:19]}Z"
            found.append(Found(stream, proposed.says, f"pattern {proposed.says.topic}", moment, identifier))
        for start in range(0, len(found), PAGE):
            self._submit(found[start : start + PAGE])

    def anchor(self) -> None:
        """State size and root of the log of readers, once an hour in which somebody read."""
        due, stream = anchor_due(self.ledger, self.clock()), self.ledger.registry_stream
        if due is not None:
            identifier = clock_statement(stream, ANCHOR, due.cause)
            self._submit([Found(stream, due.says, ANCHOR, due.moment, identifier)])

    def _submit(self, due: Sequence[Found]) -> list[str]:
        """Say what is due; return the streams to look at again: where it stands now, whoever said it."""
        if not due:
            return []
        heads = _position(self.ledger, stamp(self.clock()))
        answers = self.ledger.submit([self._compose(found, heads) for found in due])
        again = []
        for found, answer in zip(due, answers, strict=True):
            if isinstance(answer, Receipt):
                again.append(found.stream)
                if not answer.repeated:
                    self.recorded.append((found, answer))
            elif found.id in self.ledger.known([found.id]):
                again.append(found.stream)
            else:
                self.refused.append((found, answer))
        return again

    def _compose(self, found: Found, heads: Position) -> Submission:
        author = Author(
            origin=self.ledger.origin,
            instant=lambda: found.moment,
            identifier=lambda: found.id,
            salt=lambda: b"",
        )
        return author.compose(
            found.stream,
            found.says,
            by=self.holder.actor,
            keys=[self.holder.key],
            seen=heads.head(found.stream),
        )


def _pages(ledger: Ledger, show: Show, kinds: Iterable[str] = CLOCKED) -> Iterator[list[str]]:
    """Yield the streams in which clocks run, in pages: by kind, and in the order in which they began."""
    looked_at = 0
    for kind in kinds:
        after = -1
        while page := ledger.store.streams(kind, after=after, limit=PAGE):
            after = page[-1][0]
            yield [stream for _, stream in page]
            looked_at += len(page)
            show(looked_at)


def _due(ledger: Ledger, streams: Sequence[str], now: str) -> Iterator[Found | Undrawn]:
    """Yield what is due in each of ``streams``: what ran out, the oldest first, then draws of attesters."""
    prefix = _position(ledger, now)
    for stream in streams:
        for act in lapses_due(prefix, stream, now):
            identifier = clock_statement(stream, act.item, act.cause)
            yield Found(stream, act.says, act.item, act.moment, identifier)
        yield from _draws(ledger, prefix, stream)


def _draws(ledger: Ledger, prefix: Position, stream: str) -> Iterator[Found | Undrawn]:
    """Yield whom to ask in the place of each who was asked in vain.

    The lot is cast under the first checkpoint that covers the failure: every machine of the ledger has it.
    Whoever casts it later may find others to choose from; the first who says it has said it.
    """
    state = prefix.state(stream)
    if not isinstance(state, ClaimState):
        return
    for failure in failures(state, prefix.history(stream)):
        checkpoint = next(ledger.store.checkpoints(failure.entry_index + 1), None)
        if checkpoint is None:  # another machine recorded it this moment; the next walk finds it covered
            continue
        moment = f"{failure.recorded_at[:19]}Z"
        says = draw(state, prefix, failure, checkpoint.root)
        if says is None:
            yield Undrawn(stream, moment)
        else:
            yield Found(stream, says, DRAW, moment, clock_statement(stream, DRAW, failure.entry))


def _waiting(ledger: Ledger, pages: Iterable[Sequence[str]], now: str) -> Iterator[Waiting]:
    """Yield the grievances that a pattern may count, in the order of the log."""
    for page in pages:
        prefix = _position(ledger, now)
        yield from filter(None, (waiting(prefix, stream) for stream in page))


def _position(ledger: Ledger, now: str) -> Position:
    """Return the whole log as it stands now."""
    position = _Prefix()
    position.begin(ledger.store.head().size, now, _Stored(ledger.store))
    position.registry_stream = ledger.registry_stream
    return position
