"""What the read model of decisions tells an official is what the reports count, whatever happened in a log.

The two are written apart: the one goes entry by entry, the other case by case.
"""

from typing import Any

from hypothesis import given, settings

from ledger.domain.casework_codes import Kind
from ledger.projections.decision_tables import DECISION
from ledger.projections.decisions import Decisions
from ledger.projections.folding import fold_log
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.fates import fates
from ledger.projections.rows import Row
from tests.projections import histories
from tests.projections.histories import Log, logs, ref
from tests.reports.test_folds_add_up import cases

SAME = ("decider", "office", "district", "programme", "rule", "channel", "origin", "result", "ground", "way")


def told(row: Row) -> dict[str, Any]:
    """Return what a row of the read model says, in the words of the reports."""
    decided = bool(row["decided"] or row["overturned"])
    settled = not decided and bool(row["settled"])
    return {
        **{name: row[name] for name in SAME},
        "month": row["day"][:7],
        "appealed": bool(row["appeals"]),
        "decided": decided,
        "overturned": bool(row["overturned"]),
        "settled": settled,
        "withdrawn": not decided and not settled and bool(row["withdrawn"]) and not row["pending"],
        **{
            name: bool(row[name])
            for name in ("self_corrected", "defective_reasons", "no_attestation", "departs")
        },
    }


def read(log: Log) -> dict[int, dict[str, Any]]:
    rows = fold_log(Decisions(), log.read, size=len(log.entries)).all(DECISION)
    return {row["index"]: told(row) for row in rows}


def counted(log: Log) -> dict[int, dict[str, Any]]:
    facts: list[DecisionFact] = [fact for case in cases(log) for fact, _ in fates(case)]
    names = (*SAME, *(told(_EMPTY).keys() - set(SAME)))
    return {fact.index: {name: getattr(fact, name) for name in names} for fact in facts}


_EMPTY: Row = {
    **dict.fromkeys(SAME, ""),
    "day": "",
    **dict.fromkeys(("appeals", "decided", "overturned", "settled", "withdrawn", "pending"), 0),
    **dict.fromkeys(("self_corrected", "defective_reasons", "no_attestation", "departs"), 0),
}


@settings(max_examples=200, deadline=None)
@given(logs(orderly=True))
def test_the_read_model_and_the_reports_tell_the_same_of_every_decision(log: Log) -> None:
    assert read(log) == counted(log)


def test_a_complaint_that_is_read_as_an_appeal_is_one_in_both() -> None:
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received())
    refusal = log.add(ref("claim", 1), histories.decided())
    log.add(ref("grievance", 1), histories.filed(refusal, kind=Kind.INQUIRY))
    assert [one["appealed"] for one in read(log).values()] == [False]
    log.add(ref("grievance", 1), histories.reclassified(Kind.INQUIRY, Kind.APPEAL))

    assert read(log) == counted(log)
    assert [one["appealed"] for one in read(log).values()] == [True]
