"""What a command prints, and the exit code it ends with: the one table of both.

Data goes to standard output, all else to standard error. With ``--json`` a command prints one
document with stable keys, its error included.
"""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, ParamSpec

import typer


class Exit(IntEnum):
    """How a command ended. "False" and "unknown" never share a code."""

    DONE = 0
    FAILED = 1  # verification failed, or a rule refused
    USAGE = 2
    UNCHECKED = 3  # could not be checked, or the machine did not allow it


class UsageError(Exception):
    """The command was called in a way that cannot work; the sentence says what to do."""

    code = "usage"


def _exit_of(error: Exception) -> Exit | None:
    """Return how a command ends that met ``error``; None if the error is a fault of the program.

    Imported here and not above: asking for help must not load the databases.
    """
    from ledger.application.errors import (
        AlreadyFounded,
        EntriesNotPublic,
        ExportDiffers,
        ExportExists,
        KeyFileError,
        LedgerError,
        NoSuchEntry,
        NotAdmitted,
        OfficialsKeys,
        ParquetMissing,
        SettingInvalid,
        SettingMissing,
    )
    from ledger.application.mapping_check import MappingRefused
    from ledger.domain.errors import Refused
    from ledger.projections.errors import DISPROVED, ProjectionError
    from ledger.signing.errors import Malformed
    from ledger.store.errors import StoreError
    from ledger.tlog.errors import LogError
    from ledger.verify.result import Unchecked

    settings = (SettingMissing, SettingInvalid, OfficialsKeys)
    usage = (
        *(UsageError, MappingRefused, KeyFileError, AlreadyFounded, NoSuchEntry, NotAdmitted),
        *(EntriesNotPublic, ExportExists, ParquetMissing),
        *settings,
    )
    if isinstance(error, usage):
        return Exit.USAGE
    disproved = getattr(error, "code", "") in DISPROVED
    if disproved or isinstance(error, Refused | Malformed | LogError | ExportDiffers):
        return Exit.FAILED
    if isinstance(error, LedgerError | StoreError | ProjectionError | Unchecked | OSError):
        return Exit.UNCHECKED
    return None


P = ParamSpec("P")


def command(run: Callable[P, Exit | None]) -> Callable[P, None]:
    """Return ``run`` as a command: it ends with its exit code, and errors become one clear sentence."""

    @functools.wraps(run)
    def ended(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = run(*args, **kwargs) or Exit.DONE
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads has seen enough; what was asked may not have come to its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more to fail at the exit
            raise typer.Exit(int(Exit.UNCHECKED)) from None
        except Exception as error:
            known = _exit_of(error)
            if known is None:
                raise
            code = known
            fail(getattr(error, "code", "machine"), _sentence(error), as_json=bool(kwargs.get("as_json")))
        raise typer.Exit(int(code))

    return ended


def fail(code: str, sentence: str, *, as_json: bool) -> None:
    """Say what went wrong: on standard error, or as the one document that ``--json`` promises."""
    if as_json:
        document({"error": {"code": code, "sentence": sentence}})
    else:
        typer.echo(f"phayan: {sentence} ({code})", err=True)


def document(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print ``value`` as one JSON document on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))


def note(text: str, *, quiet: bool = False) -> None:
    """Tell the reader something that is no data."""
    if not quiet:
        typer.echo(text, err=True)


@contextmanager
def progress(what: str, total: int | None = None, *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Show how far long work is, on a terminal only; yields a function that takes the count so far."""
    if quiet or not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        yield lambda _count: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    from rich.console import Console

    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda count: shown.update(task, completed=count)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        name = f" {error.filename}" if error.filename else ""
        return f"the file{name} could not be used: {error.strerror or 'unknown reason'}"
    return str(error)
