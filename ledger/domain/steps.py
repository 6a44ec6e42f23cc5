"""What comes next in a matter, and who may do it: data for "who acts next, and until when".

Each stream says it of its own states. Nothing here decides anything: the rules refuse or accept, and these
steps are what they admit.
"""

from dataclasses import dataclass
from typing import Final

from ledger.domain.codes import Role
from ledger.domain.types import Event

INDEPENDENT: Final = frozenset({Role.INTAKE, Role.CLOCK, Role.OVERSIGHT, Role.APPELLATE})
"""Roles that are not the office complained about: they speak for the citizen, or watch, or stand above."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """An act that is possible now.

    Attributes:
        act: The event type.
        by: The roles of whoever may answer for it.
        clock: The clock that waits for it; None: no period runs for it.
        outside: Nobody of the line complained about may do it, or nobody of that line alone.
    """

    act: type[Event]
    by: tuple[Role, ...]
    clock: str | None = None
    outside: bool = False

    @property
    def independent(self) -> bool:
        """Return whether somebody other than the office complained about may do it."""
        return self.outside or not INDEPENDENT.isdisjoint(self.by)
