"""What attesters said of the facts that a decision found: before it was signed, and afterwards.

``seen`` draws the line: the head of the stream that the decider signed. What stands after it was not known,
whatever its signer's clock says. A missing, refused or expired attestation speaks neither way; nor does one
that its author withdrew, that a review overruled, or that is in open dispute.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple, Self

from ledger.domain.casework.record import day_of
from ledger.domain.claim.events import Decision, DecisionRevised, EligibilityDecided, Found
from ledger.domain.claim.records import Attested, ClaimState
from ledger.domain.claim.standing import expired, in_dispute, left_at, life_under, names_of
from ledger.domain.codes import Finding, Result, Stance
from ledger.domain.dates import civil
from ledger.domain.matters import Published
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case

OPPOSITE: Final = {
    Finding.YES: Stance.CONTRADICTS,
    Finding.NO: Stance.SUPPORTS,
    Finding.NOT_SHOWN: Stance.SUPPORTS,
}
"""The stance that speaks against a finding. Whoever finds that a fact was not shown does not follow those
who support it."""


class Weighed(NamedTuple):
    """A finding with the attestations about its fact that could be used."""

    found: Found
    used: tuple[Attested, ...]
    against: tuple[Attested, ...]
    """Those that speak against the finding."""

    @classmethod
    def of(cls, found: Found, used: Iterable[Attested]) -> Self:
        """Return a finding with what of ``used`` speaks against it."""
        usable, opposite = tuple(used), OPPOSITE[found.finding]
        return cls(found, usable, tuple([item for item in usable if item.says.stance is opposite]))

    @property
    def contradicted(self) -> bool:
        """Return whether more than half of them speak against it."""
        return 2 * len(self.against) > len(self.used)

    @property
    def tied(self) -> bool:
        """Return whether as many speak against it as for it."""
        return bool(self.used) and 2 * len(self.against) == len(self.used)


def line_of(made: Recorded) -> int:
    """Return the last version of the stream that the signer of ``made`` had before them; 0: nothing.

    An imported record signs no head: what the register has before it.
    """
    seen = made.statement.seen
    return made.version - 1 if seen is None else min(seen.version, made.version - 1)


def weighed_before(case: Case, made: Recorded, says: Decision) -> list[Weighed]:
    """Return each finding with what could be used of what its signer had seen."""
    if not says.found:
        return []
    state = case.prefix.state_after(case.key, line_of(made))
    if not isinstance(state, ClaimState):
        return []
    published, day = _published(case, state), day_of(made)
    return [Weighed.of(found, _usable(state, found, published, day)) for found in says.found]


def _published(case: Case, state: ClaimState) -> Published | None:
    rules = state.programme
    return None if rules is None else case.context.state(rules.stream).published(rules)


def _usable(
    state: ClaimState, found: Found, published: Published | None, day: date | None
) -> Iterator[Attested]:
    """Yield what could be used about a fact on ``day``; on an unknown day nothing has expired."""
    if not state.attestations:
        return
    names = names_of(state, found.fact)
    life = None if published is None else life_under(names, published, found.fact)
    for item in state.attestations:
        if (
            item.says.stance is not Stance.CANNOT_SAY
            and not names.isdisjoint(item.says.facts)
            and left_at(state, item) is None
            and not in_dispute(state, item)
            and not (day is not None and expired(item, life, day))
        ):
            yield item


def came_later(case: Case, made: Recorded, says: Decision) -> list[Weighed]:
    """Return each finding with what speaks against it and was not seen, as long as the decision stood.

    Where no attestation came after what was seen, nothing is returned.
    What a later decision or a correction answered is no longer against this one. An attestation that a
    review overruled did contradict, and was looked at; one that its author took back does not.
    """
    state = case.prefix.state(case.key)
    if not isinstance(state, ClaimState) or not says.found:
        return []
    line = line_of(made)
    if not state.attestations or state.attestations[-1].version <= line:
        return []
    published, end = _published(case, state), replaced_at(case, made)
    gone = {one.of.version for one in state.course.withdrawals}
    later = []
    for found in says.found:
        names = names_of(state, found.fact)
        life = None if published is None else life_under(names, published, found.fact)
        against = [
            item
            for item in state.attestations
            if item.version > line
            and item.entry_index < end
            and item.says.stance is OPPOSITE[found.finding]
            and not names.isdisjoint(item.says.facts)
            and item.version not in gone
            and not in_dispute(state, item)
            and not expired(item, life, civil(item.recorded_at))
        ]
        later.append(Weighed.of(found, against))
    return later


def replaced_at(case: Case, made: Recorded) -> int:
    """Return the index of what took the place of ``made``: a new decision or a correction; else the size."""
    later = (
        one.index
        for one in case.own[case.key]
        if one.index > made.index
        and isinstance(says := one.statement.says, EligibilityDecided | DecisionRevised)
        and says.result is not Result.STAY
    )
    return min(later, default=case.context.size)


def turned(before: Iterable[Weighed], later: Iterable[Weighed]) -> bool:
    """Return whether with what came later more than half speak against a finding."""
    pairs = zip(before, later, strict=True)
    return any(Weighed.of(one.found, one.used + more.used).contradicted for one, more in pairs)
