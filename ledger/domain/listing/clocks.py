"""The clock of a listing: until when people may object.

An objection is one person's; it ends nobody else's time. So the list becomes final by the lapse alone,
objections or not, and each of them is determined in its own stream.
"""

from collections.abc import Sequence

from ledger.domain.clocks.clock import Clock
from ledger.domain.listing.events import ListPosted
from ledger.domain.listing.rules import OBJECTION
from ledger.domain.listing.state import ListingState
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import stated_act, timeline
from ledger.domain.types import Recorded


def clocks(state: ListingState, history: Sequence[Recorded], prefix: Prefix) -> tuple[Clock, ...]:
    """Return every clock that ever started in a listing.

    Args:
        state: The folded listing.
        history: Its entries, all those that ``state`` folds.
        prefix: The log before the position at which dates are evaluated.
    """
    line = timeline(prefix, history, state.rules(), state.place())
    if line is None:
        return ()
    return tuple(
        line.clock(OBJECTION, stated_act(recorded, says.from_))
        for recorded in history
        if isinstance(says := recorded.statement.says, ListPosted)
    )
