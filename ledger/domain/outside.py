"""Rule R10: who speaks for a citizen about an office stands outside of the line complained about.

Confirmation, dispute, withdrawal and contest come from the citizen through an intake of another line.
Persons are compared under every mandate that they hold: a second mandate hides none.
"""

from collections.abc import Iterable
from datetime import date

from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.errors import ConflictOfInterest
from ledger.domain.prefix import Prefix
from ledger.domain.relations import actors_of


def lines_at(registry: RegistryState, actor: str, day: date, size: int) -> frozenset[str]:
    """Return the lines in which the person held a mandate on ``day``, as the log of ``size`` entries had it.

    A mandate that was revoked later counts: nobody leaves a line by having a mandate struck afterwards.
    """
    return frozenset(
        mandate.line
        for known in actors_of(registry, actor)
        for mandate in registry.mandates.get(known, ())
        if mandate.from_ <= day <= mandate.to
        and mandate.index < size
        and (mandate.revoked is None or mandate.revoked >= size)
    )


def check_outside(actors: Iterable[str], lines: frozenset[str], prefix: Prefix) -> None:
    """Check that none of ``actors`` holds a running mandate in one of ``lines``: as persons.

    Raises:
        ConflictOfInterest: ``coi_line_complained_about``.
    """
    today = civil(prefix.now)
    for actor in actors:
        if not lines.isdisjoint(lines_at(prefix.registry, actor, today, prefix.size)):
            raise ConflictOfInterest("coi_line_complained_about")
