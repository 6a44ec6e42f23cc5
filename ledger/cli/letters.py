"""``phayan letter``: what a person is told on paper, printed at a desk."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import UsageError, command, document


@command
def letter(
    stream: Annotated[str, typer.Argument(help="The case, such as claim/uuid, or the index of an entry.")],
    version: Annotated[
        int | None, typer.Option(min=1, help="The entry, by its version; else the last that has a letter.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", help="A key of the folder: print the words its holder may open. Recorded."),
    ] = None,
    page: Annotated[str | None, typer.Option(help="Where the case can be followed, as an address.")] = None,
    english: Annotated[bool, typer.Option("--english", help="English first, Thai beside it.")] = False,  # noqa: FBT002
    output: options.Output = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """Write the letter of a decision, an acknowledgement or a determination, as PDF or as JSON."""
    from ledger.application.assembly import open_ledger
    from ledger.application.keyring import Keyring
    from ledger.application.lettering import number_of, open_words, write_letter
    from ledger.application.replay import stream_of
    from ledger.projections.letters.pdf import render_letter
    from ledger.store.files import write_durably

    if output is None and not as_json:
        raise UsageError("a letter is a PDF; name it with --output FILE, or ask for --json")
    settings = options.settings(db, keys)
    holder = None if key is None else Keyring(keys).load(key)
    with open_ledger(settings, now, write=holder is not None) as ledger:
        stream = stream_of(ledger, stream)
        case = number_of(settings, stream)
        fields = () if holder is None else open_words(ledger, now, stream, holder)
        made, told = write_letter(ledger, now, stream, version, fields=fields, case=case, page=page)
    if output is not None:
        write_durably(output, render_letter(made, "en" if english else "th"))
    if as_json:
        document({"stream": stream, "version": told, "letter": made.as_json()})
    else:
        typer.echo(f"wrote {output}: {made.title.en}, {stream}, version {told}")
