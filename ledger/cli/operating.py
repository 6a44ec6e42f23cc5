"""``phayan migrate`` and ``phayan backup``: for whoever keeps a ledger running."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import Exit, UsageError, command, document, note


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
) -> Exit:
    """Copy the databases and the attachments while they are in use, in an order that makes them fit."""
    from ledger.application.copying import copy_attachments
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
    copied = None
    if settings.blobs is not None and not settings.blobs.startswith("s3://"):
        copied = copy_attachments(settings, beside[folder] / "attachments")
    if settings.policy.is_file():
        shutil.copy(settings.policy, beside[folder])
        files.append(folder / stamp / settings.policy.name)
    for unfinished in beside.values():
        unfinished.rename(unfinished.with_suffix(""))
    sizes = {str(file): file.stat().st_size for file in files}
    boxes = {} if copied is None else {"folder": str(folder / stamp / "attachments"), **copied._asdict()}
    if as_json:
        copies = [{"file": file, "bytes": size} for file, size in sizes.items()]
        document({"copies": copies, "attachments": boxes or None})
    else:
        for file, size in sizes.items():
            typer.echo(f"{file}, {size} bytes")
        if boxes:
            typer.echo("{folder}, {files} files, {bytes} bytes".format(**boxes))
    lost = copied.lost if copied else 0
    for sentence in _not_copied(settings.blobs, lost=lost, apart=data_keys is not None):
        note(sentence, quiet=quiet)
    return Exit.FAILED if lost else Exit.DONE


def _not_copied(blobs: str | None, *, lost: int, apart: bool) -> Iterator[str]:
    """Yield what has to be said of that which is in no copy."""
    if not apart:
        yield "the data keys are not copied; name a folder elsewhere with --data-keys"
    if blobs is not None and blobs.startswith("s3://"):
        yield "the attachments are not copied; copy the bucket with the means of its store"
    if lost:
        yield f"attachments that are lost or damaged: {lost}; look for them in an older copy"


def _within(one: Path, other: Path) -> bool:
    return other.absolute().resolve().is_relative_to(one.absolute().resolve())


def _begun(folder: Path, stamp: str) -> Path:
    """Make the folder of unfinished copies, which gets its name when all of them are there."""
    begun = folder / f"{stamp}.unfinished"
    begun.mkdir(mode=0o700, parents=True)
    return begun
