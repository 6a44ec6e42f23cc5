"""What a consultation recommends, and what its owner answers to each recommendation, in person."""

from datetime import timedelta
from typing import Final

from ledger.domain.authority import same_person
from ledger.domain.consultation.codes import Answer
from ledger.domain.consultation.events import OfficialResponseGiven, RecommendationAdopted
from ledger.domain.consultation.kept import PROPOSAL, ConsultationStatus, Recommended
from ledger.domain.consultation.opening import check_decline, is_competent
from ledger.domain.consultation.speaking import check_signers
from ledger.domain.consultation.state import SPEAKING, ConsultationState
from ledger.domain.dates import civil
from ledger.domain.errors import (
    ApprovalsPending,
    AuthorityDenied,
    ConflictOfInterest,
    RuleBroken,
    WrongState,
)
from ledger.domain.prefix import Prefix, Submission

LONGEST_DEFERRAL: Final = timedelta(days=180)
"""How far an answer may be put off, from the day of its recording (law of clocks, ``deferred_answer``)."""


def check_recommendation(state: ConsultationState, says: RecommendationAdopted, given: Submission) -> None:
    """A text on file, with exactly the support that its own positions show, and the minority's view.

    It is addressed to somebody who can change something today: the owner, a successor, or another
    supervisor of the district. The same text may go to another person; to one person it goes once.

    Raises:
        Refused: ``consultation_state``, ``participants_missing``, ``coi_same_person``, ``coi_owner``,
            ``text_unknown``, ``support_mismatch``, ``minority_missing``, ``recommendation_known``,
            ``owner_not_competent``.
    """
    if state.stands(civil(given.prefix.now)) not in SPEAKING:
        raise WrongState("consultation_state")
    if len(given.parties) < 2:
        raise ApprovalsPending("participants_missing")
    check_signers(state, given)
    registry = given.prefix.registry
    if any(same_person(registry, party.actor, says.addressed_to) for party in given.parties):
        raise ConflictOfInterest("coi_owner")
    if says.text not in state.texts:
        raise RuleBroken("text_unknown")
    if says.support != state.counted(says.text):
        raise RuleBroken("support_mismatch")
    if says.support.disagree > 0 and says.minority is None:
        raise RuleBroken("minority_missing")
    known = {item.id for item in state.recommendations} | {PROPOSAL}
    sent = {(item.text, item.addressed_to) for item in state.recommendations}
    if says.id in known or (says.text, says.addressed_to) in sent:
        raise RuleBroken("recommendation_known")
    if not _can_change(state, says.addressed_to, given.prefix):
        raise AuthorityDenied("owner_not_competent")


def _can_change(state: ConsultationState, actor: str, prefix: Prefix) -> bool:
    evidence = () if state.opened is None else state.opened.evidence
    return is_competent(actor, state.area, evidence, prefix)


def check_answer(state: ConsultationState, says: OfficialResponseGiven, given: Submission) -> None:
    """The person addressed answers each recommendation, once; a deferred answer is still owed.

    A lapse settles nothing: the late answer is the first one.

    Raises:
        Refused: ``date_order``, ``answer_commitments``, ``answer_until``, ``commitment_unknown``,
            ``consultation_state``, ``recommendation_unknown``, ``not_owner``, ``already_answered``,
            ``defer_repeated``, and what declining a proposal refuses.
    """
    _check_form(says, given)
    if says.to == PROPOSAL:
        check_decline(state, says, given)
        return
    if state.status not in (ConsultationStatus.ANSWERING, ConsultationStatus.ANSWERED):
        raise WrongState("consultation_state")
    item = state.recommendation(says.to)
    if item is None:
        raise RuleBroken("recommendation_unknown")
    if not same_person(given.prefix.registry, given.statement.by, item.addressed_to):
        raise AuthorityDenied("not_owner")
    _check_turn(item, says)


def _check_turn(item: Recommended, says: OfficialResponseGiven) -> None:
    """One answer, and one more after it was put off; it is put off once."""
    if not item.waits:
        raise WrongState("already_answered")
    if item.deferred and says.answer is Answer.DEFER:
        raise RuleBroken("defer_repeated")
    if says.published_on < item.adopted_on:
        raise RuleBroken("date_order")


def _check_form(says: OfficialResponseGiven, given: Submission) -> None:
    """A published answer; a yes names what is promised, a deferral its day, and nothing else does."""
    today = civil(given.prefix.now)
    if says.published_on > today:
        raise RuleBroken("date_order")
    if (says.answer in (Answer.ACCEPT, Answer.PARTLY)) != bool(says.commitments):
        raise RuleBroken("answer_commitments")
    _check_commitments(says, given)
    if (says.answer is Answer.DEFER) != (says.until is not None):
        raise RuleBroken("answer_until")
    if says.until is not None and not today < says.until <= today + LONGEST_DEFERRAL:
        raise RuleBroken("answer_until")


def _check_commitments(says: OfficialResponseGiven, given: Submission) -> None:
    """A commitment is named before it is made, or was made on account of this same consultation."""
    for stream in says.commitments:
        promise = given.prefix.state(stream).promise()
        foreign = promise is not None and promise.source.stream != given.statement.stream
        if foreign or not stream.startswith("commitment/"):
            raise RuleBroken("commitment_unknown")
    if len(set(says.commitments)) < len(says.commitments):
        raise RuleBroken("commitment_unknown")
