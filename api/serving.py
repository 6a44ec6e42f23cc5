"""The server as processes: one or several on one socket, each with the ledger open, until a signal comes."""

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Final, TypeAlias

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api import metrics, records
from api.app import create_app
from api.identity import SingleSignOn
from api.protocol import Impatient
from api.records import LOG, Form
from api.reserve import Reserve
from api.settings import ServerSettings
from api.writer import Apart
from ledger.application.admission import Admission
from ledger.application.assembly import open_ledger
from ledger.application.collector import settle
from ledger.application.custody import check_no_officials
from ledger.application.errors import AddressTaken, SettingInvalid
from ledger.application.filings.opening import open_desk
from ledger.application.finding import finder_of
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.randomness import seed
from ledger.application.settings import Settings
from ledger.cli.edges import author, now
from ledger.cli.output import Exit, note

__all__ = ["answer", "listening_at", "opened", "serve"]

GRACE: Final = 20  # seconds in which requests under way come to their end; one may wait twice for a lock
SILENCE: Final = 20  # seconds after which a process that says nothing is replaced; a busy machine is no fault
BACKLOG: Final = 2048
OpensToWrite: TypeAlias = Callable[[Settings, int], AbstractContextManager[Ledger]]


def open_to_write(where: Settings, lanes: int) -> AbstractContextManager[Ledger]:
    """Open for writing a ledger whose databases are of this release: what the process that writes does."""
    return open_ledger(where, now, write=True, lanes=lanes, migrate=False)


def serve(settings: ServerSettings) -> Exit:
    """Serve the ledger until a signal comes; return how it ended.

    Raises:
        SettingInvalid: Several processes were asked for over SQLite.
        AddressTaken: Somebody else listens there.
        LedgerError, StoreError: As ``opened``.
    """
    records.begin(form_of(settings), requests=settings.log_requests)
    if settings.workers > 1 and settings.db.startswith("sqlite"):
        raise SettingInvalid("PHAYAN_WORKERS or --workers takes 1 with SQLite; several need PostgreSQL")
    listening = listening_at(settings)
    with listening:
        if settings.workers == 1:
            app = opened(settings)
            _announce(settings)
            answer(app, settings, listening)
            return Exit.DONE
        with ExitStack() as trying:  # whatever is wrong is told once, by the first process, in one sentence
            app = opened(settings.model_copy(update={"metrics": None}), trying)
        settings = settings.model_copy(update={"migrate": False})
        _announce(settings)
        several = Multiprocess(_configured(settings, partial(_worker, settings), factory=True), [listening])
        several.run()
    failed = any(process.exitcode == STARTUP_FAILURE for process in several.processes)
    return Exit.UNCHECKED if failed else Exit.DONE


def answer(app: FastAPI, settings: ServerSettings, listening: socket.socket) -> None:
    """Answer with ``app`` whoever comes to the socket, until a signal comes."""
    settle()
    with suppress(KeyboardInterrupt):  # Ctrl-C, handed on when everything has come to its end
        uvicorn.Server(_configured(settings, app)).run([listening])


def opened(
    settings: ServerSettings, kept: ExitStack | None = None, *, to_write: OpensToWrite = open_to_write
) -> FastAPI:
    """Open the ledger and return the application that serves it.

    Args:
        settings: Of the server.
        kept: Closes the ledger; by default the application does when it stops.
        to_write: What opens the ledger in the process that writes.

    Raises:
        OfficialsKeys: The key folder holds keys of persons who decide.
        LedgerError, StoreError: The ledger cannot be opened for writing.
    """
    with ExitStack() as opening:
        where = settings.ledger
        ledger = opening.enter_context(open_ledger(where, now, write=True, migrate=settings.migrate))
        keyring = Keyring(where.keys)
        if settings.demonstration:
            LOG.warning("demonstration")
        elif check_no_officials(ledger.registry(), keyring):
            LOG.warning("governing_keys_on_server")
        apart = Apart(partial(to_write, where, settings.lanes), form_of(settings), ledger)
        closing = kept or ExitStack()
        desk = open_desk(ledger, where, author(ledger.origin), now, names=settings.intake)
        app = create_app(
            ledger,
            keyring.secret("session", seed),
            now,
            Admission(where.keys),
            public_entries=settings.public_entries,
            single_sign_on=SingleSignOn.of(os.environ),
            desk=opening.enter_context(desk),
            finder=finder_of(ledger.sealer),
            reserve=Reserve(where.places),
            demonstration=keyring if settings.demonstration else None,
            recording=apart,
            lifespan=partial(_life, closing, settings.drain, apart),
        )
        if settings.metrics:
            metrics.serve(app.state.metrics, settings.metrics, settings.workers)
        closing.push(opening.pop_all())
    return app


def form_of(settings: ServerSettings) -> Form:
    """Return the form of records: that of the settings, or what standard error is."""
    return settings.log_format or ("console" if sys.stderr.isatty() else "json")


def _announce(settings: ServerSettings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    where = f"http://{host}:{settings.port}"
    if form_of(settings) == "console":
        note(f"serving {where}, until Ctrl-C")
    else:
        LOG.info("serving", listens=where, workers=settings.workers)


def listening_at(settings: ServerSettings) -> socket.socket:
    """Return the socket of ``settings``, on which somebody may wait already.

    Raises:
        AddressTaken: Somebody else listens there.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise AddressTaken(
            f"nothing can be served at {settings.host}, port {settings.port}: {error.strerror}"
        ) from error


def _configured(
    settings: ServerSettings, app: FastAPI | Callable[[], FastAPI], *, factory: bool = False
) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=factory,
        http=Impatient,
        loop="uvloop",
        ws="none",
        workers=settings.workers,
        lifespan="on",
        access_log=False,  # addresses of those who complain are written nowhere
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[str(one) for one in settings.trusted_proxies],
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=SILENCE,
    )


def _worker(settings: ServerSettings) -> FastAPI:
    """Return the application of one process of several; a process that cannot begin ends them all."""
    records.begin(form_of(settings), requests=settings.log_requests)
    threading.Thread(target=_end_with_first, daemon=True).start()
    try:
        app = opened(settings)
    except Exception as error:  # noqa: BLE001 - a traceback would repeat what the error says
        where, code = records.place(error.__traceback__), getattr(error, "code", "machine")
        LOG.error("not_begun", kind=type(error).__name__, code=code, place=where)
        raise SystemExit(STARTUP_FAILURE) from None
    settle()
    LOG.info("begun")
    return app


def _end_with_first() -> None:
    """Stop when the first process is gone, however it went: nobody would stop this one any more."""
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)


@asynccontextmanager
async def _life(closing: ExitStack, drain: int, apart: Apart, app: FastAPI) -> AsyncIterator[None]:
    with closing, _noticed(app, drain):
        async with apart.connected():
            yield


@contextmanager
def _noticed(app: FastAPI, drain: int) -> Iterator[None]:
    """Say no at ``/readyz`` from the first signal on; the server hears of it ``drain`` seconds later.

    A second signal does not wait.
    """
    loop = asyncio.get_running_loop()
    server = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        handler = server[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    def begin(number: int, frame: FrameType | None) -> None:
        if app.state.stopping:
            stop(number, frame)
            return
        app.state.stopping = True
        loop.call_soon_threadsafe(app.state.changes.stop)
        loop.call_soon_threadsafe(loop.call_later, drain, stop, number, frame)

    for number in server:
        signal.signal(number, begin)
    yield
