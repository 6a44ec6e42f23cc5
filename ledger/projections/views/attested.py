"""What somebody attested, or would not, and what became of it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ledger.domain.claim.records import Attested, ClaimState
from ledger.domain.claim.standing import expired, fact_kind, in_dispute, left_at, life_of, names_of
from ledger.domain.codes import Stance
from ledger.domain.dates import civil
from ledger.domain.matters import Published
from ledger.domain.prefix import Prefix
from ledger.domain.relations import same_person
from ledger.domain.types import Code, EntryRef
from ledger.projections.views.related import cited


class Fate(StrEnum):
    """What became of an attestation. It may be several of them."""

    STANDS = "stands"
    CITED = "cited"
    CONTRADICTED = "contradicted"
    DISPUTED = "disputed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OVERRULED = "overruled"


class Spoken(NamedTuple):
    """An attestation, or a refusal to attest, of somebody: ``stance`` is None for a refusal.

    ``entry`` is what was recorded, at ``index`` of the log. ``until`` is the last day of its life.
    """

    entry: EntryRef
    index: int  # type: ignore[assignment]  # a place; nobody looks for values here
    recorded_at: str
    facts: tuple[Code, ...]
    stance: Stance | None
    until: date | None
    fates: tuple[Fate, ...]


def spoken(prefix: Prefix, stream: str, actor: str) -> tuple[Spoken, ...]:
    """Return what ``actor`` attested or refused to attest in the claim ``stream``, the newest first."""
    state = prefix.state(stream)
    if not isinstance(state, ClaimState):
        return ()
    history = prefix.history(stream)
    given = (
        Spoken(
            EntryRef(stream, item.version, item.leaf),
            item.entry_index,
            item.recorded_at,
            item.says.facts,
            item.says.stance,
            item.says.expires_on,
            tuple(_fates(prefix, state, item)),
        )
        for item in state.attestations
        if same_person(prefix.registry, item.attester, actor)
    )
    refused = (
        Spoken(
            EntryRef(stream, item.version, item.leaf),
            history[item.version - 1].index,
            history[item.version - 1].recorded_at,
            item.says.facts,
            None,
            None,
            (),
        )
        for item in state.refusals
        if same_person(prefix.registry, item.attester, actor)
    )
    return tuple(sorted((*given, *refused), key=lambda one: -one.entry.version))


def _fates(prefix: Prefix, state: ClaimState, item: Attested) -> Iterator[Fate]:
    gone = left_at(state, item)
    if gone is not None:
        withdrawn = any(one.version == gone for one in state.course.withdrawals)
        yield Fate.WITHDRAWN if withdrawn else Fate.OVERRULED
    elif in_dispute(state, item):
        yield Fate.DISPUTED
    elif expired(item, _life(prefix, state, item), civil(prefix.now)):
        yield Fate.EXPIRED
    else:
        yield Fate.STANDS
    key = (item.version, item.leaf)
    if any(key == (ref.version, ref.leaf) for order in state.orders for ref in cited(order)):
        yield Fate.CITED
    if any(_against(prefix, state, item, other) for other in state.attestations):
        yield Fate.CONTRADICTED


def _life(prefix: Prefix, state: ClaimState, item: Attested) -> int | None:
    published: Published | None = None
    if state.programme is not None:
        published = prefix.state(state.programme.stream).published(state.programme)
    return None if published is None else life_of(state, published, item.says.facts[0])


def _against(prefix: Prefix, state: ClaimState, item: Attested, other: Attested) -> bool:
    """Return whether somebody else says the opposite of ``item`` about one of its facts, and it stands."""
    opposed = {item.says.stance, other.says.stance} == {Stance.SUPPORTS, Stance.CONTRADICTS}
    if not opposed or left_at(state, other) is not None:
        return False
    names = {fact_kind(name) for fact in item.says.facts for name in names_of(state, fact)}
    return not names.isdisjoint(map(fact_kind, other.says.facts)) and not same_person(
        prefix.registry, item.attester, other.attester
    )
