"""``phayan``, with the server: the command line and ``serve``."""

import inspect
import os
from typing import Annotated

import typer
from pydantic.fields import FieldInfo

from api import serving
from api.settings import ServerSettings, read
from ledger.cli import app
from ledger.cli.output import Exit, command, document

__all__ = ["app", "main"]


def _serve(*, check: bool = False, **given: object) -> Exit:
    """Serve the ledger over HTTP, until it is stopped."""
    settings = read(os.environ, **given)
    if check:
        document(settings.shown())
        return Exit.DONE
    return serving.serve(settings)


def _option(name: str, member: FieldInfo) -> inspect.Parameter:
    """Return the option that gives the setting ``name``: whatever is wrong is told by the settings alone."""
    option, flag = f"--{name.replace('_', '-')}", member.annotation is bool
    says = typer.Option(
        f"{option}/--no-{option[2:]}" if flag else option, help=f"{member.description}.", show_default=False
    )
    annotation = Annotated[bool | None, says] if flag else Annotated[str | None, says]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _with_options() -> None:
    """Give ``serve`` an option for each setting, so that none can be forgotten."""
    told = [_option(name, member) for name, member in ServerSettings.model_fields.items()]
    says = typer.Option("--check", help="Print the settings that would be used, without secrets.")
    told.append(
        inspect.Parameter(
            "check", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Annotated[bool, says]
        )
    )
    _serve.__signature__ = inspect.Signature(told)  # type: ignore[attr-defined]
    _serve.__annotations__ = {one.name: one.annotation for one in told}
    app.command("serve")(command(_serve))


_with_options()


def main() -> None:
    """Run the program."""
    app()
