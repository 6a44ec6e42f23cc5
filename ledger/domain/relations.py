"""Who is one person, who stands above whom, and who has a part of their own in what.

Known from the registry alone: from what people declared, from mandates and from the tree of offices. The
ledger guesses no kinship and no household. Rules ask these questions of persons, never of keys or mandates.

**Above.** A supervisor stands above whoever

- holds a mandate in an office below the supervisor's own, at any depth, in whatever line: ``parent`` is the
  chain of command, while ``area`` says where an office lies;
- holds a mandate of the supervisor's line without being a supervisor in it;
- was passed a mandate on by the supervisor.
"""

from collections.abc import Iterator
from datetime import date

from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Interest, Mandate, RegistryState


def actors_of(registry: RegistryState, actor: str) -> tuple[str, ...]:
    """Return every actor under whom the person is known, ``actor`` among them."""
    return registry.persons.get(actor) or (actor,)


def same_person(registry: RegistryState, one: str, other: str) -> bool:
    """Return whether two actors are known to be one person: equal, or linked by undisputed declarations."""
    return one == other or other in registry.persons.get(one, ())


def running(registry: RegistryState, actor: str, today: date) -> Iterator[Mandate]:
    """Yield every mandate of the person that runs today: a second actor or mandate hides none."""
    for known in actors_of(registry, actor):
        for mandate in registry.mandates.get(known, ()):
            if mandate.runs(today):
                yield mandate


def lines_of(registry: RegistryState, actor: str, now: str) -> frozenset[str]:
    """Return every line in which the person holds a running mandate."""
    return frozenset(mandate.line for mandate in running(registry, actor, civil(now)))


def above(registry: RegistryState, one: str, other: str, now: str) -> bool:
    """Return whether ``one`` stands above ``other``, as persons; nobody stands above themselves."""
    if same_person(registry, one, other):
        return False
    today = civil(now)
    supervising = [held for held in running(registry, one, today) if held.role is Role.SUPERVISOR]
    return bool(supervising) and any(
        _over(registry, high, low) for low in running(registry, other, today) for high in supervising
    )


def _over(registry: RegistryState, high: Mandate, low: Mandate) -> bool:
    if low.depth > 0 and low.grantor == high.actor:
        return True
    if high.line == low.line and low.role is not Role.SUPERVISOR:
        return True
    return high.office in offices_above(registry, low.office)


def offices_above(registry: RegistryState, office: str) -> tuple[str, ...]:
    """Return the offices above ``office``, nearest first, without itself. A circle ends where it began."""
    chain = [office]
    while (known := registry.offices.get(chain[-1])) is not None:
        if known.parent is None or known.parent in chain:
            break
        chain.append(known.parent)
    return tuple(chain[1:])


def interested(registry: RegistryState, actor: str, about: str, day: date) -> tuple[Interest, ...]:
    """Return what the person declared, or oversight found, about a stream, a person or an area, on ``day``.

    An interest in an area is one in every matter whose area lies within it. That two actors are one person
    is no interest: ``same_person`` answers it.
    """
    if not registry.interests:
        return ()
    return tuple(
        interest
        for known in actors_of(registry, actor)
        for interest in registry.interests.get(known, ())
        if interest.runs(day) and _touches(registry, interest, about)
    )


def interests_between(registry: RegistryState, one: str, other: str, day: date) -> tuple[Interest, ...]:
    """Return what either person has in the other on ``day``, whoever of them declared it."""
    return (*interested(registry, one, other, day), *interested(registry, other, one, day))


def _touches(registry: RegistryState, interest: Interest, about: str) -> bool:
    if interest.about.isdigit():
        return about.startswith(interest.about)
    return same_person(registry, interest.about, about)
