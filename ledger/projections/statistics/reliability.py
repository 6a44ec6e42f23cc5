"""Who answers reliably, and what is probably true: Dawid and Skene's model (M24).

Attesters who agree among themselves look reliable: read it with unusual pairs and with audited facts. Source:
Dawid and Skene 1979 (JRSS-C 28:20).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
SMOOTHING: Final = 0.5  # of Dirichlet, added to every cell of a rater's table
_SETTLED: Final = 1e-10  # change of the log-likelihood at which the fit stops
_ROUNDS: Final = 10_000


class Pattern(NamedTuple):
    """How many ``facts`` got these answers, ``(rater, answer)`` each; a rater may answer more than once."""

    answers: tuple[tuple[str, str], ...]
    facts: int = 1


class Reliability(NamedTuple):
    """What the model finds. Rows and columns follow ``classes``, which are sorted."""

    classes: tuple[str, ...]
    prior: tuple[float, ...]  # how common each class is
    tables: Mapping[str, tuple[tuple[float, ...], ...]]  # rater -> truth -> answer; every row adds up to 1
    posteriors: tuple[tuple[float, ...], ...]  # one row per pattern, in the order given
    log_likelihood: float
    settled: bool  # False: the fit was still moving when it was stopped


def dawid_skene(patterns: Sequence[Pattern], *, smoothing: float = SMOOTHING) -> Reliability | None:
    """Return class shares, raters' tables and posteriors by expectation and maximisation (M24).

    Args:
        patterns: Grouped facts, as cube C08 holds them; one without answers is as the prior.
        smoothing: Added to every cell of a rater's table, so that few answers prove little; 0 in the paper.

    It starts from the shares of votes, and thereby from the majority: another start may end elsewhere. None
    where nobody answered.
    """
    classes = tuple(sorted({answer for pattern in patterns for _, answer in pattern.answers}))
    if not any(pattern.answers and pattern.facts for pattern in patterns):
        return None
    raters = sorted({rater for pattern in patterns for rater, _ in pattern.answers})
    counts = np.array([pattern.facts for pattern in patterns], dtype=float)
    answers = _tensor(patterns, raters, classes)
    votes = answers.sum(axis=1)
    asked = votes.sum(axis=1, keepdims=True)
    posteriors = np.divide(votes, asked, out=np.full_like(votes, 1 / len(classes)), where=asked > 0)
    before, settled = -np.inf, False
    prior, tables, likelihood = np.empty(0), np.empty(0), 0.0
    for _ in range(_ROUNDS):
        prior, tables = _maximised(answers, counts, posteriors, smoothing)
        posteriors, likelihood = _expected(answers, counts, prior, tables)
        if abs(likelihood - before) < _SETTLED:
            settled = True
            break
        before = likelihood
    return Reliability(
        classes,
        tuple(prior.tolist()),
        {rater: tuple(map(tuple, tables[at].tolist())) for at, rater in enumerate(raters)},
        tuple(map(tuple, posteriors.tolist())),
        likelihood,
        settled,
    )


def _tensor(patterns: Sequence[Pattern], raters: Sequence[str], classes: Sequence[str]) -> _Floats:
    """Return how often each rater gave each answer: pattern x rater x answer."""
    rater_at = {rater: at for at, rater in enumerate(raters)}
    class_at = {answer: at for at, answer in enumerate(classes)}
    answers = np.zeros((len(patterns), len(raters), len(classes)))
    for row, pattern in enumerate(patterns):
        for rater, answer in pattern.answers:
            answers[row, rater_at[rater], class_at[answer]] += 1
    return answers


def _maximised(
    answers: _Floats, counts: _Floats, posteriors: _Floats, smoothing: float
) -> tuple[_Floats, _Floats]:
    """Return the prior, and the tables as rater x truth x answer; a truth never met is answered at random."""
    weighted = posteriors * counts[:, None]
    tables = np.einsum("pt,pra->rta", weighted, answers) + smoothing
    sums = tables.sum(axis=2, keepdims=True)
    tables = np.divide(tables, sums, out=np.full_like(tables, 1 / answers.shape[2]), where=sums > 0)
    return weighted.sum(axis=0) / counts.sum(), tables


def _expected(answers: _Floats, counts: _Floats, prior: _Floats, tables: _Floats) -> tuple[_Floats, float]:
    """Return the posteriors and the log-likelihood. What cannot be has a logarithm far below all others."""
    tiny = np.finfo(float).tiny
    logs = np.einsum("pra,rta->pt", answers, np.log(np.maximum(tables, tiny)))
    logs += np.log(np.maximum(prior, tiny))
    most = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - most)
    sums = shares.sum(axis=1, keepdims=True)
    return shares / sums, float(counts @ (most + np.log(sums))[:, 0])
