"""How stories are told: a stage with its cast and its time, and acts that the ledger takes or refuses.

A story is a generator that yields the day on which it goes on. Several are played into one ledger in the
order of their days, as cases happen beside each other; between the days the clock of the ledger ticks.
What takes months in life is told in seconds: the time of the stage is set, and says so.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple, TypeAlias

from ledger.application.composing import Author
from ledger.application.errors import LedgerError
from ledger.application.keyring import Holder
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.domain.dates import BANGKOK, civil
from ledger.domain.types import EntryRef, Event, Seen
from ledger.signing.strict_json import JsonValue

OPENING: Final = time(8, 30)
BETWEEN: Final = timedelta(minutes=7)
"""What passes between two acts of one day."""


class StageTime:
    """The time of a stage: it moves when a story says so, and never back."""

    def __init__(self, start: date) -> None:
        self._now = _morning(start)

    def now(self) -> datetime:
        """Return the present time of the stage, in UTC."""
        return self._now

    def instant(self) -> str:
        """Return the present time as a statement's ``at`` has it."""
        return self._now.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def today(self) -> date:
        """Return the day in Bangkok."""
        return civil(self.instant())

    def go_to(self, day: date) -> None:
        """Let it be the morning of ``day``, if that is still to come."""
        self._now = max(self._now, _morning(day))

    def pass_by(self) -> None:
        """Let a few minutes pass."""
        self._now += BETWEEN


def _morning(day: date) -> datetime:
    return datetime.combine(day, OPENING, tzinfo=UTC) - BANGKOK


class Words(NamedTuple):
    """One sentence for an act, in Thai and in English."""

    thai: str
    english: str


class Step(NamedTuple):
    """One act: who signed it (names of keys, the one who answers first), and what the ledger answered."""

    name: str
    words: Words
    signed: tuple[str, ...]
    answer: Receipt | Rejected
    day: date


@dataclass
class Stage:
    """Where stories happen.

    Args:
        ledger: Open for writing, under the time of the stage.
        author: Draws ids and salts, under the same time.
        cast: The keys of everybody, as ``enrol_cast`` returns them.
        time: The time of the stage.
        tick: Lets the ledger's clock record what is due; called whenever a day begins.
    """

    ledger: Ledger
    author: Author
    cast: dict[str, Holder]
    time: StageTime
    tick: Callable[[], None]
    shared: dict[str, EntryRef] = field(default_factory=dict)
    """What every story may rest on, such as the published rules, by name."""


