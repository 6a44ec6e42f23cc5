"""The rules of publishing a programme.

A standard programme takes supervisor and oversight, of different lines. A historical one may be
published by the importer alone: it grants nothing and starts no clock, and its profile never changes.
"""

from typing import Final

from ledger.domain.authority import IMPORT, Act, Party, Scope, authorise, check_four_eyes, is_imported
from ledger.domain.codes import Profile, Role
from ledger.domain.directory import RegistryState
from ledger.domain.errors import RuleBroken, StreamConflict
from ledger.domain.matters import Published
from ledger.domain.prefix import Prefix
from ledger.domain.programme.events import ClockClass, ProgrammePublished
from ledger.domain.programme.state import ProgrammeState
from ledger.domain.types import Statement

SUPERVISOR_FIRST: Final = Act(by=(Role.SUPERVISOR,), second=(Role.OVERSIGHT,))
OVERSIGHT_FIRST: Final = Act(by=(Role.OVERSIGHT,), second=(Role.SUPERVISOR,))
SMALLEST_CELL: Final = 11
"""Counts of 1 to 10 are never shown."""
MILLION: Final = 1_000_000


def decide(state: ProgrammeState, statement: Statement, says: ProgrammePublished, prefix: Prefix) -> None:
    """Refuse ``statement`` if a rule forbids to publish it.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    parties = _parties(statement, prefix.registry, prefix.now)
    if is_imported(statement, prefix.registry):
        if says.profile is not Profile.HISTORICAL:
            raise RuleBroken("import_not_historical")
    else:
        check_four_eyes(parties, prefix.registry, prefix.now)
        if statement.at is None:
            raise RuleBroken("at_missing")
    head = prefix.head(statement.stream)
    if statement.seen != head:
        raise StreamConflict(head)
    _check_succession(state, says)
    _check_content(says)


def _parties(statement: Statement, registry: RegistryState, now: str) -> tuple[Party, ...]:
    """Return supervisor and oversight, in either order, or the importer."""
    scope = Scope(programme=statement.stream)
    if is_imported(statement, registry):
        return authorise(statement, registry, now, IMPORT, scope)
    held = registry.mandates.get(statement.by, ())
    oversight = any(mandate.role is Role.OVERSIGHT for mandate in held)
    act = OVERSIGHT_FIRST if oversight else SUPERVISOR_FIRST
    return authorise(statement, registry, now, act, scope)


def _check_succession(state: ProgrammeState, says: ProgrammePublished) -> None:
    """Versions without gaps, one profile, statute clocks unaltered."""
    last: Published | None = state.versions[-1] if state.versions else None
    if says.version != (1 if last is None else last.version + 1):
        raise RuleBroken("programme_version")
    if last is None:
        return
    if says.profile is not last.profile:
        raise RuleBroken("profile_fixed")
    statute = [row for row in says.clocks if row.class_ is ClockClass.STATUTE]
    if not all(row in statute for row in last.statute):
        raise RuleBroken("statute_locked")


def _check_content(says: ProgrammePublished) -> None:
    """No code stands twice, at least one benefit, figures within their ranges."""
    for codes in (
        says.benefits,
        tuple(fact.code for fact in says.facts),
        tuple((row.clock, row.class_) for row in says.clocks),
        tuple((template.code, template.lang) for template in says.templates),
    ):
        if len(set(codes)) < len(codes):
            raise RuleBroken("programme_invalid")
    figures = (
        says.benefits,
        0 <= says.audit_ppm <= MILLION,
        says.small_cell >= SMALLEST_CELL,
        all(fact.max_age > 0 for fact in says.facts),
        all(row.length > 0 for row in says.clocks),
    )
    if not all(figures):
        raise RuleBroken("programme_invalid")
