"""A town behind ``phayan serve`` as a process: markers in all that is personal, and all that it answers."""

import io
import subprocess
import sys
import urllib.request
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import httpx2
import sqlalchemy as sa

from ledger.application.assembly import create, open_ledger
from ledger.application.settings import Settings
from ledger.application.stories.library import BEGINNING
from ledger.application.stories.opening import open_stage
from ledger.application.stories.telling import Stage, StageTime
from ledger.cli.edges import author
from ledger.store.files import write_durably
from tests.api.canaries import Marking, below, database
from tests.api.citizens import Citizen
from tests.api.clients import Through
from tests.api.signing_in import built, token
from tests.stories.stage import ORIGIN
from tests.support.served import environment_of, free_port, serving

CLOCKED: Final = """
import datetime, pathlib
import ledger.cli.edges as edges
edges.now = lambda: datetime.datetime.fromisoformat(pathlib.Path("time").read_text())
from api.command import main
if __name__ == "__main__":
    main()
"""
"""The program itself, under the time of the stage: each of its processes, since each reads this file."""
PROGRAM: Final = "clocked.py"
OPENING: Final = ("/openings", "/attachments/", "/approvals/")
"""How a path goes on that answers with what is sealed, to those entitled."""


class FileTime(StageTime):
    """A stage's time that a process may read too."""

    def __init__(self, start: date, file: Path) -> None:
        self._file = file
        super().__init__(start)
        self._write()

    def go_to(self, day: date) -> None:
        super().go_to(day)
        self._write()

    def pass_by(self) -> None:
        super().pass_by()
        self._write()

    def _write(self) -> None:
        write_durably(self._file, self.now().isoformat().encode())


@dataclass
class Heard:
    """All that a server answered, and all of it that was a refusal."""

    answers: list[bytes] = field(default_factory=list)
    refusals: list[bytes] = field(default_factory=list)
    issued: list[bytes] = field(default_factory=list)
    """What gave somebody their code."""
    statuses: set[int] = field(default_factory=set)

    def hear(self, answer: httpx2.Response) -> None:
        """Keep an answer, its head included; what opens is for the eyes of those entitled."""
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            return  # it has no end; whoever listens keeps what was said
        content, request = answer.read(), answer.request
        self.statuses.add(answer.status_code)
        told = b"\n".join(b": ".join(one) for one in answer.headers.raw) + b"\n\n" + _unpacked(content)
        path = request.url.path
        if answer.status_code >= 400:
            self.refusals.append(told)
        elif any(part in path for part in OPENING):
            return
        elif request.method == "POST" and path.startswith("/filings") and b'"code"' in content:
            self.issued.append(told)
        else:
            self.answers.append(told)


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK\x03\x04"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return b"\0".join(bundle.read(name) for name in bundle.namelist())


@dataclass
class ServedTown:
    """The stage, the server that takes what happens on it, and where all of it lies."""

    folder: Path
    settings: Settings
    stage: Stage
    client: httpx2.Client
    author: Marking
    heard: Heard
    ports: tuple[int, int]
    process: subprocess.Popen[bytes]
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)

    def citizen(self) -> Citizen:
        return Citizen(self.client, self.stage.time)  # type: ignore[arg-type]  # of the same manner

    def word(self) -> str:
        """A marker for what somebody is about to say."""
        return self.author.markers.word(str(uuid.uuid4()))

    def sign_in(self) -> None:
        """Sign everybody in whose key is not revoked; sessions end while time goes on."""
        now, keys = self.stage.time.now(), self.stage.ledger.registry().keys
        self.sessions = {
            name: token(self.client, built(ORIGIN, now, holder.key))  # type: ignore[arg-type]
            for name, holder in self.stage.cast.items()
            if keys[holder.key.id].revoked is None
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command of ``phayan`` under the time of the stage; what it says goes to ``said``."""
        command = [sys.executable, PROGRAM, *arguments]
        environment = environment_of(self.settings)
        ran = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=True)
        with (self.folder / "said").open("ab") as said:
            said.write(ran.stdout + ran.stderr)
        return ran

    def metrics(self) -> bytes:
        content: bytes = urllib.request.urlopen(
            f"http://127.0.0.1:{self.ports[1]}/metrics", timeout=10
        ).read()
        return content

    def places(self) -> dict[str, bytes]:
        """All that is kept and all that was said, by kind of place."""
        settings = self.settings
        urls = {"ledger": settings.ledger_db, "vault": settings.vault_db, "data keys": settings.key_db}
        return {
            **{name: database(url) for name, url in urls.items()},
            **{f"files of the {name}": folder for name, url in urls.items() if (folder := _cluster(url))},
            "attachments": below(Path(settings.blobs or "")),
            "key folder": below(settings.keys),
            "said": (self.folder / "said").read_bytes(),
            "metrics": self.metrics(),
            "log files": self.log_files(),
            "answers": b"\0".join(self.heard.answers),
            "refusals": b"\0".join(self.heard.refusals),
        }

    def log_files(self) -> bytes:
        """The checkpoint, every tile and every bundle of entries, as they are served."""
        text = self.client.get("/checkpoint").text
        size = int(text.split("\n")[1])
        found = [text.encode()]
        for kind in ("0", "entries"):
            whole, rest = divmod(size, 256)
            paths = [f"/tile/{kind}/{number:03}" for number in range(whole)]
            for path in [*paths, *([f"/tile/{kind}/{whole:03}.p/{rest}"] if rest else [])]:
                answer = self.client.get(path)
                assert answer.status_code == 200, path
                found.append(answer.content)
        return b"".join(found)


def _cluster(url: str) -> bytes:
    """Every file of a PostgreSQL server: tables, write-ahead log and what it said. Nothing for SQLite."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return b""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        home = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
    engine.dispose()
    return below(home.parent)


@contextmanager
def served_town(folder: Path, settings: Settings, *, program: str = CLOCKED) -> Iterator[ServedTown]:
    """Found a ledger, serve it as a process, and build the stage through it."""
    time = FileTime(BEGINNING, folder / "time")
    (folder / PROGRAM).write_text(program, "utf-8")
    here = replace(author(ORIGIN), instant=time.instant)
    create(settings, here, time.now)
    port, metrics = free_port(), free_port()
    options = ("--demonstration", "--public-entries", "--log-requests", "--metrics", f"127.0.0.1:{metrics}")
    heard, marking = Heard(), Marking.of(here)
    with ExitStack() as stack:
        server = serving(folder, settings, port, *options, program=(PROGRAM, "serve"))
        process = stack.enter_context(server)
        hooks: Any = {"response": [heard.hear]}
        client = stack.enter_context(
            httpx2.Client(base_url=f"http://127.0.0.1:{port}", event_hooks=hooks, timeout=60, trust_env=False)
        )
        ledger = stack.enter_context(open_ledger(settings, time.now, write=True))
        through = Through(client, ledger)  # type: ignore[arg-type]
        stage, _ = open_stage(through, settings, marking, time)  # type: ignore[arg-type]
        yield ServedTown(folder, settings, stage, client, marking, heard, (port, metrics), process)
