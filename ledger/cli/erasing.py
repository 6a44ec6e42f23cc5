"""``phayan erase``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.answers import show_answers
from ledger.cli.edges import author, now
from ledger.cli.output import Exit, UsageError, command, document

if TYPE_CHECKING:
    from ledger.application.keyring import Holder
    from ledger.application.ledger import Ledger
    from ledger.domain.casework.events import ErasedFields, PersonalDataErased
    from ledger.domain.types import Statement
    from ledger.store.vault import Vault


@command
def erase(
    stream: Annotated[str | None, typer.Argument(help="The case, such as claim/uuid.")] = None,
    basis: Annotated[str | None, typer.Option(help="The code of the legal ground.")] = None,
    subject: Annotated[
        str | None, typer.Option(help="Everything about this person here, such as applicant.")
    ] = None,
    version: Annotated[int | None, typer.Option(min=1, help="The entry, by its version in the case.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="A field of that entry: subject/field.")] = None,
    names: Annotated[
        list[str] | None, typer.Option("--as", help="A key of the folder that signs; the custodian's first.")
    ] = None,
    others: Annotated[
        list[str] | None, typer.Option("--with", help="The id of the key that signs on another machine.")
    ] = None,
    add: Annotated[
        Path | None, typer.Option(help="Add a signature to what was begun on another machine.")
    ] = None,
    output: options.Output = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> Exit:
    """Destroy sealed personal data. The custodian of the data and oversight both sign."""
    from ledger.application.assembly import open_ledger, open_vault
    from ledger.application.cosigning import add_signature, begun
    from ledger.application.keyring import Keyring
    from ledger.domain.casework.events import PersonalDataErased
    from ledger.domain.types import Code

    settings = options.settings(db, keys)
    holders = [Keyring(keys).load(name) for name in names or []]
    if add is not None:
        envelope = add.read_bytes().strip()
        _told(begun(envelope)[0])
        for holder in holders:
            envelope = add_signature(envelope, holder.key)
    elif stream is None or basis is None or not holders:
        raise UsageError("name the case, the ground with --basis, and who signs with --as; or use --add FILE")
    else:
        with open_ledger(settings, now) as ledger, open_vault(settings) as vault:
            says = PersonalDataErased(
                basis=Code(basis), targets=_targets(ledger, vault, stream, subject, version, field or [])
            )
            envelope = _begin(ledger, stream, says, holders, others or [])
    statement, missing = begun(envelope)
    if output is not None:
        output.write_bytes(envelope + b"\n")
    if missing or output is not None or not holders:
        return _hand_on(statement, missing, output, as_json=as_json)
    with open_ledger(settings, now, write=True) as ledger:
        return _carry_out(ledger, statement, envelope, as_json=as_json)


def _targets(
    ledger: "Ledger",
    vault: "Vault | None",
    stream: str,
    subject: str | None,
    version: int | None,
    fields: list[str],
) -> "tuple[ErasedFields, ...]":
    from ledger.application.erasable import everything_about
    from ledger.application.errors import SettingMissing
    from ledger.domain.casework.events import ErasedFields
    from ledger.domain.types import Sealed

    if subject is None and version is not None and fields:
        return (ErasedFields(version=version, fields=tuple(map(Sealed, fields))),)
    if subject is None or version is not None or fields:
        raise UsageError("say what is erased: --subject, or --version with one --field or more")
    if vault is None:
        raise SettingMissing(
            "only the vault knows what is sealed about a person; name it, or use --version and --field"
        )
    return everything_about(ledger.store, vault, stream, subject)


def _begin(
    ledger: "Ledger", stream: str, says: "PersonalDataErased", holders: "list[Holder]", others: list[str]
) -> bytes:
    from ledger.application.errors import NoSuchEntry
    from ledger.domain.types import Seen

    rows = ledger.store.stream(stream)
    if not rows:
        raise NoSuchEntry("the log holds no entry of that stream")
    composed = author(ledger.origin).compose(
        stream,
        says,
        by=holders[0].actor,
        keys=[holder.key for holder in holders],
        seen=Seen(rows[-1].version, rows[-1].leaf.hex()),
        others=others,
    )
    return composed.envelope


def _hand_on(statement: "Statement", missing: list[str], output: Path | None, *, as_json: bool) -> Exit:
    """Say what was signed, and who still has to."""
    told = _told(statement)
    if as_json:
        document({**told, "missing": missing, "file": None if output is None else str(output)})
        return Exit.DONE
    _show(told, "to be erased")
    for key in missing:
        typer.echo(f"still to sign: the key {key}")
    if output is None:
        typer.echo("sign with --as NAME; to hand it on, name a file with --output FILE")
    elif missing:
        typer.echo(f"wrote {output}; there: phayan erase --add {output.name} --as NAME")
    else:
        typer.echo(f"wrote {output}; it is complete: phayan submit {output.name}")
    return Exit.DONE


def _carry_out(ledger: "Ledger", statement: "Statement", envelope: bytes, *, as_json: bool) -> Exit:
    """Submit the erasure, and say what of it opens no more: looked at, not believed."""
    from ledger.application.erasable import openable
    from ledger.application.receipts import Receipt, Submission

    (answer,) = ledger.submit([Submission(envelope)])
    if not isinstance(answer, Receipt):
        return show_answers([answer], as_json=as_json)
    told = _told(statement)
    still = openable(ledger.store, ledger.sealer.vault, statement.stream)
    left = [
        name for one in told["targets"] for name in one["fields"] if name in still.get(one["version"], ())
    ]
    if as_json:
        document({**told, "entry": answer.as_json(), "still_open": left})
    else:
        _show(told, f"erased by entry {answer.index}")
    return Exit.FAILED if left else Exit.DONE


def _told(statement: "Statement") -> dict[str, Any]:
    from ledger.domain.casework.events import PersonalDataErased

    if not isinstance(statement.says, PersonalDataErased):
        raise UsageError("the file holds another statement than an erasure; use `phayan submit`")
    targets = [{"version": one.version, "fields": list(one.fields)} for one in statement.says.targets]
    return {"stream": statement.stream, "basis": statement.says.basis, "targets": targets}


def _show(told: dict[str, Any], what: str) -> None:
    typer.echo(f"{what}, in {told['stream']} on the ground {told['basis']}:")
    for one in told["targets"]:
        typer.echo(f"  version {one['version']}: {', '.join(one['fields'])}")
