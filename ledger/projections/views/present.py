"""Where a matter stands on the day of looking: state, flags, clocks, next steps, and what blocks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger.domain.casework.contested import ContestedAct, contested_acts
from ledger.domain.casework_codes import Kind
from ledger.domain.claim.flags import flags as claim_flags
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.records import ClaimState
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.dates import civil
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.prefix import Prefix
from ledger.projections.standing import ENDED, Standing, standing
from ledger.projections.views.blocks import Block, Signers, blocks
from ledger.projections.views.periods import Period, periods
from ledger.projections.views.steps import Step, steps

AUDIT: Final = "audit/"


@dataclass(frozen=True, slots=True)
class Present:
    """A matter on one day. ``next`` are the acts that are possible, the one that is waited for first.

    ``contested`` are the acts that await review.
    """

    stands: Standing
    next: tuple[Step, ...]
    clocks: tuple[Period, ...]
    blocked: tuple[Block, ...]
    contested: tuple[ContestedAct, ...]


def present(prefix: Prefix, stream: str, signers: Signers | None = None) -> Present:
    """Return where ``stream`` stands at the position and on the day of ``prefix``.

    Whoever looks at many streams hands over one ``signers`` for all of them.
    """
    together = signers or Signers(prefix)
    state = prefix.state(stream)
    running = periods(prefix, stream)
    known = standing(stream.partition("/")[0], state)
    flags = {*known.flags, *_overdue(running)}
    if isinstance(state, ClaimState):
        flags |= _of_claim(prefix, stream, state)
    if isinstance(state, ConsultationState):
        # A phase may end, and with it the consultation, without an entry.
        today = state.stands(civil(prefix.now))
        known = known._replace(state=str(today), ended=today in ENDED["consultation"])
    stands = known._replace(flags=tuple(sorted(flags)))
    doubtful = contested_acts(state, prefix.history(stream), prefix.registry)
    possible = steps(state, running, contested=bool(doubtful))
    blocked = blocks(prefix, stream, stands.flags, possible, together)
    return Present(stands, possible, running, blocked, doubtful)


def _overdue(running: Iterable[Period]) -> set[str]:
    """Return the clocks on which an office is late: a fact, whether or not somebody recorded the lapse."""
    return {f"overdue:{one.name}" for one in running if one.late}


def _of_claim(prefix: Prefix, stream: str, state: ClaimState) -> set[str]:
    """Return the flags of a claim that depend on the day, on the registry and on other streams."""
    found = set[str]()
    programme = state.programme
    published = None if programme is None else prefix.state(programme.stream).published(programme)
    if published is not None:
        found |= claim_flags(state, published, Circle(prefix.registry, stream, civil(prefix.now)))
    for name in prefix.referring(stream):
        other = prefix.state(name)
        if isinstance(other, GrievanceState) and other.kind is Kind.APPEAL and other.is_open():
            found.add("under_appeal")
        if name.startswith(AUDIT):
            found.add("audited")
    return found
