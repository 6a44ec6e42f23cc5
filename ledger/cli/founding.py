"""``phayan init``."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import author, now
from ledger.cli.output import command, document, note


@command
def init(
    origin: Annotated[str, typer.Option("--origin", help="The log's name, such as ledger.example.org/2026.")],
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Found a ledger: root keys, log key, first mandates, the local operator."""
    from ledger.application import assembly

    settings = options.settings(db, keys)
    receipts = assembly.create(settings, author(origin), now)
    if as_json:
        document({"origin": origin, "entries": len(receipts), "founding": receipts[0].leaf})
        return
    typer.echo(f"founded {origin} with {len(receipts)} entries")
    typer.echo(f"leaf 0 is {receipts[0].leaf}, pinned in {settings.policy}")
    note(
        f"All private keys, the five root keys among them, now lie in {keys}. That is for trying things\n"
        "out. In earnest each founding body draws and keeps its own root key elsewhere, and this folder\n"
        "holds the operator's keys alone.",
        quiet=quiet,
    )
