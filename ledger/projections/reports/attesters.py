"""Rows per attester: how often each is with the model, and with the order of others. Never public.

Whoever attested little, or hardly where others did, has no row of their own: chance would judge them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from ledger.projections.reports.claims import HOLDS, Claims
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.ordering import Order
from ledger.projections.reports.resampling import rate_interval, seed_of
from ledger.projections.reports.shares import share_row

ATTESTATIONS: Final = 30
OVERLAPS: Final = 10
"""A row of one's own takes so many attestations, and so many where somebody else attested too."""
POOLED: Final = "pooled"
_FAILS: Final = "contradicts"
_MEASURES: Final = {
    "order": ("comparable", "alike"),
    "sensitivity": (HOLDS, f"{HOLDS}/met"),
    "specificity": (_FAILS, f"{_FAILS}/met"),
}
Tally: TypeAlias = Counter[str]


def attester_rows(chosen: Claims, order: Order, snapshot: Snapshot) -> list[Json]:
    """Return sensitivity and specificity of each attester, and of the others together, by key.

    Of the others, the order of their rankings too: drawn attester by attester, for their pairs hang together.
    """
    answers = _against_model(chosen)
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for rater, own in sorted(_experience(chosen).items()):
        enough = own["attestations"] >= ATTESTATIONS and own["overlaps"] >= OVERLAPS
        told = own + answers.get(rater, Counter()) + order.of_rater.get(rater, Counter())
        tallies[rater if enough else POOLED].append(told)
    rows = [row for name in sorted(tallies) for row in _rows(name, tallies[name], chosen, snapshot)]
    return sorted((row for row in rows if row["n"]), key=lambda row: str(row["key"]))


def _experience(chosen: Claims) -> Mapping[str, Tally]:
    """Return attestations and overlaps of each attester."""
    found: dict[str, Tally] = defaultdict(Counter)
    for claim in chosen.claims:
        for one in claim.answered:
            for rater, _ in one.answers:
                shared = len(one.answers) > 1
                found[rater].update(attestations=claim.n, overlaps=claim.n * shared)
    return found


def _against_model(chosen: Claims) -> Mapping[str, Tally]:
    """Return by attester how many facts probably held or not, and in how many of them they said so."""
    found: dict[str, Tally] = defaultdict(Counter)
    for claim in chosen.claims:
        for one in claim.answered:
            if one.ranked:
                continue
            truth = HOLDS if chosen.holds(one) else _FAILS
            for rater, value in one.answers:
                found[rater].update({truth: claim.n, f"{truth}/met": claim.n * (value == truth)})
    return found


def _rows(name: str, tallies: Sequence[Tally], chosen: Claims, snapshot: Snapshot) -> Iterator[Json]:
    total: Tally = sum(tallies, Counter())
    extra = {part: total[part] for part in ("attestations", "overlaps", "comparable", "alike")}
    pooled = name == POOLED
    for measure, (whole, part) in _MEASURES.items():
        if measure == "order" and not pooled:
            continue
        row = share_row(f"{name}/{measure}", total[whole], total[part]) | {"extra": dict(extra)}
        if pooled:
            seed = seed_of(snapshot, "R09", "M24", row["key"])
            row["interval"] = rate_interval([(one[whole], one[part]) for one in tallies], seed=seed)
            row["flags"] = sorted({*row["flags"], "POOLED"})
        else:
            row["extra"]["model"] = _modelled(name, whole, chosen)
        yield row


def _modelled(name: str, truth: str, chosen: Claims) -> float | None:
    """Return what the model makes of the attester where ``truth`` holds; None where it cannot."""
    model = chosen.model
    if model is None or name not in model.tables or truth not in model.classes:
        return None
    at = model.classes.index(truth)
    return rounded(model.tables[name][at][at])
