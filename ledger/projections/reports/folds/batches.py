"""C09 beside pairs: decisions signed in the same minute, dates written by hand, equal reason texts.

Dates written by hand (when a home was visited, a notice arrived, a claim came in) are heaped if they fall
on the 1st and on multiples of five more often than others' do. Reason texts are compared inside the vault
alone: salted digests never repeat, so entries cannot show that two are equal.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Final

from ledger.domain.claim.events import (
    AttestationGiven,
    ClaimReceived,
    Decision,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.codes import OrderMaker
from ledger.domain.dates import civil_text
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.vocabulary import IMPORTED, OWN

MINUTE: Final = Shape("signed_minute", ("who", "office", "origin", "month", "minute"), ("n",))
"""Decisions by who signed them and the minute of ``at`` (UTC); of officials' own signatures alone."""
DATED: Final = Shape("dated", ("who", "office", "what", "origin", "month"), ("n", "round"))
REASONS: Final = Shape("equal_reasons", ("who", "office", "origin", "month", "text"), ("n",))
"""Decisions by a digest of their reasons; ``text`` is empty where the vault could not be read."""
SHAPES: Final = (MINUTE, DATED)
VAULT_SHAPES: Final = (REASONS,)
OBSERVED, NOTIFIED, RECEIVED = "observed", "notified", "received"
_WRITTEN: Final[Mapping[type, tuple[str, str]]] = {
    AttestationGiven: (OBSERVED, "observed_on"),
    DecisionNotified: (NOTIFIED, "received_on"),
    ClaimReceived: (RECEIVED, "received_on"),
}
"""What is written in which events, and as which of their members."""
ROUND: Final = frozenset({1, 5, 10, 15, 20, 25, 30})


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the minutes in which decisions of a claim were signed, and the days that were written."""
    for recorded in case.own.get(case.key, ()) if case.key.startswith("claim/") else ():
        written = _WRITTEN.get(type(recorded.statement.says))
        if written is not None:
            _dated(case, facts, recorded, *written)
        elif decision_of_own(case, recorded) is not None and (at := recorded.statement.at) is not None:
            facts.cell(MINUTE, (*_who(case, recorded), OWN, civil_text(at)[:7], at[:16]))[0] += 1


def _dated(case: Case, facts: CaseFacts, recorded: Recorded, what: str, name: str) -> None:
    """Count the day that an entry states as ``name``, if whoever wrote it is known."""
    says = recorded.statement.says
    day: date | None = getattr(says, name)
    if day is None:
        return
    imported = case.context.custody(recorded) == IMPORTED
    if imported and getattr(says, "official", None) is None:
        return
    key = (*_who(case, recorded), what, IMPORTED if imported else OWN, day.isoformat()[:7])
    cell = facts.cell(DATED, key)
    cell[0] += 1
    cell[1] += day.day in ROUND


def fold_reasons(case: Case, facts: CaseFacts) -> None:
    """Count the reason texts of the decisions of a claim, by digest."""
    for recorded in case.own.get(case.key, ()) if case.key.startswith("claim/") else ():
        says = decision_of_own(case, recorded)
        if says is not None:
            at = recorded.statement.at
            month = "" if at is None else civil_text(at)[:7]
            key = (*_who(case, recorded), OWN, month, alike(case.context.reasons(recorded)))
            facts.add(REASONS, key, n=1)


def decision_of_own(case: Case, recorded: Recorded) -> Decision | None:
    """Return what an official decided and signed; None for anything else: a body's order, a register's."""
    says = recorded.statement.says
    if not isinstance(says, (EligibilityDecided, DecisionRevised)):
        return None
    own = says.order_maker is OrderMaker.OFFICIAL and case.context.custody(recorded) != IMPORTED
    return says if own else None


def alike(text: str | None) -> str:
    """Return the same word for texts that differ in spaces and case alone; "" for none.

    >>> alike("Income  too high") == alike(" income too HIGH"), alike(None), alike(" ")
    (True, '', '')
    """
    words = " ".join((text or "").casefold().split())
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def _who(case: Case, recorded: Recorded) -> tuple[str, str]:
    """Return who acted and their office; empty where no mandate to decide is on record."""
    who = getattr(recorded.statement.says, "official", None) or recorded.statement.by
    mandate = case.context.mandate(who, recorded.index)
    return who, "" if mandate is None else mandate.office
