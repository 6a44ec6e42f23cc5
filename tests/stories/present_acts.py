"""What is to be done on the present day of the demonstration, as those would do it whose task it is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from ledger.application.stories import acts
from ledger.application.stories.present.rooms import open_room, speak
from ledger.application.stories.promise import OWNER, digest
from ledger.application.stories.telling import Telling, Words
from ledger.domain.casework_codes import Ground, Outcome, Remedy
from ledger.domain.claim.events import BenefitExecuted, EligibilityDecided, Found, Period
from ledger.domain.codes import Finding, GroundFinding, Role
from ledger.domain.commitment.events import CommitmentVerified
from ledger.domain.consultation.codes import Answer, Verified
from ledger.domain.consultation.events import OfficialResponseGiven
from ledger.domain.grievance.events import FoundOnGround, GrievanceDetermined
from ledger.domain.types import Code, EntryRef, Event, Local
from ledger.signing.strict_json import JsonValue

WORDS: Final = Words("ทำสิ่งที่ต้องทำวันนี้", "What is to be done today is done.")
WHY: Final[dict[str, JsonValue]] = {"applicant/facts": "ตามคำรับรอง", "applicant/considerations": "ตามหลักเกณฑ์"}
REASONS: Final[dict[str, JsonValue]] = {"complainant/reasons": "ตามที่ปรากฏในสำนวน"}


class Act(NamedTuple):
    """One act of today: in which stream, what it says, who signs it, and what is sealed beside it."""

    stream: str
    says: Callable[[Telling], Event]
    signed: tuple[str, ...]
    sealed: Mapping[str, JsonValue] = {}

    def do(self, told: Telling) -> None:
        """Let it be recorded.

        Raises:
            LedgerError: It was refused.
        """
        told.say(
            f"today {self}", self.stream, self.says(told), *self.signed, words=WORDS, sealed=dict(self.sealed)
        )


def attested(told: Telling, stream: str) -> tuple[EntryRef, ...]:
    """The attestations of both volunteers in ``stream``."""
    return tuple(
        told.entries[f"attested_{name} {stream}"] for name in ("volunteer-social", "volunteer-health")
    )


def grant(told: Telling) -> EligibilityDecided:
    """The favourable decision."""
    application = told.entries["application claim:to-decide"]
    return acts.grant(application, attested(told, "claim:to-decide"), told.today)


def refusal(told: Telling) -> EligibilityDecided:
    """The refusal on what two volunteers saw."""
    application = told.entries["application claim:to-refuse"]
    return replace(
        acts.refusal(application),
        found=(
            Found(fact=acts.OLD, finding=Finding.YES, on=(application,)),
            Found(fact=acts.POOR, finding=Finding.NO, on=attested(told, "claim:to-refuse")),
        ),
    )


def payment(told: Telling) -> BenefitExecuted:
    """The first month of the grant."""
    first = acts.grant(told.entries["application claim:to-pay"], (), told.today).period
    assert first is not None
    return BenefitExecuted(
        decision=told.entries["grant claim:to-pay"],
        amount=acts.ALLOWANCE,
        paid_on=told.today,
        period=Period(from_=first.from_, to=first.from_.replace(day=28)),
    )


def answered(told: Telling) -> GrievanceDetermined:
    """That a complaint about transport is right."""
    found = acts.determination_of(
        FoundOnGround(ground=Ground.UNEQUAL_TREATMENT, finding=GroundFinding.SUSTAINED),
        outcome=Outcome.UPHELD,
    )
    return replace(
        found, remedies=(acts.ordered(Remedy.POLICY_CHANGE, told.today),), law=(Code("service_rules"),)
    )


def determined(claim: str) -> Callable[[Telling], GrievanceDetermined]:
    """That the appeal against the decision of ``claim`` is upheld."""
    return lambda told: acts.determination(told.head(told.stream(claim)), told.actor("officer-2"), told.today)


def appeal(told: Telling) -> Event:
    """The appeal that somebody may still file."""
    refused = told.entries["refusal claim:refused"]
    return acts.appeal(told.stage.shared["rules"], refused, None, told.today)


def declined(told: Telling) -> OfficialResponseGiven:
    """That the owner answers a recommendation: no, with reasons."""
    return OfficialResponseGiven(
        to=Local("r1"),
        answer=Answer.REJECT,
        reasons=digest("ยังไม่มีคนพอ"),
        commitments=(),
        published_on=told.today,
    )


MET: Final = CommitmentVerified(finding=Verified.MET, verified_as=Code("participant"), evidence=())
TODAY: Final = (
    *(
        Act(
            "claim:to-attest",
            lambda told, token=token: replace(acts.attestation(told.today), request=Local(token)),  # type: ignore[misc]
            (name,),
            {"applicant/observations": "ไปเยี่ยมบ้าน"},
        )
        for token, name in (("q1", "volunteer-social"), ("q2", "volunteer-health"))
    ),
    Act("claim:to-decide", grant, ("officer-2",), WHY),
    Act("claim:to-refuse", refusal, ("officer-1", "supervisor-district"), WHY),
    Act(
        "claim:to-notify",
        lambda told: acts.notice(told.entries["grant claim:to-notify"], told.today),
        ("officer-1",),
        {"applicant/recipient": "ผู้รับ นามสมมุติ"},
    ),
    Act("claim:to-pay", payment, ("payer",)),
    Act("grievance:new", appeal, ("intake",), {"complainant/text": "ขออุทธรณ์"}),
    Act(
        "claim:disputed",
        lambda told: acts.overruled(told.entries["attested_village-head claim:disputed"], "not_seen", ()),
        ("oversight",),
        {"attester/text": "ไม่ได้เข้าไปในบ้าน"},
    ),
    Act("grievance:to-acknowledge", lambda _told: acts.acknowledged(), ("handler",)),
    Act(
        "grievance:to-assign",
        lambda told: acts.assigned(told.actor("handler-district"), Role.HANDLER),
        ("supervisor-province",),
    ),
    Act("grievance:to-answer", answered, ("handler-district",), REASONS),
    Act("grievance:to-determine", determined("claim:appealed"), ("reviewer", "supervisor-province"), REASONS),
    Act("grievance:to-judge", determined("claim:reported"), ("appellate-1", "appellate-2"), REASONS),
    Act("grievance:to-remedy", lambda told: acts.remedy_done(None, told.today), ("officer-2",)),
    Act("grievance:to-confirm", lambda told: acts.remedy_confirmed(told.today), ("intake",)),
    Act("consultation:to-answer", declined, (OWNER,)),
    Act("commitment:to-verify", lambda _told: MET, ("participant-1", "participant-2")),
)
"""Everything that waits, but for what is said in the rooms."""
WAITS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "volunteer-social": (("claim:to-attest", "AttestationGiven"),),
    "volunteer-health": (("claim:to-attest", "AttestationGiven"),),
    "officer-1": (
        ("claim:to-decide", "EligibilityDecided"),
        ("claim:to-refuse", "EligibilityDecided"),
        ("claim:to-notify", "DecisionNotified"),
    ),
    "officer-2": (("claim:to-decide", "EligibilityDecided"), ("grievance:to-remedy", "RemedyReportedDone")),
    "payer": (("claim:to-pay", "BenefitExecuted"),),
    "handler": (("grievance:to-acknowledge", "GrievanceAcknowledged"),),
    "handler-district": (("grievance:to-answer", "GrievanceDetermined"),),
    "supervisor-province": (("grievance:to-assign", "HandlerAssigned"),),
    "supervisor-district": (
        ("consultation:proposed", "ConsultationOpened"),
        ("consultation:to-answer", "OfficialResponseGiven"),
    ),
    "reviewer": (("grievance:to-determine", "GrievanceDetermined"),),
    "appellate-1": (("grievance:to-judge", "GrievanceDetermined"),),
    "appellate-2": (("grievance:to-judge", "GrievanceDetermined"),),
    "intake": (("grievance:to-acknowledge", "GrievanceAcknowledged"),),
    "neighbour": (("claim:to-attest", "AttestationRefused"),),
    "participant-1": (("commitment:to-verify", "CommitmentVerified"),),
    "oversight": (("commitment:to-verify", "CommitmentVerified"),),
}
"""Whose queue shows which task, with the act that is waited for."""


def speak_in_the_rooms(told: Telling) -> None:
    """Open the consultation that was proposed, and speak in the one that is open."""
    open_room(told, "consultation:proposed", "ควรมีหน่วยแพทย์เคลื่อนที่เดือนละครั้งหรือไม่")
    speak(told, "consultation:open", "ขอให้มีคนช่วยอ่านแบบฟอร์ม", ("participant-2",))
