"""The appeals against a decision, and from which day each of them counts."""

from collections.abc import Sequence

from ledger.domain.casework_codes import Kind, Reclassified
from ledger.domain.clocks.clock import Act
from ledger.domain.grievance.events import GrievanceFiled, GrievanceReclassified
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import persons_act, stated_act
from ledger.domain.types import EntryRef, Recorded


def appeals(prefix: Prefix, decision: EntryRef) -> tuple[Act, ...]:
    """Return the appeals against ``decision``, each from the day on which it was handed over.

    A complaint that is read as an appeal later counts from its own day. Lateness is ruled on, never refused.

    Source: APA s.44.
    """
    found = []
    for stream in prefix.referring(decision.stream):
        if stream.startswith("grievance/"):
            filed = _appeal(prefix.history(stream), decision)
            if filed is not None:
                found.append(filed)
    return tuple(found)


def _appeal(history: Sequence[Recorded], decision: EntryRef) -> Act | None:
    """Return the filing, if it contests ``decision`` and is or was read as an appeal."""
    if not history:
        return None
    says = history[0].statement.says
    if not isinstance(says, GrievanceFiled) or all(item.entry != decision for item in says.contests):
        return None
    read = (one.statement.says for one in history)
    changed = any(
        isinstance(other, GrievanceReclassified)
        and other.field is Reclassified.KIND
        and str(other.to) == Kind.APPEAL
        for other in read
    )
    if says.kind is not Kind.APPEAL and not changed:
        return None
    via = says.via
    if via is not None and via.handed_over_on is not None:
        return persons_act(history[0], via)
    return stated_act(history[0], says.received_on)
