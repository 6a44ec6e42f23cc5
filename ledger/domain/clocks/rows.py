"""What a row of the tables of clocks says, and how a programme changes it.

Rows of the law (``statute``) are locked; rows of policy are defaults that a programme edits. A row that a
lawyer must still confirm is computed and shown with its mark, but only an active row makes a lapse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.clocks.counting import Period
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit, Role


class ClockName(StrEnum):
    """The name of a clock, as ``DeadlineLapsed.clock`` and ``PeriodExtended.clock`` state it."""

    APPEAL_FILING = "appeal_filing"
    APPEAL_FIRST = "appeal_first"
    APPEAL_UPPER = "appeal_upper"
    EXHAUSTION = "exhaustion"
    SUE_AFTER_SILENCE = "sue_after_silence"
    SUE_AFTER_OUTCOME = "sue_after_outcome"
    COURT_DIRECT = "court_direct"
    NEGLECT_SILENCE = "neglect_silence"
    SUE_AFTER_NEGLECT = "sue_after_neglect"
    WRITTEN_CONFIRMATION = "written_confirmation"
    RELIEF_REQUEST = "relief_request"
    REOPENING_REQUEST = "reopening_request"
    REVOKE_BENEFIT = "revoke_benefit"
    PDPA_ACCESS = "pdpa_access"
    PDPA_BREACH = "pdpa_breach"
    AGENCY_REPLY = "agency_reply"
    HEARING_NOTICE = "hearing_notice"
    ACK = "ack"
    TRIAGE = "triage"
    ADMISSION = "admission"
    RESOLVE = "resolve"
    DECIDE_CLAIM = "decide_claim"
    NOTIFY = "notify"
    TRANSFER = "transfer"
    CONFLICT_RULING = "conflict_ruling"
    INFORMATION = "information"
    ATTESTATION_REPLY = "attestation_reply"
    LIST_OBJECTION = "list_objection"
    REMEDY = "remedy"
    CONFIRM = "confirm"
    CONTEST = "contest"
    CONSULT_OPEN = "consult_open"
    CONSULT_RESPONSE = "consult_response"
    DEFERRED_ANSWER = "deferred_answer"
    COMMITMENT = "commitment"
    VERIFICATION = "verification"
    CONTESTED_ACT = "contested_act"
    UNSEALING_NOTICE = "unsealing_notice"
    RETALIATION_WATCH = "retaliation_watch"


class Mark(StrEnum):
    """How well a row is known, from the best to the least: shown wherever its date is shown."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    TO_CONFIRM = "to_confirm"
    POLICY = "policy"


class Extender(NamedTuple):
    """Who may extend a clock. ``most`` counts units of the row from the last day; None: no limit.

    ``freely``: in the person's favour, as often as it takes and with effect back to the past (APA s.65).
    Otherwise once, noticed and recorded on or before the last day.
    """

    roles: tuple[Role, ...]
    most: int | None = None
    freely: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. ``code`` names it in a programme's rules; variants of one clock have codes of their own.

    ``fixed``: the last day stands in the event, and ``period`` is the least it may be; 0: any.
    """

    code: str
    clock: ClockName
    class_: ClockClass
    period: Period
    effects: tuple[LapseEffect, ...]
    extends: Extender | None
    mark: Mark
    source: str
    active: bool
    fixed: bool


class Published(Protocol):
    """A row as a programme publishes it (``ledger.domain.programme.events.ClockRow``)."""

    @property
    def clock(self) -> str: ...  # noqa: D102
    @property
    def class_(self) -> ClockClass: ...  # noqa: D102
    @property
    def length(self) -> int: ...  # noqa: D102
    @property
    def unit(self) -> ClockUnit: ...  # noqa: D102
    @property
    def roll(self) -> ClockRoll: ...  # noqa: D102
    @property
    def active(self) -> bool: ...  # noqa: D102
    @property
    def citation(self) -> str | None: ...  # noqa: D102


LONGEST: Final[Mapping[ClockUnit, int]] = {
    ClockUnit.DAYS: 3_660,
    ClockUnit.WORKING_DAYS: 2_600,
    ClockUnit.HOURS: 87_840,
    ClockUnit.YEARS: 10,
}
"""No period is longer than about ten years: what a programme states beyond that is read as that."""


def by_code(rows: Iterable[Row]) -> Mapping[str, Row]:
    """Return ``rows`` by their codes."""
    return {row.code: row for row in rows}


def promised(row: Row, published: Published | None, *, reviewed: bool) -> Row:
    """Return ``row`` as the programme has it.

    A row of policy is what the programme publishes. A row of the law keeps its period, unless a special
    Act that displaces it is cited, and its activation; both take the reviewer's name and instrument. The
    watch over retaliation may only be lengthened.

    Source: APA s.3 for special Acts.
    """
    if published is None or published.class_ is not row.class_:
        return row
    if row.class_ is ClockClass.STATUTE:
        if not reviewed:
            return row
        if published.citation is None:
            return replace(row, active=published.active)
    length = min(published.length, LONGEST[published.unit])
    if row.clock is ClockName.RETALIATION_WATCH:
        length = max(length, row.period.length)
    return replace(
        row,
        period=Period(length, published.unit, published.roll),
        active=published.active,
        source=row.source if published.citation is None else published.citation,
    )
