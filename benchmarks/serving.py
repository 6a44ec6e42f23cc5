"""G4 and G5: statements over HTTP, from a client's socket to the receipt in its hand.

The servers are processes, and so are all that they are compared with. The clients are one thread of the
process that measures: of two cores one is left to the server.
"""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from subprocess import Popen
from typing import Any, Final, NamedTuple
from zlib import crc32

from benchmarks.appending import sqlite_file, verify
from benchmarks.goals import Goal, Share
from benchmarks.load import MANY, ONE, Drive, drive, request
from benchmarks.measuring import Pace
from benchmarks.profiling import shares
from benchmarks.stage import Stage, database
from benchmarks.suite import Plan, Runners, Suite
from ledger.application.fastpath import read_signed
from tests.support.postgres import private_server
from tests.support.served import PHAYAN, free_port, serving

CLIENTS: Final = 32
MORE: Final = 64
BUNDLERS: Final = 8
BUNDLE: Final = 100
LONGER: Final = 8  # a slice over HTTP is this much longer than others: 4 s
MARGIN: Final = 1.5  # of what a slice is expected to use up
PROCESSES: Final = ("talks", "writes")
SERVED: Final = ("-m", "benchmarks.served")


class Place(NamedTuple):
    """A running server, and the folder of its ledger."""

    port: int
    folder: Path
    process: Popen[bytes]


class Kind(NamedTuple):
    """Which server: ``phayan``, or one of ``benchmarks.served``; on SQLite or on a PostgreSQL."""

    what: str = "phayan"
    postgresql: str | None = None

    @contextmanager
    def open(self, stage: Stage) -> Iterator[Place]:
        """Run it for a fresh copy of the founded ledger."""
        program = PHAYAN if self.what == "phayan" else (*SERVED, self.what)
        with ExitStack() as stack:
            settings = stack.enter_context(stage.copied(self.postgresql))
            folder, port, options = settings.keys.parent, free_port(), []
            if self.what == "library":
                empty = database(self.postgresql) if self.postgresql else sqlite_file(stage, f"kept-{port}")
                options = ["--library", stack.enter_context(empty)]
            process = serving(folder, settings, port, *options, program=program)
            yield Place(port, folder, stack.enter_context(process))


def _signal(folder: Path) -> None:
    for name in PROCESSES:
        os.kill(int((folder / f"{name}.pid").read_text("ascii")), signal.SIGUSR1)


def _looks(file: Path) -> Any:
    while not file.exists():
        time.sleep(0.1)
    return json.loads(file.read_bytes())


def rate(done: Drive, size: int) -> Pace:
    """Return statements per second."""
    return Pace(len(done.latencies) * size, done.seconds)


def tail(done: Drive, _size: int) -> Pace:
    """Return the 99th percentile of the latency as a multiple of the median."""
    return Pace(done.percentile(0.99), done.percentile(0.5))


def own_cost(done: Drive, _size: int) -> Pace:
    """Return the share of one core that the clients themselves took."""
    return Pace(done.cpu, done.seconds)


class Clients:
    """A runner: ``count`` clients at one server, ``size`` statements in each request.

    All statements of a claim go through one client, in their order. When few are left the server is replaced
    by one with a fresh ledger; that is not timed.
    """

    def __init__(
        self,
        stage: Stage,
        kind: Kind,
        count: int,
        size: int = 1,
        figure: Callable[[Drive, int], Pace] = rate,
    ) -> None:
        self._stage, self._kind, self._figure = stage, kind, figure
        self._count, self._size = count, size
        self._stack = ExitStack()
        self._place: Place | None = None
        self._bodies: list[list[bytes]] = []
        self._sent: list[int] = []
        self._used = 0.0  # requests that a client sends in a second

    def __call__(self, seconds: float) -> Pace:
        """Return the figure of a slice."""
        place = self._ready(LONGER * seconds)
        done = drive(place.port, [self._waiting(client) for client in range(self._count)], LONGER * seconds)
        if refused := {status: n for status, n in done.answers.items() if status not in {200, 201}}:
            raise ValueError(f"statements of the fixture were refused: {refused}")
        self._used = len(done.latencies) / done.seconds / self._count
        return self._figure(done, self._size)

    def profile(self, seconds: float) -> list[Share]:
        """Return where the server spends its time, from both of its processes."""
        looked = Clients(self._stage, self._kind._replace(what="looked"), self._count, self._size)
        try:
            folder = looked._ready(seconds).folder
            _signal(folder)
            pace = looked(seconds / LONGER)
            _signal(folder)
            found = {name: _looks(folder / f"{name}.looks") for name in PROCESSES}
        finally:
            looked.close()
        counts = {
            f"{name}: {step}": n for name, looks in found.items() for step, n in looks["counts"].items()
        }
        return shares(counts, max(looks["total"] for looks in found.values()), 1 / pace.rate)

    def close(self) -> None:
        """Stop the server."""
        self._place = None
        self._stack.close()

    def _ready(self, seconds: float) -> Place:
        left = min((len(b) - n for b, n in zip(self._bodies, self._sent, strict=True)), default=0)
        if self._place is None or left < MARGIN * self._used * seconds:
            self.close()
            self._place = self._stack.enter_context(self._kind.open(self._stage))
            self._bodies = self._bodies or _bodies(self._stage, self._count, self._size)
            self._sent = [0] * self._count
        return self._place

    def _waiting(self, client: int) -> Iterator[bytes]:
        media = ONE if self._size == 1 else MANY
        for body in islice(self._bodies[client], self._sent[client], None):
            self._sent[client] += 1
            yield request(media, body)


