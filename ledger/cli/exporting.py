"""``phayan export ocel``, ``xes``, ``csv`` and ``parquet``: for others' tools."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import command, document, note, progress

if TYPE_CHECKING:
    from ledger.application.exporting import Asked, Exported

app = typer.Typer(help="Write the log in the formats of others' tools.", no_args_is_help=True)


class Form(StrEnum):
    """How an object-centric log is written."""

    JSON = "json"
    SQLITE = "sqlite"


class Tier(StrEnum):
    """Who may hold the export; the public gets no person and no time of day."""

    PUBLIC = "public"
    OVERSIGHT = "oversight"


For = Annotated[Tier, typer.Option("--tier", help="Who may hold the export.")]
At = Annotated[
    int | None,
    typer.Option("--at", min=1, help="Only the first entries, this many; else the newest checkpoint's."),
]
File = Annotated[Path, typer.Argument(help="The file to be written; nothing may be there yet.")]
Folder = Annotated[Path, typer.Argument(help="The folder to be written; nothing may be there yet.")]


@app.command()
@command
def ocel(
    file: File,
    form: Annotated[Form, typer.Option(help="How it is written.")] = Form.JSON,
    tier: For = Tier.PUBLIC,
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Write an object-centric event log, OCEL 2.0."""
    from ledger.application.exporting import export_ocel

    _export(lambda asked: export_ocel(asked, form.value), file, tier, at, db, as_json=as_json, quiet=quiet)


@app.command()
@command
def xes(
    folder: Folder,
    tier: For = Tier.PUBLIC,
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Write case logs, XES: one file for each type of object."""
    from ledger.application.exporting import export_xes

    _export(export_xes, folder, tier, at, db, as_json=as_json, quiet=quiet)


@app.command()
@command
def csv(
    folder: Folder,
    tier: For = Tier.PUBLIC,
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Write a data package: CSV files with their schemas."""
    from ledger.application.exporting import export_csv

    _export(export_csv, folder, tier, at, db, as_json=as_json, quiet=quiet)


@app.command()
@command
def parquet(
    folder: Folder,
    tier: For = Tier.PUBLIC,
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Write the entries themselves as columns, for auditors and mirrors: a file for each span."""
    from ledger.application.exporting import export_parquet

    _export(export_parquet, folder, tier, at, db, as_json=as_json, quiet=quiet)


def _export(
    write: "Callable[[Asked], Exported]",
    target: Path,
    tier: Tier,
    at: int | None,
    db: str,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write an export and say what was written."""
    from ledger.application import randomness
    from ledger.application.assembly import open_ledger
    from ledger.application.exporting import Asked
    from ledger.projections.exports import ocel as tiers
    from ledger.projections.views.plain import plain

    with (
        open_ledger(options.settings(db, options.KEYS), now) as ledger,
        progress("reading the log", quiet=quiet) as show,
    ):
        asked = Asked(
            ledger.store,
            ledger.origin,
            at,
            tiers.Tier(tier.value),
            randomness.seed(),
            target,
            lambda _name, index: show(index + 1),
        )
        done = write(asked)
    if as_json:
        document(plain(done))
        return
    for one in done.files:
        typer.echo(f"{one.file}, {one.bytes} bytes, sha256 {one.sha256}")
    counts = done.counts
    if counts is not None:
        typer.echo(
            f"{counts.events} events, {counts.objects} objects, {counts.relations} relations to events, "
            f"{counts.links} between objects, {counts.changes} changes"
        )
    typer.echo(f"{done.origin}: the first {done.size} entries, root {done.root}")
    if tier is Tier.OVERSIGHT:
        note("for oversight: it tells who decided what, and when; keep it as the ledger is kept", quiet=quiet)
