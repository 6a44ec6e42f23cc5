"""What one entry is about: its objects, how it and they are related, and the codes that it states.

Names here are those of the log. What a tier may see of them is decided in ``ocel``.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

from ledger.domain.audit.events import AuditFindingReported
from ledger.domain.casework.events import ActReviewed, ConflictDecided, ConflictRaised, CourtOutcomeRecorded
from ledger.domain.casework_codes import Remedy
from ledger.domain.claim import events as claim
from ledger.domain.commitment.events import CommitmentMade
from ledger.domain.consultation.events import ConsultationOpened, MeetingHeld, OfficialResponseGiven
from ledger.domain.grievance import events as grievance
from ledger.domain.listing.events import ListPosted
from ledger.domain.programme.events import ProgrammePublished
from ledger.domain.registry import events as registry
from ledger.domain.types import EntryRef, Event, Recorded, Says

CLAIM, GRIEVANCE, DECISION, REMEDY, RULE = "Claim", "Grievance", "Decision", "Remedy", "Rule"
PERSON, OFFICIAL, VOLUNTEER, AREA = "Person", "Official", "Volunteer", "Area"
STREAMS: Final[Mapping[str, str]] = {
    "claim": CLAIM,
    "grievance": GRIEVANCE,
    "consultation": "Consultation",
    "commitment": "Commitment",
    "listing": "Listing",
    "audit": "Audit",
    "registry": "Registry",
    "programme": "Programme",
}
"""The type of object that a stream of a kind is; its qualifier is the kind.

