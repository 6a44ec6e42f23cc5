"""``phayan key``: keys and mandates of persons."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.answers import show_answers
from ledger.cli.edges import author, identifier, now
from ledger.cli.output import Exit, command, document
from ledger.domain.codes import Category, Custody, RevocationReason, Role

app = typer.Typer(help="Keys and mandates.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name of the key in the key folder.")]


@app.command("new")
@command
def new(
    name: Name,
    actor: Annotated[str | None, typer.Option(help="The person, actor/uuid; a new one by default.")] = None,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """Draw a key for a person, and the one that may follow it."""
    from ledger.application.keyring import Keyring
    from ledger.application.randomness import seed

    holder = Keyring(keys).create(name, actor or f"actor/{identifier()}", seed)
    members = {"name": name, "actor": holder.actor, "key": holder.key.public.hex(), "key_id": holder.key.id}
    if as_json:
        document(members)
    else:
        typer.echo(f"{name}: {holder.actor}, key {holder.key.id}")


@app.command("enrol")
@command
def enrol(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the mandate allows.")],
    office: Annotated[str, typer.Option(help="The code of the office.")],
    line: Annotated[str, typer.Option(help="The line of superiors.")],
    office_name: Annotated[
        str | None, typer.Option(help="Register the office first, under this Thai name.")
    ] = None,
    area: Annotated[str, typer.Option(help="The office's province or district code.")] = "10",
    category: Annotated[Category | None, typer.Option(help="Of an attester.")] = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> Exit:
    """Give the holder of a key a mandate for twelve months, and enrol the key."""
    from ledger.application.assembly import open_ledger
    from ledger.application.enrolment import Grant, enrol_key, grant_mandate, register_office
    from ledger.application.keyring import Keyring

    keyring = Keyring(keys)
    holder, registrar = keyring.load(name), keyring.load("registrar")
    grantors = [registrar]
    if role in {Role.REGISTRAR, Role.OVERSIGHT, Role.CUSTODIAN}:  # the root quorum alone grants these
        grantors = [keyring.load(f"root-{number}") for number in (1, 2, 3)]
    grant = Grant(role=role, office=office, line=line, start=now().date(), category=category)
    with open_ledger(options.settings(db, keys), now, write=True) as ledger:
        here = author(ledger.origin)
        registry = ledger.registry_stream
        submissions = [
            grant_mandate(here, registry, holder, grant, grantors=grantors),
            enrol_key(here, registry, holder, custody=Custody.SELF, grantors=grantors),
        ]
        if office_name:
            submissions.insert(
                0, register_office(here, registry, office, office_name, area, grantors=[registrar])
            )
        return show_answers(ledger.submit(submissions), as_json=as_json)


@app.command("rotate")
@command
def rotate(
    name: Name,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> Exit:
    """Replace a key by the one that its enrolment committed to."""
    from ledger.application.assembly import open_ledger
    from ledger.application.enrolment import enrol_key
    from ledger.application.keyring import Keyring
    from ledger.application.randomness import seed
    from ledger.application.receipts import Receipt

    keyring = Keyring(keys)
    old = keyring.load(name)
    turned = old.turned(seed)
    with open_ledger(options.settings(db, keys), now, write=True) as ledger:
        # The new seeds are on disk before the log speaks of them, and take their place after it does.
        keyring.keep_next(turned)
        (answer,) = ledger.submit(
            [
                enrol_key(
                    author(ledger.origin),
                    ledger.registry_stream,
                    turned,
                    custody=Custody.SELF,
                    grantors=[],
                    replaces=old,
                )
            ]
        )
    if isinstance(answer, Receipt):
        keyring.promote(name)
    return show_answers([answer], as_json=as_json)


@app.command("revoke")
@command
def revoke(
    name: Name,
    reason: Annotated[RevocationReason, typer.Option(help="Why.")],
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
) -> Exit:
    """End the authority of a key. It takes effect at the entry that says so."""
    from ledger.application.assembly import open_ledger
    from ledger.application.enrolment import revoke_key
    from ledger.application.keyring import Keyring

    keyring = Keyring(keys)
    holder, registrar = keyring.load(name), keyring.load("registrar")
    with open_ledger(options.settings(db, keys), now, write=True) as ledger:
        submission = revoke_key(
            author(ledger.origin), ledger.registry_stream, holder.key.id, reason, grantor=registrar
        )
        return show_answers(ledger.submit([submission]), as_json=as_json)


@app.command("sign-in")
@command
def sign_in(
    name: Name,
    origin: Annotated[
        str | None, typer.Option(help="The ledger to sign in to; by default the one in --db.")
    ] = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
) -> None:
    """Print what signs in to a server for the next two minutes: the body of POST /sessions."""
    from datetime import timedelta

    from ledger.application.assembly import open_ledger
    from ledger.application.keyring import Keyring
    from ledger.application.randomness import salt
    from ledger.application.signing_in import SignIn, write_sign_in
    from ledger.signing.forms import to_base64

    holder = Keyring(keys).load(name)
    if origin is None:
        with open_ledger(options.settings(db, keys), now) as ledger:
            origin = ledger.origin
    said = SignIn(origin, to_base64(salt(), url=True), now() + timedelta(minutes=2))
    typer.echo(write_sign_in(said, holder.key).decode())
