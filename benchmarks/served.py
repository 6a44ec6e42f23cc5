"""``python -m benchmarks.served WHAT --port N``: what ours is compared with, and ours under a glass.

``constant`` is our server with appending replaced by a constant: what a request costs before and after it.
``library`` is a ``def`` route that checks alike and saves with the ``eventsourcing`` library, event by event.
``looked`` is our server, whose processes note where they are between one SIGUSR1 and the next.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import uvicorn
from fastapi import Depends, FastAPI, Request

from api.serving import answer, listening_at, open_to_write, opened
from api.settings import read
from benchmarks.fixture import now
from benchmarks.library import Writer, records
from benchmarks.profiling import Looks
from ledger.application.assembly import open_ledger
from ledger.application.ledger import Ledger
from ledger.application.receipts import Submission
from ledger.application.settings import Settings
from ledger.store.files import write_durably

HOST: Final = "127.0.0.1"


def constant(port: int) -> None:
    """Serve as ``phayan serve`` does; every statement that holds gets one and the same receipt."""
    where = read(os.environ, port=port)
    with listening_at(where) as listening:
        answer(opened(where, to_write=alike), where, listening)


@contextmanager
def alike(settings: Settings, lanes: int) -> Iterator[Ledger]:
    """Open the ledger as the process that writes does, with appending replaced by a constant."""
    with open_to_write(settings, lanes) as ledger:
        inside: Any = ledger
        last = ledger.store.entry(ledger.store.head().size - 1)
        proven = inside._publisher.proven("0" * 36, None, last, repeated=False)

        def append(group: Sequence[Any]) -> None:
            for ticket in group:
                ticket.outcome = proven

        inside._append = append
        yield ledger


async def _body(request: Request) -> bytes:
    return await request.body()


def library(settings: Settings, port: int, url: str) -> None:
    """Serve the stock application: parsing, signature check and one save in each request, on a thread."""
    with open_ledger(settings, now) as ledger, records(url) as kept:
        writer = Writer(kept, ledger.registry())
        served = FastAPI()

        def post(body: Annotated[bytes, Depends(_body)]) -> dict[str, str]:
            event = writer.event(Submission(body))
            kept.save(event)
            return {"id": event.id}

        served.add_api_route("/statements", post, methods=["POST"], status_code=201)
        served.add_api_route("/readyz", lambda: {"status": "ready"})
        uvicorn.run(served, host=HOST, port=port, access_log=False, log_level="warning")


def looked(port: int) -> None:
    """Serve as ``phayan serve`` does; both processes write down where they are between two signals."""
    where = read(os.environ, port=port)
    _look("talks")
    with listening_at(where) as listening:
        answer(opened(where, to_write=looked_at), where, listening)


@contextmanager
def looked_at(settings: Settings, lanes: int) -> Iterator[Ledger]:
    """Open the ledger as the process that writes does, which writes down where it is."""
    _look("writes")
    with open_to_write(settings, lanes) as ledger:
        yield ledger


def _look(process: str) -> None:
    looks: list[Looks] = []

    def turn(_number: int, _frame: object) -> None:
        if not looks:
            looks.append(Looks())
            looks[0].__enter__()
        else:
            ended = looks.pop()
            ended.__exit__()
            noted = json.dumps({"total": ended.total, "counts": ended.counts})
            write_durably(Path(f"{process}.looks"), noted.encode())

    signal.signal(signal.SIGUSR1, turn)
    Path(f"{process}.pid").write_text(str(os.getpid()), "ascii")


def main(given: Sequence[str]) -> None:
    """Serve what ``given`` names, for the ledger that the environment names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.served", description=__doc__)
    parser.add_argument("what", choices=("constant", "library", "looked"))
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--library", help="the URL of the library's empty database")
    asked = parser.parse_args(given)
    settings = Settings.of(os.environ["PHAYAN_DB"], Path(os.environ["PHAYAN_KEYS"]), os.environ)
    match asked.what:
        case "constant":
            constant(asked.port)
        case "library":
            library(settings, asked.port, asked.library)
        case _:
            looked(asked.port)


if __name__ == "__main__":
    main(sys.argv[1:])
