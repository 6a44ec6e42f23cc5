"""The rules of a public listing: officer and attester post it, long enough for everybody to object.

An objection is a grievance that refers to the listing's stream. It is recorded whenever it comes; a final
list bars no claim of having been left out.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ledger.domain.authority import Act, Scope, check_four_eyes
from ledger.domain.clocks.counting import WEEKENDS_ONLY, due
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.listing.events import ListingEvent, ListPosted
from ledger.domain.listing.state import ListingState, ListingStatus
from ledger.domain.mandated import check_lived
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.profile import pinned
from ledger.domain.rulebooks import rulebook
from ledger.domain.types import Event

OBJECTION: Final = ClockName.LIST_OBJECTION.value
"""The row of the programme's rules that says how long people may object."""
SIGNED_BY: Final[Mapping[type[ListingEvent], Act]] = {
    ListPosted: Act(by=(Role.OFFICER,), second=(Role.ATTESTER,)),
}
SEEN: Final[frozenset[type[Event]]] = frozenset()
"""The only act begins its stream."""


def signed_by(_state: ListingState, says: ListingEvent) -> Act:
    """Return who may sign ``says``."""
    return SIGNED_BY[type(says)]


def scope(state: ListingState, says: Event) -> Scope:
    """Return where the listing lies: its programme and district."""
    posted = says if isinstance(says, ListPosted) else state.posted
    return Scope() if posted is None else Scope(posted.programme.stream, posted.area)


def decide(state: ListingState, says: ListingEvent, given: Submission) -> None:
    """Refuse what was submitted if a rule of listings forbids it.

    Args:
        state: The listing before the statement.
        says: The statement's event.
        given: The statement itself, who signed it, and all that a rule may know.

    Raises:
        Refused: ``stream_begun``, ``programme_unknown``, ``historical_import_only``, ``date_order``,
            ``list_too_short``, ``list_empty``, ``round_repeated``, and what four eyes refuse.
    """
    check_lived(given.parties)
    if state.status is not ListingStatus.EMPTY:
        raise WrongState("stream_begun")
    last = _last_objection(says, given.prefix)
    check_four_eyes(given.parties, given.prefix.registry, given.prefix.now)
    if not civil(given.prefix.now) <= says.from_ <= says.to:
        raise RuleBroken("date_order")
    if says.to < last:
        raise RuleBroken("list_too_short")
    if says.size < 1:
        raise RuleBroken("list_empty")
    if says.round <= last_round(given.prefix, says):
        raise RuleBroken("round_repeated")


def _last_objection(says: ListPosted, prefix: Prefix) -> date:
    """Return the last day on which somebody may object, by the calendar known now.

    Raises:
        RuleBroken: ``programme_unknown``; ``historical_import_only``: no list hangs for an old register.

    Source: the programme's row ``list_objection``; APA s.64 for the move off a holiday.
    """
    pinned(prefix, says.programme)
    book = rulebook(prefix, says.programme)
    if book is None:
        raise RuleBroken("historical_import_only")
    calendar = book.calendars[-1].calendar if book.calendars else WEEKENDS_ONLY
    return due(says.from_, book.rows[OBJECTION].period, calendar, says.area)


def last_round(prefix: Prefix, says: ListPosted) -> int:
    """Return the newest round of this programme at this place of this district; 0 if there was none."""
    others = (prefix.state(stream) for stream in prefix.referring(says.programme.stream))
    rounds = (
        other.posted.round
        for other in others
        if isinstance(other, ListingState)
        and other.posted is not None
        and (other.posted.area, other.posted.place) == (says.area, says.place)
    )
    return max(rounds, default=0)
