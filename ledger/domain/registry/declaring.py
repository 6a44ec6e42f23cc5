"""The rules of what is declared and committed to: interests, heads of all streams, the log of readers."""

from typing import Final

from ledger.domain.authority import Act, Scope, authorise, is_imported
from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Role
from ledger.domain.directory import RegistryState
from ledger.domain.errors import AuthorityDenied, RuleBroken
from ledger.domain.prefix import Prefix
from ledger.domain.registry.events import AccessLogAnchored, CaseHeadsCommitted, InterestDeclared
from ledger.domain.relations import actors_of
from ledger.domain.types import Statement

ANYBODY: Final = Act(by=tuple(role for role in Role if role is not Role.ROOT))
OVERSIGHT: Final = Act(by=(Role.OVERSIGHT,))
CLOCK: Final = Act(by=(Role.CLOCK,))


def check_interest(state: RegistryState, statement: Statement, says: InterestDeclared, now: str) -> None:
    """The actor in person, under any running mandate; or oversight, of whoever holds or held one.

    What is found only when somebody has left still counts: their acts are to be reviewed.
    """
    actors = actors_of(state, says.actor)
    held = tuple(mandate for actor in actors for mandate in state.mandates.get(actor, ()))
    if statement.by == says.actor:
        authorise(statement, state, now, ANYBODY, Scope(over=()))
    else:
        _authorise_lived(statement, state, now, OVERSIGHT, Scope(over=held))
        if not held:
            raise RuleBroken("interest_invalid")
    if str(says.about) == says.actor or (says.to is not None and says.to < says.from_):
        raise RuleBroken("interest_invalid")
    if says.ground is ConflictGround.SAME_PERSON and not says.about.startswith("actor/"):
        raise RuleBroken("interest_invalid")


def check_commitment(
    state: RegistryState, statement: Statement, says: CaseHeadsCommitted | AccessLogAnchored, prefix: Prefix
) -> None:
    """Check what the clock commits to."""
    _authorise_lived(statement, state, prefix.now, CLOCK, Scope(over=()))
    if isinstance(says, CaseHeadsCommitted):
        _check_heads(state, says, prefix.size)
    else:
        _check_access(state, says)


def _check_heads(state: RegistryState, says: CaseHeadsCommitted, size: int) -> None:
    """The heads of all streams: one epoch after the other, over what is recorded."""
    last = state.heads
    epoch, least = (0, 0) if last is None else (last.epoch or 0, last.size)
    if says.epoch != epoch + 1 or not least < says.size <= size:
        raise RuleBroken("heads_invalid")


def _check_access(state: RegistryState, says: AccessLogAnchored) -> None:
    """The log of readers only grows, and one size has one root."""
    last = state.access
    if last is None:
        fits = says.size >= 0
    else:
        fits = says.size > last.size or (says.size, says.root) == (last.size, last.root)
    if not fits:
        raise RuleBroken("access_log_shrank")


def _authorise_lived(statement: Statement, state: RegistryState, now: str, act: Act, scope: Scope) -> None:
    """Check authority as for every act, and that no importer's key signed: this is no old record."""
    if is_imported(statement, state):
        raise AuthorityDenied("authority_missing")
    authorise(statement, state, now, act, scope)
