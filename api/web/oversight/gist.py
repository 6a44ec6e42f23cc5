"""What an entry says, in a few words: the members that one looks for first, and no others."""

from collections.abc import Mapping
from typing import Final

from api.languages import Language
from api.web.dates import amount
from api.web.words.labels import label
from ledger.domain.types import Money
from ledger.projections.views.entries import Shown

TELLING: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "ClaimReceived": (("benefit", "benefit"), ("facts.code", "fact")),
    "AttestationRequested": (("facts", "fact"),),
    "AttestationGiven": (("stance", "Stance"), ("facts", "fact"), ("basis", "Basis")),
    "AttestationRefused": (("reason", "RefusalReason"), ("facts", "fact")),
    "AttestationDisputed": (("ground", "DisputeGround"),),
    "EligibilityDecided": (("result", "Result"), ("benefit", "benefit")),
    "DecisionRevised": (("result", "Result"), ("benefit", "benefit"), ("cause", "Cause")),
    "DecisionNotified": (("method", "NoticeMethod"),),
    "GrievanceFiled": (("kind", "Kind"), ("grounds", "Ground")),
    "GrievanceDetermined": (("outcome", "Outcome"), ("remedies.code", "Remedy")),
    "OutcomeNotified": (("method", "NoticeMethod"),),
    "RemedyDisputed": (("ground", "RemedyDispute"),),
    "GrievanceContested": (("ground", "ContestGround"),),
    "GrievanceClosed": (("ground", "Closing"),),
    "InformationSupplied": (("kind", "Supplied"),),
    "ConflictRaised": (("ground", "ConflictGround"),),
    "ConflictDecided": (("ruling", "ConflictRuling"),),
    "ActReviewed": (("ruling", "ActRuling"),),
    "DeadlineLapsed": (("clock", "clock"), ("effects", "LapseEffect")),
    "CourtOutcomeRecorded": (("result", "CourtResult"),),
    "AuditFindingReported": (("finding", "AuditFinding"),),
}
"""By type of event: a member, or one of each in a list, and of which list its codes are."""


def gist(entry: Shown, language: Language) -> str:
    """Return the telling members of ``entry`` in words, the most telling first; empty if it has none."""
    said = [
        label(code, language, kind)
        for path, kind in TELLING.get(entry.type, ())
        for code in _codes(entry.data, path)
    ]
    money = entry.data.get("amount")
    if isinstance(money, dict):
        said.append(amount(Money(money["minor"], money["currency"]), language))
    return " · ".join(dict.fromkeys(said))


def _codes(data: Mapping[str, object], path: str) -> list[str]:
    member, _, inner = path.partition(".")
    value = data.get(member)
    held = value if isinstance(value, list) else [value]
    found = (item.get(inner) if isinstance(item, dict) else item for item in held)
    return [str(one) for one in found if one]
