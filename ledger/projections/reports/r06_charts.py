"""Charts of one unit by month: rates with their limits, single values, and the two CUSUMs (M16 to M18).

A new version of the rules restarts every chart: what it changes is no signal.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ledger.projections.reports.envelope import Json
from ledger.projections.reports.numbers import rounded
from ledger.projections.statistics.charts import p_chart, western_electric, xmr
from ledger.projections.statistics.cusum import control_limit, weight

LARGE: Final = 1_000  # decisions a month, above which plain limits flag everything
YEAR: Final = 12  # months at the beginning of a chart that its CUSUM's limit is fixed from
QUIET: Final = 5 * YEAR  # months between false alarms of a CUSUM, on average
CUSUMS: Final = (("cusum_up", 2.0), ("cusum_down", 0.5))


class Month(NamedTuple):
    """One period: counts, whether an earlier issue said otherwise, whether new rules hold from it on."""

    period: str
    n: int
    num: int
    revised: bool = False
    step: bool = False


class Cases(NamedTuple):
    """``n`` decisions of one month with the same chance of falling, of which ``num`` fell."""

    chance: float
    n: int
    num: int


def segments(months: Sequence[Month]) -> list[Sequence[Month]]:
    """Return the months in stretches of equal rules, each beginning with a step but the first."""
    starts = [0, *(place for place, month in enumerate(months) if month.step and place), len(months)]
    return [months[start:end] for start, end in pairwise(starts) if end > start]


def rate_charts(unit: str, months: Sequence[Month]) -> Iterator[Json]:
    """Yield the points of the p chart (p' where sizes vary or are large) and of the XmR chart of rates."""
    sizes = {month.n for month in months if month.n}
    laney = len(sizes) > 1 or max(sizes, default=0) > LARGE
    for stretch in segments(months):
        chart = p_chart([(month.num, month.n) for month in stretch], laney=laney)
        if chart is not None:
            rules = western_electric([point.z for point in chart.points])
            for month, point, broken in zip(stretch, chart.points, rules, strict=True):
                entry = _entry(unit, "p_prime" if laney else "p", month)
                yield entry | {
                    "estimate": rounded(point.rate),
                    "centre": rounded(chart.centre),
                    "lo": rounded(point.lo),
                    "hi": rounded(point.hi),
                    "signal": list(broken),
                }
    for stretch in segments(months):
        yield from _single_values(unit, stretch)


def _single_values(unit: str, stretch: Sequence[Month]) -> Iterator[Json]:
    """Yield the points of the XmR chart; limits of a rate lie within 0..1. Nothing for fewer than two."""
    values = [month.num / month.n for month in stretch if month.n]
    chart = xmr(values)
    if chart is None:
        return
    told = iter(zip(values, chart.z(values), western_electric(chart.z(values)), strict=True))
    for month in stretch:
        value, _, broken = next(told) if month.n else (None, None, ())
        yield _entry(unit, "xmr", month) | {
            "estimate": rounded(value),
            "centre": rounded(chart.mean),
            "lo": rounded(max(0.0, chart.lo)),
            "hi": rounded(min(1.0, chart.hi)),
            "signal": list(broken),
        }


def cusums(
    unit: str, months: Sequence[Month], cases: Mapping[str, Sequence[Cases]], seeds: Mapping[str, int]
) -> Iterator[Json]:
    """Yield the points of the CUSUMs for a doubling and for a halving of the odds, month after month.

    Within a month no order of decisions is known, so each month adds what its cases add together. The limit
    is simulated with the mix and the volume of the first twelve months, and does not move afterwards.

    Args:
        unit: Whose.
        months: As in ``rate_charts``.
        cases: What was expected of the decisions of each month.
        seeds: For each chart.
    """
    for chart, odds in CUSUMS:
        for stretch in segments(months):
            limit = _limit(stretch[:YEAR], cases, odds, seeds[chart])
            height = 0.0
            for month in stretch:
                gained = sum(
                    one.num * weight(1, one.chance, odds) + (one.n - one.num) * weight(0, one.chance, odds)
                    for one in cases.get(month.period, ())
                )
                height = max(0.0, height + gained)
                beyond = limit is not None and height > limit
                yield _entry(unit, chart, month) | {
                    "estimate": rounded(height),
                    "centre": None,
                    "lo": None,
                    "hi": rounded(limit),
                    "signal": [1] if beyond else [],
                }


def _limit(
    first: Sequence[Month], cases: Mapping[str, Sequence[Cases]], odds: float, seed: int
) -> float | None:
    chances = [one.chance for month in first for one in cases.get(month.period, ()) for _ in range(one.n)]
    volume = max(1, round(len(chances) / len(first)))
    return control_limit(chances, odds=odds, run_length=QUIET * volume, seed=seed, batch=volume)


def _entry(unit: str, chart: str, month: Month) -> Json:
    return {
        "unit": unit,
        "chart": chart,
        "period": month.period,
        "n": month.n,
        "num": month.num,
        "revised": month.revised,
        "rule_change": month.step,
    }
