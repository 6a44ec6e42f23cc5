"""The process that writes: it alone records signed statements, while its parent talks HTTP.

Both are Python, and in one process they would take turns (ADR 37). Parts go to it over a pipe and answers
come back over another, in the same order. It ends when its parent does, however that went.
"""

import asyncio
import fcntl
import os
import pickle
import signal
import struct
from asyncio import StreamReader, StreamReaderProtocol
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from io import FileIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from select import POLLIN, poll
from typing import Final, NamedTuple, TypeAlias

from anyio.to_thread import run_sync

from api import records
from api.recording import Became, Outcome, Part, leaving, record
from api.records import LOG, Form, place
from ledger.application.collector import WRITTEN, settle
from ledger.application.errors import LedgerError
from ledger.application.intake import GROUP
from ledger.application.ledger import Ledger
from ledger.application.opening import doubtful
from ledger.application.watching import Watcher
from ledger.store.errors import OutcomeUnknown, StoreError, StoreUnreachable

Opening: TypeAlias = Callable[[], AbstractContextManager[Ledger]]
PIPE: Final = 1024 * 1024  # bytes that a pipe holds, where the system lets us choose: some answers to bundles
PATIENCE: Final = 30.0  # seconds until the process has opened the ledger
STOPPING: Final = 30.0  # seconds in which it ends what it has begun
AGAIN: Final = 1.0  # seconds until it is begun once more
_LENGTH: Final = struct.Struct("!i")  # before each message, as ``multiprocessing`` has it


class Fault(Exception):
    """Something in the writing process that nobody foresaw; it is on record there."""


class Answer(NamedTuple):
    """What became of one part, and what the watcher has to hear: groups by size, failures of the vault."""

    became: list[Became]
    groups: list[int]
    vault_failures: int


