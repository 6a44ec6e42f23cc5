"""The fold of a programme: its versions, each with the entry that published it, and its calendar's last."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ledger.domain.codes import ClockClass, Profile
from ledger.domain.matters import Matter, Published
from ledger.domain.programme.events import CalendarPublished, ProgrammePublished
from ledger.domain.types import EntryRef, Recorded


class CalendarHead(NamedTuple):
    """The newest version of the calendar that the stream publishes."""

    code: str
    version: int


@dataclass(frozen=True, slots=True)
class ProgrammeState(Matter):
    """Every version that was published, oldest first; ``calendar``: None if the stream publishes none.

    Days are counted by all versions of a calendar, which are read from its history.
    """

    versions: tuple[Published, ...] = ()
    calendar: CalendarHead | None = None

    def published(self, ref: EntryRef) -> Published | None:
        """Return the rules that entry ``ref`` of this stream published."""
        for version in self.versions:
            if version.entry == ref.version and version.leaf == ref.leaf:
                return version
        return None


INITIAL: Final = ProgrammeState()


def evolve(state: ProgrammeState, recorded: Recorded) -> ProgrammeState:
    """Return the programme after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case ProgrammePublished() as says:
            return replace(state, versions=(*state.versions, _published(says, recorded)))
        case CalendarPublished() as says:
            return replace(state, calendar=CalendarHead(says.calendar, says.version))
        case _:
            return state


def _published(says: ProgrammePublished, recorded: Recorded) -> Published:
    return Published(
        recorded.version,
        recorded.leaf,
        says.version,
        says.profile,
        says.profile is Profile.HISTORICAL,
        frozenset(says.benefits),
        {fact.code: fact for fact in says.facts},
        {row.clock: row for row in says.clocks if row.class_ is ClockClass.STATUTE},
    )