def _bodies(stage: Stage, count: int, size: int) -> list[list[bytes]]:
    """Return for each client the bodies that it hands in."""
    shared: list[list[bytes]] = [[] for _ in range(count)]
    for submission in stage.submissions:
        stream = json.loads(read_signed(submission.envelope)[0])["stream"]
        shared[crc32(stream.encode()) % count].append(submission.envelope)
    if size == 1:
        return shared
    return [[b"\n".join(own[at : at + size]) for at in range(0, len(own) - size + 1, size)] for own in shared]


@contextmanager
def _opened(runners: dict[str, Clients]) -> Iterator[dict[str, Clients]]:
    try:
        yield runners
    finally:
        for runner in runners.values():
            runner.close()


@contextmanager
def open_single(
    stage: Stage, _plan: Plan, _wanted: AbstractSet[str], *, postgresql: bool = False
) -> Iterator[Runners]:
    """Open our server, the one without appending, and the library's, for one statement in each request."""
    with ExitStack() as stack:
        server = stack.enter_context(private_server(settings=())) if postgresql else None
        ours = Kind(postgresql=server)
        yield stack.enter_context(
            _opened(
                {
                    "phayan": Clients(stage, ours, CLIENTS),
                    "constant": Clients(stage, ours._replace(what="constant"), CLIENTS),
                    "library": Clients(stage, ours._replace(what="library"), CLIENTS),
                    "tail": Clients(stage, ours, MORE, figure=tail),
                    "clients": Clients(stage, ours, CLIENTS, figure=own_cost),
                }
            )
        )


@contextmanager
def open_bundles(stage: Stage, _plan: Plan, _wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open our server for bundles, the library's for single statements, and V."""
    runners = {
        "bundles": Clients(stage, Kind(), BUNDLERS, BUNDLE),
        "library": Clients(stage, Kind("library"), CLIENTS),
    }
    with _opened(runners) as opened:
        yield {"V": verify(stage), **opened}


def _single(database_name: str, *targets: float) -> tuple[Goal, ...]:
    constant, library = targets
    return (
        Goal(
            name="G4a",
            what=f"POST /statements, 32 clients / the same without appending, {database_name}",
            numerator="phayan",
            denominator="constant",
            target=constant,
        ),
        Goal(
            name="G4b",
            what=f"POST /statements, 32 clients / library in a def route, {database_name}",
            numerator="phayan",
            denominator="library",
            target=library,
        ),
        Goal(
            name="tail",
            what=f"latency of POST /statements, 64 clients: p99 / p50, {database_name}",
            numerator="tail",
            denominator=None,
            target=5,
            at_most=True,
        ),
        Goal(
            name="load",
            what=f"of one core, what the 32 clients themselves take, {database_name}",
            numerator="clients",
            denominator=None,
            target=None,
        ),
    )


SUITES: Final = (
    Suite(name="serving on SQLite", open=open_single, goals=_single("SQLite", 0.8, 4), whole=True),
    Suite(
        name="serving on PostgreSQL",
        open=partial(open_single, postgresql=True),
        goals=_single("PostgreSQL", 0.7, 7),
        whole=True,
    ),
    Suite(
        name="bundles",
        open=open_bundles,
        goals=(
            Goal(
                name="G5",
                what="bundles of 100, 8 clients, two lanes / V",
                numerator="bundles",
                denominator="V",
                target=0.9,
                lanes=2,
            ),
            Goal(
                name="G5",
                what="bundles of 100, 8 clients, two lanes / library in a def route, one a request",
                numerator="bundles",
                denominator="library",
                target=15,
                lanes=2,
            ),
        ),
        whole=True,
    ),
)
