"""Parts of events that more than one concept speaks of."""

from dataclasses import dataclass
from datetime import date

from ledger.domain.codes import Auth, Channel, Confirmation
from ledger.domain.types import ActorRef, Code, Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Assist:
    """Somebody helped the person. ``language`` is the tag of the language they spoke."""

    assister: ActorRef
    language: Code
    read_back: bool
    confirmation: Confirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """The act of a person without a key, as the intake received it.

    ``handed_over_on`` is the day on which any mandated person took it over: the person's periods count by it.
    """

    channel: Channel
    auth: Auth
    handed_over_on: date | None = None
    assist: Assist | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A sealed document: digest, media type (``image_jpeg``) and size in bytes."""

    sha256: Digest
    media: Code
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealBlock:
    """What the person was told about objecting: where, how, within how many days."""

    office: Code
    how: Code
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtBlock:
    """What the person was told about going to court: which, within how many days."""

    court: Code
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """A question that the programme asks about a household.

    ``quorum`` demands two independent attesters; ``max_age`` is the life of an attestation in days.
    """

    code: Code
    sensitive: bool
    quorum: bool
    max_age: int
    small_village: bool
