"""Every act in a grievance that an official may do: its words, its form, and what the form must know."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from api.web.official.claims import information
from api.web.official.entering import Desk
from api.web.official.handling import accepting, acknowledging, assigning, forwarding, passing_on
from api.web.official.outcomes import determining, extending, reporting, telling
from api.web.visiting import Visitor
from ledger.domain.casework.events import InformationRequested, PeriodExtended
from ledger.domain.casework.rules import SIGNED_BY as CASEWORK
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import Role
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceDetermined,
    GrievanceTransferred,
    HandlerAssigned,
    OutcomeNotified,
    RemedyReportedDone,
    TransferAccepted,
)

EXTENDERS: Final = frozenset(
    role
    for row in (*STATUTE.values(), *POLICY.values())
    if row.extends is not None
    for role in row.extends.roles
)
"""Roles that may extend some period; whether one runs that they may, the form says."""
FOLDER: Final = "official/grievance/"


class Form(NamedTuple):
    """An act in a grievance; see ``api.web.official.acts.Act``."""

    thai: str
    english: str
    template: str
    values: Callable[[Desk, Visitor], dict[str, Any]]
    whenever: frozenset[Role] = frozenset()


FORMS: Final[Mapping[str, Form]] = {
    GrievanceAcknowledged.__name__: Form(
        "ตอบรับเรื่อง", "Acknowledge it", FOLDER + "acknowledge.html", acknowledging
    ),
    HandlerAssigned.__name__: Form(
        "มอบเรื่องให้ผู้ดำเนินเรื่อง", "Give it to somebody", FOLDER + "assign.html", assigning
    ),
    GrievanceDetermined.__name__: Form("ทำคำวินิจฉัย", "Determine it", FOLDER + "determine.html", determining),
    AppealReported.__name__: Form("ส่งอุทธรณ์ขึ้นไป", "Forward the appeal", FOLDER + "forward.html", forwarding),
    OutcomeNotified.__name__: Form("บันทึกการแจ้งผล", "Record the notice", "official/notify.html", telling),
    RemedyReportedDone.__name__: Form(
        "รายงานว่าเยียวยาแล้ว", "Report the remedy done", FOLDER + "report_done.html", reporting
    ),
    GrievanceTransferred.__name__: Form("ส่งต่อเรื่อง", "Pass it on", FOLDER + "pass_on.html", passing_on),
    TransferAccepted.__name__: Form("รับเรื่องที่ส่งต่อ", "Take it over", FOLDER + "accept.html", accepting),
    InformationRequested.__name__: Form(
        "ขอข้อมูลเพิ่ม",
        "Ask for information",
        "official/ask_information.html",
        information,
        frozenset(CASEWORK[InformationRequested].by),
    ),
    PeriodExtended.__name__: Form(
        "ขยายเวลา", "Extend a period", FOLDER + "extend.html", extending, EXTENDERS
    ),
}
"""By the type of the event, in the order in which they are offered. The clock alone closes a grievance."""