class Telling:
    """One story on its way into the ledger."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.name = name
        self.stage = stage
        self.steps: list[Step] = []
        self.entries: dict[str, EntryRef] = {}
        self.streams: dict[str, str] = {}

    @property
    def today(self) -> date:
        """Return the day on which the story stands."""
        return self.stage.time.today

    def actor(self, name: str) -> str:
        """Return the actor of the person whose key is ``name``."""
        return self.stage.cast[name].actor

    def stream(self, kind: str) -> str:
        """Return the story's stream of that kind; ``kind:label`` is a further one. Drawn when first asked."""
        if kind == "registry":
            return self.stage.ledger.registry_stream
        if kind not in self.streams:
            self.streams[kind] = f"{kind.partition(':')[0]}/{self.stage.author.identifier()}"
        return self.streams[kind]

    def head(self, stream: str) -> Seen | None:
        """Return the head of ``stream``, as whoever acts now has it before their eyes."""
        rows = self.stage.ledger.store.stream(stream)
        return Seen(rows[-1].version, rows[-1].leaf.hex()) if rows else None

    def say(
        self,
        act: str,
        kind: str,
        says: Event,
        *names: str,
        words: Words,
        sealed: Mapping[str, JsonValue] | None = None,
    ) -> EntryRef:
        """Record ``says`` in the story's stream ``kind``, signed by ``names``; the first one answers for it.

        Raises:
            LedgerError: The ledger refused what it should take.
        """
        return self.hand_in(act, self._compose(kind, says, names, sealed), *names, words=words)

    def hand_in(self, act: str, submission: Submission, *names: str, words: Words) -> EntryRef:
        """Record a statement that was made before; ``names`` are those whose keys signed it.

        Raises:
            LedgerError: The ledger refused what it should take.
        """
        answer = self._submit(act, submission, names, words)
        if not isinstance(answer, Receipt):
            raise LedgerError(f"{self.name}: the act {act} was refused: {answer.sentence} ({answer.code})")
        self.entries[act] = EntryRef(answer.stream, answer.version, answer.leaf)
        return self.entries[act]

    def fails(
        self,
        act: str,
        kind: str,
        says: Event,
        *names: str,
        code: str,
        words: Words,
        sealed: Mapping[str, JsonValue] | None = None,
    ) -> Rejected:
        """Try ``says``, which the ledger must refuse with ``code``.

        Raises:
            LedgerError: The ledger took it, or refused it for another reason.
        """
        return self.must_fail(act, self._compose(kind, says, names, sealed), *names, code=code, words=words)

    def must_fail(self, act: str, submission: Submission, *names: str, code: str, words: Words) -> Rejected:
        """Try a statement that was made before, which the ledger must refuse with ``code``.

        Raises:
            LedgerError: The ledger took it, or refused it for another reason.
        """
        answer = self._submit(act, submission, names, words)
        if isinstance(answer, Receipt) or answer.code != code:
            met = "it was recorded" if isinstance(answer, Receipt) else f"it was refused with {answer.code}"
            raise LedgerError(f"{self.name}: {act} should be refused with {code}, and {met}")
        return answer

    def receipt(self, act: str) -> Receipt:
        """Return the receipt of ``act``.

        Raises:
            KeyError: There is no such act, or it was refused.
        """
        for step in self.steps:
            if step.name == act and isinstance(step.answer, Receipt):
                return step.answer
        raise KeyError(act)

    def _compose(
        self, kind: str, says: Event, names: Sequence[str], sealed: Mapping[str, JsonValue] | None
    ) -> Submission:
        stream, holders = self.stream(kind), [self.stage.cast[name] for name in names]
        return self.stage.author.compose(
            stream,
            says,
            by=holders[0].actor,
            keys=[holder.key for holder in holders],
            seen=self.head(stream),
            sealed=sealed,
        )

    def _submit(
        self, act: str, submission: Submission, names: tuple[str, ...], words: Words
    ) -> Receipt | Rejected:
        (answer,) = self.stage.ledger.submit([submission])
        self.steps.append(Step(act, words, names, answer, self.today))
        self.stage.time.pass_by()
        return answer


Tell: TypeAlias = Callable[[Telling], Iterator[date]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story: its name, its title, and the day on which it begins."""

    name: str
    title: Words
    begins: date
    tell: Tell


def play(
    stage: Stage, stories: Sequence[Story], *, show: Callable[[int], None] | None = None
) -> dict[str, Telling]:
    """Play ``stories`` into the ledger, each act on its day, and return how each was told.

    Args:
        stage: Where they happen.
        stories: Which.
        show: Told how many stories have come to their end.

    Raises:
        LedgerError: The ledger refused what it should take, or took what it should refuse.
    """
    told = {story.name: Telling(stage, story.name) for story in stories}
    waiting: list[tuple[date, int, Iterator[date]]] = [
        (story.begins, place, iter(story.tell(told[story.name]))) for place, story in enumerate(stories)
    ]
    heapq.heapify(waiting)
    ticked = date.min
    while waiting:
        day, place, going_on = heapq.heappop(waiting)
        stage.time.go_to(day)
        if ticked < day:
            stage.tick()
            ticked = day
        until = next(going_on, None)
        if until is not None:
            heapq.heappush(waiting, (until, place, going_on))
        if show is not None:
            show(len(stories) - len(waiting))
    stage.tick()
    return told
