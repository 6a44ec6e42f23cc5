"""The rows of R01: for officials' own decisions, and for an imported register."""

from collections.abc import Sequence
from typing import Any, Final

from ledger.projections.reports.envelope import Json
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.population import Tally, Unit
from ledger.projections.reports.shares import SMALL, share_row
from ledger.projections.statistics import funnels, intervals
from ledger.projections.statistics.discovery import false_discovery
from ledger.projections.statistics.distributions import normal_tail
from ledger.projections.statistics.funnels import COMPARABLE, Dispersion, Tails

EXACT_BELOW: Final = 20  # expected reversals below which exact limits decide beside z
WATCH: Final = 1.96
SIGNAL: Final = 3.09
DISCOVERY: Final = 0.05
_LIMITS: Final = (("lo998", 0.001), ("lo95", 0.025), ("hi95", 0.975), ("hi998", 0.999))
_FATES: Final = (
    "appealed",
    "decided",
    "overturned",
    "settled",
    "self_corrected",
    "by_appeal",
    "by_review",
    "by_remedy",
    "by_court",
    "by_reopening",
    "pending_execution",
    "adverse",
)


def four_ratios(tally: Tally) -> Json:
    """Return the four denominators of reversal side by side; None where there is no whole."""
    return {
        "appealed_per_decision": ratio(tally["appealed"], tally["n"]),
        "decided_per_appealed": ratio(tally["decided"], tally["appealed"]),
        "overturned_per_decided_appeal": ratio(tally["overturned"], tally["decided"]),
        "overturned_per_decision": ratio(tally["overturned"], tally["n"]),
    }


def spread(units: Sequence[Unit], target: float) -> Dispersion:
    """Return phi and tau squared of the units' rates (M06, Winsorised)."""
    return funnels.dispersion_of_rates([(unit.tally["num"], unit.tally["n"]) for unit in units], target)


def compared_rows(units: Sequence[Unit], target: float, dispersion: Dispersion) -> list[Json]:
    """Return the rows of ``units`` (each ``n >= 1``) against ``target``: z, p, q, limits, flags."""
    rows, p_values = [], []
    for unit in units:
        n, num = unit.tally["n"], unit.tally["num"]
        z = funnels.dispersed_z(funnels.proportion_z(num, n, target), 4.0 * n, dispersion.tau2)
        few = n * target < EXACT_BELOW
        p_values.append(
            funnels.binomial_tails(num, n, target).two_sided if few else min(1.0, 2 * normal_tail(abs(z)))
        )
        row = share_row(unit.key, unit.tally["n"], unit.tally["num"])
        row["expected"], row["z"] = rounded(n * target), rounded(z)
        if dispersion.phi <= COMPARABLE:
            row["limits"] = limits(target, n)
        row["extra"] = {name: unit.tally[name] for name in _FATES} | four_ratios(unit.tally)
        row["extra"]["audit_estimate"] = None
        rows.append(row)
    _with_p(rows, p_values)
    for row in rows:
        row["flags"] = _flags(row, exact=row["n"] * target < EXACT_BELOW)
    return rows


def limits(target: float, n: int) -> Json:
    """Return the exact funnel limits of a rate (M04)."""
    return {name: rounded(funnels.exact_limit(target, n, p)) for name, p in _LIMITS}


def _with_p(rows: Sequence[Json], p_values: list[float]) -> None:
    """Write p and its Benjamini-Hochberg q into the rows; the family is all of them."""
    for row, p, q in zip(rows, p_values, false_discovery(p_values), strict=True):
        row["p"], row["q"] = rounded(p), rounded(q)


def _flags(row: Json, *, exact: bool) -> list[str]:
    """Return the flags that follow from the printed numbers of a row: three locks at once."""
    if "limits" not in row:
        return ["NO_LIMITS"] + (["LOW_N"] if row["n"] < SMALL else [])
    if row["n"] < SMALL:
        return ["LOW_N"]
    z, estimate, bounds = row["z"], row["estimate"], row["limits"]
    outside = not exact or not bounds["lo998"] <= estimate <= bounds["hi998"]
    if abs(z) > SIGNAL and outside and row["q"] < DISCOVERY:
        return ["SIGNAL" if z > 0 else "SIGNAL_LOW"]
    return ["WATCH"] if abs(z) > WATCH else []


def register_rows(units: Sequence[Unit], total: Tally) -> list[Json]:
    """Return the rows of an imported register: exact tails before and after standardisation.

    ``expected`` is what the unit's grounds of law alone would give. Only what stands out *after*
    standardisation is flagged; what stood out before is told in ``extra.funnel``.
    """
    rate = total["overturned"] / total["n"] if total["n"] else 0.0
    rate_decided = total["overturned"] / total["decided"] if total["decided"] else 0.0
    rows, p_values, after = [], [], []
    for unit in units:
        tails = funnels.poisson_tails(unit.tally["num"], unit.expected)
        row = share_row(unit.key, unit.tally["n"], unit.tally["num"])
        row["expected"] = rounded(unit.expected)
        row["limits"] = limits(rate, unit.tally["n"])
        row["extra"] = _register_extra(unit, rate, rate_decided, tails)
        rows.append(row)
        after.append(tails)
        p_values.append(tails.two_sided)
    _with_p(rows, p_values)
    for row, tails in zip(rows, after, strict=True):
        row["flags"] = _register_flags(row, tails)
    return rows


def _register_extra(unit: Unit, rate: float, rate_decided: float, after: Tails) -> dict[str, Any]:
    tally, expected = unit.tally, unit.expected
    k, n, decided = tally["overturned"], tally["n"], tally["decided"]
    before = funnels.binomial_tails(k, n, rate)
    appeals = funnels.binomial_tails(k, decided, rate_decided)
    bounds = intervals.byar(k, intervals.Z999)
    return {
        "appealed": tally["appealed"],
        "overturned": k,
        "upheld": decided - k,
        "settled": tally["settled"],
        "withdrawn": tally["withdrawn"],
        "no_outcome": tally["appealed"] - decided - tally["settled"] - tally["withdrawn"],
        **four_ratios(tally),
        "binomial_tail_high": rounded(before.high),
        "binomial_tail_low": rounded(before.low),
        "funnel": before.side,
        "funnel_of_decided_appeals": appeals.side,
        "expected_by_article": rounded(expected),
        "observed_over_expected": rounded(k / expected) if expected else None,
        "byar_998": [rounded(bound / expected) for bound in bounds] if expected else [None, None],
        "poisson_tail_high": rounded(after.high),
        "poisson_tail_low": rounded(after.low),
        "funnel_given_article": after.side,
    }


def _register_flags(row: Json, after: Tails) -> list[str]:
    if row["n"] < SMALL:
        return ["LOW_N"]
    if after.side and row["q"] < DISCOVERY:
        return ["SIGNAL" if after.side == "high" else "SIGNAL_LOW"]
    return ["WATCH"] if min(after) < 0.025 else []