class _Heard(Watcher):
    """Keeps what it hears until it can be passed on."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        self.vault_failures = 0

    def group(self, statements: int) -> None:
        self.groups.append(statements)

    def vault_failed(self) -> None:
        self.vault_failures += 1

    def told(self, became: list[Became]) -> Answer:
        """Return the answer that carries it all."""
        answer = Answer(became, self.groups, self.vault_failures)
        self.groups, self.vault_failures = [], 0
        return answer


def write(asked: Connection, answers: Connection, opening: Opening, form: Form) -> None:
    """Record what is ``asked`` until the other end is closed: the work of the process."""
    for number in (signal.SIGINT, signal.SIGTERM):  # both reach every process; its parent ends this one
        signal.signal(number, signal.SIG_IGN)
    records.begin(form)
    try:
        with opening() as ledger:
            ledger.lanes.wake(doubtful)
            settle(WRITTEN)
            answers.send(None)
            _work_off(asked, answers, ledger)
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:  # noqa: BLE001 - whoever began this process is told, in one piece
        with suppress(OSError):
            answers.send(_carried(error))


class _Parts:
    """What was asked and is not answered yet."""

    def __init__(self, asked: Connection, ledger: Ledger) -> None:
        self._asked = asked
        self._ledger = ledger
        self._more = poll()  # `Connection.poll` makes one anew for each look
        self._more.register(asked.fileno(), POLLIN)
        self._begun: deque[Part] = deque()

    def begin(self) -> None:
        """Begin with what has come, so that the lane is busy while this process judges and writes."""
        with suppress(EOFError):  # whoever waits for a part meets it again
            while self._more.poll(0):
                self._begin(ahead=True)

    def group(self) -> list[Part]:
        """Return the parts that are next, as many as fit into a group; wait for one if there is none.

        The last one that is here stays for the next group: else everybody would be answered at once, and
        this process be idle until they have come back.
        """
        if not self._begun:
            self._begin(ahead=False)
        self.begin()
        parts = [self._begun.popleft()]
        size = len(parts[0])
        while len(self._begun) > 1 and size + len(self._begun[0]) <= GROUP:
            size += len(self._begun[0])
            parts.append(self._begun.popleft())
        return parts

    def _begin(self, *, ahead: bool) -> None:
        bodies = pickle.loads(self._asked.recv_bytes())  # noqa: S301 - our parent's
        self._begun.append(Part(self._ledger, bodies, ahead=ahead))


def _work_off(asked: Connection, answers: Connection, ledger: Ledger) -> None:
    """Answer each part, until the other end is closed."""
    ledger.watcher = heard = _Heard()
    parts = _Parts(asked, ledger)
    ledger.between = parts.begin
    while True:
        for became in record(ledger, parts.group()):
            carried = [_carried(one) if isinstance(one, Exception) else one for one in became]
            answers.send_bytes(pickle.dumps(heard.told(carried), pickle.HIGHEST_PROTOCOL))


def _carried(error: Exception) -> Exception:
    """Return ``error`` as the other process can have it. What nobody foresaw is put on record here."""
    if isinstance(error, LedgerError | StoreError):
        with suppress(Exception):
            return pickle.loads(pickle.dumps(error))  # type: ignore[no-any-return]  # noqa: S301
    LOG.error("fault", kind=type(error).__name__, place=place(error.__traceback__))
    return Fault()


class _Process:
    """The process, and the pipes to it and back.

    Raises:
        LedgerError, StoreError: The ledger could not be opened there, or not in time.
    """

    def __init__(self, opening: Opening, form: Form) -> None:
        context = get_context("forkserver")
        asked, to = context.Pipe(duplex=False)
        back, answers = context.Pipe(duplex=False)
        for pipe in (to, back):
            with suppress(OSError):  # else one waits for the other where an answer is long
                fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
        self._process: ForkServerProcess = context.Process(target=write, args=(asked, answers, opening, form))
        self._process.start()
        asked.close()
        answers.close()
        self.to, self.back = FileIO(os.dup(to.fileno()), "wb"), FileIO(os.dup(back.fileno()), "rb")
        with to, back:
            self._check(back)

    def _check(self, back: Connection) -> None:
        said: object = TimeoutError()
        with suppress(EOFError):
            if back.poll(PATIENCE):
                said = back.recv()
        if said is None:
            return
        self.end()
        if isinstance(said, LedgerError | StoreError):
            raise said
        raise StoreUnreachable("the process that writes did not begin; see its last record")

    def end(self) -> None:
        """Let it end what it has begun, and wait for that. The pipes are closed already, or are now."""
        self.to.close()
        self.back.close()
        self._process.join(STOPPING)
        self._process.kill()  # it hangs, or is gone already; what it was at is recorded or is not


class Apart:
    """Records in a process of its own, which is begun anew if it is lost. A ``Recording``.

    Args:
        opening: Opens the ledger there, for writing; what it is made of is handed over.
        form: Of the records of that process.
        ledger: As it is open here: whoever watches it, or waits for it to grow, is told.
    """

    ahead = 2

    def __init__(self, opening: Opening, form: Form, ledger: Ledger) -> None:
        self._opening = opening
        self._form = form
        self._ledger = ledger
        self._asked: deque[asyncio.Future[list[Became]]] = deque()
        self._process: _Process | None = None
        self._to: asyncio.WriteTransport | None = None
        self._back: asyncio.ReadTransport | None = None

    async def record(self, bodies: Sequence[bytes]) -> Sequence[Outcome]:
        """Return what became of each submission of ``bodies``.

        Raises:
            StoreUnreachable: The process is gone, and the next one is not there yet.
            OutcomeUnknown: It went while it had them.
        """
        if self._to is None:
            raise StoreUnreachable("the process that writes is being begun; send it once more")
        message = pickle.dumps(bodies, pickle.HIGHEST_PROTOCOL)
        done: asyncio.Future[list[Became]] = asyncio.get_running_loop().create_future()
        self._asked.append(done)
        self._to.write(_LENGTH.pack(len(message)) + message)
        return leaving(await done)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Run the process for the block, in which requests are answered.

        Raises:
            LedgerError, StoreError: The ledger could not be opened there.
        """
        listening = asyncio.create_task(self._listen(await self._begin()))
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            await self._end()

    async def _begin(self) -> StreamReader:
        """Begin the process; return the pipe from it."""
        self._process = process = await run_sync(_Process, self._opening, self._form)
        loop, reader = asyncio.get_running_loop(), StreamReader(4 * PIPE)
        self._back, _ = await loop.connect_read_pipe(lambda: StreamReaderProtocol(reader), process.back)
        self._to, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, process.to)
        return reader

    async def _end(self) -> None:
        for transport in (self._to, self._back):
            if transport is not None:
                transport.close()
        await asyncio.sleep(0)  # in which they close their pipes
        process, self._process, self._to, self._back = self._process, None, None, None
        if process is not None:
            await run_sync(process.end)

    async def _listen(self, reader: StreamReader) -> None:
        """Hand out answers as they come."""
        while True:
            try:
                (size,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
                self._answered(pickle.loads(await reader.readexactly(size)))  # noqa: S301 - our child's
            except Exception:  # noqa: BLE001 - whatever it is, which answer is whose is no longer known
                reader = await self._begin_again()

    def _answered(self, answer: Answer) -> None:
        done = self._asked.popleft()
        if not done.done():  # whoever asked may have gone
            done.set_result(answer.became)
        for statements in answer.groups:
            self._ledger.watcher.group(statements)
        for _ in range(answer.vault_failures):
            self._ledger.watcher.vault_failed()
        self._ledger.store.noticed()

    async def _begin_again(self) -> StreamReader:
        """The process is gone, and nobody knows what became of what it had. Begin another one."""
        LOG.error("writer_lost")
        lost, self._asked = self._asked, deque()
        for done in lost:
            if not done.done():
                done.set_exception(OutcomeUnknown("the process that writes is gone; send it again"))
        await self._end()
        while True:
            try:
                return await self._begin()
            except Exception as error:  # noqa: BLE001 - it is tried until it works or the server stops
                code = getattr(error, "code", "machine")
                LOG.error("writer_not_begun", kind=type(error).__name__, code=code)
                await asyncio.sleep(AGAIN)