The last two are there so that each event has an object: readers lose an event without any.
"""
OF_APPLICANT: Final = (
    claim.ClaimReceived,
    claim.EligibilityDecided,
    claim.DecisionRevised,
    claim.DecisionNotified,
    claim.BenefitExecuted,
    claim.ClaimWithdrawn,
)
OF_COMPLAINANT: Final = (
    grievance.GrievanceFiled,
    grievance.OutcomeNotified,
    grievance.RemedyConfirmed,
    grievance.RemedyDisputed,
    grievance.GrievanceWithdrawn,
    grievance.GrievanceContested,
)
UNDER_RULES: Final = (
    claim.ClaimReceived,
    claim.EligibilityDecided,
    claim.DecisionRevised,
    grievance.GrievanceFiled,
    grievance.GrievanceDetermined,
)
GUARDED: Final = (
    claim.AttestationRequested,
    claim.AttestationGiven,
    claim.AttestationRefused,
    claim.AttestationWithdrawn,
    claim.AttestationDisputed,
    claim.ClaimWithdrawn,
    grievance.GrievanceWithdrawn,
    ConflictRaised,
    ConflictDecided,
    ActReviewed,
    registry.InterestDeclared,
)
"""What neighbours said of each other, and who has what to do with whom: codes for oversight alone."""
_OUTCOMES: Final = ("outcome", "ruling", "finding", "stance", "answer", "status")


class Touch(NamedTuple):
    """An object to which an entry is related. What is only mentioned exists if another entry declares it."""

    type: str
    name: str
    qualifier: str
    declared: bool = True
    values: tuple[tuple[str, str], ...] = ()


class Link(NamedTuple):
    """How one object is related to another: (type, name) of both."""

    source: tuple[str, str]
    qualifier: str
    target: tuple[str, str]


def stream_object(stream: str) -> tuple[str, str] | None:
    """Return the object that a stream is; None for one of a kind that nobody knows."""
    type_ = STREAMS.get(stream.partition("/")[0])
    return None if type_ is None else (type_, stream)


def decision(ref: EntryRef) -> tuple[str, str]:
    """Return the decision that an entry made, if it made one."""
    return DECISION, f"{ref.stream}/decision/{ref.version}"


def rule(ref: EntryRef) -> tuple[str, str]:
    """Return the rules that a programme published with an entry."""
    return RULE, f"{ref.stream}/rule/{ref.version}"


def touches(recorded: Recorded, rules: EntryRef | None, decider: str | None) -> Iterator[Touch]:
    """Yield the objects of an entry.

    Args:
        recorded: The entry.
        rules: The version of the rules to which its stream is pinned.
        decider: Who answers for it as a decision: a person, or a body; None where nobody knows.
    """
    says, stream = recorded.statement.says, recorded.statement.stream
    own = stream_object(stream)
    if own is not None:
        yield Touch(*own, stream.partition("/")[0])
    if isinstance(says, OF_APPLICANT):
        yield Touch(PERSON, f"{stream}/applicant", "subject")
    if isinstance(says, OF_COMPLAINANT):
        yield Touch(PERSON, f"{stream}/complainant", "complainant")
    if isinstance(says, ProgrammePublished):
        rules = EntryRef(stream, recorded.version, recorded.leaf)
    if rules is not None and isinstance(says, (*UNDER_RULES, ProgrammePublished)):
        yield Touch(*rule(rules), "rule", values=(("version", str(rules.version)),))
    yield from _acts(recorded, decider)
    yield from chain(_of_claims(recorded), _of_grievances(says, stream), _of_others(says))


def _acts(recorded: Recorded, decider: str | None) -> Iterator[Touch]:
    """Yield who decided, reviewed or attested."""
    statement, says = recorded.statement, recorded.statement.says
    by = getattr(says, "official", None) or statement.by
    match says:
        case claim.EligibilityDecided() | claim.DecisionRevised():
            if decider is not None:
                yield Touch(OFFICIAL, decider, "decider")
        case grievance.GrievanceDetermined() | grievance.AppealReported() | ActReviewed():
            if decider is not None:
                yield Touch(OFFICIAL, decider, "reviewer")
        case grievance.HandlerAssigned(handlers=handlers):
            for handler in handlers:
                yield Touch(OFFICIAL, handler, "reviewer")
        case claim.AttestationGiven() | claim.AttestationWithdrawn():
            yield Touch(VOLUNTEER, by, "attester")
        case claim.AttestationRefused(of=of):
            yield Touch(VOLUNTEER, of, "attester")
        case _:
            return


def _of_claims(recorded: Recorded) -> Iterator[Touch]:
    says, stream = recorded.statement.says, recorded.statement.stream
    match says:
        case claim.ClaimReceived(area=str(area)):
            yield _area(area)
        case claim.EligibilityDecided(result=result) | claim.DecisionRevised(result=result):
            made = decision(EntryRef(stream, recorded.version, recorded.leaf))
            yield Touch(*made, "decision", values=(("result", result),))
        case claim.DecisionNotified(decision=ref) | claim.BenefitExecuted(decision=ref):
            yield Touch(*decision(ref), "decision", declared=False)
        case CourtOutcomeRecorded(of=ref):
            yield Touch(*decision(ref), "decision", declared=False)
        case _:
            return


def _of_grievances(says: Says, stream: str) -> Iterator[Touch]:
    match says:
        case grievance.GrievanceFiled():
            for item in says.contests:
                yield Touch(CLAIM, item.claim, "claim", declared=False)
                yield Touch(*decision(item.entry), "contested", declared=False)
            if says.area is not None:
                yield _area(says.area)
        case grievance.GrievanceDetermined(remedies=remedies):
            for ordered in remedies:
                if ordered.code is not Remedy.NONE:
                    name = f"{stream}/remedy/{ordered.id}"
                    yield Touch(REMEDY, name, "remedy", values=(("code", ordered.code),))
        case grievance.RemedyReportedDone() | grievance.RemedyConfirmed() | grievance.RemedyDisputed():
            yield Touch(REMEDY, f"{stream}/remedy/{says.remedy}", "remedy", declared=False)
        case _:
            return


def _of_others(says: Says) -> Iterator[Touch]:
    match says:
        case ListPosted(area=area, programme=rules):
            yield _area(area)
            yield Touch(*rule(rules), "rule", declared=False)
        case ConsultationOpened(area=area) | MeetingHeld(area=area):
            yield _area(area)
        case OfficialResponseGiven(commitments=promised):
            for stream in promised:
                yield Touch("Commitment", stream, "commitment", declared=False)
        case AuditFindingReported(case=case):
            found = stream_object(case)
            if found is not None:
                yield Touch(*found, case.partition("/")[0], declared=False)
        case _:
            return


def _area(code: str) -> Touch:
    return Touch(AREA, f"area/{code}", "place", values=(("code", code),))


def links(recorded: Recorded, decider: str | None) -> Iterator[Link]:
    """Yield how the objects of an entry are related to others, whether or not those exist."""
    says, stream = recorded.statement.says, recorded.statement.stream
    match says:
        case claim.ClaimReceived(area=str(area)):
            yield Link((CLAIM, stream), "located_in", (AREA, f"area/{area}"))
        case claim.EligibilityDecided() | claim.DecisionRevised():
            yield from _of_decision(recorded, says, decider)
        case grievance.GrievanceFiled():
            for item in says.contests:
                yield Link((GRIEVANCE, stream), "about", (CLAIM, item.claim))
                yield Link((GRIEVANCE, stream), "contests", decision(item.entry))
        case grievance.GrievanceDetermined(remedies=remedies):
            for ordered in remedies:
                yield Link((REMEDY, f"{stream}/remedy/{ordered.id}"), "remedies", (GRIEVANCE, stream))
        case CommitmentMade(source=source):
            source_object = stream_object(source.stream)
            if source_object is not None and source_object[0] == "Consultation":
                yield Link(("Commitment", stream), "arises_from", source_object)
        case _:
            return


def _of_decision(recorded: Recorded, says: claim.Decision, decider: str | None) -> Iterator[Link]:
    stream = recorded.statement.stream
    made = decision(EntryRef(stream, recorded.version, recorded.leaf))
    yield Link(made, "decides", (CLAIM, stream))
    if decider is not None:
        yield Link(made, "made_by", (OFFICIAL, decider))
    if isinstance(says, claim.DecisionRevised):
        yield Link(made, "supersedes", decision(says.supersedes))


def codes(says: Says) -> dict[str, str]:
    """Return the coded facts of an entry: result or outcome, ground, channel. Never a text."""
    if not isinstance(says, Event):
        return {}
    found: dict[str, str] = {}
    result, via = getattr(says, "result", None), getattr(says, "via", None)
    outcome = next((value for name in _OUTCOMES if isinstance(value := getattr(says, name, None), str)), None)
    for name, value in (("result", result), ("outcome", outcome), ("ground", _ground(says))):
        if value:
            found[name] = str(value)
    if via is not None:
        found["channel"] = str(via.channel)
    return found


def _ground(says: Event) -> str:
    for name in ("law", "grounds", "ground", "reason"):
        value = getattr(says, name, None)
        if value is not None:
            return "+".join(sorted(value)) if isinstance(value, tuple) else str(value)
    return ""
