"""Judging and stamping one group under the lock: what is refused drops out, the rest is written whole."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from ledger.application.check_digits import is_national_id
from ledger.application.errors import ClockSuspect
from ledger.application.fastpath import read_recorded
from ledger.application.indexing import NATIONAL_ID
from ledger.application.opening import Opened
from ledger.application.position import Position
from ledger.application.receipts import Rejected, Unseen
from ledger.application.sealing import Disclosed
from ledger.domain.directory import RegistryState
from ledger.domain.errors import Refused, RuleBroken, StreamConflict
from ledger.domain.grievance.anonymity import check_disclosures
from ledger.domain.judge import judge
from ledger.domain.prefix import Prefix
from ledger.domain.types import Recorded, Statement
from ledger.signing.disclosure import parse_disclosure
from ledger.signing.entry import format_entry
from ledger.signing.errors import Malformed
from ledger.store.errors import Conflict
from ledger.store.recorder import Appending, Head, Recorder, Row
from ledger.tlog.tree import CompactRange, leaf_hash

CLOCK_SLACK: Final = timedelta(seconds=5)
PAGE: Final = 1024
GRIEVANCE: Final = "grievance/"
Clock = Callable[[], datetime]
Seal = Callable[[Sequence[Disclosed]], None]


class Appended(msgspec.Struct, frozen=True, gc=False):
    """What became of one statement of a group: recorded now, recorded before, or refused."""

    row: Row | None = None
    rejected: Rejected | None = None
    repeated: bool = False


class Judged(NamedTuple):
    """A group that was judged and stamped, while the end of the log is ``held`` for it.

    ``repeats`` says whether its ids were looked up, so that none of ``rows`` is in the log already.
    """

    group: Sequence[Opened]
    outcomes: list[Appended]
    rows: list[Row]
    registry: RegistryState
    appending: Appending
    held: ExitStack
    repeats: bool


class Sequencer:
    """Appends groups of opened statements to the log, one group in one transaction.

    Args:
        recorder: The log's storage.
        clock: The present time.
        seal: Seals the disclosures of what was accepted, before anything of it is written: no entry ever
            names what is not there, and of what is refused nothing is kept.
    """

    def __init__(self, recorder: Recorder, clock: Clock, seal: Seal) -> None:
        self._recorder = recorder
        self._clock = clock
        self._seal = seal
        self._followed = 0
        self.position = Position()
        self.registry: RegistryState = self.position.registry
        """The registry at the last turn: enough to know a key, never to judge by."""

    def append(self, group: Sequence[Opened]) -> list[Appended]:
        """Return what became of each statement of ``group``, in its order. The commit is done.

        Raises:
            ClockSuspect: The host's clock trails the last stamp. Nothing was appended.
            SettingMissing: There are disclosures to seal, and no vault. Nothing was appended.
            StoreError: Storage refused, and nothing of the group is in the log.
        """
        return self.write(self.judge(group))

    def judge(self, group: Sequence[Opened], *, repeats: bool = False) -> Judged:
        """Take the log's end and judge ``group`` on it. ``write`` must follow, on whatever thread.

        Args:
            group: What was opened.
            repeats: Whether to look first which of them the log holds. Else this is asked of what the
                rules refuse; of what they accept, the index of ids tells when it is written.

        Raises:
            ClockSuspect, StoreError, SettingMissing: As ``append``. The log's end is free again.
        """
        with ExitStack() as stack:
            try:
                appending = stack.enter_context(self._recorder.appending())
                outcomes, rows = self._judge_group(group, appending, repeats=repeats)
                self._seal(_disclosed(group, outcomes, self.position))
                registry = self.position.registry
            except BaseException:
                self._forget()
                raise
            return Judged(group, outcomes, rows, registry, appending, stack.pop_all(), repeats)

    def write(self, judged: Judged) -> list[Appended]:
        """Write and commit what was judged; return what became of each statement.

        Raises:
            StoreError: As ``append``.
        """
        try:
            self._write(judged)
        except Conflict:
            if judged.repeats:
                self._forget()
                raise
            self.position.drop()  # nothing was written: the log holds one of them, which the rules take twice
            return self.write(self.judge(judged.group, repeats=True))
        except BaseException:
            self._forget()
            raise
        self.position.keep()
        self._followed = self.position.size
        self.registry = judged.registry
        return judged.outcomes

    def _write(self, judged: Judged) -> None:
        with judged.held:
            if judged.rows:
                head = judged.appending.head
                tree = CompactRange.from_bytes(head.size, head.hashes)
                for row in judged.rows:
                    tree.append(row.leaf)
                end = Head(tree.size, tree.to_bytes(), self.position.now)
                judged.appending.write(judged.rows, end, self.position.references())

    def refresh(self) -> None:
        """Take note of what other processes appended."""
        with self._recorder.appending() as appending:
            self._follow(appending, now="")
            self.registry = self.position.registry
        self.position.keep()

    def _judge_group(
        self, group: Sequence[Opened], appending: Appending, *, repeats: bool
    ) -> tuple[list[Appended], list[Row]]:
        self._follow(appending, self._now(appending.head.recorded_at))
        position, first = self.position, appending.head.size
        ids = [opened.id for opened in group]
        stored = appending.statements(ids) if repeats else None
        known: dict[bytes, int] = stored or {}
        position.preload([opened.statement.stream for opened in group])
        outcomes: list[Appended] = []
        rows: list[Row] = []
        for opened in group:
            index = known.get(opened.id)
            if index is None:
                try:
                    judge(opened.statement, position)
                    if opened.disclosures:
                        check_disclosed(opened, position)
                    row = self._stamp(opened)
                except (Refused, Malformed) as refusal:
                    if stored is None:
                        stored = appending.statements(ids)
                        known = stored | known
                    index = known.get(opened.id)
                    if index is None:
                        rejected = self._rejected(opened.statement, refusal, appending, rows)
                        outcomes.append(Appended(rejected=rejected))
                        continue
                else:
                    known[opened.id] = row.index
                    rows.append(row)
                    outcomes.append(Appended(row))
                    continue
            earlier = rows[index - first] if index >= first else appending.rows(index, index + 1)[0]
            outcomes.append(_again(opened, earlier))
        return outcomes, rows

    def _stamp(self, opened: Opened) -> Row:
        """Return the row of the entry that ``opened`` becomes, and add it to the prefix."""
        statement, position = opened.statement, self.position
        head = position.folded(statement.stream)
        index, version = position.size, head.version + 1
        entry = format_entry(opened.envelope, index, head.leaf, position.now, version)
        leaf = leaf_hash(entry)
        position.accept(Recorded(statement, index, version, leaf.hex(), position.now))
        return Row(index, statement.stream, version, statement.type, opened.id, leaf, entry)

    def _follow(self, appending: Appending, now: str) -> None:
        """Bring the position to the head row under the lock; ``now`` is the group's stamp."""
        size = appending.head.size
        while self._followed < size:
            stop = min(self._followed + PAGE, size)
            self.position.follow(appending.rows(self._followed, stop))
            self._followed = stop
        self.position.begin(size, now, appending)

    def _now(self, last: str) -> str:
        """Return the stamp: the host's clock, never before the last stamp.

        Raises:
            ClockSuspect: The clock trails the last stamp by more than five seconds.
        """
        now = self._clock()
        if last and now < datetime.fromisoformat(last) - CLOCK_SLACK:
            raise ClockSuspect(
                "the clock of this machine is behind the last entry of the log; set it right and try again"
            )
        stamp = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return max(stamp, last)

    def _rejected(
        self, statement: Statement, refusal: Refused | Malformed, appending: Appending, rows: Sequence[Row]
    ) -> Rejected:
        stream = statement.stream
        stored = appending.streams([stream]).get(stream, []) if isinstance(refusal, StreamConflict) else []
        return rejected(statement, refusal, [*stored, *(row for row in rows if row.stream == stream)])

    def _forget(self) -> None:
        """The outcome of the transaction is not known here: read everything anew."""
        self._followed = 0
        self.position = Position()


