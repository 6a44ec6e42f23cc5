"""``phayan migrate`` and ``phayan backup``: for whoever keeps a ledger running."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import UsageError, command, document, note


@command
def migrate(db: options.Db = options.DB, keys: options.Keys = options.KEYS) -> None:
    """Bring the three databases to this release: once, before its servers start."""
    from ledger.application import assembly

    assembly.migrate(options.settings(db, keys))


@command
def backup(
    folder: Annotated[Path, typer.Argument(help="Gets a new folder with the copies, named by the time.")],
    data_keys: Annotated[
        Path | None, typer.Option(help="Gets the copy of the data keys; elsewhere than the vault's.")
    ] = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Copy the databases while they are in use, in the order in which the copies fit each other."""
    from ledger.store.copying import copy_database

    if data_keys is not None and (_within(folder, data_keys) or _within(data_keys, folder)):
        raise UsageError("a copy of the data keys beside that of the vault opens it; name another folder")
    settings, stamp = options.settings(db, keys), now().strftime("%Y-%m-%dT%H%M%SZ")
    # What the ledger names was in the vault before, and its keys before that: so the ledger comes first.
    parts = [(settings.ledger_db, folder, "ledger"), (settings.vault_db, folder, "vault")]
    if data_keys is not None:
        parts.append((settings.key_db, data_keys, "data-keys"))
    beside = {place: _begun(place, stamp) for place in {place for _url, place, _name in parts}}
    files = [place / stamp / copy_database(url, beside[place], name).name for url, place, name in parts]
    if settings.policy.is_file():
        shutil.copy(settings.policy, beside[folder])
        files.append(folder / stamp / settings.policy.name)
    for unfinished in beside.values():
        unfinished.rename(unfinished.with_suffix(""))
    if as_json:
        document({"copies": [{"file": str(file), "bytes": file.stat().st_size} for file in files]})
        return
    for file in files:
        typer.echo(f"{file}, {file.stat().st_size} bytes")
    if data_keys is None:
        note("the data keys are not copied; name a folder elsewhere with --data-keys", quiet=quiet)


def _within(one: Path, other: Path) -> bool:
    return other.absolute().resolve().is_relative_to(one.absolute().resolve())


def _begun(folder: Path, stamp: str) -> Path:
    """Make the folder of unfinished copies, which gets its name when all of them are there."""
    begun = folder / f"{stamp}.unfinished"
    begun.mkdir(mode=0o700, parents=True)
    return begun
