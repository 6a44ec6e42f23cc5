"""The official's queue: what must be done, the nearest last day first, the law before policy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain.claim.events import BenefitExecuted
from ledger.domain.claim.records import ClaimState
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Role
from ledger.domain.commitment.events import CommitmentMade, CommitmentProgressed
from ledger.domain.commitment.state import CommitmentState
from ledger.domain.consultation.events import ConsultationOpened, OfficialResponseGiven
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.dates import civil
from ledger.domain.errors import ConflictOfInterest
from ledger.domain.gate import check_gate
from ledger.domain.grievance.events import AppealReported, GrievanceDetermined, GrievanceReclassified
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.standing import is_kept_from
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.relations import running, same_person
from ledger.domain.types import Seen, Statement, Unknown
from ledger.projections.standing import KINDS
from ledger.projections.views.blocks import Block, Signers, scope_of
from ledger.projections.views.periods import Period, Waits, urgency
from ledger.projections.views.present import present
from ledger.projections.views.steps import Step

IN_HAND: Final = frozenset(
    kind.__name__ for kind in (GrievanceDetermined, AppealReported, GrievanceReclassified)
)
"""Acts of whoever the matter was assigned to."""
IN_PERSON: Final = frozenset(
    kind.__name__ for kind in (ConsultationOpened, OfficialResponseGiven, CommitmentProgressed)
)
"""Acts of the named owner, and of nobody else."""
PAYMENT: Final = BenefitExecuted.__name__
"""The act for which no clock waits, and which is owed all the same."""
PROMISES: Final = (ConsultationState, CommitmentState)
"""Matters that lie in no programme: their owner is named."""


@dataclass(frozen=True, slots=True)
class Task:
    """A matter that waits for an office, or for the official whose queue it is.

    ``due`` is the clock that ends first; None: nothing runs. ``next`` are the acts that are possible, for
    the official those that they may answer for. ``blocked`` stands in the way. ``warning`` is the code by
    which the gate of persons would refuse the official, known before the file is opened. ``head`` is what a
    signature now would state as ``seen``.
    """

    stream: str
    kind: str
    state: str
    flags: tuple[str, ...]
    due: Period | None
    next: tuple[Step, ...]
    blocked: tuple[Block, ...]
    warning: str | None
    head: Seen


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue at one position of the log; ``official`` is whose it is, None: everybody's."""

    size: int
    now: str
    official: str | None
    tasks: tuple[Task, ...]


def view_queue(prefix: Prefix, streams: Iterable[str], official: str | None = None) -> Queue:
    """Return what waits among ``streams``, at the position and on the day of ``prefix``.

    Args:
        prefix: The log at a position.
        streams: Every stream that may wait: those that have ended by then are left out here.
        official: Only what this person may do next.
    """
    signers = Signers(prefix)
    found = (_task(prefix, stream, official, signers) for stream in streams)
    return Queue(prefix.size, prefix.now, official, tuple(sorted(filter(None, found), key=_order)))


def _task(prefix: Prefix, stream: str, official: str | None, signers: Signers) -> Task | None:
    """Return the task that ``stream`` is; None if nothing waits there, or not for the official.

    A complaint about a person of the official's line is none of theirs, and that it is there neither (R9).
    """
    kind, head = stream.partition("/")[0], prefix.head(stream)
    if kind not in KINDS or head is None:
        return None
    if official is not None and is_kept_from(prefix.state(stream), prefix, official):
        return None
    now = present(prefix, stream, signers)
    own = now.next if official is None else tuple(own_steps(prefix, stream, official, now.next))
    due = _due(now.clocks, own)
    unpaid = "executed" not in now.stands.flags and any(step.act == PAYMENT for step in own)
    stuck = official is None and bool(now.blocked)
    if now.stands.ended or not (due or unpaid or stuck):
        return None
    return Task(
        stream,
        kind,
        now.stands.state,
        now.stands.flags,
        due,
        own,
        now.blocked,
        None if official is None else warning(prefix, stream, official),
        head,
    )


def is_theirs(today: Prefix, task: Task, official: str) -> bool:
    """Return whether the official may see at ``today`` what waited for them at an earlier moment.

    A mandate that ended shows no task any more, of whatever day.
    """
    roles = _roles(today, task.stream, official)
    kept = is_kept_from(today.state(task.stream), today, official)
    return not kept and any(not roles.isdisjoint(step.by) for step in task.next)


def _due(clocks: Iterable[Period], own: Iterable[Step]) -> Period | None:
    """Return the clock that ends first of those that wait for one of these steps by an office.

    A period of the citizen's is nobody's task, whoever would take down what they say; an attester's is.
    """
    names = {step.clock for step in own}
    for one in clocks:
        task = one.waits is Waits.OFFICE or one.name == ClockName.ATTESTATION_REPLY
        if task and one.waiting and one.name in names:
            return one
    return None


def _order(task: Task) -> tuple[bool, object, str]:
    """Return by what tasks are ordered: what has no last day comes last."""
    return (task.due is None, urgency(task.due) if task.due else (), task.stream)


def own_steps(prefix: Prefix, stream: str, official: str, steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps for which the official may answer: by mandate, and where persons are named, as one."""
    state, registry, roles = prefix.state(stream), prefix.registry, _roles(prefix, stream, official)
    for step in steps:
        named = () if step.outside else _named(state, step.act)
        if not roles.isdisjoint(step.by) and (
            not named or any(same_person(registry, official, one) for one in named)
        ):
            yield step


def _roles(prefix: Prefix, stream: str, official: str) -> set[Role]:
    """Return the roles that running mandates give the official in this matter."""
    state = prefix.state(stream)
    scope = scope_of(state)
    return {
        held.role
        for held in running(prefix.registry, official, civil(prefix.now))
        if isinstance(state, PROMISES) or held.covers(scope.programme, scope.area)
    }


def _named(state: Matter, act: str) -> tuple[str, ...]:
    """Return the persons who alone may do ``act`` in this matter; nothing: whoever holds the role."""
    if act in IN_HAND:
        return state.assigned()
    if act not in IN_PERSON:
        return ()
    match state:
        case ConsultationState(owner=str(owner)):
            return (owner,)
        case CommitmentState(made=CommitmentMade(owner=owner)):
            return (owner,)
        case _:
            return ()


def warning(prefix: Prefix, stream: str, official: str) -> str | None:
    """Return the code by which the gate of persons would refuse ``official`` here; None: it would not."""
    state = prefix.state(stream)
    if not isinstance(state, ClaimState | GrievanceState):
        return None
    try:
        check_gate(state, (official,), Submission(nothing_yet(stream, official), prefix, ()))
    except ConflictOfInterest as conflict:
        return conflict.code
    return None


def nothing_yet(stream: str, by: str) -> Statement:
    """Return the statement that the official has not made: the gate asks for its stream alone."""
    return Statement(
        origin="",
        id="",
        stream=stream,
        type="",
        schema=0,
        by=by,
        signers=(),
        at=None,
        seen=None,
        as_of=None,
        says=Unknown("", 0),
        sd=(),
    )
