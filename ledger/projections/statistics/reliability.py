"""Who answers reliably, and what is probably true: Dawid and Skene's model (M24).

Attesters who agree among themselves look reliable: read it with unusual pairs and with audited facts. Source:
Dawid and Skene 1979 (JRSS-C 28:20).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Places = NDArray[np.intp]
SMOOTHING: Final = 0.5  # of Dirichlet, added to every cell of a rater's table
_SETTLED: Final = 1e-10  # change of the log-likelihood at which the fit stops
_ROUNDS: Final = 10_000


class Pattern(NamedTuple):
    """How many ``facts`` got these answers, ``(rater, answer)`` each; a rater may answer more than once.

    ``truth`` is what an audit found, where there was one.
    """

    answers: tuple[tuple[str, str], ...]
    facts: int = 1
    truth: str | None = None


class Reliability(NamedTuple):
    """What the model finds. Rows and columns follow ``classes``, which are sorted."""

    classes: tuple[str, ...]
    prior: tuple[float, ...]  # how common each class is
    tables: Mapping[str, tuple[tuple[float, ...], ...]]  # rater -> truth -> answer; every row adds up to 1
    posteriors: tuple[tuple[float, ...], ...]  # one row per pattern, in the order given
    log_likelihood: float
    settled: bool  # False: the fit was still moving when it was stopped


class _Answers(NamedTuple):
    """All answers as places: entry by entry, which pattern, which rater, which class."""

    pattern: _Places
    rater: _Places
    answer: _Places
    facts: _Floats  # per pattern
    possible: NDArray[np.bool_]  # pattern x truth: all, or what an audit found
    raters: int

    @property
    def shape(self) -> tuple[int, int]:
        """Return how many patterns and how many classes there are."""
        patterns, classes = self.possible.shape
        return patterns, classes


def dawid_skene(patterns: Sequence[Pattern], *, smoothing: float = SMOOTHING) -> Reliability | None:
    """Return class shares, raters' tables and posteriors by expectation and maximisation (M24).

    Args:
        patterns: Grouped facts, as cube C08 holds them; one without answers is as the prior.
        smoothing: Added to every cell of a rater's table, so that few answers prove little; 0 in the paper.

    It starts from the shares of votes, and thereby from the majority: another start may end elsewhere. None
    where nobody answered.
    """
    if not any(pattern.answers and pattern.facts for pattern in patterns):
        return None
    known = {pattern.truth for pattern in patterns if pattern.truth is not None}
    classes = tuple(sorted(known | {answer for pattern in patterns for _, answer in pattern.answers}))
    raters = sorted({rater for pattern in patterns for rater, _ in pattern.answers})
    answers = _placed(patterns, raters, classes)
    posteriors = _votes(answers)
    before, settled = -np.inf, False
    prior, tables, likelihood = np.empty(0), np.empty(0), 0.0
    for _ in range(_ROUNDS):
        prior, tables = _maximised(answers, posteriors, smoothing)
        posteriors, likelihood = _expected(answers, prior, tables)
        if abs(likelihood - before) < max(_SETTLED, 4 * float(np.spacing(abs(likelihood)))):
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


def _placed(patterns: Sequence[Pattern], raters: Sequence[str], classes: Sequence[str]) -> _Answers:
    rater_at = {rater: at for at, rater in enumerate(raters)}
    class_at = {answer: at for at, answer in enumerate(classes)}
    entries = [
        (row, rater_at[rater], class_at[answer])
        for row, pattern in enumerate(patterns)
        for rater, answer in pattern.answers
    ]
    pattern, rater, answer = np.array(entries, dtype=np.intp).T
    possible = [[known.truth in {None, name} for name in classes] for known in patterns]
    facts = np.array([known.facts for known in patterns], dtype=float)
    return _Answers(pattern, rater, answer, facts, np.array(possible), len(raters))


def _votes(answers: _Answers) -> _Floats:
    """Return the share of votes for every truth that is possible; without votes all are alike."""
    patterns, classes = answers.shape
    places = answers.pattern * classes + answers.answer
    votes = np.bincount(places, minlength=patterns * classes).reshape(answers.shape) * answers.possible
    votes = np.where(votes.sum(axis=1, keepdims=True) > 0, votes, answers.possible).astype(float)
    return np.asarray(votes / votes.sum(axis=1, keepdims=True))


def _maximised(answers: _Answers, posteriors: _Floats, smoothing: float) -> tuple[_Floats, _Floats]:
    """Return the prior, and the tables as rater x truth x answer; a truth never met is answered at random."""
    classes = answers.shape[1]
    weighted = posteriors * answers.facts[:, None]
    places, size = answers.rater * classes + answers.answer, answers.raters * classes
    sums = [np.bincount(places, weighted[answers.pattern, truth], size) for truth in range(classes)]
    tables = np.stack([found.reshape(answers.raters, classes) for found in sums], axis=1) + smoothing
    asked = tables.sum(axis=2, keepdims=True)
    tables = np.divide(tables, asked, out=np.full_like(tables, 1 / classes), where=asked > 0)
    return weighted.sum(axis=0) / answers.facts.sum(), tables


def _expected(answers: _Answers, prior: _Floats, tables: _Floats) -> tuple[_Floats, float]:
    """Return the posteriors and the log-likelihood. What cannot be has a logarithm far below all others."""
    tiny = np.finfo(float).tiny
    told = np.log(np.maximum(tables, tiny))
    patterns, classes = answers.shape
    sums = [
        np.bincount(answers.pattern, told[answers.rater, truth, answers.answer], patterns)
        for truth in range(classes)
    ]
    logs = np.where(answers.possible, np.stack(sums, axis=1) + np.log(np.maximum(prior, tiny)), -np.inf)
    most = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - most)
    whole = shares.sum(axis=1, keepdims=True)
    return shares / whole, float(answers.facts @ (most + np.log(whole))[:, 0])
