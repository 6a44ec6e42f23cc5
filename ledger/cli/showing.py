"""``phayan show``, ``queue``, ``register``, ``commitments``, ``consultation``: now, or at any moment."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import UsageError, command, document

At = Annotated[
    str | None, typer.Option("--at", help="An index of the log, or a time such as 2026-11-22T03:04:05Z.")
]


@command
def show(
    stream: Annotated[
        str, typer.Argument(help="The stream, such as claim/uuid, or the index of one of its entries.")
    ],
    at: At = None,
    as_seen_by: Annotated[
        str | None, typer.Option(help="A statement, by uuid or index: what did its signer have before them?")
    ] = None,
    timeline: Annotated[
        Path | None, typer.Option(help="Draw entries and clocks of the case to this file, as SVG.")
    ] = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """Replay a stream: now, at a moment, or as a decider had it."""
    from ledger.application.assembly import open_ledger
    from ledger.application.replay import replay, replay_as_seen_by, stream_of
    from ledger.cli import telling
    from ledger.projections.views.plain import plain

    if at is not None and as_seen_by is not None:
        raise UsageError("--at and --as-seen-by ask two questions; ask one of them")
    if timeline is not None and as_seen_by is not None:
        raise UsageError("a timeline shows a moment; name it with --at")
    with open_ledger(options.settings(db, options.KEYS), now) as ledger:
        stream = stream_of(ledger, stream)
        if as_seen_by is not None:
            known = replay_as_seen_by(ledger, stream, as_seen_by)
            document(plain(known)) if as_json else telling.knowledge(known)
        else:
            case = replay(ledger, stream, now(), at=moment(at))
            if timeline is not None:
                from ledger.projections.pictures.canvas import svg
                from ledger.projections.pictures.letters import standalone
                from ledger.projections.pictures.timeline import timeline_of

                timeline.write_bytes(standalone([svg(timeline_of(case))]))
            document(plain(case)) if as_json else telling.case(case)


@command
def queue(
    official: Annotated[
        str | None, typer.Option(help="Only what this person may do next: actor/uuid.")
    ] = None,
    first: Annotated[int, typer.Option(min=1, help="How many of them to show; --json holds all.")] = 20,
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """List what waits for an office: the nearest last day first, the law before policy."""
    from ledger.application import looking
    from ledger.application.assembly import open_ledger
    from ledger.cli import telling
    from ledger.projections.views.plain import plain

    with open_ledger(options.settings(db, options.KEYS), now) as ledger:
        found = looking.queue(ledger, now(), at=moment(at), official=official)
    document(plain(found)) if as_json else telling.queue(found, first)


@command
def register(
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """List who holds which mandates, since and until when, granted by whom, and with which keys."""
    from ledger.application import looking
    from ledger.application.assembly import open_ledger
    from ledger.cli import telling
    from ledger.projections.views.plain import plain

    with open_ledger(options.settings(db, options.KEYS), now) as ledger:
        found = looking.register(ledger, now(), at=moment(at))
    document(plain(found)) if as_json else telling.register(found)


@command
def commitments(
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """List what was promised, by when at first and by when now, and what others say came of it."""
    from ledger.application import looking
    from ledger.application.assembly import open_ledger
    from ledger.cli import telling
    from ledger.projections.views.plain import plain

    with open_ledger(options.settings(db, options.KEYS), now) as ledger:
        found = looking.commitments(ledger, now(), at=moment(at))
    document(plain(found)) if as_json else telling.commitments(found)


@command
def consultation(
    stream: Annotated[str, typer.Argument(help="The consultation, or the index of one of its entries.")],
    at: At = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
) -> None:
    """Show what a consultation asked, what was said, what was answered, and what was done."""
    from ledger.application import looking
    from ledger.application.assembly import open_ledger
    from ledger.application.replay import stream_of
    from ledger.cli import telling
    from ledger.projections.views.plain import plain

    with open_ledger(options.settings(db, options.KEYS), now) as ledger:
        found = looking.consultation(ledger, stream_of(ledger, stream), now(), at=moment(at))
    document(plain(found)) if as_json else telling.consultation(found)


def moment(text: str | None) -> int | datetime | None:
    """Return the index or the time that ``--at`` names."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("--at takes an index of the log, or a time such as 2026-11-22T03:04:05Z") from None
    if found.tzinfo is None:
        raise UsageError("a time needs its zone: end it in Z for UTC, or in +07:00 for Bangkok")
    return found
