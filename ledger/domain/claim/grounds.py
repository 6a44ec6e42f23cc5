"""What a decision rests on: findings that cite the record, quorums of a grant, grounds of a refusal."""

from datetime import date
from typing import Final

from ledger.domain.casework_codes import Supplied
from ledger.domain.claim.events import Decision, Found
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.quorum import lacking
from ledger.domain.claim.records import ClaimState
from ledger.domain.claim.standing import contradictions, in_dispute, outside_was_asked, unsettled
from ledger.domain.codes import Finding
from ledger.domain.errors import RuleBroken
from ledger.domain.matters import Published
from ledger.domain.types import Statement

EVIDENCE: Final = frozenset(
    {Supplied.DOCUMENT, Supplied.STATEMENT, Supplied.HEARING, Supplied.VISIT, Supplied.CORRECTION}
)
"""What was put to the file and may carry a finding. A note or an attempt to reach somebody never does."""


def check_found(state: ClaimState, statement: Statement, says: Decision, published: Published) -> None:
    """Check that every finding is of a known fact and cites entries of this stream.

    Raises:
        RuleBroken: ``fact_unknown``, ``finding_uncited``, ``entry_unknown``.
    """
    if not says.found:
        return
    tokens: set[str] = set() if state.received is None else {fact.id for fact in state.received.facts}
    for found in says.found:
        if found.fact not in tokens and found.fact not in published.facts:
            raise RuleBroken("fact_unknown")
        if not found.on and not published.historical:
            raise RuleBroken("finding_uncited")
        for ref in found.on:
            if ref.stream != statement.stream or not state.holds(ref):
                raise RuleBroken("entry_unknown")


def check_grant(state: ClaimState, says: Decision, published: Published, circle: Circle) -> None:
    """Check that a grant has its quorums, cites what contradicts it, and follows a visit if two do.

    Raises:
        RuleBroken: ``quorum_missing`` with the facts, ``contradiction_not_cited``, ``visit_missing``.
    """
    missing = lacking(state, published, circle)
    if missing:
        raise RuleBroken("quorum_missing", facts=missing)
    against = contradictions(state, published, circle.today)
    if not against:
        return
    cited = {(ref.version, ref.leaf) for found in says.found for ref in found.on}
    if any((item.version, item.leaf) not in cited for item in against):
        raise RuleBroken("contradiction_not_cited")
    if unsettled(state, published, circle.registry, circle.today):
        raise RuleBroken("visit_missing")


def check_denial(state: ClaimState, says: Decision, published: Published, today: date) -> None:
    """Check that what is denied is not denied because nobody spoke.

    Either a finding denies a fact on the application, on evidence, or on a contradiction that stands. Or
    nobody spoke for the facts that were not shown, although somebody from outside was asked about each of
    them and had the time to answer.

    Raises:
        RuleBroken: ``refusal_on_silence``.
    """
    if any(_carries(state, found, published, today) for found in says.found):
        return
    unproven = [found.fact for found in says.found if found.finding is not Finding.YES]
    if not unproven or not all(outside_was_asked(state, fact) for fact in unproven):
        raise RuleBroken("refusal_on_silence")


def _carries(state: ClaimState, found: Found, published: Published, today: date) -> bool:
    """Return whether a finding denies a fact on something that speaks against it."""
    if found.finding is not Finding.NO:
        return False
    cited = {(ref.version, ref.leaf) for ref in found.on}
    if state.application in cited:
        return True
    against = contradictions(state, published, today)
    return any((item.version, item.leaf) in cited and not in_dispute(state, item) for item in against) or any(
        (item.version, item.leaf) in cited and item.kind in EVIDENCE for item in state.casework.supplied
    )
