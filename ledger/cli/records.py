"""``phayan submit`` and ``phayan import``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.answers import show_answers
from ledger.cli.edges import now
from ledger.cli.output import Exit, UsageError, command, document, note, progress


@command
def submit(
    file: Annotated[
        str, typer.Argument(help="Signed envelopes, one JSON object on each line; - for standard input.")
    ],
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> Exit:
    """Append signed statements."""
    from ledger.application.assembly import open_ledger
    from ledger.application.receipts import parse_submissions

    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        submissions = parse_submissions(content)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if not submissions:
        raise UsageError("there is no statement in the file; write one signed envelope on each line")
    with open_ledger(options.settings(db, keys), now, write=True) as ledger:
        return show_answers(ledger.submit(submissions), as_json=as_json)


@command
def import_(
    mapping: Annotated[Path, typer.Argument(help="A file with one SELECT over the files named by --set.")],
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=FILE; the query reads it as getvariable('NAME').")
    ] = None,
    register: Annotated[
        str | None,
        typer.Option(help="The register's name, from which ids are derived; the mapping's by default."),
    ] = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> Exit:
    """Bring in historical records through a mapping."""
    from ledger.application.assembly import open_ledger
    from ledger.application.keyring import Keyring
    from ledger.application.randomness import seed
    from ledger.application.registers import import_register

    files = dict(_assignment(text) for text in sets or [])
    name = register or mapping.stem
    with (
        open_ledger(options.settings(db, keys), now, write=True) as ledger,
        progress(f"importing {name}", quiet=quiet) as show,
    ):
        result = import_register(
            ledger,
            Keyring(keys),
            mapping,
            files,
            register=name,
            refused=Path(f"{name}.refused.jsonl"),
            seeds=seed,
            show=show,
        )
    refused = sum(result.refused.values())
    if as_json:
        document(
            {
                "register": name,
                "read": result.read,
                "appended": result.appended,
                "skipped": result.skipped,
                "refused": dict(sorted(result.refused.items())),
            }
        )
    else:
        typer.echo(f"read {result.read} rows: {result.appended} appended, {result.skipped} there already")
        for code, count in sorted(result.refused.items()):
            typer.echo(f"refused {count}: {code}")
        if refused:
            note(f"the refused rows are in {name}.refused.jsonl", quiet=quiet)
    return Exit.FAILED if refused else Exit.DONE


def _assignment(text: str) -> tuple[str, Path]:
    name, sign, file = text.partition("=")
    if not sign or not name or not file:
        raise UsageError("--set takes NAME=FILE, such as --set events=events.csv")
    return name, Path(file)
