"""The closed code lists of consultations and commitments."""

from enum import StrEnum


class Trigger(StrEnum):
    """What opened a consultation."""

    CASES = "cases"
    REPORT = "report"
    PETITION = "petition"
    OFFICIAL = "official"


class Contribution(StrEnum):
    """What sort of contribution it is. An amendment is a new text with support of its own."""

    STATEMENT = "statement"
    PROPOSAL = "proposal"
    OBJECTION = "objection"
    AMENDMENT = "amendment"


class Stand(StrEnum):
    """A participant's position on one text."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - not a secret


class Answer(StrEnum):
    """What the owner says to a recommendation."""

    ACCEPT = "accept"
    PARTLY = "partly"
    DEFER = "defer"
    REJECT = "reject"


class Progress(StrEnum):
    """How far a commitment is, in its owner's words."""

    UNDERWAY = "underway"
    BLOCKED = "blocked"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Verified(StrEnum):
    """What participants or oversight found of a commitment."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"
