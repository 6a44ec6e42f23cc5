"""The closed code lists. A programme may switch a code off, never redefine it; an unknown code is refused.

Source: the domain's code lists, section by section; ``NoticeMethod`` is the table of notices in the law of
clocks.
"""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a mandate allows."""

    ROOT = "root"
    REGISTRAR = "registrar"
    INTAKE = "intake"
    ASSISTER = "assister"
    ATTESTER = "attester"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    APPELLATE = "appellate"
    PAYER = "payer"
    FACILITATOR = "facilitator"
    CONVENER = "convener"
    PARTICIPANT = "participant"
    OVERSIGHT = "oversight"
    CUSTODIAN = "custodian"
    CLOCK = "clock"
    IMPORTER = "importer"


class Category(StrEnum):
    """In which capacity an attester knows the neighbourhood."""

    VOLUNTEER_SOCIAL = "volunteer_social"
    VOLUNTEER_HEALTH = "volunteer_health"
    VILLAGE_HEAD = "village_head"
    COMMUNITY_COMMITTEE = "community_committee"
    CIVIL_SOCIETY = "civil_society"
    PUBLIC_SERVANT = "public_servant"


class Custody(StrEnum):
    """Who held the key that signed."""

    HARDWARE = "hardware"
    SELF = "self"
    SERVICE = "service"
    ASSISTED = "assisted"
    IMPORTED = "imported"


class RevocationReason(StrEnum):
    """Why a key or a mandate ended."""

    ROTATION = "rotation"
    LOST = "lost"
    COMPROMISED = "compromised"
    LEFT_SERVICE = "left_service"


class Profile(StrEnum):
    """Whether a programme's cases are lived in the ledger or brought in from an old register."""

    STANDARD = "standard"
    HISTORICAL = "historical"


class Channel(StrEnum):
    """How somebody without a key reached the intake."""

    COUNTER = "counter"
    PHONE_1300 = "phone_1300"
    LINE = "line"
    WEB = "web"
    POST = "post"
    HOME_VISIT = "home_visit"
    VOLUNTEER = "volunteer"
    NGO = "ngo"
    TRANSFER = "transfer"
    IMPORT = "import"


class Auth(StrEnum):
    """How the intake knew who was speaking."""

    RECEIPT = "receipt"
    IN_PERSON = "in_person"
    CALLBACK = "callback"
    NONE = "none"


class Confirmation(StrEnum):
    """How a helped person confirmed what was written."""

    PIN = "pin"
    THUMBPRINT = "thumbprint"
    WITNESS = "witness"
    NONE = "none"


class Stance(StrEnum):
    """An attester's position on a fact."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CANNOT_SAY = "cannot_say"


class Confidence(StrEnum):
    """How sure an attester is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    UNCERTAIN = "uncertain"


class Basis(StrEnum):
    """What an attestation rests on."""

    HOME_VISIT = "home_visit"
    DOCUMENT_SEEN = "document_seen"
    LIVES_NEXT_DOOR = "lives_next_door"
    TOLD_BY_HOUSEHOLD = "told_by_household"
    TOLD_BY_OTHERS = "told_by_others"
    ADMINISTRATIVE_RECORD = "administrative_record"


class Relation(StrEnum):
    """What an attester is to the household: nothing, a neighbour, of it, or a ground of APA s.13."""

    NONE = "none"
    NEIGHBOUR = "neighbour"
    SAME_HOUSEHOLD = "same_household"
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


class RefusalReason(StrEnum):
    """Why somebody would not attest."""

    DO_NOT_KNOW = "do_not_know"
    CONFLICT = "conflict"
    FEAR = "fear"
    OUTSIDE_AREA = "outside_area"
    BELIEVES_UNTRUE = "believes_untrue"
    ASKED_FOR_PAYMENT = "asked_for_payment"
    OTHER = "other"


