"""Pairs that meet more often than chance brings them together (M25). A flag is a request for review.

Chance is that of one place: without strata every local pair is "significant". Source: Tumminello et al. 2011
(arXiv 1008.1414).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ledger.projections.statistics.discovery import false_discovery
from ledger.projections.statistics.distributions import hypergeometric_at_least
from ledger.projections.statistics.randomness import Stream


class Pair(NamedTuple):
    """Two that met: how often, how often chance brings them together, and how surprising that is."""

    left: str
    right: str
    met: int
    expected: float
    p: float
    q: float  # over all pairs of the place


def unusual_pairs(
    met: Mapping[tuple[str, str], int], *, left: Mapping[str, int], right: Mapping[str, int], cases: int
) -> list[Pair]:
    """Return every pair of one place with its upper tail (M25), sorted by name; the family is the place.

    Args:
        met: Cases that a pair shares, as cube C09 holds them; pairs with 0 are left out.
        left: Cases of each on the left: the margins.
        right: Cases of each on the right.
        cases: All cases of the place.
    """
    pairs = sorted(pair for pair, count in met.items() if count > 0)
    tails = [hypergeometric_at_least(met[a, b], cases, left[a], right[b]) for a, b in pairs]
    return [
        Pair(a, b, met[a, b], left[a] * right[b] / cases, p, q)
        for (a, b), p, q in zip(pairs, tails, false_discovery(tails), strict=True)
    ]


def components(edges: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return who hangs together through ``edges``: sorted groups of at least two, in sorted order."""
    names = sorted({name for edge in edges for name in edge})
    if not names:
        return []
    from scipy.sparse import coo_array, csgraph  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load

    at = {name: place for place, name in enumerate(names)}
    rows, columns = [at[a] for a, _ in edges], [at[b] for _, b in edges]
    graph = coo_array((np.ones(len(edges)), (rows, columns)), shape=(len(names), len(names)))
    _, labels = csgraph.connected_components(graph, directed=False)
    groups: dict[int, list[str]] = {}
    for name, label in zip(names, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(name)
    return sorted(tuple(group) for group in groups.values() if len(group) > 1)


def permuted_p(
    cases: Sequence[tuple[str, Sequence[str]]], *, seed: int, draws: int = 1000
) -> dict[tuple[str, str], float]:
    """Return for every pair how often it meets as often when the left are dealt out anew within the place.

    Args:
        cases: Of one place: who stands on the left, and who on the right (each once).
        seed: From ``seed_for``. A draw permutes the cases' left.
        draws: How often; the smallest p is ``1/(draws + 1)``, for what was seen is one of the draws.
    """
    lefts, rights = (
        sorted({left for left, _ in cases}),
        sorted({name for _, names in cases for name in names}),
    )
    left_at, right_at = ({name: at for at, name in enumerate(names)} for names in (lefts, rights))
    dealt = np.array([left_at[left] for left, _ in cases], dtype=np.intp)
    case_of = np.array([case for case, (_, names) in enumerate(cases) for _ in names], dtype=np.intp)
    right_of = np.array([right_at[name] for _, names in cases for name in names], dtype=np.intp)
    size = len(lefts) * len(rights)
    seen = np.bincount(dealt[case_of] * len(rights) + right_of, minlength=size)
    reached = np.ones(size, dtype=np.intp)
    stream = Stream(seed)
    for _ in range(draws):
        anew = dealt[stream.permutation(len(cases))]
        reached += np.bincount(anew[case_of] * len(rights) + right_of, minlength=size) >= seen
    counts = Counter((left, name) for left, names in cases for name in names)
    return {
        (left, name): float(reached[left_at[left] * len(rights) + right_at[name]] / (draws + 1))
        for left, name in sorted(counts)
    }
