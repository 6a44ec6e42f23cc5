"""The clocks of a consultation: until it is opened or declined, and until each recommendation is answered."""

from collections.abc import Iterable, Iterator, Sequence

from ledger.domain.clocks.clock import Act, Clock
from ledger.domain.clocks.rows import ClockName
from ledger.domain.consultation.codes import Answer
from ledger.domain.consultation.events import (
    ConsultationOpened,
    ConsultationProposed,
    OfficialResponseGiven,
    RecommendationAdopted,
)
from ledger.domain.consultation.kept import PROPOSAL
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.prefix import Prefix
from ledger.domain.rulebooks import rulebook_of
from ledger.domain.timekeeping import Timeline, recorded_act, timeline_by
from ledger.domain.types import Recorded


def clocks(state: ConsultationState, history: Sequence[Recorded], prefix: Prefix) -> tuple[Clock, ...]:
    """Return every clock that ever started in a consultation.

    A proposal names no district, so no regional holiday moves its clock; answers are counted in days.

    Args:
        state: The folded consultation.
        history: Its entries, all those that ``state`` folds.
        prefix: The log before the position at which dates are evaluated.
    """
    book = None if state.proposal is None else rulebook_of(prefix, history[0].statement.stream)
    line = None if book is None else timeline_by(book, prefix, history, None)
    if line is None:
        return ()
    return (*_opening(line, history), *_answers(line, history))


def _opening(line: Timeline, history: Sequence[Recorded]) -> Iterator[Clock]:
    """Yield the time to open what was proposed, or to decline it with reasons."""
    opened = (recorded_act(one) for one in history if isinstance(one.statement.says, ConsultationOpened))
    settled = (*opened, *(act for act, says in _replies(history) if says.to == PROPOSAL))
    for recorded in history:
        if isinstance(recorded.statement.says, ConsultationProposed):
            yield line.clock(ClockName.CONSULT_OPEN.value, recorded_act(recorded), met=settled)


def _answers(line: Timeline, history: Sequence[Recorded]) -> Iterator[Clock]:
    """Yield the time to answer each recommendation, and to answer at last what was put off."""
    replies = tuple(_replies(history))
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, RecommendationAdopted):
            start = recorded_act(recorded)
            met = _to(replies, says.id, start)
            yield line.clock(ClockName.CONSULT_RESPONSE.value, start, met=met)
    for start, says in replies:
        if says.answer is Answer.DEFER and says.to != PROPOSAL:
            met = _to(replies, says.to, start)
            yield line.clock(ClockName.DEFERRED_ANSWER.value, start, met=met, fixed=says.until)


def _replies(history: Iterable[Recorded]) -> Iterator[tuple[Act, OfficialResponseGiven]]:
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, OfficialResponseGiven):
            yield recorded_act(recorded), says


def _to(
    replies: Iterable[tuple[Act, OfficialResponseGiven]], recommendation: str, start: Act
) -> tuple[Act, ...]:
    """Return the answers to a recommendation that came after ``start``."""
    return tuple(
        act for act, says in replies if says.to == recommendation and act.entry_index > start.entry_index
    )
