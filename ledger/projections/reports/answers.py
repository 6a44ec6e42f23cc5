"""Patterns of answers as text of a key, and back: ``fact!truth:rater=value,rater=value;fact:…``."""

from typing import NamedTuple


class Answered(NamedTuple):
    """One fact of a claim: what an audit found of it, and the (rater, value) pairs in order of raters.

    A value is a stance; of a ranking it is a place, a number from 1 (first in need) on.
    """

    fact: str
    truth: str | None
    answers: tuple[tuple[str, str], ...]

    @property
    def ranked(self) -> bool:
        """Return whether the answers are places in a ranking."""
        return self.answers[0][1].isdigit()


def written(answered: list[Answered]) -> str:
    """Return the pattern of a claim, empty for no answers; the same for the same answers.

    >>> written([Answered("poor", None, (("a", "supports"), ("b", "contradicts")))])
    'poor:a=supports,b=contradicts'
    """
    return ";".join(
        (one.fact if one.truth is None else f"{one.fact}!{one.truth}")
        + ":"
        + ",".join(f"{rater}={value}" for rater, value in one.answers)
        for one in answered
    )


def parsed(pattern: str) -> tuple[Answered, ...]:
    """Return what ``written`` wrote.

    >>> parsed("poor!supports:a=supports;peer_rank:a=3")[1]
    Answered(fact='peer_rank', truth=None, answers=(('a', '3'),))
    """
    return tuple(_fact(text) for text in pattern.split(";") if text)


def _fact(text: str) -> Answered:
    head, _, told = text.partition(":")
    fact, _, truth = head.partition("!")
    answers = (answer.partition("=") for answer in told.split(","))
    return Answered(fact, truth or None, tuple((rater, value) for rater, _, value in answers))
