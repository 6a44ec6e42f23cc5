"""``phayan program`` and ``phayan sso``: who else is let in to read."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import command, document

programs = typer.Typer(help="Programs that read by requests they sign.", no_args_is_help=True)
officials = typer.Typer(help="Officials who read by single sign-on.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What the program is called here.")]
Actor = Annotated[str, typer.Option(help="For whom it reads: actor/uuid, who was granted a mandate.")]
Subject = Annotated[str, typer.Argument(help="Their `sub` at the identity provider.")]
Issuer = Annotated[str, typer.Option(envvar="PHAYAN_SSO_ISSUER", help="The identity provider, as a URL.")]


@programs.command("add")
@command
def add(
    name: Name,
    key: Annotated[Path, typer.Argument(help="Its public key, as `openssl pkey -pubout` prints it.")],
    actor: Actor,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
) -> None:
    """Let a program in, with a key that signs nothing else."""
    from ledger.application.admission import Admission, Program, read_public
    from ledger.application.assembly import open_ledger

    program = Program(name, actor, read_public(key.read_text(encoding="ascii", errors="replace")))
    with open_ledger(options.settings(db, keys), now) as ledger:
        Admission(keys).add(program, ledger.registry())
    typer.echo(f"{name}: {actor}, key {program.id}")


@programs.command("list")
@command
def list_programs(keys: options.Keys = options.KEYS, as_json: options.Json = False) -> None:  # noqa: FBT002
    """Show the programs that are let in."""
    from ledger.application.admission import Admission

    found = sorted(Admission(keys).programs().values())
    if as_json:
        document([{"name": one.name, "actor": one.actor, "key_id": one.id} for one in found])
    else:
        for one in found:
            typer.echo(f"{one.name}: {one.actor}, key {one.id}")


@programs.command("remove")
@command
def remove(name: Name, keys: options.Keys = options.KEYS) -> None:
    """Let a program in no more. A running server knows at its next request."""
    from ledger.application.admission import Admission

    Admission(keys).remove(name)


@officials.command("link")
@command
def link(
    subject: Subject,
    actor: Annotated[str, typer.Argument(help="Who they are here: actor/uuid.")],
    issuer: Issuer,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
) -> None:
    """Let an official in by single sign-on, or as another actor than before."""
    from ledger.application.admission import Admission, Link
    from ledger.application.assembly import open_ledger

    linked = Link(issuer, subject, actor)
    with open_ledger(options.settings(db, keys), now) as ledger:
        Admission(keys).link(linked, ledger.registry())
    typer.echo(f"{linked.id}: {actor}")


@officials.command("list")
@command
def list_officials(keys: options.Keys = options.KEYS, as_json: options.Json = False) -> None:  # noqa: FBT002
    """Show the officials who are let in."""
    from ledger.application.admission import Admission

    found = sorted(Admission(keys).links().values())
    if as_json:
        document([{"id": one.id, **one._asdict()} for one in found])
    else:
        for one in found:
            typer.echo(f"{one.id}: {one.subject} at {one.issuer} is {one.actor}")


@officials.command("unlink")
@command
def unlink(subject: Subject, issuer: Issuer, keys: options.Keys = options.KEYS) -> None:
    """Let an official in no more. Their sessions end at the next request."""
    from ledger.application.admission import Admission

    Admission(keys).unlink(issuer, subject)
