"""Decisions of the fines register, straight from its table: a second way to the facts."""

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.vocabulary import IMPORTED, UNKNOWN

OVERTURNED = {"#": "prefecture", "G": "judge"}


@dataclass(frozen=True)
class Fine:
    officer: str
    article: str
    month: str
    appealed: bool
    code: str
    result: bool

    @property
    def overturned(self) -> bool:
        return self.appealed and self.code in OVERTURNED


def fines(path: Path) -> list[Fine]:
    """Return one fine per case, in the order of the file. The last code that is not empty is the case's."""
    cases: dict[str, list[Mapping[str, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            cases.setdefault(row["case_id"], []).append(row)
    return [_fine(rows) for rows in cases.values()]


def _fine(rows: list[Mapping[str, str]]) -> Fine:
    acts = {row["activity"]: row for row in rows}
    created = acts["Create Fine"]
    return Fine(
        officer=created["officer"].removesuffix(".0"),
        article=created["article"].removesuffix(".0"),
        month=created["ts"][:7],
        appealed=not acts.keys().isdisjoint({"Insert Date Appeal to Prefecture", "Appeal to Judge"}),
        code=[row["dismissal"] for row in rows if row["dismissal"]][-1],
        result="Receive Result Appeal from Prefecture" in acts,
    )


def decisions(cases: list[Fine]) -> list[DecisionFact]:
    """Return the facts of each fine, numbered as they come."""
    return [
        DecisionFact(
            index=index,
            decider=fine.officer,
            office="",
            district="",
            programme="programme/fines",
            rule="1",
            result="reduce",
            channel="import",
            origin=IMPORTED,
            month=fine.month,
            ground=fine.article,
            standing=UNKNOWN,
            appealed=fine.appealed,
            decided=fine.overturned or (fine.appealed and fine.result),
            overturned=fine.overturned,
        )
        for index, fine in enumerate(cases)
    ]


def planted_outlier(cases: list[Fine]) -> list[Fine]:
    """Control A: the overturned cases of officer 557 under article 157 are given to officer 538."""
    return [
        replace(fine, officer="538")
        if fine.officer == "557" and fine.article == "157" and fine.overturned
        else fine
        for fine in cases
    ]


def explained_by_case_mix(cases: list[Fine]) -> list[Fine]:
    """Control B: all of article 158 overturned; those of 557, 558 and 562 are given to officer 538."""
    return [
        replace(
            fine,
            officer="538" if fine.officer in {"557", "558", "562"} else fine.officer,
            appealed=True,
            code="#",
        )
        if fine.article == "158"
        else fine
        for fine in cases
    ]
