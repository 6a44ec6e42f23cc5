"""Every name that a report reads, in one place.

A test holds these names against the catalogue of the domain: a renamed event breaks that test, not the
reports.
"""

from typing import Final

GRANT, REDUCE, SUSPEND, REFUSE, TERMINATE, STAY, REVOKE = (
    "grant",
    "reduce",
    "suspend",
    "refuse",
    "terminate",
    "stay",
    "revoke",
)
ADVERSE: Final = frozenset({REDUCE, SUSPEND, REFUSE, TERMINATE})
FAVOUR: Final = {TERMINATE: 0, REFUSE: 0, REVOKE: 0, SUSPEND: 1, REDUCE: 2, GRANT: 3}
"""A correction is in the citizen's favour when its result stands higher here."""

OFFICIAL: Final = "official"
DECIDING_ROLES: Final = frozenset({"officer", "supervisor", "reviewer", "appellate"})
"""Whoever holds one of these decides from an office of theirs."""
STATUTORY_DAYS: Final = {"official": 15, "committee": 90, "minister": 90}
"""Days to object to an official's order, or to sue over another: a notice may not give fewer."""
OWN_MOTION: Final = "own_motion"
APPEAL: Final = "appeal"
CANNOT_SAY: Final = "cannot_say"
SUCCESS: Final = frozenset({"upheld", "partly_upheld"})
"""Outcomes after which the decision fell: it is the grievance that was upheld."""
SETTLED: Final = "settled"
UNDECIDED: Final = frozenset({"settled", "superseded"})
"""Outcomes that end a grievance without a word on the decision."""
WITHDRAWN: Final = "withdrawn"

OWN: Final = "own"
IMPORTED: Final = "imported"

MATURED: Final = "matured"
NOT_MATURED: Final = "not_matured"
APPEAL_PENDING: Final = "appeal_pending"
NO_NOTICE: Final = "no_notice"
HISTORICAL: Final = "historical"
"""Why imported history is left out, which is a population of its own."""
UNKNOWN: Final = "unknown"
"""Maturity of an imported decision: it starts no clock, so nobody can say. And whatever a record lacks."""
ERASED: Final = "erased"
"""What was known of a person whose key is destroyed."""

FLAGS: Final = ("WATCH", "SIGNAL", "SIGNAL_LOW", "LOW_N", "NO_LIMITS", "RULE_CHANGE", "POOLED", "REPLIED")
EXCLUSIONS: Final = (
    "not_matured",
    "appeal_pending",
    "no_notice",
    "automatic",
    "stay",
    HISTORICAL,
    ERASED,
    UNKNOWN,
    "invalid",
    "no_finding",
    "no_attestation",
    "unattested",
    "ranked",
    "place_unknown",
    "pending",
    "unjudged",
    "not_due",
    "ended",
    "no_named_owner",
    "undated",
    "decision_not_dated",
    "answer_not_dated",
    WITHDRAWN,
    "waiting",
    "open",
    "no_place",
    "crowded",
    "pairs_of_mixed_places",
    "reasons_unread",
    "finding_not_drawn",
    "finding_repeated",
    "finding_unplaced",
    "no_answer",
    "strata_unsettled",
)
"""Why something is not counted: every reason of every report."""

EVENTS: Final = {
    "ClaimReceived": ("programme", "via", "area", "received_on"),
    "AttestationGiven": ("stance",),
    "EligibilityDecided": (
        "result",
        "order_maker",
        "law",
        "amount",
        "period",
        "departs",
        "official",
        "programme",
    ),
    "DecisionRevised": ("supersedes", "cause", "result", "amount", "period"),
    "DecisionNotified": ("decision", "method", "sent_on", "received_on", "appeal_block", "court_block"),
    "GrievanceFiled": ("kind", "programme", "contests", "appeal_of", "received_on"),
    "GrievanceDetermined": ("outcome", "remedies", "programme"),
    "OutcomeNotified": ("determination", "method", "sent_on", "received_on"),
    "GrievanceClosed": ("ground",),
    "MandateGranted": ("actor", "role", "office", "line"),
    "ProgrammePublished": ("from",),
    "KeyEnrolled": ("key", "custody"),
}
"""Event types and the members of ``data`` that the read models take from them."""
