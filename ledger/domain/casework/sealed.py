"""The rules of what is sealed: opening an identity for a time, and erasing a person for good.

Both take the custodian and oversight, of different lines. Erasure leaves every proof, and every reason that
an official gave; it waits for whatever still needs the data. Source: PDPA s.33; APA s.64 for the clocks.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from ledger.domain.authority import check_four_eyes
from ledger.domain.casework.events import (
    ActReviewed,
    ConflictDecided,
    IdentityUnsealed,
    PersonalDataErased,
)
from ledger.domain.codes import Role
from ledger.domain.errors import OnHold, RuleBroken
from ledger.domain.gate import check_gate
from ledger.domain.matters import Matter
from ledger.domain.outside import check_outside
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.profile import demand_reasons
from ledger.domain.relations import lines_of
from ledger.domain.types import Recorded

LONGEST: Final = timedelta(days=30)
"""How long an identity stays open at most. The person is told within the same time."""
SUBJECTS: Final = {
    "claim": re.compile("applicant|attester|named-[1-9][0-9]*"),
    "grievance": re.compile("complainant|named-[1-9][0-9]*"),
}
"""Whose identity may be sealed in a stream of each kind."""
REASONS: Final = frozenset({"facts", "considerations", "discretion", "departure", "reasons", "opinion"})
"""Fields in which an official says why. They belong to the act, not to the person."""


def check_unsealing(matter: Matter, says: IdentityUnsealed, given: Submission) -> None:
    """Check that custodian and oversight open a sealed identity, for at most 30 days and with reasons.

    Raises:
        ApprovalsPending: ``approvals_pending``.
        ConflictOfInterest: ``coi_same_line`` and its like, and as the gate;
            ``coi_line_complained_about``: nobody whom the complaint names opens who complained, and nobody
            of their line.
        RuleBroken: ``nothing_sealed``, ``until_invalid``, ``reasons_missing``.
    """
    _check_bodies(given)
    check_gate(matter, (party.actor for party in given.parties), given)
    registry, now = given.prefix.registry, given.prefix.now
    named = (line for person in matter.named() for line in lines_of(registry, person, now))
    check_outside((party.actor for party in given.parties), frozenset(named), given.prefix)
    stream = given.statement.stream
    subjects = SUBJECTS[stream.partition("/")[0]]
    if subjects.fullmatch(says.subject) is None or not says.fields:
        raise RuleBroken("nothing_sealed")
    if matter.is_anonymous() and says.subject == "complainant":
        raise RuleBroken("nothing_sealed")
    gone = {name for item in matter.casework.erased for name in item.fields}
    if not {f"{says.subject}/{field}" for field in says.fields}.isdisjoint(gone):
        raise RuleBroken("nothing_sealed")
    if not any(entry.statement.sd for entry in given.prefix.history(stream)):
        raise RuleBroken("nothing_sealed")
    begins, ends = datetime.fromisoformat(now), datetime.fromisoformat(says.until)
    if not begins < ends <= begins + LONGEST:
        raise RuleBroken("until_invalid")
    demand_reasons(given.statement)


def check_erasure(matter: Matter, says: PersonalDataErased, given: Submission) -> None:
    """Check an erasure: by two bodies, of fields that are sealed here, while nothing open needs them.

    Raises:
        ApprovalsPending: ``approvals_pending``.
        ConflictOfInterest: ``coi_same_line`` and its like.
        RuleBroken: ``nothing_sealed``, ``not_erasable``, ``already_erased``.
        OnHold: ``hold``.
    """
    _check_bodies(given)
    history = given.prefix.history(given.statement.stream)
    named = set[tuple[int, str]]()
    if not says.targets:
        raise RuleBroken("nothing_sealed")
    for target in says.targets:
        if not target.fields or not 1 <= target.version <= len(history):
            raise RuleBroken("nothing_sealed")
        entry = history[target.version - 1]
        if not entry.statement.sd:
            raise RuleBroken("nothing_sealed")
        for name in target.fields:
            if (target.version, name) in named or matter.casework.erasure(target.version, name) is not None:
                raise RuleBroken("already_erased")
            if accounts(entry, name):
                raise RuleBroken("not_erasable")
            named.add((target.version, name))
    if any(holds(matter, given.statement.stream, given.prefix)):
        raise OnHold("hold")


def _check_bodies(given: Submission) -> None:
    """The custodian and oversight, in any order, and nobody else: two persons of different lines."""
    roles = sorted(party.mandate.role for party in given.parties)
    if roles not in ([Role.CUSTODIAN, Role.OVERSIGHT], [Role.CUSTODIAN], [Role.OVERSIGHT]):
        raise RuleBroken("two_bodies")
    check_four_eyes(given.parties, given.prefix.registry, given.prefix.now)


def accounts(entry: Recorded, name: str) -> bool:
    """Return whether the sealed field ``name`` (``subject/field``) of ``entry`` is an account of the office.

    Its own words, the reasons of its acts, and rulings stay readable for whoever may read them.
    """
    subject, _, field = name.partition("/")
    ruling = isinstance(entry.statement.says, ConflictDecided | ActReviewed)
    return subject == "office" or field in REASONS or (ruling and field == "text")


def holds(matter: Matter, stream: str, prefix: Prefix) -> Iterator[bool]:
    """Yield for each thing that could need the data whether it does: a court, an open grievance or appeal.

    Asked of the matter itself, of what refers to it, and of what it looks at again.
    """
    yield matter.is_open()
    related = dict.fromkeys((*prefix.referring(stream), *matter.looks_at()))
    yield matter.casework.in_court()
    for other in related:
        state = prefix.state(other)
        yield state.casework.in_court()
        yield other.startswith("grievance/") and state.is_open()
