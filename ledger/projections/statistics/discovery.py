"""Many units, many metrics: which p-values remain (M08)."""

from collections.abc import Sequence
from itertools import accumulate


def false_discovery(p_values: Sequence[float]) -> list[float]:
    """Return Benjamini-Hochberg adjusted p-values, in the order given; empty for an empty list.

    The family is whatever is given: all units and all metrics of one report. Its size belongs into print.

    Source: Benjamini and Hochberg 1995; the running minimum starts from the largest p.
    """
    count = len(p_values)
    order = sorted(range(count), key=lambda place: p_values[place], reverse=True)
    raised = (p_values[place] * count / (count - above) for above, place in enumerate(order))
    adjusted = dict(zip(order, accumulate(raised, min), strict=True))
    return [min(1.0, adjusted[place]) for place in range(count)]
