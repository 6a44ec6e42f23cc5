"""What people have to do with one another, with cases and with places, as they declared or oversight found.

A declaration changes the future only: one about the same ends the earlier one on the day it is recorded,
never before. What oversight found is ended by oversight alone.

Two actors are one person or they are not, whatever the day: a declaration of ``same_person`` that has an
end takes back or denies it. A link is undisputed as long as neither of the two denies it; oversight's
newest word settles a dispute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.dates import civil
from ledger.domain.directory import Interest, RegistryState
from ledger.domain.registry.events import InterestDeclared
from ledger.domain.types import Recorded


def declared(state: RegistryState, says: InterestDeclared, recorded: Recorded) -> RegistryState:
    """Return the registry after a declaration."""
    new = Interest(
        actor=says.actor,
        about=says.about,
        ground=says.ground,
        from_=says.from_,
        to=says.to,
        version=recorded.version,
        index=recorded.index,
        leaf=recorded.leaf,
        found=recorded.statement.by != says.actor,
    )
    day = civil(recorded.recorded_at)
    earlier = (_ended(old, new, day) for old in state.interests.get(says.actor, ()))
    interests = {**state.interests, says.actor: (*earlier, new)}
    if says.ground is not ConflictGround.SAME_PERSON:
        return replace(state, interests=interests)
    return replace(state, interests=interests, persons=_persons(interests))


def _ended(old: Interest, new: Interest, day: date) -> Interest:
    """Return ``old``, ended on ``day`` if ``new`` speaks of the same and may replace it."""
    about_the_same = (old.about, old.ground) == (new.about, new.ground)
    outlives = old.to is None or old.to > day
    if about_the_same and outlives and (new.found or not old.found):
        return replace(old, to=day)
    return old


def _persons(interests: Mapping[str, tuple[Interest, ...]]) -> dict[str, tuple[str, ...]]:
    """Return for each actor of a person who is known under several, all of them in order."""
    persons: dict[str, frozenset[str]] = {}
    for one, other in _links(item for held in interests.values() for item in held):
        together = persons.get(one, frozenset({one})) | persons.get(other, frozenset({other}))
        persons |= dict.fromkeys(together, together)
    return {actor: tuple(sorted(together)) for actor, together in persons.items()}


def _links(interests: Iterable[Interest]) -> list[tuple[str, str]]:
    """Return the pairs of actors who are undisputedly one person."""
    findings: dict[tuple[str, str], bool] = {}
    words: dict[tuple[str, str], dict[str, bool]] = {}
    same = (item for item in interests if item.ground is ConflictGround.SAME_PERSON)
    for item in sorted(same, key=lambda item: item.version):
        pair = (min(item.actor, item.about), max(item.actor, item.about))
        if item.found:
            findings[pair] = item.to is None
        else:
            words.setdefault(pair, {})[item.actor] = item.to is None
    undisputed = {pair: all(said.values()) for pair, said in words.items()} | findings
    return [pair for pair, holds in undisputed.items() if holds]
