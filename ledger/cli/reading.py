"""``phayan report``, ``rebuild`` and ``check``."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import Exit, UsageError, command, document, note, progress


class Form(StrEnum):
    """How a report is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SVG = "svg"
    HTML = "html"
    PDF = "pdf"


class Language(StrEnum):
    """Which language comes first; the other stands beside it."""

    TH = "th"
    EN = "en"


class Population(StrEnum):
    """Which decisions are counted."""

    ALL = "all"
    ADVERSE = "adverse"
    ALL_IMPORTED = "all_imported"


class Unit(StrEnum):
    """Whose decisions make a row."""

    OFFICIAL = "official"
    OFFICE = "office"


class Tier(StrEnum):
    """Who reads the report; the public sees offices alone, and no count of 1 to 10."""

    OVERSIGHT = "oversight"
    PUBLIC = "public"


@command
def report(
    name: Annotated[str, typer.Argument(help="The report, such as R01.")],
    form: Annotated[Form, typer.Option("--format", help="How it is printed.")] = Form.TABLE,
    population: Annotated[Population, typer.Option(help="Which decisions are counted.")] = Population.ALL,
    unit: Annotated[Unit, typer.Option(help="Whose decisions make a row.")] = Unit.OFFICIAL,
    tier: Annotated[Tier, typer.Option(help="Who reads it.")] = Tier.OVERSIGHT,
    lang: Annotated[Language, typer.Option(help="The first language of svg, html and pdf.")] = Language.TH,
    output: options.Output = None,
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Print an accountability report, bound to a checkpoint and to digests that others can recompute."""
    from ledger.application import reporting
    from ledger.application.assembly import open_ledger
    from ledger.projections.rendering import render
    from ledger.projections.reports.population import Params
    from ledger.store.engines import open_engine

    if form is Form.PDF and output is None and sys.stdout.isatty():
        raise UsageError("a PDF is no text for a terminal; name a file with --output FILE")
    settings = options.settings(db, options.KEYS)
    asked = f"phayan report {name} --population {population} --unit {unit} --tier {tier}"
    with open_ledger(settings, now) as ledger, progress("reading the log", quiet=quiet) as show:
        envelope = reporting.report(
            ledger.store,
            open_engine(settings.ledger_db, create=False),
            name,
            Params(population=population.value, unit=unit.value, tier=tier.value),
            origin=ledger.origin,
            command=asked,
            notice=lambda _name, index: show(index + 1),
        )
    _hand_over(render(envelope, "json" if as_json else form.value, lang.value), output, quiet=quiet)
    if population is not Population.ALL_IMPORTED and not envelope["population"]["included"]:
        note("no decision is counted; for an imported register ask --population all_imported", quiet=quiet)


def _hand_over(made: bytes, output: Path | None, *, quiet: bool) -> None:
    if output is None:
        typer.echo(made, nl=False)
        return
    output.write_bytes(made)
    note(f"wrote {output}, {len(made)} bytes", quiet=quiet)


@command
def rebuild(
    db: options.Db = options.DB,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> None:
    """Grow every read model anew from the log, and put the new tables in the place of the old."""
    from ledger.application import projecting, reporting
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
    from ledger.application import projecting, reporting
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
        for projection in projecting.PROJECTIONS:
            try:
                equal[projection.name] = projecting.check(engine, source, projection)
            except Differs as error:
                different[projection.name] = str(error)
    if as_json:
        document({"equal": equal, "different": different})
    else:
        lines = [f"{name}: incremental equals rebuilt, {digest}" for name, digest in equal.items()]
        lines += [f"{name}: DIFFERS: {text}; run `phayan rebuild`" for name, text in different.items()]
        typer.echo("\n".join(lines))
    if different:
        note("a read model is wrong; the log is not", quiet=quiet)
    return Exit.FAILED if different else Exit.DONE
