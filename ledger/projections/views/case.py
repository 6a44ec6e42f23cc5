"""The case file as it is read: where a stream stands, what happens next, and every entry of it."""

from dataclasses import dataclass
from typing import Any

from ledger.domain.casework.contested import suspended
from ledger.domain.prefix import Prefix
from ledger.projections.standing import Standing
from ledger.projections.views.blocks import Block
from ledger.projections.views.entries import Shown, show_entry
from ledger.projections.views.periods import Period
from ledger.projections.views.plain import plain
from ledger.projections.views.present import present
from ledger.projections.views.steps import Step


@dataclass(frozen=True, slots=True)
class Contested:
    """The entry of this version awaits review."""

    version: int
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One stream at one position of the log: after ``size`` entries, at the time ``now``.

    ``state`` is the domain's whole fold as JSON, ``stands`` what it says in the words of every view, with
    the flags of the day. ``clocks`` are all that ever started, with the derivation of each date; ``next``
    are the acts that are possible, with whoever may do them and until when. ``contested`` acts await review,
    by version and reasons; the burdens of ``suspended`` ones wait meanwhile.
    """

    stream: str
    size: int
    now: str
    stands: Standing
    next: tuple[Step, ...]
    clocks: tuple[Period, ...]
    blocked: tuple[Block, ...]
    contested: tuple[Contested, ...]
    suspended: tuple[int, ...]
    state: dict[str, Any]
    entries: tuple[Shown, ...]


def view_case(prefix: Prefix, stream: str) -> CaseView:
    """Return the case file of ``stream`` at the position of ``prefix``."""
    state, registry, history = prefix.state(stream), prefix.registry, prefix.history(stream)
    today = present(prefix, stream)
    folded: dict[str, Any] = plain(state)
    return CaseView(
        stream,
        prefix.size,
        prefix.now,
        today.stands,
        today.next,
        today.clocks,
        today.blocked,
        tuple(Contested(one.act.version, tuple(map(str, one.doubts))) for one in today.contested),
        tuple(ref.version for ref in suspended(state, history, registry)),
        folded,
        tuple(show_entry(recorded, registry) for recorded in history),
    )
