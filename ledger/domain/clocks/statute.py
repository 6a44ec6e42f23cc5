"""Clocks by statute. Locked: a programme that alters one is refused.

APA is the Administrative Procedure Act B.E. 2539, ACA the Act on Establishment of Administrative Courts
B.E. 2542, PDPA the Personal Data Protection Act B.E. 2562.
"""

from typing import Final

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.clocks.counting import Period
from ledger.domain.clocks.rows import ClockName, Extender, Mark, Row, by_code
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit, Role

NONE: Final = ClockRoll.NONE
PERSON: Final = ClockRoll.PERSON
DAYS: Final = ClockUnit.DAYS
YEARS: Final = ClockUnit.YEARS


def _row(
    clock: ClockName,
    period: Period,
    effects: tuple[LapseEffect, ...],
    source: str,
    mark: Mark,
    *,
    code: str | None = None,
    extends: Extender | None = None,
    active: bool | None = None,
) -> Row:
    return Row(
        code=code or clock.value,
        clock=clock,
        class_=ClockClass.STATUTE,
        period=period,
        effects=effects,
        extends=extends,
        mark=mark,
        source=source,
        active=mark is not Mark.TO_CONFIRM if active is None else active,
        fixed=False,
    )


FINAL: Final = (LapseEffect.FINAL_UNLESS_RELIEF,)
ESCALATE: Final = (LapseEffect.ESCALATE_VIEW,)
SUE: Final = (LapseEffect.MAY_SUE,)
ADVICE: Final = (LapseEffect.ADVICE_ONLY,)
OVERSIGHT: Final = (LapseEffect.NOTIFY_OVERSIGHT,)
COURT_SUMMARY: Final = "Supreme Administrative Court on APA s.45; ACA s.42, s.49"
CONSULTING: Final = "PM's Office Regulation on Public Consultation B.E. 2548"
GOVERNANCE: Final = "Royal Decree on Good Governance B.E. 2546 s.38"
APPELLATE: Final = Extender((Role.APPELLATE,), most=30)

STATUTE: Final = by_code(
    (
        _row(ClockName.APPEAL_FILING, Period(15, DAYS, PERSON), FINAL, "APA s.44", Mark.SECONDARY),
        _row(
            ClockName.APPEAL_FILING,
            Period(1, YEARS, PERSON),
            FINAL,
            "APA s.40",
            Mark.VERIFIED,
            code="appeal_filing_year",
        ),
        _row(ClockName.APPEAL_FIRST, Period(30, DAYS, NONE), ESCALATE, "APA s.45", Mark.VERIFIED),
        _row(
            ClockName.APPEAL_UPPER,
            Period(30, DAYS, NONE),
            ESCALATE,
            "APA s.45",
            Mark.VERIFIED,
            extends=APPELLATE,
        ),
        _row(ClockName.EXHAUSTION, Period(60, DAYS, NONE), SUE, COURT_SUMMARY, Mark.VERIFIED),
        _row(
            ClockName.EXHAUSTION,
            Period(90, DAYS, NONE),
            SUE,
            COURT_SUMMARY,
            Mark.VERIFIED,
            code="exhaustion_extended",
        ),
        _row(ClockName.SUE_AFTER_SILENCE, Period(90, DAYS, PERSON), ADVICE, COURT_SUMMARY, Mark.VERIFIED),
        _row(ClockName.SUE_AFTER_OUTCOME, Period(90, DAYS, PERSON), ADVICE, "ACA s.49", Mark.SECONDARY),
        _row(
            ClockName.SUE_AFTER_OUTCOME,
            Period(1, YEARS, PERSON),
            ADVICE,
            "ACA s.50",
            Mark.TO_CONFIRM,
            code="sue_after_outcome_year",
        ),
        _row(
            ClockName.COURT_DIRECT,
            Period(90, DAYS, PERSON),
            ADVICE,
            "APA s.44, s.48; ACA s.49",
            Mark.SECONDARY,
        ),
        _row(
            ClockName.COURT_DIRECT,
            Period(1, YEARS, PERSON),
            ADVICE,
            "ACA s.50",
            Mark.TO_CONFIRM,
            code="court_direct_year",
        ),
        _row(ClockName.NEGLECT_SILENCE, Period(90, DAYS, NONE), SUE, "ACA s.49", Mark.SECONDARY),
        _row(ClockName.SUE_AFTER_NEGLECT, Period(90, DAYS, PERSON), ADVICE, "ACA s.49", Mark.SECONDARY),
        _row(
            ClockName.WRITTEN_CONFIRMATION,
            Period(7, DAYS, PERSON),
            ADVICE,
            "APA s.35",
            Mark.VERIFIED,
            active=False,
        ),
        _row(ClockName.RELIEF_REQUEST, Period(15, DAYS, PERSON), ADVICE, "APA s.66", Mark.TO_CONFIRM),
        _row(ClockName.REOPENING_REQUEST, Period(90, DAYS, PERSON), ADVICE, "APA s.54", Mark.TO_CONFIRM),
        _row(ClockName.REVOKE_BENEFIT, Period(90, DAYS, NONE), OVERSIGHT, "APA s.49", Mark.TO_CONFIRM),
        _row(ClockName.PDPA_ACCESS, Period(30, DAYS, NONE), OVERSIGHT, "PDPA s.30, s.39", Mark.SECONDARY),
        _row(
            ClockName.PDPA_BREACH,
            Period(72, ClockUnit.HOURS, NONE),
            OVERSIGHT,
            "PDPA",
            Mark.SECONDARY,
            active=False,
        ),
        _row(
            ClockName.AGENCY_REPLY,
            Period(15, DAYS, NONE),
            (LapseEffect.OVERDUE_PUBLIC,),
            GOVERNANCE,
            Mark.TO_CONFIRM,
        ),
        _row(ClockName.HEARING_NOTICE, Period(15, DAYS, NONE), OVERSIGHT, CONSULTING, Mark.TO_CONFIRM),
    )
)
"""The rows by code. ``*_year`` and ``*_extended`` are the variants of a clock under their own conditions.

Inactive beside what is to be confirmed: the clocks whose start no event of the ledger states.
"""
