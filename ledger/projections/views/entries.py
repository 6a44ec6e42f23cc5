"""One entry as every view shows it: who answers, whose keys signed, in whose hands they were, and when."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.signers_clock import clock_suspect
from ledger.domain.types import Recorded
from ledger.projections.hands import FOUNDER, IMPORTED, custody_word
from ledger.projections.views.plain import plain

FROM_WHICH: Final = ("sent_on", "received_on")
"""Days from which a period may run before anybody records it."""


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
    person whom an imported record is about. ``late`` counts the days in Bangkok to the one of recording, as
    ``days_late`` does; None for imported records, and where no day is stated. ``clock_suspect``: by its
    signer's clock it was signed after it was recorded. ``knowledge`` is cited, seen, this or later in a
    decider's view.
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
    clock_suspect: bool
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
        clock_suspect(statement.at, recorded.recorded_at),
        recorded.leaf,
        data,
        knowledge,
    )


def days_late(recorded: Recorded) -> int | None:
    """Return how many days in Bangkok lie between what was done and its recording.

    It was done on the day of its signer's clock, or on the earlier one on which, as the entry says, a notice
    was sent or something was received: a period that runs from there ran unseen. None: no clock is stated.
    """
    at = recorded.statement.at
    if at is None:
        return None
    stated: list[date | None] = [getattr(recorded.statement.says, name, None) for name in FROM_WHICH]
    return (civil(recorded.recorded_at) - min([civil(at), *filter(None, stated)])).days


def _signature(key: str, registry: RegistryState) -> Signature:
    found = registry.keys.get(key)
    if found is None:
        return Signature(key, None, "unknown")
    return Signature(key, found.actor, FOUNDER if found.custody is None else str(found.custody))
