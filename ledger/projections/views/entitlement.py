"""Who may open a case: a function of mandates and of the person's part in it. Everybody else may not.

The file of a case holds no personal data, and still tells what was decided about somebody, and when.
"""

from typing import Final

from ledger.domain.authority import took_part
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.remedying import PENDING
from ledger.domain.grievance.standing import is_kept_from
from ledger.domain.mandated import OFFICIAL_ROLES
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix
from ledger.domain.relations import running, same_person
from ledger.projections.views.blocks import scope_of
from ledger.projections.views.queue import warning

KINDS: Final = ("claim", "grievance")
COMMON: Final = ("consultation", "commitment", "programme", "registry")
"""What concerns everybody who acts: whoever holds a running mandate reads it."""
READERS: Final = (OFFICIAL_ROLES - {Role.REGISTRAR}) | {Role.OVERSIGHT}
"""Roles that read the cases of their programme and district. A registrar has no business in a case."""


def may_read_log(registry: RegistryState, actor: str, now: str) -> bool:
    """Return whether ``actor`` may read every entry of the log at ``now``: oversight without any limit."""
    return any(
        held.role is Role.OVERSIGHT and not held.programmes and not held.areas
        for held in running(registry, actor, civil(now))
    )


def may_follow(prefix: Prefix, stream: str, actor: str) -> bool:
    """Return whether ``actor`` may know that something was recorded in ``stream``, and of which type."""
    if stream.partition("/")[0] in COMMON:
        return any(running(prefix.registry, actor, civil(prefix.now)))
    return may_open(prefix, stream, actor)


def may_open(prefix: Prefix, stream: str, actor: str) -> bool:
    """Return whether ``actor`` may read the file of ``stream`` at the position of ``prefix``.

    A party may. So may whoever acts in it, as ``acting`` says.
    """
    return is_party(prefix, stream, actor) or bool(acting(prefix, stream, actor))


def is_party(prefix: Prefix, stream: str, actor: str) -> bool:
    """Return whether ``actor`` is, as a person, a party to the case ``stream``; False where there is none."""
    if not _is_case(prefix, stream):
        return False
    return any(same_person(prefix.registry, actor, party) for party in prefix.state(stream).parties())


def acting(prefix: Prefix, stream: str, actor: str) -> tuple[Mandate, ...]:
    """Return the mandates under which ``actor`` reads the case ``stream``; none: they may not.

    Those that run and cover the case, unless the gate of persons would keep their holder from acting in it:
    whoever is complained about, decided what is looked at again or has an interest does not read along.
    Whoever decided in this very case has its notice to write, and the named owner of an ordered remedy has to
    report it. What is said of a person stays out of that person's line whole (R9).
    """
    if not _is_case(prefix, stream):
        return ()
    state, registry = prefix.state(stream), prefix.registry
    scope, today = scope_of(state), civil(prefix.now)
    covering = tuple(
        held
        for held in running(registry, actor, today)
        if held.role in READERS and held.covers(scope.programme, scope.area)
    )
    if is_kept_from(state, prefix, actor):
        return ()
    barred = warning(prefix, stream, actor)
    own = took_part(registry, actor, state.deciders()) or _owes(state, registry, actor)
    return covering if barred is None or (barred == "coi_prior_decider" and own) else ()


def _owes(state: Matter, registry: RegistryState, actor: str) -> bool:
    """Return whether a remedy that was ordered, and is not settled, is that person's to carry out."""
    if not isinstance(state, GrievanceState) or state.status not in PENDING:
        return False
    owners = (remedy.owner for remedy in state.remedies if remedy.id in state.ordered)
    return any(owner is not None and same_person(registry, owner, actor) for owner in owners)


def _is_case(prefix: Prefix, stream: str) -> bool:
    return stream.partition("/")[0] in KINDS and prefix.head(stream) is not None
