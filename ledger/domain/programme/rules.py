"""The rules of publishing a programme and a calendar.

A standard programme takes supervisor and oversight, of different lines. A historical one may be
published by the importer alone: it grants nothing and starts no clock, and its profile never changes. A
calendar takes a supervisor: it states what others announced.
"""

from typing import Final, assert_never

from ledger.domain.authority import Act, Party, Scope, authorise, check_four_eyes, is_imported
from ledger.domain.codes import Profile, Role
from ledger.domain.directory import RegistryState
from ledger.domain.errors import AuthorityDenied, RuleBroken, StreamConflict
from ledger.domain.matters import Published
from ledger.domain.prefix import Prefix
from ledger.domain.programme.calendars import check_calendar
from ledger.domain.programme.content import check_content, check_kept, check_rows
from ledger.domain.programme.events import CalendarPublished, ProgrammeEvent, ProgrammePublished
from ledger.domain.programme.state import ProgrammeState
from ledger.domain.types import Statement

SUPERVISOR_FIRST: Final = Act(by=(Role.SUPERVISOR,), second=(Role.OVERSIGHT,))
OVERSIGHT_FIRST: Final = Act(by=(Role.OVERSIGHT,), second=(Role.SUPERVISOR,))
SUPERVISOR: Final = Act(by=(Role.SUPERVISOR,))


def decide(state: ProgrammeState, statement: Statement, says: ProgrammeEvent, prefix: Prefix) -> None:
    """Refuse ``statement`` if a rule forbids to publish it.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    match says:
        case ProgrammePublished():
            _check_signers(statement, says, prefix)
            _check_seen(statement, prefix)
            _check_succession(state, says)
            check_content(says)
            if says.profile is Profile.STANDARD:
                check_rows(says)
            _check_reference(says, prefix)
        case CalendarPublished():
            _check_publisher(statement, prefix)
            _check_seen(statement, prefix)
            check_calendar(state, says)
        case _:
            assert_never(says)


def _check_signers(statement: Statement, says: ProgrammePublished, prefix: Prefix) -> None:
    parties = _parties(statement, prefix.registry, prefix.now)
    if is_imported(statement, prefix.registry):
        if says.profile is not Profile.HISTORICAL:
            raise RuleBroken("import_not_historical")
        return
    check_four_eyes(parties, prefix.registry, prefix.now)
    if statement.at is None:
        raise RuleBroken("at_missing")


def _parties(statement: Statement, registry: RegistryState, now: str) -> tuple[Party, ...]:
    """Return supervisor and oversight, in either order, or the importer: ``authorise`` knows its key."""
    held = registry.mandates.get(statement.by, ())
    oversight = any(mandate.role is Role.OVERSIGHT for mandate in held)
    act = OVERSIGHT_FIRST if oversight else SUPERVISOR_FIRST
    return authorise(statement, registry, now, act, Scope(programme=statement.stream))


def _check_publisher(statement: Statement, prefix: Prefix) -> None:
    """A supervisor, alone. An importer's key announces no holidays."""
    if is_imported(statement, prefix.registry):
        raise AuthorityDenied("authority_missing")
    authorise(statement, prefix.registry, prefix.now, SUPERVISOR, Scope(programme=statement.stream))
    if statement.at is None:
        raise RuleBroken("at_missing")


def _check_seen(statement: Statement, prefix: Prefix) -> None:
    head = prefix.head(statement.stream)
    if statement.seen != head:
        raise StreamConflict(head)


def _check_succession(state: ProgrammeState, says: ProgrammePublished) -> None:
    """Versions without gaps, one profile, statute clocks unaltered."""
    last: Published | None = state.versions[-1] if state.versions else None
    if says.version != (1 if last is None else last.version + 1):
        raise RuleBroken("programme_version")
    if last is None:
        return
    if says.profile is not last.profile:
        raise RuleBroken("profile_fixed")
    check_kept(says, last)


def _check_reference(says: ProgrammePublished, prefix: Prefix) -> None:
    """Whoever names a calendar names a stream that publishes one."""
    if says.calendar is None:
        return
    other = prefix.state(says.calendar)
    if not isinstance(other, ProgrammeState) or other.calendar is None:
        raise RuleBroken("calendar_unknown")
