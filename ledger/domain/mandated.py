"""Who holds a mandate, whichever of several mandates carried the signature.

Somebody may be a participant and an official at once. Rules that count participants, or that keep an
owner's office away, look at every mandate of a person.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from ledger.domain.authority import Party, Scope, mandate_for, same_person
from ledger.domain.codes import Category, Role
from ledger.domain.directory import RegistryState
from ledger.domain.errors import AuthorityDenied, ConflictOfInterest, RuleBroken
from ledger.domain.relations import above, lines_of

ANYWHERE: Final = Scope(over=())
"""The place of what lies nowhere yet: whoever holds the role may act, whatever the mandate reaches."""
VOLUNTEERS: Final = frozenset({Category.VOLUNTEER_SOCIAL, Category.VOLUNTEER_HEALTH})
"""The categories of attesters who are village volunteers."""
OFFICIAL_ROLES: Final = frozenset(
    {
        Role.REGISTRAR,
        Role.INTAKE,
        Role.OFFICER,
        Role.SUPERVISOR,
        Role.HANDLER,
        Role.REVIEWER,
        Role.APPELLATE,
        Role.PAYER,
    }
)
"""Roles that somebody holds as part of an office."""


def holds(registry: RegistryState, actor: str, role: Role, today: date, scope: Scope = ANYWHERE) -> bool:
    """Return whether the actor holds a mandate of ``role`` that runs today and covers ``scope``."""
    try:
        mandate_for(registry, actor, (role,), today, scope)
    except AuthorityDenied:
        return False
    return True


def is_volunteer(registry: RegistryState, actor: str, today: date, area: str | None = None) -> bool:
    """Return whether the actor is a village volunteer today; with an ``area``, in that district."""
    return any(
        mandate.role is Role.ATTESTER
        and mandate.category in VOLUNTEERS
        and mandate.runs(today)
        and (area is None or mandate.covers(None, area))
        for mandate in registry.mandates.get(actor, ())
    )


def count_persons(registry: RegistryState, actors: Iterable[str]) -> int:
    """Return how many persons ``actors`` are: two names of one person count once."""
    found: list[str] = []
    for actor in actors:
        if not any(same_person(registry, actor, other) for other in found):
            found.append(actor)
    return len(found)


def stand_together(registry: RegistryState, one: str, other: str, now: str) -> bool:
    """Return whether two actors are one person, share a line, or stand one above the other."""
    return (
        same_person(registry, one, other)
        or not lines_of(registry, one, now).isdisjoint(lines_of(registry, other, now))
        or above(registry, one, other, now)
        or above(registry, other, one, now)
    )


def check_apart(registry: RegistryState, parties: tuple[Party, ...]) -> None:
    """Check that every signature is that of another person.

    Raises:
        ConflictOfInterest: ``coi_same_person``.
    """
    if count_persons(registry, (party.actor for party in parties)) < len(parties):
        raise ConflictOfInterest("coi_same_person")


def check_lived(parties: tuple[Party, ...]) -> None:
    """Check that nobody imports what only a living matter has: an old register knows no such acts.

    Raises:
        RuleBroken: ``import_not_historical``.
    """
    if parties[0].mandate.role is Role.IMPORTER:
        raise RuleBroken("import_not_historical")
