"""Who may be given a grievance: those whom the rules would refuse are not offered."""

from ledger.domain.authority import mandate_for
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import Refused
from ledger.domain.gate import check_gate
from ledger.domain.grievance.assigning import TASKS, check_task
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.standing import check_handling, check_upper
from ledger.domain.prefix import Prefix, Submission
from ledger.projections.views.blocks import scope_of
from ledger.projections.views.queue import nothing_yet


def view_assignees(prefix: Prefix, stream: str, assigner: str) -> dict[Role, tuple[str, ...]]:
    """Return the actors whom ``assigner`` may give the grievance ``stream`` to, by the role for it.

    A role for which nobody is left is not there.
    """
    state = prefix.state(stream)
    if not isinstance(state, GrievanceState):
        return {}
    given = Submission(nothing_yet(stream, assigner), prefix, ())
    found = {role: tuple(_fitting(state, role, assigner, given)) for role in TASKS}
    return {role: actors for role, actors in found.items() if actors}


def _fitting(state: GrievanceState, role: Role, assigner: str, given: Submission) -> list[str]:
    """Return who may have it in ``role``, in the order of the registry."""
    prefix = given.prefix
    found = []
    for actor in prefix.registry.mandates:
        try:
            check_task(state, role)
            mandate_for(prefix.registry, actor, (role,), civil(prefix.now), scope_of(state))
            check_gate(state, (actor, assigner), given)
            check_handling(state, (actor,), assigner, given)
            if role is Role.APPELLATE:
                check_upper(state, (actor,), given)
        except Refused:
            continue
        found.append(actor)
    return found