def rejected(statement: Statement, refusal: Refused | Malformed, rows: Iterable[Row]) -> Rejected:
    """Return what ``refusal`` says of ``statement``; of a conflict, what of its stream was not seen."""
    unseen: tuple[Unseen, ...] = ()
    if isinstance(refusal, StreamConflict):
        seen = statement.seen.version if statement.seen else 0
        newer = (row for row in rows if row.version > seen)
        unseen = tuple(Unseen(row.index, row.version, row.type, row.leaf.hex()) for row in newer)
    return Rejected.of(statement.id, refusal, unseen)


def _disclosed(group: Sequence[Opened], outcomes: Sequence[Appended], position: Position) -> list[Disclosed]:
    """Return what is to be sealed of those that are new. What was recorded before may be erased by now."""
    found = []
    for opened, outcome in zip(group, outcomes, strict=True):
        if opened.disclosures and outcome.rejected is None and not outcome.repeated:
            statement = opened.statement
            programme = position.state(statement.stream).programme
            found.append(
                Disclosed(
                    statement.id,
                    statement.stream,
                    opened.disclosures,
                    None if programme is None else programme.stream,
                )
            )
    return found


def check_disclosed(opened: Opened, prefix: Prefix) -> None:
    """Check that nothing comes to be sealed that would tell who complains without a name, or finds nobody.

    The entry commits to digests alone, so whoever reads the log later cannot see this: it is judged here,
    while the names of the fields are at hand.

    Raises:
        RuleBroken: ``anonymous_identified``, ``id_format``.
    """
    statement = opened.statement
    fields = {name: value for _, name, value in map(parse_disclosure, opened.disclosures)}
    if statement.stream.startswith(GRIEVANCE):
        check_disclosures(prefix.state(statement.stream), statement.says, list(fields))
    for name, value in fields.items():
        if name.endswith(f"/{NATIONAL_ID}") and not (isinstance(value, str) and is_national_id(value)):
            raise RuleBroken("id_format", member=name)


def _again(opened: Opened, row: Row) -> Appended:
    """Return the earlier row for the same payload, a refusal for another payload under its id."""
    if read_recorded(row.entry, row.leaf).statement == opened.statement:
        return Appended(row, repeated=True)
    return Appended(
        rejected=Rejected(
            opened.statement.id,
            "id_reused",
            "another statement was recorded under this id; give every statement an id of its own",
        )
    )
