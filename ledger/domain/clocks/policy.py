"""Clocks by policy: defaults that a programme may edit. ``resolve`` and ``ack`` have a row for each tier."""

from typing import Final

from ledger.domain.casework_codes import LapseEffect, Urgency
from ledger.domain.clocks.counting import Period
from ledger.domain.clocks.rows import ClockName, Extender, Mark, Row, by_code
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit, Role

NONE: Final = ClockRoll.NONE
PERSON: Final = ClockRoll.PERSON
DAYS: Final = ClockUnit.DAYS
WORKING: Final = ClockUnit.WORKING_DAYS
HOURS: Final = ClockUnit.HOURS
PROJECT: Final = "project rule"


def _row(
    clock: ClockName,
    period: Period,
    effects: tuple[LapseEffect, ...],
    source: str = PROJECT,
    *,
    code: str | None = None,
    extends: Extender | None = None,
    mark: Mark = Mark.POLICY,
    active: bool = True,
    fixed: bool = False,
) -> Row:
    return Row(
        code=code or clock.value,
        clock=clock,
        class_=ClockClass.POLICY,
        period=period,
        effects=effects,
        extends=extends,
        mark=mark,
        source=source,
        active=active,
        fixed=fixed,
    )


PUBLIC: Final = (LapseEffect.OVERDUE_PUBLIC,)
OVERSIGHT: Final = (LapseEffect.NOTIFY_OVERSIGHT,)
BOTH: Final = (LapseEffect.NOTIFY_OVERSIGHT, LapseEffect.OVERDUE_PUBLIC)
ESCALATE: Final = (LapseEffect.ESCALATE_VIEW,)
ANSWER: Final = (LapseEffect.ESCALATE_VIEW, LapseEffect.OVERDUE_PUBLIC)
WHO_ASKED: Final = (Role.OFFICER, Role.HANDLER, Role.REVIEWER, Role.APPELLATE, Role.INTAKE)
WHO_ORDERED: Final = (Role.HANDLER, Role.REVIEWER, Role.APPELLATE)
ANYBODY: Final = (*WHO_ASKED, Role.SUPERVISOR, Role.OVERSIGHT)
RESOLVING: Final = Extender((Role.SUPERVISOR,), most=21)
ISO: Final = "ISO 10002 practice"
TOOLKITS: Final = "tiered grievance toolkits"
CPGRAMS: Final = "CPGRAMS, 21 days"
DCY: Final = "DCY regulation B.E. 2562"

POLICY: Final = by_code(
    (
        _row(ClockName.ACK, Period(1, WORKING, NONE), PUBLIC, ISO),
        _row(ClockName.ACK, Period(24, HOURS, NONE), PUBLIC, ISO, code="ack_emergency"),
        _row(ClockName.TRIAGE, Period(24, HOURS, NONE), OVERSIGHT, TOOLKITS),
        _row(ClockName.ADMISSION, Period(5, WORKING, NONE), (LapseEffect.DEEMED_ADMISSIBLE,)),
        _row(ClockName.RESOLVE, Period(21, DAYS, NONE), BOTH, CPGRAMS, extends=RESOLVING),
        _row(
            ClockName.RESOLVE, Period(14, DAYS, NONE), BOTH, CPGRAMS, code="resolve_urgent", extends=RESOLVING
        ),
        _row(
            ClockName.RESOLVE,
            Period(7, DAYS, NONE),
            BOTH,
            CPGRAMS,
            code="resolve_emergency",
            extends=RESOLVING,
        ),
        _row(
            ClockName.DECIDE_CLAIM,
            Period(30, DAYS, NONE),
            PUBLIC,
            extends=Extender((Role.SUPERVISOR,), most=30),
        ),
        _row(ClockName.NOTIFY, Period(5, WORKING, NONE), PUBLIC, "an answer exists when it is notified"),
        _row(ClockName.TRANSFER, Period(3, WORKING, NONE), (LapseEffect.RETURNS_TO_SENDER,)),
        _row(ClockName.CONFLICT_RULING, Period(3, WORKING, NONE), ESCALATE, "project rule on APA s.14"),
        _row(
            ClockName.INFORMATION,
            Period(0, DAYS, PERSON),
            (LapseEffect.PAUSE_ENDS,),
            "APA s.27, s.65",
            extends=Extender(WHO_ASKED, freely=True),
            fixed=True,
        ),
        _row(
            ClockName.ATTESTATION_REPLY,
            Period(7, DAYS, PERSON),
            (LapseEffect.NO_REPLY,),
            extends=Extender((Role.OFFICER, Role.INTAKE), most=7),
            fixed=True,
        ),
        _row(
            ClockName.LIST_OBJECTION,
            Period(15, DAYS, PERSON),
            (LapseEffect.LIST_FINAL,),
            DCY,
            extends=Extender((Role.OFFICER,), freely=True),
            mark=Mark.TO_CONFIRM,
        ),
        _row(ClockName.REMEDY, Period(0, DAYS, NONE), BOTH, extends=Extender(WHO_ORDERED), fixed=True),
        _row(
            ClockName.CONFIRM,
            Period(14, DAYS, PERSON),
            (LapseEffect.CLOSES_UNCONFIRMED,),
            extends=Extender(ANYBODY, freely=True),
        ),
        _row(
            ClockName.CONTEST,
            Period(30, DAYS, PERSON),
            (LapseEffect.CLOSES_NOT_CONTESTED,),
            extends=Extender((Role.REVIEWER,), freely=True),
        ),
        _row(
            ClockName.CONSULT_OPEN,
            Period(15, WORKING, NONE),
            ESCALATE,
            extends=Extender((Role.SUPERVISOR,), most=15),
        ),
        _row(
            ClockName.CONSULT_RESPONSE,
            Period(30, DAYS, NONE),
            ANSWER,
            extends=Extender((Role.SUPERVISOR,), most=30),
        ),
        _row(ClockName.DEFERRED_ANSWER, Period(0, DAYS, NONE), ANSWER, fixed=True),
        _row(
            ClockName.COMMITMENT,
            Period(0, DAYS, NONE),
            PUBLIC,
            extends=Extender((Role.SUPERVISOR,)),
            fixed=True,
        ),
        _row(
            ClockName.VERIFICATION,
            Period(30, DAYS, NONE),
            (LapseEffect.UNVERIFIED,),
            extends=Extender((Role.FACILITATOR,), freely=True),
        ),
        _row(
            ClockName.CONTESTED_ACT,
            Period(30, DAYS, NONE),
            OVERSIGHT,
            extends=Extender((Role.OVERSIGHT,), most=30),
        ),
        _row(ClockName.UNSEALING_NOTICE, Period(30, DAYS, NONE), OVERSIGHT, active=False),
        _row(ClockName.RETALIATION_WATCH, Period(180, DAYS, NONE), ()),
    )
)
"""The rows by code. ``unsealing_notice`` is inactive: no event states that the complainant was told."""

RESOLVE: Final = {
    Urgency.NORMAL: "resolve",
    Urgency.URGENT: "resolve_urgent",
    Urgency.EMERGENCY: "resolve_emergency",
}
"""The row of ``resolve`` for each tier."""
