"""The rules of requests for attestations: who asks whom, and who is drawn when somebody was asked in vain."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.authority import Scope, mandate_for
from ledger.domain.claim.attesting import check_facts, check_unconcerned, circle_of
from ledger.domain.claim.events import AttestationRequested
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.claim.standing import draw_due, outside_due
from ledger.domain.codes import AskedBy, Role
from ledger.domain.dates import civil
from ledger.domain.errors import AuthorityDenied, RuleBroken, WrongState
from ledger.domain.matters import Published
from ledger.domain.prefix import Submission

ASKING: Final[Mapping[AskedBy, Role]] = {
    AskedBy.OFFICER: Role.OFFICER,
    AskedBy.APPLICANT: Role.INTAKE,
    AskedBy.CLOCK: Role.CLOCK,
}
"""In which role somebody asks; the intake does so for the applicant."""
UNDECIDED: Final = (ClaimStatus.OPEN, ClaimStatus.NOTIFIED, ClaimStatus.FINAL)
"""Where a decision may come next: the first one, or one on a new occasion."""


def check_request(
    state: ClaimState, says: AttestationRequested, published: Published, place: Scope, given: Submission
) -> None:
    """Check whom somebody asks, about what, and until when.

    Raises:
        WrongState: ``claim_not_open``.
        RuleBroken: ``request_repeated``, ``attester_not_mandated``, ``date_order``; ``draw_not_due`` and
            ``outside_missing`` for a draw by the clock; as ``check_facts``.
        ConflictOfInterest: As ``check_unconcerned``.
    """
    if says.request in state.requests:
        raise RuleBroken("request_repeated")
    check_facts(state, says.facts, published)
    if published.historical:
        return
    if state.status not in UNDECIDED:
        raise WrongState("claim_not_open")
    today = civil(given.prefix.now)
    if says.due < today:
        raise RuleBroken("date_order")
    if says.of.startswith("actor/"):
        check_unconcerned(state, says.of, circle_of(given))
        try:
            mandate_for(given.prefix.registry, says.of, (Role.ATTESTER,), today, place)
        except AuthorityDenied:
            raise RuleBroken("attester_not_mandated") from None
    if says.asked_by is AskedBy.CLOCK:
        _check_draw(state, says)


def _check_draw(state: ClaimState, says: AttestationRequested) -> None:
    """The clock draws once for each time that somebody refused or did not reply; then from outside."""
    if not all(draw_due(state, fact) for fact in says.facts):
        raise RuleBroken("draw_not_due")
    if outside_due(state, says.facts) and not says.outside:
        raise RuleBroken("outside_missing")
