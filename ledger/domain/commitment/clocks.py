"""The clocks of a commitment: until the day promised, and until others have said whether it was kept."""

from collections.abc import Iterable, Sequence

from ledger.domain.clocks.clock import Act, Clock
from ledger.domain.clocks.rows import ClockName
from ledger.domain.commitment.events import CommitmentMade, CommitmentProgressed, CommitmentVerified
from ledger.domain.commitment.state import CommitmentState
from ledger.domain.consultation.codes import Progress
from ledger.domain.prefix import Prefix
from ledger.domain.rulebooks import rulebook_of
from ledger.domain.timekeeping import recorded_act, timeline_by
from ledger.domain.types import Recorded


def clocks(state: CommitmentState, history: Sequence[Recorded], prefix: Prefix) -> tuple[Clock, ...]:
    """Return every clock that ever started in a commitment.

    Its day is met by the first report that it is done, and loses its ground if it is taken back. What
    others find of a report starts neither anew; another report asks them anew.

    Args:
        state: The folded commitment.
        history: Its entries, all those that ``state`` folds.
        prefix: The log before the position at which dates are evaluated.
    """
    book = None if state.made is None else rulebook_of(prefix, history[0].statement.stream)
    line = None if book is None else timeline_by(book, prefix, history, area=None)
    if line is None:
        return ()
    done, taken_back = _said(history, Progress.DONE), _said(history, Progress.WITHDRAWN)
    found = [recorded_act(one) for one in history if isinstance(one.statement.says, CommitmentVerified)]
    promised = (
        line.clock(
            ClockName.COMMITMENT.value, recorded_act(recorded), met=done, ended=taken_back, fixed=says.due
        )
        for recorded in history
        if isinstance(says := recorded.statement.says, CommitmentMade)
    )
    checked = (line.clock(ClockName.VERIFICATION.value, report, met=_after(found, report)) for report in done)
    return (*promised, *checked)


def _said(history: Iterable[Recorded], status: Progress) -> tuple[Act, ...]:
    """Return the entries in which the owner says that it is in ``status``."""
    return tuple(
        recorded_act(recorded)
        for recorded in history
        if isinstance(says := recorded.statement.says, CommitmentProgressed) and says.status is status
    )


def _after(acts: Iterable[Act], start: Act) -> tuple[Act, ...]:
    return tuple(act for act in acts if act.entry_index > start.entry_index)
