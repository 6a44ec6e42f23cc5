"""What may become a consultation: cases that say the same, counted and never named."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from api.web.rooms.acts import owners
from api.web.rooms.asking import Asking, Values
from ledger.application.looking import streams
from ledger.domain.codes import Role
from ledger.domain.consultation.codes import Trigger
from ledger.domain.consultation.pattern import HOUSEHOLDS, SPAN, filed, used_before
from ledger.projections.listed import Which
from ledger.projections.views.consultation import LARGEST_SMALL

PROPOSED_BY: Final = frozenset({Role.FACILITATOR, Role.OFFICER, Role.OVERSIGHT})
NEWEST: Final = 1_000
"""Cases that are looked at, from the newest back."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Cases of one ground in one district; their number is not shown below eleven."""

    ground: str
    area: str
    count: int | None


def may_propose(asking: Asking) -> bool:
    """Return whether whoever asks may propose a consultation."""
    return not PROPOSED_BY.isdisjoint(held.role for held in asking.own)


def alike(asking: Asking) -> list[Alike]:
    """Return the questions that at least three recent cases of a district ask, the most frequent first."""
    found = [(ground, area, len(those)) for (ground, area), those in _found(asking).items()]
    counted = sorted(((g, a, n) for g, a, n in found if n >= HOUSEHOLDS), key=lambda one: (-one[2], one))
    return [Alike(g, a, n if n > LARGEST_SMALL else None) for g, a, n in counted]


def proposal(asking: Asking) -> Values | None:
    """Return what the form of a proposal offers for the cases of ``ground`` in ``area``."""
    ground, area = asking.asked.get("topic", ""), asking.asked.get("area", "")
    evidence = _found(asking).get((ground, area), [])
    if len(evidence) < HOUSEHOLDS:
        return None
    triggers = [Trigger.CASES, Trigger.REPORT, Trigger.OFFICIAL]
    return {
        "topic": ground,
        "area": area,
        "count": len(evidence) if len(evidence) > LARGEST_SMALL else None,
        "evidence": json.dumps(evidence),
        "triggers": asking.labels(triggers),
        "owners": owners(asking, tuple(evidence), area),
    }


def _found(asking: Asking) -> dict[tuple[str, str], list[str]]:
    """Return the streams of recent cases by ground and district; those that were asked about are left out."""
    prefix, found = asking.prefix, defaultdict[tuple[str, str], list[str]](list)
    for stream in list(streams(asking.ledger, prefix, Which(kinds=("grievance",))))[-NEWEST:]:
        one = filed(prefix, stream)
        if one is None or one.complaint.area is None or asking.today - one.day > SPAN:
            continue
        for ground in one.complaint.grounds:
            if not used_before(prefix, stream, ground):
                found[str(ground), one.complaint.area].append(stream)
    return dict(found)
