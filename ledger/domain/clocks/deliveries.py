"""When notices count as received, taken together: a proof that comes later displaces a deemed date.

Source: APA s.71: receipt of registered post is deemed unless something else is proven.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple, Self

from ledger.domain.clocks.clock import Act
from ledger.domain.codes import NoticeMethod, NoticeRule
from ledger.domain.notices import RULES, Notice, effective_date
from ledger.domain.types import EntryRef

UNPROVABLE: Final = (NoticeMethod.ELECTRONIC,)
"""Methods whose own rule is to be confirmed even where receipt is proven."""


class Told(NamedTuple):
    """A notice, and the entry that states it; ``act.on`` is the time of recording."""

    act: Act
    notice: Notice


class Delivery(NamedTuple):
    """A notice that counts as received.

    ``act.on`` is the day on which it does, ``act`` otherwise that of its first entry. ``recorded`` is that
    entry as an act of the authority: it counts from its recording. ``rule`` is the rule on which the day
    rests; None: receipt is proven. ``appeal_days`` and ``court_days`` are the periods that the person was
    told.
    """

    act: Act
    recorded: Act
    rule: NoticeRule | None
    appeal_days: int | None
    court_days: int | None


class Notices(NamedTuple):
    """The notices in a stream, each with the order that it is about, and those that count as received."""

    given: Sequence[tuple[EntryRef | None, Told]]
    received: tuple[Delivery, ...]

    @classmethod
    def of(cls, given: Sequence[tuple[EntryRef | None, Told]]) -> Self:
        """Return ``given`` with those that count as received, taken together."""
        return cls(given, deliveries([told for _, told in given]))

    def about(self, order: EntryRef) -> tuple[Delivery, ...]:
        """Return the notices of one order that count as received: mostly there is no other."""
        told = [told for about, told in self.given if about == order]
        return self.received if len(told) == len(self.given) else deliveries(told)


def deliveries(notices: Iterable[Told]) -> tuple[Delivery, ...]:
    """Return the notices that count as received, by the day on which they do.

    Entries of one method and day of sending speak of one posting: the first that proves a receipt says
    when it was.
    """
    given = tuple(notices)
    if len(given) == 1:  # most orders are notified once
        only = _received(given)
        return () if only is None else (only,)
    found = [one for posting in _postings(given) if (one := _received(posting)) is not None]
    return tuple(sorted(found, key=lambda delivery: (delivery.act.on, delivery.act.entry_index)))


def _postings(notices: Iterable[Told]) -> Collection[Sequence[Told]]:
    postings: dict[tuple[NoticeMethod | None, date | None, int], list[Told]] = {}
    for told in notices:
        method, sent_on = told.notice.method, told.notice.sent_on
        alone = told.act.entry_index if method is None or sent_on is None else 0
        postings.setdefault((method, sent_on, alone), []).append(told)
    return postings.values()


def _received(posting: Sequence[Told]) -> Delivery | None:
    """Return the delivery that the entries of one posting state; None if nothing was received."""
    first, proven = posting[0].act, posting[0].notice
    appeal, court = proven.appeal_block, proven.court_block
    for told in posting[1:]:
        if proven.received_on is None and told.notice.received_on is not None:
            proven = told.notice
        appeal, court = appeal or told.notice.appeal_block, court or told.notice.court_block
    day = effective_date(proven)
    if day is None:
        return None
    return Delivery(
        Act(first.ref, first.entry_index, day.isoformat()),
        first,
        _rule(proven),
        None if appeal is None else appeal.days,
        None if court is None else court.days,
    )


def _rule(notice: Notice) -> NoticeRule | None:
    """Return the rule on which the day of receipt rests."""
    if notice.method is None or (notice.received_on is not None and notice.method not in UNPROVABLE):
        return None
    return RULES[notice.method]
