"""``phayan report``: each report by its name, the list of them, a comparison with the log, and replies."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ledger.cli import options
from ledger.cli.edges import now
from ledger.cli.output import Exit, UsageError, command, document, note, progress

if TYPE_CHECKING:
    from ledger.application.ledger import Ledger
    from ledger.projections.reports.case import Tells

NAMES: Final = tuple(f"R{number:02d}" for number in range(1, 17))
Replies = Annotated[
    list[Path] | None, typer.Option("--reply", help="A file with a reply to a row; may be given again.")
]

app = typer.Typer(
    help="Accountability reports, bound to a checkpoint and to digests that others can recompute.",
    no_args_is_help=True,
)


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


class Tier(StrEnum):
    """Who reads the report; the public sees offices alone, and no count of 1 to 10."""

    OVERSIGHT = "oversight"
    PUBLIC = "public"


@app.command("list")
@command
def list_(as_json: options.Json = False) -> None:  # noqa: FBT002
    """Print every report with what it counts and whose rows it shows; its first words are the default."""
    from ledger.projections.reports.catalogue import REPORTS

    if as_json:
        document(
            {
                name: {
                    "title": report.title,
                    "populations": report.populations,
                    "units": {tier: report.units_for(tier) for tier in report.tiers},
                    "tiers": report.tiers,
                }
                for name, report in REPORTS.items()
            }
        )
        return
    for name, report in REPORTS.items():
        typer.echo(f"{name}  {report.title['en']} / {report.title['th']}")
        typer.echo(f"     --population {' | '.join(report.populations)}")
        for tier in report.tiers:
            typer.echo(f"     --tier {tier} --unit {' | '.join(report.units_for(tier))}")


def _named(name: str) -> Callable[..., None]:
    """Return the command that prints the report ``name``."""

    @command
    def report(
        form: Annotated[Form, typer.Option("--format", help="How it is printed.")] = Form.TABLE,
        population: Annotated[str, typer.Option(help="What is counted; see `phayan report list`.")] = "",
        unit: Annotated[str, typer.Option(help="Whose rows; see `phayan report list`.")] = "",
        tier: Annotated[Tier, typer.Option(help="Who reads it.")] = Tier.OVERSIGHT,
        start: Annotated[str, typer.Option("--from", help="First month, such as 2026-01.")] = "",
        end: Annotated[str, typer.Option("--to", help="The month after the last.")] = "",
        at: Annotated[int | None, typer.Option(help="The size of an earlier checkpoint.")] = None,
        replies: Replies = None,
        lang: Annotated[Language, typer.Option(help="First language of svg, html and pdf.")] = Language.TH,
        output: options.Output = None,
        db: options.Db = options.DB,
        keys: options.Keys = options.KEYS,
        as_json: options.Json = False,  # noqa: FBT002
        quiet: options.Quiet = False,  # noqa: FBT002
    ) -> None:
        """Print this report. `phayan report list` tells what it is about."""
        if form is Form.PDF and output is None and sys.stdout.isatty():
            raise UsageError("a PDF is no text for a terminal; name a file with --output FILE")
        from ledger.application import reporting
        from ledger.application.replies import with_replies
        from ledger.projections.rendering import render
        from ledger.projections.reports.asking import Params
        from ledger.projections.reports.catalogue import find

        chosen = {"population": population, "unit": unit, "tier": tier.value, "from": start, "to": end}
        asked = "".join(f" --{option} {value}" for option, value in chosen.items() if value)
        params = Params(
            population=population,
            unit=unit,
            tier=tier.value,
            valid_from=_month(start),
            valid_to=_month(end),
        )
        with _opened(db, keys, quiet=quiet) as (ledger, told, show):
            envelope = reporting.report(
                ledger.store,
                name,
                params,
                origin=ledger.origin,
                command=f"phayan report {name}{asked}",
                at=at,
                told=told,
                notice=show,
            )
            envelope = with_replies(envelope, _notes(replies), ledger.registry())
        made = render(envelope, "json" if as_json else form.value, lang.value)
        if output is None:
            typer.echo(made, nl=False)
        else:
            output.write_bytes(made)
            note(f"wrote {output}, {len(made)} bytes", quiet=quiet)
        elsewhere = "all_imported" in find(name).populations and population != "all_imported"
        if elsewhere and not envelope["population"]["included"]:
            note("nothing is counted; for an imported register ask --population all_imported", quiet=quiet)

    return report


for _name in NAMES:
    app.command(_name)(_named(_name))


@app.command()
@command
def verify(
    file: Annotated[Path, typer.Argument(help="A report as JSON.")],
    replies: Replies = None,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: FBT002
    quiet: options.Quiet = False,  # noqa: FBT002
) -> Exit:
    """Compute a report again from this copy of the log, and say whether it is equal."""
    from ledger.application import reporting
    from ledger.application.report_check import check_report

    brought = _report(file)
    with _opened(db, keys, quiet=quiet) as (ledger, told, show):

        def again(name: str, params: Any, size: int) -> dict[str, Any]:  # noqa: ANN401 - imported above
            asked = str(brought["reproduce"]["command"]).partition(" --at ")[0]
            return reporting.report(
                ledger.store,
                name,
                params,
                origin=ledger.origin,
                command=asked,
                at=size,
                told=told,
                notice=show,
            )

        checked = check_report(brought, again, ledger.registry(), _notes(replies))
    if as_json:
        document(checked._asdict())
    elif checked.equal:
        typer.echo("equal" + (", but for rounding" if checked.close else ""))
    else:
        typer.echo(
            "NOT EQUAL: this log gives other values at " + (", ".join(checked.differing) or "the facts")
        )
    return Exit.DONE if checked.equal else Exit.FAILED


@app.command()
@command
def reply(
    file: Annotated[Path, typer.Argument(help="The report as JSON, as it was issued.")],
    row: Annotated[str, typer.Option(help="The key of the row.")],
    text: Annotated[str, typer.Option(help="What there is to say to it.")],
    name: Annotated[str, typer.Option("--as", help="Whose key signs: its name in the key folder.")],
    output: options.Output = None,
    keys: options.Keys = options.KEYS,
    as_json: options.Json = False,  # noqa: ARG001, FBT002 - an envelope is JSON already
) -> None:
    """Sign what an official, or their office, says to a row of a report; it stands beside the report."""
    from ledger.application.keyring import Keyring
    from ledger.application.replies import Reply, write_reply
    from ledger.application.tidying import tidy

    brought = _report(file)
    said = Reply(
        str(brought["snapshot"]["origin"]),
        str(brought["reproduce"]["result_digest"]),
        row,
        tidy(text),
    )
    made = write_reply(said, Keyring(keys).load(name).key)
    if output is None:
        typer.echo(made)
    else:
        output.write_bytes(made)


@contextmanager
def _opened(db: str, keys: Path, *, quiet: bool) -> "Iterator[tuple[Ledger, Tells, Callable[[int], None]]]":
    """Open the ledger, what tells of persons if it is at hand, and the showing of progress."""
    from ledger.application.assembly import open_ledger, open_strata

    settings = options.settings(db, keys)
    with (
        open_ledger(settings, now) as ledger,
        open_strata(settings, ledger, now) as told,
        progress("reading the log", quiet=quiet) as show,
    ):
        yield ledger, told, show


def _month(text: str) -> date | None:
    """Return the first day of a month, ``2026-01``; None for an empty text."""
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UsageError("a month is written as 2026-01") from error


def _report(file: Path) -> dict[str, Any]:
    from ledger.projections.errors import ReportError

    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(f"the file {file} cannot be read") from error
    except ValueError as error:
        raise ReportError("report_unreadable", "this is no report, or it lacks how it was asked") from error
    if not isinstance(found, dict) or not {"snapshot", "reproduce", "rows"} <= found.keys():
        raise ReportError("report_unreadable", "this is no report, or it lacks how it was asked")
    return found


def _notes(files: list[Path] | None) -> list[bytes]:
    try:
        return [file.read_bytes() for file in files or ()]
    except OSError as error:
        raise UsageError("a file with a reply cannot be read") from error
