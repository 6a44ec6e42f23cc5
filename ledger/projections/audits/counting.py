"""From an audit to integers: what an estimate needs of each stratum.

The log tells the size of each stratum, how many cases were drawn in all, and what was found in which case.
It tells neither how many were drawn from which stratum, nor where a case stands: the frame's file does.
Without the file this is derived where it follows. A stratum that is drawn whole gives all its cases, one of
rate 0 none, and if one single stratum is left, it gave the rest. A finding belongs to the one stratum that
can have drawn its case, given which cases had an appeal. Where this does not settle it, the counts say so.
"""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

from ledger.domain.audit.drawing import Part, is_drawn
from ledger.domain.audit.events import AuditFinding, Stratum
from ledger.projections.audits.audit import Audit
from ledger.projections.audits.frames import APPEALED, FrameFile, check_sealed, part_of


class StratumKey(NamedTuple):
    """A stratum of an audit; ``part`` is ``appealed`` or ``not_appealed``."""

    audit: str
    purpose: str
    stratum: str
    part: str


class StratumCounts(NamedTuple):
    """How many cases a stratum has, how many were drawn, and what was found in them.

    ``no_answer`` counts those that were drawn and not reported as well. ``drawn`` and ``no_answer`` are None
    where the log alone does not settle them.
    """

    frame: int
    drawn: int | None
    right: int
    wrong: int
    no_answer: int | None


@dataclass(frozen=True, slots=True)
class AuditCounts:
    """The counts of an audit. ``unplaced`` are findings whose stratum nobody can tell."""

    rows: dict[StratumKey, StratumCounts]
    unplaced: int

    @property
    def complete(self) -> bool:
        """Return whether an estimate may be made from them."""
        return self.unplaced == 0 and all(row.drawn is not None for row in self.rows.values())


def count_audit(
    audit: Audit, frame: FrameFile | None = None, appealed: Container[str] | None = None
) -> AuditCounts:
    """Return the counts of each stratum of ``audit``; of one that is not drawn yet, nothing is drawn.

    Args:
        audit: The audit, as its stream tells it.
        frame: The frame's file, which settles everything.
        appealed: The cases that had an appeal when the frame was sealed, if that is known from the log.

    Raises:
        Malformed: ``frame_differs``: the file is not that of this audit.
    """
    if frame is not None:
        check_sealed(frame, audit.frame, audit.origin)
    sown = None if audit.draw is None else audit.seed_of(audit.draw.says)
    drawn = _drawn(audit, sown, None if frame is None else frame.parts)
    found: Counter[tuple[str, AuditFinding]] = Counter()
    unplaced = 0
    for says, _ in audit.findings:
        names = _strata(audit, sown, says.case, frame, appealed)
        if len(names) == 1:
            found[names[0], says.finding] += 1
        else:
            unplaced += 1
    rows = {}
    for stratum, size in zip(audit.frame.strata, audit.frame.sizes, strict=True):
        name, m = str(stratum.name), drawn[stratum.name]
        right, wrong = found[name, AuditFinding.RIGHT], found[name, AuditFinding.WRONG]
        silent = None if m is None else m - right - wrong
        key = StratumKey(audit.stream, str(audit.frame.purpose), name, part_of(name))
        rows[key] = StratumCounts(size, m, right, wrong, silent)
    return AuditCounts(rows, unplaced)


def _drawn(audit: Audit, sown: bytes | None, parts: tuple[Part, ...] | None) -> dict[str, int | None]:
    """Return how many cases were drawn from each stratum; None where that does not follow."""
    if audit.draw is None or sown is None:
        return {stratum.name: 0 for stratum in audit.frame.strata}
    if parts is not None:
        return {
            part.name: sum(is_drawn(sown, case, part.num, part.den) for case in part.cases) for part in parts
        }
    sizes = list(zip(audit.frame.strata, audit.frame.sizes, strict=True))
    settled: dict[str, int | None] = {
        one.name: size if one.num else 0 for one, size in sizes if _settled(one)
    }
    left = [stratum.name for stratum, _ in sizes if not _settled(stratum)]
    rest = audit.draw.says.drawn - sum(count or 0 for count in settled.values())
    known = len(left) == 1 and 0 <= rest <= {one.name: size for one, size in sizes}[left[0]]
    return settled | dict.fromkeys(left, rest if known else None)


def _settled(stratum: Stratum) -> bool:
    return stratum.num in (0, stratum.den)


def _strata(
    audit: Audit,
    sown: bytes | None,
    case: str,
    frame: FrameFile | None,
    appealed: Container[str] | None,
) -> list[str]:
    """Return the strata in which ``case`` can stand, given that it was drawn."""
    if sown is None:
        return []
    if frame is not None:
        held = [part for part in frame.parts if case in part.cases]
        return [part.name for part in held if is_drawn(sown, case, part.num, part.den)]
    lucky = [str(one.name) for one in audit.frame.strata if is_drawn(sown, case, one.num, one.den)]
    if appealed is None:
        return lucky
    return [name for name in lucky if (part_of(name) == APPEALED) == (case in appealed)]
