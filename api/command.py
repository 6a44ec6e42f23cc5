"""``phayan``, with the server: the command line and ``serve``."""

from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from ledger.cli import app, options
from ledger.cli.edges import now
from ledger.cli.output import command

HEAD_BYTES = 64 * 1024  # the parser's own end; what is over 16 KiB is refused before, as a problem
GRACE = 10  # seconds in which requests under way come to their end


@app.command("serve")
@command
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port to listen on.")] = 8000,
    public_entries: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--public-entries", help="Let anybody fetch the entries, not their hashes alone.")
    ] = False,
    db: options.Db = options.DB,
    keys: options.Keys = options.KEYS,
) -> None:
    """Serve the ledger over HTTP, until it is stopped."""
    served = create_app(options.settings(db, keys), now, public_entries=public_entries)
    typer.echo(f"serving http://{host}:{port}, until Ctrl-C", err=True)
    uvicorn.run(
        served,
        host=host,
        port=port,
        access_log=False,  # addresses of those who complain are written nowhere
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE,
    )


def main() -> None:
    """Run the program."""
    app()


__all__ = ["app", "main"]
