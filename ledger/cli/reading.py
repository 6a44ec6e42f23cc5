"""``phayan rebuild`` and ``check``."""

from functools import partial

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import Exit, command, document, note, progress


@command
def rebuild(
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Grow every read model anew from the log, and put the new tables in the place of the old."""
    from ledger.application import projecting, refreshing, reporting
    from ledger.application.assembly import open_ledger
    from ledger.store.engines import open_engine

    settings = options.settings(db, options.KEYS)
    done = {}
    with open_ledger(settings, now) as ledger, progress("rebuilding", quiet=quiet) as show:
        engine, source = open_engine(settings.ledger_db, create=False), reporting.reader(ledger.store)
        projecting.prepare(engine)
        for projection in projecting.PROJECTIONS:
            outcome = projecting.rebuild(
                engine, source, projection, notice=lambda _name, index: show(index + 1)
            )
            done[outcome.name] = outcome.index + 1
        checkpoint = ledger.store.checkpoint()
        if checkpoint is not None:
            done["reports"] = refreshing.refresh(engine, checkpoint.size, whole=True, notice=show).size
    if as_json:
        document({"rebuilt": done})
        return
    for name, entries in done.items():
        typer.echo(f"{name}: rebuilt from {entries} entries")


@command
def check(
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> Exit:
    """Compare every read model, as it grew entry by entry, with one that is rebuilt: by digest."""
    from ledger.application import projecting, refreshing, reporting
    from ledger.application.assembly import open_ledger
    from ledger.projections.errors import Differs
    from ledger.store.engines import open_engine

    settings = options.settings(db, options.KEYS)
    equal: dict[str, str] = {}
    different: dict[str, str] = {}
    with open_ledger(settings, now) as ledger, progress("checking", quiet=quiet):
        engine, source = open_engine(settings.ledger_db, create=False), reporting.reader(ledger.store)
        stopped = [one.stopped for one in projecting.catch_up(engine, source) if one.stopped is not None]
        if stopped:
            raise stopped[0]
        checkpoint = ledger.store.checkpoint()
        if checkpoint is not None:
            refreshing.refresh(engine, checkpoint.size)
        checks = {one.name: partial(projecting.check, engine, source, one) for one in projecting.PROJECTIONS}
        for name, checked in (checks | {"reports": partial(refreshing.check, engine)}).items():
            try:
                equal[name] = checked()
            except Differs as error:
                different[name] = str(error)
    if as_json:
        document({"equal": equal, "different": different})
    else:
        lines = [f"{name}: incremental equals rebuilt, {digest}" for name, digest in equal.items()]
        lines += [f"{name}: DIFFERS: {text}; run `phayan rebuild`" for name, text in different.items()]
        typer.echo("\n".join(lines))
    if different:
        note("a read model is wrong; the log is not", quiet=quiet)
    return Exit.FAILED if different else Exit.DONE
