"""Options that every command shares."""

import os
from pathlib import Path
from typing import Annotated

import typer

from ledger.application.settings import DEFAULT_DB, DEFAULT_KEYS, Settings, handed_over

Db = Annotated[str, typer.Option("--db", envvar="PHAYAN_DB", help="The ledger, as a URL.")]
Keys = Annotated[Path, typer.Option("--keys", envvar="PHAYAN_KEYS", help="The folder of private keys.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No notes and no progress.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")
]

DB = DEFAULT_DB
KEYS = Path(DEFAULT_KEYS)


def settings(db: str, keys: Path) -> Settings:
    """Return the settings that options, the environment and files of credentials give, in this order."""
    handed = handed_over(os.environ)
    return Settings.of(handed.get("PHAYAN_DB", db) if db == DB else db, keys, handed | dict(os.environ))
