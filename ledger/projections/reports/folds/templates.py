"""Six templates of procedure: what must stand before what, what must follow, what must be apart.

A template is a pure function of a trace: the events of one case in the order of the log, whatever an event
is. It yields one verdict for each activation. Which events activate and which satisfy are questions
(``a``, ``b``) that the caller puts; ``relates`` tells whether two events speak of the same matter.

Source: Pesic and van der Aalst 2006 (Declare); separation of duties as in APA s.13 and s.16.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Generic, NamedTuple, TypeAlias, TypeVar

E = TypeVar("E")
Is: TypeAlias = Callable[[E], bool]
Both: TypeAlias = Callable[[E, E], bool]


class Verdict(StrEnum):
    """What became of an activation. ``pending``: it may still be satisfied, so nothing is held against it."""

    KEPT = "kept"
    VIOLATED = "violated"
    PENDING = "pending"


class Judged(NamedTuple, Generic[E]):
    """An event that demanded something, and what became of it."""

    event: E
    verdict: Verdict


def any_two(_one: E, _other: E) -> bool:
    """Return that two events of one case speak of the same matter."""
    return True


def _comes(events: Sequence[E], b: Is[E], relates: Both[E], event: E) -> bool:
    """Return whether one of ``events`` is a ``b`` that speaks of the matter of ``event``."""
    for one in events:  # noqa: SIM110 - of two or three events any() takes longer than the question
        if b(one) and relates(event, one):
            return True
    return False


def precedence(trace: Sequence[E], a: Is[E], b: Is[E], relates: Both[E] = any_two) -> Iterator[Judged[E]]:
    """Each ``b`` needs an ``a`` before it."""
    for place, event in enumerate(trace):
        if b(event):
            stood = _comes(trace[:place], a, relates, event)
            yield Judged(event, Verdict.KEPT if stood else Verdict.VIOLATED)


def response(
    trace: Sequence[E], a: Is[E], b: Is[E], over: Is[E], relates: Both[E] = any_two
) -> Iterator[Judged[E]]:
    """Each ``a`` needs a ``b`` after it; its lack is a violation once the case is ``over`` for that ``a``."""
    for place, event in enumerate(trace):
        if a(event):
            if _comes(trace[place + 1 :], b, relates, event):
                yield Judged(event, Verdict.KEPT)
            else:
                yield Judged(event, Verdict.VIOLATED if over(event) else Verdict.PENDING)


def response_within(
    trace: Sequence[E], a: Is[E], b: Is[E], in_time: Both[E], runs: Is[E]
) -> Iterator[Judged[E]]:
    """Each ``a`` needs a ``b`` after it that is ``in_time``; while its time ``runs`` it is pending."""
    for place, event in enumerate(trace):
        if a(event):
            if _comes(trace[place + 1 :], b, in_time, event):
                yield Judged(event, Verdict.KEPT)
            else:
                yield Judged(event, Verdict.PENDING if runs(event) else Verdict.VIOLATED)


def absence_after(trace: Sequence[E], a: Is[E], b: Is[E], relates: Both[E] = any_two) -> Iterator[Judged[E]]:
    """After each ``a`` no ``b`` may come."""
    for place, event in enumerate(trace):
        if a(event):
            came = _comes(trace[place + 1 :], b, relates, event)
            yield Judged(event, Verdict.VIOLATED if came else Verdict.KEPT)


def not_coexistence(trace: Sequence[E], a: Is[E], b: Is[E]) -> Iterator[Judged[E]]:
    """A case with an ``a`` or a ``b`` may not have both; it is judged once, at the first of them."""
    first = next((event for event in trace if a(event) or b(event)), None)
    if first is not None:
        both = any(map(a, trace)) and any(map(b, trace))
        yield Judged(first, Verdict.VIOLATED if both else Verdict.KEPT)


def separation(trace: Sequence[E], a: Is[E], b: Is[E], apart: Both[E]) -> Iterator[Judged[E]]:
    """Whoever did ``b`` must be ``apart`` from whoever did an ``a`` before it."""
    for place, event in enumerate(trace):
        if b(event):
            earlier = [apart(one, event) for one in trace[:place] if a(one)]
            if earlier:
                yield Judged(event, Verdict.KEPT if all(earlier) else Verdict.VIOLATED)
