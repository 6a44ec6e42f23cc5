"""``phayan``, with the server: the command line and ``serve``."""

import asyncio
import socket
from collections.abc import Callable
from typing import Annotated, Any, Final

import h11
import typer
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.app import create_app
from ledger.application.assembly import open_ledger
from ledger.application.keyring import Keyring
from ledger.application.randomness import seed
from ledger.cli import app, options
from ledger.cli.edges import now
from ledger.cli.output import command

__all__ = ["app", "main"]

HEAD_BYTES: Final = 64 * 1024  # the parser's own end; what is over 16 KiB is refused before, as a problem
HEAD_SECONDS: Final = 5.0
GRACE: Final = 20  # seconds in which requests under way come to their end; one may wait twice for a lock


class Impatient(H11Protocol):
    """HTTP/1.1 whose heads must arrive within five seconds, the first one and each that follows."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - asyncio's
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Wait for a head while there is none, whatever trickles in meanwhile."""
        if self.conn.their_state is not h11.IDLE:
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Server(uvicorn.Server):
    """A server that ends what would go on for ever before it waits for what is under way."""

    def __init__(self, config: uvicorn.Config, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop = stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, and wait for requests to come to their end."""
        self._stop()
        await super().shutdown(sockets)


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
    settings = options.settings(db, keys)
    with open_ledger(settings, now, write=True) as ledger:
        secret = Keyring(settings.keys).secret("session", seed)
        served = create_app(ledger, secret, now, public_entries=public_entries)
        typer.echo(f"serving http://{host}:{port}, until Ctrl-C", err=True)
        config = uvicorn.Config(
            served,
            host=host,
            port=port,
            http=Impatient,
            ws="none",
            workers=1,
            lifespan="off",
            access_log=False,  # addresses of those who complain are written nowhere
            log_level="warning",
            server_header=False,
            h11_max_incomplete_event_size=HEAD_BYTES,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=GRACE,
        )
        Server(config, served.state.changes.stop).run()


def main() -> None:
    """Run the program."""
    app()
