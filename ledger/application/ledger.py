"""The ledger: an ``eventsourcing`` application whose events are signed entries of one log.

Concurrent submitters share a group: whoever gets the turn takes what waits, has it judged on the
prefix that its stamp will follow and written in one transaction, publishes one checkpoint, and
hands every submitter a receipt with its proof. There is no timer: alone, a statement pays one
commit; under load groups grow by themselves.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, cast
from uuid import UUID

from eventsourcing.application import Application

from ledger.application.access import AccessLog
from ledger.application.attachments import Attachments
from ledger.application.collector import no_collector
from ledger.application.erasing import ERASED, Erasures
from ledger.application.errors import NotFounded, SettingMissing, SignerRefused
from ledger.application.fastpath import read_recorded
from ledger.application.intake import GROUP, Begun, Intake, Ticket, outcomes_of
from ledger.application.lanes import Lanes
from ledger.application.publishing import Publisher
from ledger.application.receipts import Proven, Receipt, Rejected, Submission
from ledger.application.sealing import Disclosed, Sealer
from ledger.application.sequencer import Appended, Clock, Judged, Sequencer
from ledger.application.signer import LogSigner
from ledger.application.snapshot import registry_at
from ledger.application.watching import Watcher
from ledger.domain.directory import RegistryState
from ledger.domain.types import EntryRef
from ledger.store.errors import StoreError
from ledger.store.recorder import Recorder

FOUND_FIRST: Final = "there is no ledger in this database; found one with `phayan init --origin NAME`"
NO_VAULT: Final = "this ledger has no vault; set PHAYAN_VAULT_DB and PHAYAN_KEY_DB"
GROUP_BYTES: Final = 4 * 1024 * 1024
ALL: Final = 2**53  # no log is longer
TIDY: Final = 8  # groups between two looks of the collector: most of what is younger goes by itself


class Ledger(Application[str]):
    """One log, its store, its signer and its vault.

    Args:
        env: Settings of the ``eventsourcing`` factory: ``PERSISTENCE_MODULE`` and the database.
        clock: The present time; the stamp of entries.
        lanes: Where signatures are checked; one lane by default.
    """

    def __init__(self, env: Mapping[str, str], *, clock: Clock, lanes: Lanes | None = None) -> None:
        super().__init__(dict(env))
        self.store = cast("Recorder", self.recorder)
        self._sequencer = Sequencer(self.store, clock, self._seal)
        self._publisher: Publisher | None = None
        self._sealer: Sealer | None = None
        self._erasures: Erasures | None = None
        self._access: AccessLog | None = None
        self.attachments: Attachments | None = None  # where files are taken
        self.lanes = lanes or Lanes(1)
        self.watcher = Watcher()
        self.between: Callable[[], None] = lambda: None  # between two steps of a group, on whose thread it is
        self._waiting: deque[Ticket] = deque()
        self._gate = threading.Lock()
        self._turn = threading.Lock()
        self._intake = Intake(self.lanes, self._sequencer, self._turn)

    def open_for_writing(
        self, signer: LogSigner, sealer: Sealer | None, access: AccessLog | None = None
    ) -> None:
        """Let this process append: check that the log may be continued here, do what a crash left.

        Args:
            signer: Signs checkpoints.
            sealer: Seals disclosures. Without it statements that commit to any are not taken.
            access: Records who reads. Without it nothing is shown that must be recorded first.

        Raises:
            SignerRefused: The signer has signed a larger tree: an old backup was restored.
            StoreError: An erasure that is recorded could not be carried out.
        """
        last, head = signer.last(), self.store.head()
        if last is not None and last.size > head.size:
            raise SignerRefused(
                f"the signer has signed {last.size} entries and the database holds {head.size}; "
                "an old backup was restored: bring back the newer entries before anything is written"
            )
        self._publisher = Publisher(self.store, signer)
        self._sealer, self._access = sealer, access
        self._publisher.publish()
        self._sequencer.refresh()
        if sealer is not None:
            self._erasures = Erasures(self.store, sealer)
            self._erasures.carry_out()

    def submit(self, submissions: Sequence[Submission]) -> list[Receipt | Rejected]:
        """Record what can be recorded and return a receipt or a refusal for each, in order.

        Raises:
            LedgerError, StoreError: The store, the signer or the clock does not allow appending. What
                was appended before stays, and the same submission again gets the same receipts.
        """
        if len(submissions) <= GROUP:
            return _receipts(self.record([self.begin(submissions)()])[0])
        groups = self._intake.groups(submissions)
        # Beside a second lane nothing is left to overlap: that lane and this thread are both busy.
        commit = self._commit_each if self.lanes.count > 1 else self._commit_ahead
        self._writable()
        outcomes: list[Receipt | Rejected] = []
        with no_collector() as tidy:  # here alone: small submissions may come without a pause, for ever
            for number, tickets in enumerate(commit(groups), start=1):
                outcomes += _receipts(outcomes_of(tickets))
                if number % TIDY == 0:
                    tidy()
        return outcomes

    def begin(self, submissions: Sequence[Submission], *, ahead: bool = False) -> Begun:
        """Begin to open ``submissions``; what that leads to, ``record`` takes.

        Others may come in between; ``ahead`` says that they do.
        """
        self._writable()
        return self._intake.begin(submissions, ahead=ahead)

    def record(self, opened: Sequence[Sequence[Ticket]]) -> list[list[Proven | Rejected]]:
        """Record all that was ``opened``, in one group where it fits; return for each a proof or a refusal.

        Raises:
            LedgerError, StoreError: As ``submit``, for all of them.
        """
        self._commit([ticket for tickets in opened for ticket in tickets])
        return [outcomes_of(tickets) for tickets in opened]

    def _commit_each(self, groups: Iterable[list[Ticket]]) -> Iterator[list[Ticket]]:
        """Write each group when it is there."""
        for tickets in groups:
            self._commit(tickets)
            yield tickets

    def _commit_ahead(self, groups: Iterable[list[Ticket]]) -> Iterator[list[Ticket]]:
        """Write one group while the next is opened and checked; stop at the first that fails.

        Judging is Python and stays on this thread; writing is the database's work and checking
        libsodium's: neither holds Python's lock, so these two overlap.
        """
        with ThreadPoolExecutor(1) as writer:
            under_way: tuple[list[Ticket], Future[None]] | None = None
            for tickets in groups:
                if under_way is not None:
                    yield _written(*under_way)
                group = [ticket for ticket in tickets if not ticket.done]
                under_way = tickets, writer.submit(self._write, group, self._judge(group))
            if under_way is not None:
                yield _written(*under_way)

    def known(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the index of each of ``ids`` (statement ids) that the log holds."""
        found = self.store.statements([UUID(one).bytes for one in ids])
        return {str(UUID(bytes=key)): index for key, index in found.items()}

    def located(self, ids: Sequence[str]) -> dict[str, EntryRef]:
        """Return the entry of each of ``ids`` (statement ids) that the log holds."""
        rows = {identifier: self.store.entry(index) for identifier, index in self.known(ids).items()}
        return {name: EntryRef(row.stream, row.version, row.leaf.hex()) for name, row in rows.items() if row}

    def receipt(self, identifier: str) -> Receipt | None:
        """Return the receipt of the statement with this id, the same as whoever submitted it got.

        Raises:
            SettingMissing: The ledger is open for reading alone.
        """
        index = self.known([identifier]).get(identifier)
        if index is None:
            return None
        with self._turn:
            publisher = self._writable()
            publisher.publish()  # another process may have written it just now
            row = self.store.entry(index)
            at = None if row is None else read_recorded(row.entry, row.leaf).statement.at
            return publisher.proven(identifier, at, row, repeated=True).receipt()

    @property
    def sealer(self) -> Sealer:
        """Return what seals and opens disclosures. Raises SettingMissing: there is no vault."""
        if self._sealer is None:
            raise SettingMissing(NO_VAULT)
        return self._sealer

    @property
    def access(self) -> AccessLog:
        """Return the log of readers. Raises SettingMissing: there is no vault."""
        if self._access is None:
            raise SettingMissing(NO_VAULT)
        return self._access

    @property
    def origin(self) -> str:
        """Return the log's name.

        Raises:
            NotFounded: It has none yet.
        """
        origin = self.store.origin()
        if origin is None:
            raise NotFounded(FOUND_FIRST)
        return origin

    @property
    def registry_stream(self) -> str:
        """Return the registry's stream: the stream of entry 0.

        Raises:
            NotFounded: The log is empty.
        """
        founding = self.store.entry(0)
        if founding is None:
            raise NotFounded(FOUND_FIRST)
        return founding.stream

    def registry(self) -> RegistryState:
        """Return the registry as it stands.

        Raises:
            NotFounded: The log is empty.
        """
        size = self.store.head().size
        if not size:
            raise NotFounded(FOUND_FIRST)
        return registry_at(self.store, size)

    def _commit(self, tickets: Sequence[Ticket]) -> None:
        """Wait for the turn, and append with it whatever waits, until ``tickets`` are done."""
        mine = [ticket for ticket in tickets if not ticket.done]
        with self._gate:
            self._waiting.extend(mine)
        with self._turn:
            while mine and not mine[-1].done:  # they are taken in their order: the last is done last
                self._append(self._take())

    def _take(self) -> list[Ticket]:
        """Return the next group: at most 256 statements, and at most 4 MiB."""
        group, size = list[Ticket](), 0
        with self._gate:
            while self._waiting and len(group) < GROUP and size < GROUP_BYTES:
                ticket = self._waiting.popleft()
                group.append(ticket)
                size += len(ticket.opened.envelope) if ticket.opened else 0
        return group

    def _append(self, group: Sequence[Ticket]) -> None:
        try:
            self.between()
            opened = [ticket.opened for ticket in group if ticket.opened]
            self._answer(group, self._sequencer.append(opened))
        except Exception as error:  # noqa: BLE001 - every submitter of the group gets it
            for ticket in group:
                if not ticket.done:
                    ticket.error = error

    def _judge(self, group: Sequence[Ticket]) -> Judged:
        """Take the turn and judge; ``_write`` gives the turn back, on whatever thread."""
        self._turn.acquire()
        try:
            return self._sequencer.judge([ticket.opened for ticket in group if ticket.opened])
        except BaseException:
            self._turn.release()
            raise

    def _write(self, group: Sequence[Ticket], judged: Judged) -> None:
        try:
            self._answer(group, self._sequencer.write(judged))
        finally:
            self._turn.release()

    def _answer(self, group: Sequence[Ticket], outcomes: Sequence[Appended]) -> None:
        """Publish what was appended, and give each submission its receipt or its refusal."""
        publisher = self._writable()
        self.between()
        publisher.publish()
        self.between()
        self.watcher.group(len(group))
        erasing: list[Ticket] = []
        for ticket, outcome in zip(group, outcomes, strict=True):
            opened, ticket.opened = ticket.opened, None  # its part is done, and there may be many
            if opened is not None:
                said, row, repeated = opened.statement, outcome.row, outcome.repeated
                rejected = outcome.rejected
                ticket.outcome = rejected or publisher.proven(said.id, said.at, row, repeated=repeated)
                if said.type == ERASED and rejected is None:
                    erasing.append(ticket)
        if erasing and self._erasures is not None:
            try:
                self._erasures.carry_out()
            except Exception as error:  # noqa: BLE001 - theirs alone: everybody else's statement is recorded and done
                for ticket in erasing:
                    ticket.error = error

    def _seal(self, disclosed: Sequence[Disclosed]) -> None:
        """Seal disclosures before the entries that name them: no entry ever names what is not there."""
        if not disclosed:
            return
        try:
            self.sealer.seal(disclosed)
        except StoreError:
            self.watcher.vault_failed()
            raise

    def _writable(self) -> Publisher:
        if self._publisher is None:
            raise SettingMissing("this ledger is open for reading; writing needs the log's key: PHAYAN_KEYS")
        return self._publisher


def _receipts(outcomes: Iterable[Proven | Rejected]) -> list[Receipt | Rejected]:
    return [one.receipt() if isinstance(one, Proven) else one for one in outcomes]


def _written(tickets: list[Ticket], writing: Future[None]) -> list[Ticket]:
    """Wait until ``tickets`` are answered."""
    writing.result()
    return tickets
