"""The flags of a claim that depend on other entries than the last, on the registry, or on the day.

A flag takes nothing back: a decision stands until another one takes its place.
"""

from ledger.domain.casework_codes import ActRuling
from ledger.domain.claim.benefits import GRANTING, granting
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.quorum import lacking
from ledger.domain.claim.records import ClaimState, Flags
from ledger.domain.claim.standing import in_dispute, left_at
from ledger.domain.codes import Result
from ledger.domain.matters import DecisionMade, Published
from ledger.domain.types import EntryRef


def flags(state: ClaimState, published: Published, circle: Circle) -> Flags:
    """Return every flag of the claim on a day, but those of appeals and listings, which other streams know.

    ``quorum``: each fact that needs one has its quorum; ``quorum_failing``: a benefit is granted and one of
    them has none (any more); ``disputed``: an attestation is; ``contested``: the decision in force cites an
    attestation that fell since; ``stayed``: its effect waits; ``executed``: the benefit was paid.
    """
    found = set(state.flags | state.casework.flags)
    if not lacking(state, published, circle):
        found.add("quorum")
    elif state.decisions and state.decisions[-1].result in GRANTING:
        found.add("quorum_failing")
    if any(in_dispute(state, item) and left_at(state, item) is None for item in state.attestations):
        found.add("disputed")
    if state.decisions and state.decisions[-1] in shaken(state):
        found.add("contested")
    if state.decisions and state.decisions[-1].result is Result.STAY:
        found.add("stayed")
    in_force = granting(state)
    if in_force is not None and any(_same(paid.says.decision, in_force[0]) for paid in state.course.payments):
        found.add("executed")
    return frozenset(found)


def shaken(state: ClaimState) -> tuple[DecisionMade, ...]:
    """Return the decisions that cite an attestation which was withdrawn or overruled since, to be reviewed.

    A review of the decision itself that lets it stand, after that, takes it off the list.
    """
    return tuple(
        made
        for made, says in zip(state.decisions, state.orders, strict=True)
        if (fell := _last_fall(state, made, state.rests_on(says))) is not None
        and not any(
            _same(review.act, made) and review.version > fell and review.ruling is not ActRuling.OVERRULED
            for review in state.casework.reviews
        )
    )


def _last_fall(state: ClaimState, made: DecisionMade, cited: tuple[EntryRef, ...]) -> int | None:
    """Return where the last attestation that the decision cites fell after it."""
    keys = {(ref.version, ref.leaf) for ref in cited}
    falls = (left_at(state, item) for item in state.attestations if (item.version, item.leaf) in keys)
    return max((fell for fell in falls if fell is not None and fell > made.version), default=None)


def _same(ref: EntryRef, made: DecisionMade) -> bool:
    return (ref.version, ref.leaf) == (made.version, made.leaf)
