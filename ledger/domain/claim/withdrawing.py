"""The rules of taking a claim back: nobody is talked out of a claim by the office that decides it."""

from ledger.domain.authority import Scope, mandate_for
from ledger.domain.claim.events import ClaimWithdrawn
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import AuthorityDenied, ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.matters import Published
from ledger.domain.prefix import Submission
from ledger.domain.profile import check_handed_over, demand
from ledger.domain.relations import lines_of, same_person


def check_withdrawal(
    state: ClaimState, says: ClaimWithdrawn, published: Published, place: Scope, given: Submission
) -> None:
    """Check that the intake of another line than the officer's took it, and that somebody else asked.

    Whoever asks whether the applicant was pressed is no officer of the case: neither one who acted in it
    nor one who could decide it.

    Raises:
        WrongState: ``claim_not_open``.
        RuleBroken: ``profile_demands``, ``date_order``.
        ConflictOfInterest: ``coi_same_line``, ``coi_officer_asked``.
    """
    if published.historical:
        return
    if state.status is not ClaimStatus.OPEN:
        raise WrongState("claim_not_open")
    demand(via=says.via)
    asker = says.asked_by
    if asker is None:
        raise RuleBroken("profile_demands", member="asked_by")
    check_handed_over(says.via, given.prefix.now)
    registry, now = given.prefix.registry, given.prefix.now
    officers = officers_of(state)
    lines = lines_of(registry, given.statement.by, now)
    if any(not lines.isdisjoint(lines_of(registry, officer, now)) for officer in officers):
        raise ConflictOfInterest("coi_same_line")
    if any(same_person(registry, asker, officer) for officer in officers) or _may_decide(asker, place, given):
        raise ConflictOfInterest("coi_officer_asked")


def officers_of(state: ClaimState) -> tuple[str, ...]:
    """Return everybody who acted for the office in a claim that is not decided: who asked somebody."""
    return (*state.course.officers, *(request.by for request in state.casework.requests))


def _may_decide(actor: str, place: Scope, given: Submission) -> bool:
    try:
        mandate_for(given.prefix.registry, actor, (Role.OFFICER,), civil(given.prefix.now), place)
    except AuthorityDenied:
        return False
    return True
