"""The edges where time and identifiers enter the program from the world."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from ledger.application.composing import Author


def now() -> datetime:
    """Return the present time of this machine, in UTC."""
    return datetime.now(UTC)


def instant() -> str:
    """Return the present time as a statement's ``at`` has it, to the second."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")


def identifier() -> str:
    """Return a new random uuid."""
    return str(uuid4())


def author(origin: str) -> "Author":
    """Return the author of statements made here and now for the log ``origin``."""
    from ledger.application.composing import Author
    from ledger.application.randomness import salt

    return Author(origin=origin, instant=instant, identifier=identifier, salt=salt)
