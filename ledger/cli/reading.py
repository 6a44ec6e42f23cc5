"""``phayan show``, ``report``, ``rebuild`` and ``check``."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import Exit, UsageError, command, document, note, progress


@command
def show(
    stream: Annotated[str, typer.Argument(help="The stream, such as claim/uuid.")],
    at: Annotated[
        str | None, typer.Option(help="An index of the log, or a time such as 2026-11-22T03:04:05Z.")
    ] = None,
    as_seen_by: Annotated[
        str | None, typer.Option(help="A statement, by uuid or index: what did its signer have before them?")
    ] = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """Replay a stream: now, at a moment, or as a decider had it."""
    import dataclasses

    from ledger.application.assembly import open_ledger
    from ledger.application.replay import replay, replay_as_seen_by

    if at is not None and as_seen_by is not None:
        raise UsageError("--at and --as-seen-by ask two questions; ask one of them")
    with open_ledger(options.settings(db, options.KEYS), now) as ledger:
        if as_seen_by is not None:
            shown = replay_as_seen_by(ledger, stream, as_seen_by)
        else:
            shown = replay(ledger, stream, at=_moment(at))
    if as_json:
        document(dataclasses.asdict(shown))
        return
    typer.echo(f"{shown.stream}: {shown.state.get('status', 'version ' + str(shown.entries[-1].version))}")
    flags = shown.state.get("flags")
    if flags:
        typer.echo(f"flags: {', '.join(flags)}")
    for one in shown.entries:
        mark = f"[{one.knowledge}] " if one.knowledge else ""
        typer.echo(f"{one.version:>4}  {mark}{one.type}, entry {one.index}, recorded {one.recorded_at}")
        typer.echo(f"      by {one.by}; signed by {', '.join(one.signed)}")


def _moment(text: str | None) -> int | datetime | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("--at takes an index of the log, or a time such as 2026-11-22T03:04:05Z") from None
    if moment.tzinfo is None:
        raise UsageError("a time needs its zone: end it in Z for UTC, or in +07:00 for Bangkok")
    return moment
