"""The demonstration's ledger behind its door, on a port of the loopback, some weeks after its stories.

Beside the streams of each story there are those of ``present``, named by what is to be done today:

- ``claim:`` ``to-attest`` (both volunteers), ``to-decide`` and ``to-refuse`` (any officer; attested for, or
  against, by two), ``refused`` (may still be appealed), ``to-notify``, ``to-pay``, ``disputed`` (oversight);
- ``grievance:`` ``to-acknowledge`` (handler), ``to-assign`` (supervisor-province), ``to-answer``
  (handler-district), ``to-determine`` (reviewer; its claim is ``claim:appealed``), ``to-judge`` (appellate-1
  and -2; ``claim:reported``), ``to-remedy`` (officer), ``to-confirm`` (the citizen);
- ``consultation:`` ``proposed`` (supervisor-district opens it, with the convener), ``open`` (participants),
  ``to-answer`` (supervisor-district), ``answered``; and ``commitment:to-verify`` (participants).

The key folder's note has numbers and codes of ``to-confirm``, ``to-determine`` and ``to-acknowledge``.
"""

import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import uvicorn

from api.app import create_app
from api.protocol import Impatient
from ledger.application.admission import Admission
from ledger.application.assembly import create, open_ledger
from ledger.application.filings.desk import IntakeDesk
from ledger.application.finding import finder_of
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.settings import Settings
from ledger.application.stories.handing_over import hand_over
from ledger.application.stories.library import BEGINNING, STORIES
from ledger.application.stories.opening import open_stage
from ledger.application.stories.present.beginning import NAME, begin_present
from ledger.application.stories.telling import StageTime, play
from ledger.cli.edges import author
from tests.api.clients import CHEAP, desk_of

ORIGIN: Final = "demo.phayan.example"
STREAMS: Final = "streams.json"
START: Final = 30.0
LATER: Final = timedelta(days=30)
"""From the end of the stories to the present day of the pages."""


@dataclass(frozen=True)
class Site:
    """Where the pages are, the ledger behind them, its time, and the streams of each story by kind."""

    url: str
    settings: Settings
    ledger: Ledger
    desk: IntakeDesk
    time: StageTime
    streams: dict[str, dict[str, str]]


def settings_of(folder: Path) -> Settings:
    return Settings.of(f"sqlite:///{folder / 'ledger.db'}", folder / "keys", {})


def live(folder: Path) -> None:
    """Let every story happen in a new ledger in ``folder``, and then what is open some weeks later."""
    settings, stage_time = settings_of(folder), StageTime(BEGINNING)
    here = replace(author(ORIGIN), instant=stage_time.instant)
    create(settings, here, stage_time.now)
    with open_ledger(settings, stage_time.now, write=True) as ledger:
        stage, opening = open_stage(ledger, settings, here, stage_time)
        told = play(stage, STORIES)
        today = stage_time.today + LATER
        fresh = begin_present(stage, opening, Keyring(settings.keys), today)
        hand_over(stage, settings, told["grandmother"], fresh, cost=CHEAP)
    kept = {name: dict(telling.streams) for name, telling in (told | {NAME: fresh}).items()}
    (folder / STREAMS).write_text(json.dumps({"today": today.isoformat(), "streams": kept}))


@contextmanager
def serving(lived: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the ledger in ``lived`` until the block ends."""
    shutil.copytree(lived, folder, dirs_exist_ok=True)
    kept = json.loads((folder / STREAMS).read_text())
    settings, stage_time = settings_of(folder), StageTime(date.fromisoformat(kept["today"]))
    with (
        socket.create_server(("127.0.0.1", 0)) as door,  # kept from the moment in which it is free
        open_ledger(settings, stage_time.now, write=True) as ledger,
        desk_of(ledger, settings, stage_time.now) as desk,
    ):
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        app = create_app(
            ledger,
            bytes(32),
            stage_time.now,
            Admission(settings.keys),
            desk=desk,
            finder=finder_of(ledger.sealer),
            demonstration=Keyring(settings.keys),
        )
        config = uvicorn.Config(app, http=Impatient, ws="none", log_config=None, lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        end = time.monotonic() + START
        while not server.started and thread.is_alive() and time.monotonic() < end:
            time.sleep(0.02)
        assert server.started, "the server did not come up"
        try:
            yield Site(url, settings, ledger, desk, stage_time, kept["streams"])
        finally:
            server.should_exit = True
            thread.join(20)
