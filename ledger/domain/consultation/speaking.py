"""What people say in a consultation: contributions, positions on texts, meetings.

A position binds to the digest of one text. An amendment is another text, and its support starts at zero.
"""

from datetime import date
from typing import Final

from ledger.domain.authority import Scope, same_person
from ledger.domain.codes import Role
from ledger.domain.consultation.codes import Contribution
from ledger.domain.consultation.events import ContributionMade, MeetingHeld, PositionTaken
from ledger.domain.consultation.state import SPEAKING, ConsultationState
from ledger.domain.dates import civil
from ledger.domain.errors import ApprovalsPending, ConflictOfInterest, RuleBroken, WrongState
from ledger.domain.mandated import check_apart, holds, is_volunteer
from ledger.domain.parts import Via
from ledger.domain.prefix import Submission

SMALL: Final = 10
"""Counts of 1 to 10 are never written: they are called small and have no number."""
ON_ANOTHER: Final = (Contribution.OBJECTION, Contribution.AMENDMENT)
"""Contributions that speak of a text on file."""


def check_contribution(state: ConsultationState, says: ContributionMade, given: Submission) -> None:
    """A text of its own, in a phase that runs; objections and amendments name the text that they speak of.

    Raises:
        Refused: ``consultation_state``, ``phase_not_running``, ``text_on_file``, ``text_unknown``.
    """
    _check_speaking(state, says.via, given)
    if says.text in state.texts:
        raise RuleBroken("text_on_file")
    question = None if state.opened is None else state.opened.question
    if says.on is None:
        if says.kind in ON_ANOTHER:
            raise RuleBroken("text_unknown")
    elif says.on not in state.texts and says.on != question:
        raise RuleBroken("text_unknown")


def check_position(state: ConsultationState, says: PositionTaken, given: Submission) -> None:
    """One voice for each participant, on a text that is on file.

    A participant may take another position on the same text; the newest one counts. A token that somebody
    signed for with their own key is theirs, and nobody has two.

    Raises:
        Refused: ``consultation_state``, ``phase_not_running``, ``text_unknown``, ``voice_taken``.
    """
    _check_speaking(state, says.via, given)
    if says.on not in state.texts:
        raise RuleBroken("text_unknown")
    speaker, registry = (given.statement.by if says.via is None else None), given.prefix.registry
    tokens = (says.participant,) if speaker is None else (says.participant, *state.voices)
    for token in tokens:
        if token not in state.voices:
            continue
        known = state.voices[token]
        alike = known == speaker or (
            known is not None and speaker is not None and same_person(registry, known, speaker)
        )
        if alike != (token == says.participant):
            raise RuleBroken("voice_taken")


def _check_speaking(state: ConsultationState, via: Via | None, given: Submission) -> None:
    """It is open, and a phase runs on the day on which the person spoke.

    What a person without a key handed in counts from the day on which it was handed over.
    """
    today = civil(given.prefix.now)
    if state.stands(today) not in SPEAKING:
        raise WrongState("consultation_state")
    if not state.runs(_spoken(via, today)):
        raise RuleBroken("phase_not_running")


def _spoken(via: Via | None, today: date) -> date:
    handed = None if via is None else via.handed_over_on
    if handed is None:
        return today
    if handed > today:
        raise RuleBroken("date_order")
    return handed


def check_meeting(state: ConsultationState, says: MeetingHeld, given: Submission) -> None:
    """Minutes stand on three persons: facilitator, participant, volunteer. Small counts have no number.

    Raises:
        Refused: ``consultation_state``, ``phase_not_running``, ``date_order``, ``small_count``,
            ``coi_same_person``, ``coi_owner``, ``participants_missing``.
    """
    today = civil(given.prefix.now)
    if state.stands(today) not in SPEAKING:
        raise WrongState("consultation_state")
    if says.held_on > today:
        raise RuleBroken("date_order")
    if not state.runs(says.held_on):
        raise RuleBroken("phase_not_running")
    groups = [count.group for count in says.counts]
    if len(set(groups)) < len(groups) or any(
        count.n is not None and (count.n < 0 or 1 <= count.n <= SMALL) for count in says.counts
    ):
        raise RuleBroken("small_count")
    check_signers(state, given)
    registry, place = given.prefix.registry, Scope(None, state.area)
    others = [party.actor for party in given.parties[1:]]
    heard = {actor for actor in others if holds(registry, actor, Role.PARTICIPANT, today, place)}
    seen = {actor for actor in others if is_volunteer(registry, actor, today, state.area)}
    if not heard or not seen or len(heard | seen) < 2:
        raise ApprovalsPending("participants_missing")


def check_signers(state: ConsultationState, given: Submission) -> None:
    """Whoever owes the answer signs nothing of those who ask; every signature is another person's.

    Raises:
        ConflictOfInterest: ``coi_same_person``, ``coi_owner``.
    """
    registry = given.prefix.registry
    check_apart(registry, given.parties)
    owner = state.owner
    if owner is not None and any(same_person(registry, party.actor, owner) for party in given.parties):
        raise ConflictOfInterest("coi_owner")
