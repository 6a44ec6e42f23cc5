"""The closed code lists of grievances. ``ledger.domain.codes`` holds the others."""

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
