"""When a notice counts as received. Deemed dates never move for holidays.

Source: APA s.69 to s.73, as far as confirmed; the Act on electronic administration B.E. 2565 for N9.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol

from ledger.domain.codes import NoticeMethod, NoticeRule, OrderMaker
from ledger.domain.dates import civil, later
from ledger.domain.errors import RuleBroken
from ledger.domain.matters import NoticeGiven
from ledger.domain.parts import AppealBlock, CourtBlock
from ledger.domain.profile import demand
from ledger.domain.types import EntryRef

RULES: Final[Mapping[NoticeMethod, NoticeRule]] = {
    NoticeMethod.ORAL: NoticeRule.N1,
    NoticeMethod.HAND: NoticeRule.N2,
    NoticeMethod.HAND_ADULT: NoticeRule.N3,
    NoticeMethod.AFFIXED: NoticeRule.N4,
    NoticeMethod.REGISTERED_POST: NoticeRule.N5,
    NoticeMethod.REGISTERED_POST_ABROAD: NoticeRule.N6,
    NoticeMethod.PUBLIC_POSTING: NoticeRule.N7,
    NoticeMethod.NEWSPAPER: NoticeRule.N8,
    NoticeMethod.ELECTRONIC: NoticeRule.N9,
    NoticeMethod.ORDINARY_POST: NoticeRule.N10,
    NoticeMethod.SMS: NoticeRule.N10,
    NoticeMethod.LINE: NoticeRule.N10,
    NoticeMethod.TELEPHONE: NoticeRule.N10,
}
"""The row of the table of notices for each method."""

DEEMED_DAYS: Final[Mapping[NoticeMethod, int]] = {
    NoticeMethod.ORAL: 0,
    NoticeMethod.HAND_ADULT: 0,
    NoticeMethod.AFFIXED: 0,
    NoticeMethod.REGISTERED_POST: 7,
    NoticeMethod.REGISTERED_POST_ABROAD: 15,
    NoticeMethod.PUBLIC_POSTING: 15,
    NoticeMethod.NEWSPAPER: 15,
}
"""Days after sending on which receipt is deemed. Without a row only a proven receipt counts."""


APPEAL_DAYS: Final = 15
"""The least period for an appeal (APA s.44)."""
COURT_DAYS: Final = 90
"""The least period for going to court (ACA s.49)."""


class Notice(Protocol):
    """What notices of decisions and of outcomes have in common."""

    @property
    def method(self) -> NoticeMethod | None: ...  # noqa: D102
    @property
    def rule(self) -> NoticeRule | None: ...  # noqa: D102
    @property
    def sent_on(self) -> date | None: ...  # noqa: D102
    @property
    def received_on(self) -> date | None: ...  # noqa: D102
    @property
    def read_aloud(self) -> bool | None: ...  # noqa: D102
    @property
    def appeal_block(self) -> AppealBlock | None: ...  # noqa: D102
    @property
    def court_block(self) -> CourtBlock | None: ...  # noqa: D102


def effective_date(notice: Notice) -> date | None:
    """Return the day on which ``notice`` counts as received; None: no period runs against the person.

    A proven receipt counts, else the deemed day. Ordinary post, a text message or a call is a reminder,
    whatever is proven about it. An imported notice without a method counts from its proven receipt
    only.
    """
    if notice.method is not None and RULES[notice.method] is NoticeRule.N10:
        return None
    if notice.received_on is not None:
        return notice.received_on
    if notice.method is None or notice.sent_on is None:
        return None
    days = DEEMED_DAYS.get(notice.method)
    return None if days is None else later(notice.sent_on, days)


def lacks_its_block(order_maker: OrderMaker, notice: Notice) -> bool:
    """Return whether the notice of a decision is defective: it does not say where the person can go.

    An official's order leads to appeal, a committee's or minister's straight to court. A period shorter
    than the Act gives is as good as none.

    Source: APA s.40; ACA s.50.
    """
    if order_maker is OrderMaker.OFFICIAL:
        return notice.appeal_block is None or notice.appeal_block.days < APPEAL_DAYS
    return notice.court_block is None or notice.court_block.days < COURT_DAYS


def check_notice(notice: Notice, made_at: str, now: str, *, historical: bool) -> None:
    """Check method, rule and days of a notice of what was recorded at ``made_at``.

    The risk of late recording is the authority's: nobody was told of an act before it stood in the log.

    Raises:
        RuleBroken: ``profile_demands``, ``notice_rule``; ``date_order`` if it was received before it was
            sent, sent before the act was recorded, or if either lies after today.
    """
    if not historical:
        demand(method=notice.method, rule=notice.rule, sent_on=notice.sent_on, read_aloud=notice.read_aloud)
    if notice.method is not None and notice.rule is not None and RULES[notice.method] is not notice.rule:
        raise RuleBroken("notice_rule")
    if historical:
        return
    days = [
        day for day in (civil(made_at), notice.sent_on, notice.received_on, civil(now)) if day is not None
    ]
    if days != sorted(days):
        raise RuleBroken("date_order")


def check_cure(notices: tuple[NoticeGiven, ...], stream: str, cures: EntryRef) -> None:
    """Check that a cure names a defective notice of this stream.

    Raises:
        RuleBroken: ``unknown_notice``, ``notice_not_defective``.
    """
    for given in notices:
        if (stream, given.version, given.leaf) == (cures.stream, cures.version, cures.leaf):
            if not given.defective:
                raise RuleBroken("notice_not_defective")
            return
    raise RuleBroken("unknown_notice")