class Result(StrEnum):
    """What a decision does. ``revoke`` belongs to a revised decision only."""

    GRANT = "grant"
    REDUCE = "reduce"
    SUSPEND = "suspend"
    REFUSE = "refuse"
    TERMINATE = "terminate"
    STAY = "stay"
    REVOKE = "revoke"


ADVERSE: Final = frozenset({Result.REDUCE, Result.SUSPEND, Result.REFUSE, Result.TERMINATE, Result.REVOKE})
"""Results that burden the person and therefore take four eyes."""


class Finding(StrEnum):
    """What a decision finds of a fact."""

    YES = "yes"
    NO = "no"
    NOT_SHOWN = "not_shown"


class GroundFinding(StrEnum):
    """What a determination finds of a ground."""

    SUSTAINED = "sustained"
    NOT_SUSTAINED = "not_sustained"
    NOT_DETERMINED = "not_determined"


class OrderMaker(StrEnum):
    """Who made the order; it selects the route of appeal."""

    OFFICIAL = "official"
    COMMITTEE = "committee"
    MINISTER = "minister"


class Occasion(StrEnum):
    """Why a decision was due."""

    FIRST = "first"
    PERIODIC_REVIEW = "periodic_review"
    NEW_FACT = "new_fact"


class Cause(StrEnum):
    """Why a decision was revised."""

    APPEAL = "appeal"
    REVIEW = "review"
    REMEDY = "remedy"
    COURT = "court"
    OWN_MOTION = "own_motion"
    REOPENING = "reopening"


class Heard(StrEnum):
    """Whether the person could speak before the order (APA s.30)."""

    YES = "yes"
    OFFERED = "offered"
    EXCUSED_URGENT = "excused_urgent"
    EXCUSED_FAVOURABLE = "excused_favourable"


class NoticeMethod(StrEnum):
    """How a notice was given."""

    ORAL = "oral"
    HAND = "hand"
    HAND_ADULT = "hand_adult"
    AFFIXED = "affixed"
    REGISTERED_POST = "registered_post"
    REGISTERED_POST_ABROAD = "registered_post_abroad"
    PUBLIC_POSTING = "public_posting"
    NEWSPAPER = "newspaper"
    ELECTRONIC = "electronic"
    ORDINARY_POST = "ordinary_post"
    SMS = "sms"
    LINE = "line"
    TELEPHONE = "telephone"


class NoticeRule(StrEnum):
    """The row of the table of notices that a notice relies on."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"
    N9 = "N9"
    N10 = "N10"


class AskedBy(StrEnum):
    """Who asks for an attestation: the office, the applicant through the intake, or the clock."""

    OFFICER = "officer"
    APPLICANT = "applicant"
    CLOCK = "clock"


class DisputeGround(StrEnum):
    """Why an attestation is disputed."""

    NOT_SEEN = "not_seen"
    FALSE = "false"
    UNDISCLOSED_RELATION = "undisclosed_relation"
    PRESSURE = "pressure"
    OUTDATED = "outdated"
    WRONG_PERSON = "wrong_person"


class ClockClass(StrEnum):
    """Who set a clock: the law, or the programme."""

    STATUTE = "statute"
    POLICY = "policy"


class ClockUnit(StrEnum):
    """In what a clock counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    YEARS = "years"


class ClockRoll(StrEnum):
    """Whether the last day moves off a holiday: ``person`` moves, ``none`` stands."""

    NONE = "none"
    PERSON = "person"


class HolidayKind(StrEnum):
    """What sort of day off it is. A ``substitute`` is announced; a ``regional`` one holds in its areas."""

    NATIONAL = "national"
    SUBSTITUTE = "substitute"
    SPECIAL = "special"
    REGIONAL = "regional"


class Governed(StrEnum):
    """What a change of governance changes."""

    ROOT_SET = "root_set"
    THRESHOLD = "threshold"
    WITNESS_POLICY = "witness_policy"
    LOG_KEY = "log_key"
