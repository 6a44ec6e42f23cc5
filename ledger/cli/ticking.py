"""``phayan tick``."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import Exit, UsageError, command, document, note, progress


@command
def tick(
    at: Annotated[
        str | None,
        typer.Option("--now", help="Look ahead to a day or a time, and record nothing."),
    ] = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> Exit:
    """Record what ran out and every closing that is due, as the clock; sweep the vault, move reports on."""
    from ledger.application import refreshing, ticking
    from ledger.application.assembly import open_ledger
    from ledger.application.awaiting import Kept
    from ledger.application.erasing import Erasures
    from ledger.application.keyring import Keyring
    from ledger.projections.errors import ProjectionError

    settings = options.settings(db, keys)
    if at is not None:
        moment = _moment(at)
        with open_ledger(settings, now) as ledger, progress("looking ahead", quiet=quiet) as show:
            due = ticking.look_ahead(ledger, moment, show)
        _show([_members(found) for found in due], "due", as_json=as_json)
        note(f"{len(due)} would be due; nothing was recorded", quiet=quiet or as_json)
        return Exit.DONE
    holder = Keyring(keys).load("clock")
    with (
        open_ledger(settings, now, write=True) as ledger,
        progress("looking at streams", quiet=quiet) as show,
    ):
        done = ticking.tick(ledger, holder, now, show)
        swept = Erasures(ledger.store, ledger.sealer).sweep(now())
        files = ledger.attachments.sweep(now()) if ledger.attachments else None
        waited = Kept(ledger, now).sweep()
        checkpoint = ledger.store.checkpoint()
        with suppress(ProjectionError):  # it concerns reports alone, and they say so where they are asked
            refreshing.refresh(ledger.store.engine, 0 if checkpoint is None else checkpoint.size)
    recorded = [{**_members(found), "index": receipt.index} for found, receipt in done.recorded]
    refused = [{**_members(found), "code": answer.code} for found, answer in done.refused]
    undrawn = [one._asdict() for one in done.undrawn]
    if as_json:
        members = {"streams": done.streams, "recorded": recorded, "refused": refused, "undrawn": undrawn}
        document(
            members
            | {"swept": swept._asdict(), "attachments": files._asdict() if files is not None else None}
            | {"approvals": waited}
        )
    else:
        _show(recorded, "recorded", as_json=False)
        _show(refused, "refused", as_json=False)
        for one in done.undrawn:
            typer.echo(f"nobody to ask: {one.stream}, where somebody was asked in vain on {one.moment}")
        if any(swept):
            typer.echo(f"swept: {swept.boxes} boxes that no entry names, {swept.keys} keys that open nothing")
        if waited:
            typer.echo(f"over: {waited} statements that waited for signatures for seven days")
        for stream in files.lost if files is not None else ():
            typer.echo(f"an attachment is not where it should be: {stream}")
    note(f"{done.streams} streams, {len(recorded)} recorded", quiet=quiet or as_json)
    return Exit.FAILED if refused else Exit.DONE


def _members(found: Any) -> dict[str, Any]:  # noqa: ANN401 - the type loads the databases
    return {"stream": found.stream, "what": found.what, "since": found.moment, "id": found.id}


def _show(items: list[dict[str, Any]], what: str, *, as_json: bool) -> None:
    if as_json:
        document({what: items})
        return
    for item in items:
        code = f" ({item['code']})" if "code" in item else ""
        typer.echo(f"{what}: {item['stream']} {item['what']}, since {item['since']}{code}")


def _moment(text: str) -> datetime:
    """Return the instant that ``text`` names; a day means its last instant in Bangkok."""
    try:
        if len(text) == len("2026-11-22"):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, 17, tzinfo=UTC) - timedelta(milliseconds=1)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("--now takes a day, 2026-11-22, or a time, 2026-11-22T03:04:05Z") from None
    if moment.tzinfo is None:
        raise UsageError("a time needs its zone: end it in Z for UTC, or in +07:00 for Bangkok")
    return moment
