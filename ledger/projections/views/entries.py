"""One entry as every view shows it: who answers, whose keys signed, in whose hands they were, and when."""

from dataclasses import dataclass
from typing import Any

from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.types import Recorded
from ledger.projections.custody import FOUNDER, IMPORTED, custody_word
from ledger.projections.views.plain import plain


@dataclass(frozen=True, slots=True)
class Signature:
    """One key that signed. ``custody`` is the code under which it was enrolled, or ``root``."""

    key: str
    actor: str | None
    custody: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as it is shown.

    ``custody`` is one word for all its signatures (``ledger.projections.custody``); ``official`` is the
    person whom an imported record is about. ``late`` counts the days in Bangkok from the one that the signer
    states to the one of recording; None for imported records, and where no day is stated. ``knowledge`` is
    cited, seen, this or later in a decider's view.
    """

    index: int
    version: int
    type: str
    by: str
    official: str | None
    custody: str
    signed: tuple[Signature, ...]
    at: str | None
    recorded_at: str
    late: int | None
    leaf: str
    data: dict[str, Any]
    knowledge: str | None = None


def show_entry(recorded: Recorded, registry: RegistryState, knowledge: str | None = None) -> Shown:
    """Return ``recorded`` as it is shown; its keys are looked up in ``registry``."""
    statement, says = recorded.statement, recorded.statement.says
    official: str | None = getattr(says, "official", None)
    via = getattr(says, "via", None)
    signed = tuple(_signature(key, registry) for key in statement.signers)
    custody = custody_word(
        (one.custody for one in signed),
        imported=official is not None,
        helped=via is not None and via.assist is not None,
    )
    data: dict[str, Any] = plain(says)
    return Shown(
        recorded.index,
        recorded.version,
        statement.type,
        statement.by,
        official,
        custody,
        signed,
        statement.at,
        recorded.recorded_at,
        days_late(recorded) if custody != IMPORTED else None,
        recorded.leaf,
        data,
        knowledge,
    )


def days_late(recorded: Recorded) -> int | None:
    """Return how many days in Bangkok lie between the signer's own day and that of recording.

    None: the signer states no day.
    """
    at = recorded.statement.at
    return None if at is None else (civil(recorded.recorded_at) - civil(at)).days


def _signature(key: str, registry: RegistryState) -> Signature:
    found = registry.keys.get(key)
    if found is None:
        return Signature(key, None, "unknown")
    return Signature(key, found.actor, FOUNDER if found.custody is None else str(found.custody))
