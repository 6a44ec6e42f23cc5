"""The rules of reviews, and of what courts decided.

An act that is doubtful is looked at again by somebody who had no part in it. The review names every
decision that cites the act; it reverses none of them.
"""

from ledger.domain.authority import same_person, took_part
from ledger.domain.casework.contested import citing, contested_acts
from ledger.domain.casework.events import ActReviewed, CourtOutcomeRecorded
from ledger.domain.casework.record import authors, distinct, find
from ledger.domain.casework_codes import CourtResult
from ledger.domain.errors import ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.gate import check_gate
from ledger.domain.matters import Matter
from ledger.domain.prefix import Submission
from ledger.domain.profile import demand_reasons
from ledger.domain.types import EntryRef


def check_review(matter: Matter, says: ActReviewed, given: Submission, *, historical: bool) -> None:
    """Check a review: of an act that awaits it, by another person, with all decisions that cite the act.

    Raises:
        RuleBroken: ``entry_unknown``, ``affects_differ``, ``reasons_missing``.
        ConflictOfInterest: ``coi_own_act``, and as the gate.
        WrongState: ``act_not_contested``.
    """
    prefix, stream = given.prefix, given.statement.stream
    act = find(prefix, stream, says.act)
    reviewers = (
        (says.official,) if says.official is not None else tuple(party.actor for party in given.parties)
    )
    made_by = authors(prefix.registry, act)
    for actor in reviewers:
        if any(same_person(prefix.registry, actor, other) for other in made_by):
            raise ConflictOfInterest("coi_own_act")
        if took_part(prefix.registry, actor, matter.deciders()):
            raise ConflictOfInterest("coi_prior_decider")
    check_gate(matter, reviewers, given)
    if not distinct(says.affects) or set(says.affects) != set(affected(matter, says.act, given)):
        raise RuleBroken("affects_differ")
    if historical:
        return
    waiting = contested_acts(matter, prefix.history(stream), prefix.registry)
    if all(item.act != says.act for item in waiting):
        raise WrongState("act_not_contested")
    demand_reasons(given.statement)


def affected(matter: Matter, act: EntryRef, given: Submission) -> tuple[EntryRef, ...]:
    """Return the decisions that cite ``act``: here, and in the claims that are looked at again here."""
    prefix, stream = given.prefix, given.statement.stream
    streams = dict.fromkeys((stream, *matter.looks_at()))
    return tuple(ref for one in streams for ref in citing(prefix.state(one), prefix.history(one), act))


def check_court(says: CourtOutcomeRecorded, given: Submission) -> None:
    """Check that the court's word is about an entry here, and that a pending suit sends nothing back.

    Raises:
        RuleBroken: ``entry_unknown``, ``remand_pending``.
    """
    find(given.prefix, given.statement.stream, says.of)
    if says.remand and says.result is CourtResult.PENDING:
        raise RuleBroken("remand_pending")
