"""The command line: ``phayan``. Commands import what they need when they run, so that help is quick."""

import typer

from ledger.cli import (
    admission,
    auditing,
    demo,
    erasing,
    evidence,
    exporting,
    founding,
    keys,
    letters,
    operating,
    reading,
    records,
    reports,
    showing,
    ticking,
)

app = typer.Typer(
    name="phayan",
    help="The ledger that makes decisions about social protection answerable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("init")(founding.init)
app.command("demo")(demo.demo)
app.add_typer(keys.app, name="key")
app.add_typer(admission.programs, name="program")
app.add_typer(admission.officials, name="sso")
app.command("submit")(records.submit)
app.command("import")(records.import_)
app.command("erase")(erasing.erase)
app.command("tick")(ticking.tick)
app.command("show")(showing.show)
app.command("letter")(letters.letter)
app.command("queue")(showing.queue)
app.command("register")(showing.register)
app.command("commitments")(showing.commitments)
app.command("consultation")(showing.consultation)
app.command("verify")(evidence.verify)
app.add_typer(auditing.app, name="audit")
app.command("proof")(evidence.proof)
app.command("bundle")(evidence.bundle)
app.add_typer(reports.app, name="report")
app.add_typer(exporting.app, name="export")
app.command("rebuild")(reading.rebuild)
app.command("check")(reading.check)
app.command("migrate")(operating.migrate)
app.command("backup")(operating.backup)


def main() -> None:
    """Run the program."""
    app()
