"""C12: what random audits drew, and what was found in the cases drawn, stratum by stratum.

An audit's own stream tells frame and draw; a finding is placed where its case is, since the case knows
whether it had been appealed when the frame was sealed. A finding belongs to the one stratum that can have
drawn its case. Of a case that no stratum drew it counts nowhere; where several can have, nobody can tell.
Whatever was drawn counts as unanswered until a finding says right or wrong.
"""

from dataclasses import replace
from typing import Final

from ledger.domain.audit.drawing import is_drawn
from ledger.domain.audit.events import AuditFinding, AuditFindingReported, Stratum
from ledger.domain.dates import civil_text
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.types import Recorded
from ledger.projections.audits.audit import Audit, read_audit
from ledger.projections.audits.counting import count_audit
from ledger.projections.audits.frames import APPEALED, part_of
from ledger.projections.reports.case import Case, History
from ledger.projections.reports.cubes import Key, Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.fates import is_appeal

OF: Final = ("audit", "purpose", "sealed", "month")
"""``sealed`` is the index of the frame, in twelve digits, so that text sorts as the log does."""
AUDIT: Final = Shape(
    "audit",
    (*OF, "stratum", "part", "rate"),
    ("frame", "drawn", "right", "wrong", "no_answer", "unsettled"),
)
"""``unsettled``: how many were drawn from this stratum does not follow from the log."""
APART: Final = Shape("audit_apart", (*OF, "reason"), ("n",))
WRONG: Final = Shape("audit_wrong", AUDIT.keys)
"""Evidence: the findings that a case was decided wrongly."""
SHAPES: Final = (AUDIT, APART, WRONG)
NOT_DRAWN, UNPLACED, REPEATED = "not_drawn", "unplaced", "repeated"


def fold(case: Case, facts: CaseFacts) -> None:
    """Count an audit's frame and draw, or the findings about the case."""
    if case.key.startswith("audit/"):
        audit = _audit(case, case.own.get(case.key, ()))
        if audit is not None:
            _drawn(audit, facts)
            _of_grievances(audit, facts)
    elif case.key.startswith("claim/"):
        seen: set[str] = set()
        for found in case.findings:
            stream = found.statement.stream
            audit = _audit(case, case.context.history(stream))
            if audit is not None:
                _place(audit, found.statement.says, found.index, facts, case, again=stream in seen)
            seen.add(stream)


def _audit(case: Case, history: History) -> Audit | None:
    """Return the audit of a stream; None where no frame was sealed that has a size for each stratum."""
    audit = read_audit(case.context.registry.origin or "", history)
    if audit is None:
        return None
    names = {stratum.name for stratum in audit.frame.strata}
    return audit if len(names) == len(audit.frame.strata) == len(audit.frame.sizes) else None


def _drawn(audit: Audit, facts: CaseFacts) -> None:
    counted = count_audit(replace(audit, findings=()))
    for stratum, row in zip(audit.frame.strata, counted.rows.values(), strict=True):
        known = row.drawn or 0
        facts.add(
            AUDIT,
            _key(audit, stratum),
            frame=row.frame,
            drawn=known,
            no_answer=known,
            unsettled=row.drawn is None,
        )


def _of_grievances(audit: Audit, facts: CaseFacts) -> None:
    """Place the findings on grievances, of which none is appealed: their claim may be another case."""
    seen: set[str] = set()
    for says, index in audit.findings:
        if says.case.startswith("grievance/"):
            _place(audit, says, index, facts, None, again=says.case in seen)
            seen.add(says.case)


def _place(
    audit: Audit, says: object, index: int, facts: CaseFacts, case: Case | None, *, again: bool
) -> None:
    """Count a finding in the one stratum that can have drawn its case."""
    if not isinstance(says, AuditFindingReported):
        return
    strata = _strata(audit, says, case)
    if again or len(strata) != 1:
        reason = REPEATED if again else UNPLACED if strata else NOT_DRAWN
        facts.add(APART, (*_of(audit), reason), n=1)
        return
    key = _key(audit, strata[0])
    if says.finding is not AuditFinding.NO_ANSWER:
        facts.add(AUDIT, key, no_answer=-1, **{str(says.finding): 1})
    if says.finding is AuditFinding.WRONG:
        facts.cite(WRONG, key, index)


def _strata(audit: Audit, says: AuditFindingReported, case: Case | None) -> list[Stratum]:
    """Return the strata that drew the case, given whether it had an appeal; none before the draw."""
    if audit.draw is None:
        return []
    sown = audit.seed_of(audit.draw.says)
    drawn = [one for one in audit.frame.strata if is_drawn(sown, says.case, one.num, one.den)]
    if not any(part_of(one.name) == APPEALED for one in audit.frame.strata):
        return drawn
    appealed = case is not None and _appealed(case, audit.sealed)
    return [one for one in drawn if (part_of(one.name) == APPEALED) == appealed]


def _appealed(case: Case, sealed: Recorded) -> bool:
    """Return whether an appeal against a decision of the case had been filed when the frame was sealed."""
    filed = (
        tuple(one for one in history if one.index < sealed.index)
        for _, history in case.grievances(near=True)
        if history[0].index < sealed.index
    )
    return any(
        isinstance(says := history[0].statement.says, GrievanceFiled) and is_appeal(says, history)
        for history in filed
    )


def _of(audit: Audit) -> Key:
    at = audit.sealed.statement.at or audit.sealed.recorded_at
    month = civil_text(at)[:7]
    return audit.stream, str(audit.frame.purpose), f"{audit.sealed.index:012d}", month


def _key(audit: Audit, stratum: Stratum) -> Key:
    return *_of(audit), str(stratum.name), part_of(stratum.name), f"{stratum.num}/{stratum.den}"
