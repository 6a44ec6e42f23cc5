"""C13: who speaks up and who does not, by district, channel and group; and what came late to the record.

Only decisions of which the time to appeal is over are counted as ``adverse``: those with an appeal that is
still open have spoken too. ``groups`` is filled from the vault, where somebody may look into it.
"""

from datetime import date
from typing import Final

from ledger.domain.casework_codes import Kind
from ledger.domain.claim.events import AttestationGiven, AttestationRefused, ClaimReceived
from ledger.domain.dates import days_between
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Key, Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.folds.persons import signed
from ledger.projections.reports.vocabulary import (
    ADVERSE,
    APPEAL_PENDING,
    IMPORTED,
    MATURED,
    NO_NOTICE,
    OWN,
    STAY,
)

LATE: Final = 7
"""Days between an act and its recording beyond which it is a late record."""
SPOKEN: Final = ("adverse", "appeals", "not_matured", "no_notice")
VOICE: Final = Shape(
    "voice",
    ("district", "channel", "origin", "month"),
    (*SPOKEN, "complaints", "attestations", "refused_attestations", "entries", "late_record"),
)
GROUP: Final = Shape("voice_group", ("group", "value", "origin", "month"), SPOKEN)
_COMPLAINTS, _ATTESTED, _REFUSED, _ENTRIES, _LATE = range(len(SPOKEN), len(VOICE.counts))
_BEGINS: Final = (ClaimReceived, GrievanceFiled)
_ANSWERS: Final = (AttestationGiven, AttestationRefused)
SHAPES: Final = (VOICE,)
GROUPS: Final = (GROUP,)
DIMENSIONS: Final = ("sex", "age", "disability", "language", "migrant")


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the voices of a case by its district and channel."""
    place = _place(case)
    if place is None:
        return
    for key, counts, until in _spoken(case):
        facts.add(VOICE, (*place, *key), **counts)
        if until:
            facts.hold(until)
    for one, custody, month in signed(case):
        origin, says = IMPORTED if custody == IMPORTED else OWN, one.statement.says
        cell = facts.cell(VOICE, (*place, origin, month))
        cell[_ENTRIES] += 1
        cell[_LATE] += origin == OWN and is_late(one)
        if isinstance(says, GrievanceFiled):
            cell[_COMPLAINTS] += says.kind is not Kind.APPEAL
        elif isinstance(says, _ANSWERS):
            cell[_ATTESTED] += 1
            cell[_REFUSED] += isinstance(says, AttestationRefused)


def fold_groups(case: Case, facts: CaseFacts) -> None:
    """Count the voices of a claim by the groups of its person."""
    strata = case.context.strata(case.key) if case.key.startswith("claim/") else None
    for key, counts, _ in _spoken(case):
        for name in DIMENSIONS:
            facts.add(GROUP, (name, str(getattr(strata, name)), *key), **counts)


def is_late(one: Recorded) -> bool:
    """Return whether an act was recorded more than a week after its signer says that it was made."""
    said = one.statement.at
    return said is not None and days_between(said, one.recorded_at) > LATE


def _spoken(case: Case) -> list[tuple[Key, dict[str, int], date | None]]:
    found: list[tuple[Key, dict[str, int], date | None]] = []
    for fact, until in fates(case):
        if fact.result not in ADVERSE or fact.result == STAY:
            continue
        over = fact.origin == IMPORTED or fact.standing in (MATURED, APPEAL_PENDING)
        counts = {
            "adverse": int(over),
            "appeals": int(over and fact.appealed),
            "no_notice": int(not over and fact.standing == NO_NOTICE),
            "not_matured": int(not over and fact.standing != NO_NOTICE),
        }
        found.append(((fact.origin, fact.month), counts, until))
    return found


def _place(case: Case) -> tuple[str, str] | None:
    """Return district and channel of a case, empty where it names none; None: it is no case of a person."""
    for one in case.entries:
        says = one.statement.says
        if isinstance(says, _BEGINS):
            return says.area or "", "" if says.via is None else str(says.via.channel)
    return ("", "") if case.key.startswith(("claim/", "grievance/")) else None
