"""The fold of a programme: its versions, each with the entry that published it."""

from dataclasses import dataclass
from typing import Final

from ledger.domain.codes import Profile
from ledger.domain.matters import Matter, Published
from ledger.domain.programme.events import ClockClass, ProgrammePublished
from ledger.domain.types import EntryRef, Recorded


@dataclass(frozen=True, slots=True)
class ProgrammeState(Matter):
    """Every version that was published, oldest first."""

    versions: tuple[Published, ...] = ()

    def published(self, ref: EntryRef) -> Published | None:
        """Return the rules that entry ``ref`` of this stream published."""
        for version in self.versions:
            if version.entry == ref.version and version.leaf == ref.leaf:
                return version
        return None


INITIAL: Final = ProgrammeState()


def evolve(state: ProgrammeState, recorded: Recorded) -> ProgrammeState:
    """Return the programme after ``recorded``. Total: an event of any other kind changes nothing."""
    says = recorded.statement.says
    if not isinstance(says, ProgrammePublished):
        return state
    published = Published(
        recorded.version,
        recorded.leaf,
        says.version,
        says.profile,
        says.profile is Profile.HISTORICAL,
        frozenset(says.benefits),
        {fact.code: fact for fact in says.facts},
        tuple(row for row in says.clocks if row.class_ is ClockClass.STATUTE),
    )
    return ProgrammeState((*state.versions, published))
