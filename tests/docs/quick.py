"""The program without its start-up: a server imports it once and forks for each command.

``phayan`` on the path of a page's session is a client of the server. It hands over its arguments, folder,
environment and standard streams, and ends as the command ends. What runs is the entry point of the package.
"""

import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.docs.pages import ROOT

START: Final = 120  # seconds; a loaded machine is no fault of a page
CLIENT: Final = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    asked = {"arguments": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}
    socket.send_fds(server, [json.dumps(asked).encode() + b"\\n"], [0, 1, 2])
    sys.exit(server.recv(1)[0])
"""


@contextmanager
def program() -> Iterator[Path]:
    """Run a server; yield a folder that holds ``phayan``, its client."""
    with tempfile.TemporaryDirectory(prefix="phayan-") as name:  # the path of a socket has to be short
        folder = Path(name)
        address, client = folder / "server", folder / "client.py"
        client.write_text(CLIENT)
        shim = folder / "bin" / "phayan"
        shim.parent.mkdir()
        line = shlex.join([sys.executable, "-IS", str(client), str(address)])
        shim.write_text(f'#!/bin/sh\nexec {line} "$@"\n')
        shim.chmod(0o755)
        with subprocess.Popen([sys.executable, "-m", "tests.docs.quick", str(address)], cwd=ROOT) as server:
            try:
                _await(address, server)
                yield shim.parent
            finally:
                server.terminate()


def _await(address: Path, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(START * 20):
        if address.exists() or server.poll() is not None:
            return
        time.sleep(0.05)


def serve(address: str) -> None:
    """Answer one command after another until somebody ends this process."""
    from alembic import command, config
    from sqlalchemy.dialects import sqlite

    from ledger import cli
    from ledger.application import assembly, projecting, verifying

    assert all((command, config, sqlite, assembly, projecting, verifying))  # imported so that forks need not
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{address}.new")
        listening.listen()
        Path(f"{address}.new").rename(address)
        while True:
            connection, _ = listening.accept()
            with connection:
                asked, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
                while not asked.endswith(b"\n"):
                    asked += connection.recv(1 << 20)
                child = os.fork()
                if child == 0:
                    _become(json.loads(asked), streams)
                    os._exit(_run(cli.main))
                for stream in streams:
                    os.close(stream)
                _, status = os.waitpid(child, 0)
                connection.send(bytes([os.waitstatus_to_exitcode(status) & 255]))


def _become(asked: dict[str, object], streams: list[int]) -> None:
    """Take on the arguments, folder, environment and standard streams of the client."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(str(asked["folder"]))
    os.environ.clear()
    environment, arguments = asked["environment"], asked["arguments"]
    assert isinstance(environment, dict)
    assert isinstance(arguments, list)
    os.environ.update(environment)
    sys.argv = ["phayan", *arguments]


def _run(main: object) -> int:
    """Run the program and return its exit code."""
    assert callable(main)
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BaseException:  # noqa: BLE001 - what the interpreter would do with it
        traceback.print_exc()
        return 1
    else:
        return 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
