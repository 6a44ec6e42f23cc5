"""State and flags of a claim and of a grievance, entry by entry, on the row of a case file.

The same states as the domain's folds, from far fewer members; a test holds the two together on random
histories. Total: whatever the order of events, nothing is refused.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias, cast

from ledger.domain.notices import Notice, effective_date
from ledger.projections.readings import Decided, Determined, Filed, Notified, Reading
from ledger.projections.rows import Row

Change: TypeAlias = Callable[[Row, Reading], None]

OFFICIAL: Final = "official"
NO_REMEDY: Final = "none"
BEFORE_OUTCOME: Final = ("empty", "filed", "acknowledged", "under_review")
_OF_NOTICE: Final = ("notice_in_transit", "defective_notice")
_OF_DECISION: Final = (*_OF_NOTICE, "defective_reasons")


def _flag(row: Row, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
    row["flags"] = " ".join(sorted(set(row["flags"].split()).difference(remove).union(add)))


def _effective(data: Notified) -> bool:
    return effective_date(cast("Notice", data)) is not None


def _received(row: Row, reading: Reading) -> None:
    row["opening"] = row["opening"] or reading.version
    if row["state"] == "empty":
        row["state"] = "open"


def _decided(row: Row, reading: Reading) -> None:
    data = cast("Decided", reading.data)
    faults = [] if data.law and data.discretion is not None and reading.sealed else ["defective_reasons"]
    if row["decision"] is None and row["opening"] is None:
        faults.append("no_application")
    if faults or row["flags"]:
        _flag(row, faults, _OF_DECISION)
    row["state"] = "decided"
    row["decision"], row["result"], row["order_maker"] = reading.version, data.result, data.order_maker


def _decision_notified(row: Row, reading: Reading) -> None:
    """A notice of the decision in force moves the claim once it is effective; any other changes nothing."""
    data = cast("Notified", reading.data)
    if data.decision is None or row["decision"] != data.decision.version:
        return
    defective = ["defective_notice"] if row["order_maker"] == OFFICIAL and data.appeal_block is None else []
    if not _effective(data):
        if row["state"] == "decided":
            _flag(row, ["notice_in_transit", *defective], _OF_NOTICE)
        return
    _flag(row, defective, _OF_NOTICE)
    if row["state"] != "final" or data.cures is not None:
        row["state"] = "notified"


def _filed(row: Row, reading: Reading) -> None:
    data = cast("Filed", reading.data)
    if row["opening"] is not None:
        return
    row["opening"] = reading.version
    if row["state"] == "empty":
        row["state"] = "filed"
    anonymous = ["anonymous"] if data.anonymity == "anonymous" else []
    _flag(row, anonymous + (["urgent"] if data.urgency != "normal" else []))


def _opened_late(row: Row) -> None:
    """Flag a grievance that begins with a record other than its filing."""
    if row["opening"] is None and row["state"] == "empty":
        _flag(row, ["no_filing"])


def _acknowledged(row: Row, _reading: Reading) -> None:
    if row["state"] in {"empty", "filed"}:
        row["state"] = "acknowledged"


def _before_outcome(to: str, *, may_open: bool) -> Change:
    """Return a change to ``to``. An old register may state it too late: that is flagged and moves nothing."""

    def change(row: Row, _reading: Reading) -> None:
        if may_open:
            _opened_late(row)
        if row["state"] in BEFORE_OUTCOME:
            row["state"] = to
        else:
            _flag(row, ["out_of_order"])

    return change


def _determined(row: Row, reading: Reading) -> None:
    data = cast("Determined", reading.data)
    _opened_late(row)
    _flag(row, [] if data.law and reading.sealed else ["defective_reasons"], _OF_DECISION)
    row["state"] = "determined"
    row["decision"], row["result"], row["order_maker"] = reading.version, data.outcome, data.order_maker
    row["owed"] = len({remedy.id for remedy in data.remedies if remedy.code != NO_REMEDY})


def _outcome_notified(row: Row, reading: Reading) -> None:
    """A notice of the last determination moves the grievance once it is effective; others change nothing."""
    data = cast("Notified", reading.data)
    _opened_late(row)
    about = None if data.determination is None else data.determination.version
    if about != row["decision"] or row["state"] == "closed":
        return
    defective = ["defective_notice"] if row["order_maker"] == OFFICIAL and data.court_block is None else []
    moves = row["state"] in (*BEFORE_OUTCOME, "determined")
    if not _effective(data):
        if moves:
            _flag(row, ["notice_in_transit", *defective], _OF_NOTICE)
        return
    _flag(row, defective, _OF_NOTICE)
    if moves:
        row["state"] = "remedy_due" if row["owed"] else "notified"


def _closed(row: Row, _reading: Reading) -> None:
    row["state"] = "closed"


CHANGES: Final[dict[tuple[str, str], Change]] = {
    ("claim", "ClaimReceived"): _received,
    ("claim", "EligibilityDecided"): _decided,
    ("claim", "DecisionRevised"): _decided,
    ("claim", "DecisionNotified"): _decision_notified,
    ("grievance", "GrievanceFiled"): _filed,
    ("grievance", "GrievanceAcknowledged"): _acknowledged,
    ("grievance", "HandlerAssigned"): _before_outcome("under_review", may_open=False),
    ("grievance", "AppealReported"): _before_outcome("acknowledged", may_open=True),
    ("grievance", "GrievanceDetermined"): _determined,
    ("grievance", "OutcomeNotified"): _outcome_notified,
    ("grievance", "GrievanceClosed"): _closed,
}
"""What changes a case, by kind of stream and type of event. Any other event is kept and moves nothing."""
