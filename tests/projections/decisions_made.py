"""Officials' own decisions, made up in numbers only: no person, no register."""

from typing import Any

from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.vocabulary import MATURED, OWN


def fact(index: int = 0, **changes: Any) -> DecisionFact:
    """Return one matured refusal of an official, with ``changes``."""
    members: dict[str, Any] = {
        "index": index,
        "decider": "actor/a",
        "office": "office/a",
        "district": "1001",
        "programme": "programme/p",
        "rule": "1",
        "result": "refuse",
        "channel": "counter",
        "origin": OWN,
        "month": "2026-01",
        "ground": "law_1",
        "standing": MATURED,
    }
    return DecisionFact(**(members | changes))


def caseload(unit: str, n: int, reversals: int, **changes: Any) -> list[DecisionFact]:
    """Return ``n`` decisions of one official and one office, the first ``reversals`` of them reversed."""
    return [
        fact(
            index,
            decider=f"actor/{unit}",
            office=f"office/{unit}",
            **(fell() if index < reversals else {}),
            **changes,
        )
        for index in range(n)
    ]


def fell() -> dict[str, Any]:
    return {"appealed": True, "decided": True, "overturned": True, "way": "appeal"}
