"""How well each rule of deemed receipt is known, and on which of them a lapse may rest.

Source: APA s.69 to s.73; the Act on electronic administration B.E. 2565 for N9. What cannot be confirmed is
computed and shown with its mark, but makes no lapse until a programme activates it with a reviewer's name.
"""

from collections.abc import Mapping
from typing import Final

from ledger.domain.clocks.counting import Period
from ledger.domain.clocks.rows import Mark
from ledger.domain.codes import ClockRoll, ClockUnit, NoticeRule
from ledger.domain.notices import DEEMED_DAYS, RULES

MARKS: Final[Mapping[NoticeRule, Mark]] = {
    NoticeRule.N1: Mark.VERIFIED,
    NoticeRule.N2: Mark.VERIFIED,
    NoticeRule.N3: Mark.TO_CONFIRM,
    NoticeRule.N4: Mark.TO_CONFIRM,
    NoticeRule.N5: Mark.TO_CONFIRM,
    NoticeRule.N6: Mark.TO_CONFIRM,
    NoticeRule.N7: Mark.TO_CONFIRM,
    NoticeRule.N8: Mark.TO_CONFIRM,
    NoticeRule.N9: Mark.TO_CONFIRM,
    NoticeRule.N10: Mark.POLICY,
}
ACTIVE: Final = frozenset({NoticeRule.N1, NoticeRule.N2, NoticeRule.N3, NoticeRule.N5})
"""Ordinary notice by post depends on N3 and N5; an error there shuts nobody out."""
ROWS: Final[Mapping[str, Period]] = {
    rule.value.lower(): Period(DEEMED_DAYS.get(method) or 1, ClockUnit.DAYS, ClockRoll.NONE)
    for method, rule in RULES.items()
    if MARKS[rule] is Mark.TO_CONFIRM and rule not in ACTIVE
}
"""The rules that a programme may activate, by the code of their row, and what the row has to say.

No row says nought: a rule that deems the same day (``n4``), or deems none (``n9``), says one day. The day
itself is always that of the table of notices.
"""
