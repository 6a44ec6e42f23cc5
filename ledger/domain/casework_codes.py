"""The closed code lists of casework: of grievances, and of what claims share with them.

``ledger.domain.codes`` holds those of persons, attestations, decisions and notices.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of grievance it is."""

    INQUIRY = "inquiry"
    SERVICE_COMPLAINT = "service_complaint"
    CONDUCT_COMPLAINT = "conduct_complaint"
    APPEAL = "appeal"
    OBJECTION_TO_LISTING = "objection_to_listing"
    ATTESTATION_DISPUTE = "attestation_dispute"
    ATTESTATION_REFUSED = "attestation_refused"
    DATA_CORRECTION = "data_correction"
    PAYMENT_PROBLEM = "payment_problem"
    EXCLUSION_CLAIM = "exclusion_claim"
    UNFAIR_ALLOCATION = "unfair_allocation"
    INTEGRITY_ALLEGATION = "integrity_allegation"
    RETALIATION = "retaliation"
    PDPA_REQUEST = "pdpa_request"
    SUGGESTION = "suggestion"


class Ground(StrEnum):
    """What the person says is wrong."""

    FACT_WRONG = "fact_wrong"
    FACT_IGNORED = "fact_ignored"
    LAW_MISAPPLIED = "law_misapplied"
    DISCRETION_UNREASONED = "discretion_unreasoned"
    NO_REASONS = "no_reasons"
    NO_NOTICE = "no_notice"
    BIAS_OR_CONFLICT = "bias_or_conflict"
    UNEQUAL_TREATMENT = "unequal_treatment"
    DELAY = "delay"
    DISCOURTESY = "discourtesy"
    BRIBERY = "bribery"
    DATA_ERROR = "data_error"
    IDENTITY_ERROR = "identity_error"
    DISCRIMINATION = "discrimination"


class Remedy(StrEnum):
    """What is asked for or ordered."""

    RECONSIDER = "reconsider"
    GRANT = "grant"
    BACK_PAY = "back_pay"
    CORRECT_RECORD = "correct_record"
    NEW_VERIFICATION = "new_verification"
    STAY = "stay"
    APOLOGY = "apology"
    WRITTEN_REASONS = "written_reasons"
    REASSIGN_HANDLER = "reassign_handler"
    POLICY_CHANGE = "policy_change"
    INVESTIGATE = "investigate"
    NONE = "none"


class Outcome(StrEnum):
    """How a grievance ended on its merits or its admission."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    SETTLED = "settled"
    INADMISSIBLE = "inadmissible"
    SUPERSEDED = "superseded"


class Inadmissible(StrEnum):
    """Why a grievance was not heard. There is no "not our office": only a transfer that somebody accepts."""

    OUT_OF_TIME = "out_of_time"
    NO_STANDING = "no_standing"
    DUPLICATE_OF = "duplicate_of"
    INSUFFICIENT_AFTER_HELP = "insufficient_after_help"


class Closing(StrEnum):
    """On what ground the clock closes a grievance."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    NOT_CONTESTED = "not_contested"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    COURT = "court"


class Anonymity(StrEnum):
    """What the complainant allows to be known."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Urgency(StrEnum):
    """How fast it must go."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


class Agreed(StrEnum):
    """How far the first instance agreed before it forwarded an appeal."""

    NONE = "none"
    PART = "part"


class ContestGround(StrEnum):
    """Why the person does not accept the outcome.

    Appeals admit ``not_notified`` and ``remedy_not_done`` only.
    """

    WRONG_FACTS = "wrong_facts"
    WRONG_LAW = "wrong_law"
    NOT_REASONED = "not_reasoned"
    NOT_NOTIFIED = "not_notified"
    REMEDY_NOT_DONE = "remedy_not_done"
    CONFLICT = "conflict"
    NEW_EVIDENCE = "new_evidence"


class RemedyDispute(StrEnum):
    """Why the person says that a remedy is not what was ordered."""

    NOT_DONE = "not_done"
    PARTLY_DONE = "partly_done"
    WRONG = "wrong"
    LATE = "late"
    UNDONE_LATER = "undone_later"


class Reclassified(StrEnum):
    """Which member of the filing is changed."""

    KIND = "kind"
    URGENCY = "urgency"
    JOINED = "joined"


class Consent(StrEnum):
    """Who agreed to a reclassification. A downgrade takes the complainant or oversight."""

    COMPLAINANT = "complainant"
    OVERSIGHT = "oversight"
    NOT_NEEDED = "not_needed"


class Pressure(StrEnum):
    """Whether somebody pressed the person to withdraw. ``not_asked`` is flagged as ``yes`` is."""

    NO = "no"
    YES = "yes"
    NOT_ASKED = "not_asked"


class Supplied(StrEnum):
    """What was put to the file. A ``note`` is sealed to the office; that it exists is visible."""

    DOCUMENT = "document"
    STATEMENT = "statement"
    HEARING = "hearing"
    VISIT = "visit"
    CORRECTION = "correction"
    RELIEF_REQUEST = "relief_request"
    CONTACT_ATTEMPT = "contact_attempt"
    ASSIST_CALLBACK = "assist_callback"
    NOTE = "note"


class ConflictGround(StrEnum):
    """Why somebody may not act: the grounds of APA s.13, that of s.16, and those of the project."""

    PARTY = "party"
    SPOUSE = "spouse"
    LINEAL = "lineal"
    COLLATERAL_3 = "collateral_3"
    AFFINITY_2 = "affinity_2"
    REPRESENTATIVE = "representative"
    CREDITOR = "creditor"
    DEBTOR = "debtor"
    EMPLOYER = "employer"
    REGULATION = "regulation"
    SERIOUS_PARTIALITY = "serious_partiality"
    SAME_PERSON = "same_person"
    SAME_HOUSEHOLD = "same_household"
    SAME_OFFICE = "same_office"
    REPORTING_LINE = "reporting_line"
    PRIOR_DECIDER = "prior_decider"
    ASSISTER = "assister"
    NAMED_IN_COMPLAINT = "named_in_complaint"
    ATTESTER_IN_CASE = "attester_in_case"


class ConflictSection(StrEnum):
    """On what a conflict of interest rests."""

    S13 = "s13"
    S16 = "s16"
    POLICY = "policy"


class ConflictRaisedBy(StrEnum):
    """How a conflict came to light."""

    SELF_REPORT = "self_report"
    CHALLENGE = "challenge"
    DERIVED = "derived"


class ConflictRuling(StrEnum):
    """What the superior ruled. ``urgent_exception`` is APA s.18: with reasons, reviewed afterwards."""

    RECUSED = "recused"
    MAY_ACT = "may_act"
    URGENT_EXCEPTION = "urgent_exception"


class ActRuling(StrEnum):
    """What the review found of an act."""

    STANDS = "stands"
    QUALIFIED = "qualified"
    OVERRULED = "overruled"


class CourtResult(StrEnum):
    """Where a court case stands. ``pending``: suit was brought."""

    PENDING = "pending"
    FOR_CITIZEN = "for_citizen"
    PARTLY = "partly"
    AGAINST = "against"
    ENDED = "ended"


class LapseEffect(StrEnum):
    """What follows from a lapse. Nothing here closes a matter but a confirmation or contest window."""

    FINAL_UNLESS_RELIEF = "final_unless_relief"
    ESCALATE_VIEW = "escalate_view"
    MAY_SUE = "may_sue"
    DEEMED_ADMISSIBLE = "deemed_admissible"
    NO_REPLY = "no_reply"
    RETURNS_TO_SENDER = "returns_to_sender"
    CLOSES_UNCONFIRMED = "closes_unconfirmed"
    CLOSES_NOT_CONTESTED = "closes_not_contested"
    PAUSE_ENDS = "pause_ends"
    UNVERIFIED = "unverified"
    LIST_FINAL = "list_final"
    OVERDUE_PUBLIC = "overdue_public"
    NOTIFY_OVERSIGHT = "notify_oversight"
    ADVICE_ONLY = "advice_only"
