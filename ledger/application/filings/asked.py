"""What a person may ask for, as the door takes it: the facts without the words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from ledger.application.filings.words import read_words
from ledger.domain.casework_codes import (
    Anonymity,
    ContestGround,
    Ground,
    Kind,
    Pressure,
    Remedy,
    RemedyDispute,
    Supplied,
    Urgency,
)
from ledger.domain.codes import Channel, Confirmation
from ledger.domain.errors import DataInvalid
from ledger.domain.forms import UUID_FORM, read
from ledger.domain.types import Area, Code, Local, StreamRef
from ledger.signing.errors import require
from ledger.signing.strict_json import JsonValue

ALONE: Final = (Channel.WEB, Channel.LINE)
"""Channels on which a person comes by themselves."""
HELPED: Final = (
    Channel.COUNTER,
    Channel.PHONE_1300,
    Channel.POST,
    Channel.HOME_VISIT,
    Channel.VOLUNTEER,
    Channel.NGO,
)
"""Channels on which somebody takes down what a person says."""
SUPPLIED: Final = (Supplied.STATEMENT, Supplied.DOCUMENT, Supplied.CORRECTION)
"""What a person themselves may put to the file."""
DOCUMENTS: Final = 5
NAMED: Final = 20
"""Entries that are contested, and persons or streams that it is about: at most so many."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedEntry:
    """The entry that is contested: a claim and the version in it, or an index of the log."""

    claim: StreamRef | None = None
    version: int | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """How somebody helped, in which language; they may have taken it over on an earlier day."""

    language: Code
    read_back: bool
    confirmation: Confirmation
    handed_over_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A grievance as it is filed. ``programme`` is a stream; ``benefit`` leads to it by a benefit's code."""

    kind: Kind
    programme: StreamRef | None = None
    benefit: Code | None = None
    contests: tuple[ContestedEntry, ...] = ()
    about: tuple[StreamRef, ...] = ()
    grounds: tuple[Ground, ...]
    remedies: tuple[Remedy, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    anonymity: Anonymity
    area: Area
    channel: Channel = Channel.WEB
    assist: Help | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Something for the file. ``answers`` names a request, ``corrects`` the version of an entry."""

    kind: Supplied
    answers: Local | None = None
    corrects: int | None = None
    channel: Channel = Channel.WEB


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """That a remedy was done."""

    remedy: Local
    stars: int | None = None
    channel: Channel = Channel.WEB


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """That a remedy was not done, or not as it was ordered."""

    remedy: Local
    ground: RemedyDispute
    channel: Channel = Channel.WEB


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """That the determination or the closing, the entry of version ``of``, is not accepted."""

    of: int
    ground: ContestGround
    channel: Channel = Channel.WEB


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """That the grievance is taken back, and whether somebody pressed for it."""

    pressure: Pressure
    channel: Channel = Channel.WEB


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """A grievance of the next level, against the determination of this one and about the same."""

    grounds: tuple[Ground, ...]
    remedies: tuple[Remedy, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    channel: Channel = Channel.WEB


Message: TypeAlias = Supply | Confirm | Dispute | Contest | Withdraw | Appeal
MESSAGES: Final[Mapping[str, type[Message]]] = {
    "InformationSupplied": Supply,
    "RemedyConfirmed": Confirm,
    "RemedyDisputed": Dispute,
    "GrievanceContested": Contest,
    "GrievanceWithdrawn": Withdraw,
    "GrievanceFiled": Appeal,
}
"""What may be said with a receipt, by the type of the event that it becomes."""


class Told(NamedTuple):
    """What is sealed: words by ``subject/field``, and uploads (uuids)."""

    words: Mapping[str, JsonValue]
    uploads: Sequence[str]


def read_filing(value: JsonValue) -> tuple[Filing, Told]:
    """Return the filing of a request's body, and what of it is sealed.

    Raises:
        DataInvalid: ``data_invalid``, with the pointer.
        Malformed: As ``read_words``; ``attachments_too_many``.
    """
    facts, told = _parted(value)
    filing: Filing = read(Filing, facts)
    for name, items in (("contests", filing.contests), ("about", filing.about)):
        if len(items) > NAMED:
            raise DataInvalid("data_invalid", pointer=f"/{name}")
    _check_channel(filing.channel, HELPED if filing.assist else ALONE)
    return filing, told


def read_message(value: JsonValue) -> tuple[Message, Told]:
    """Return the message of a request's body, the code taken out, and what of it is sealed.

    Raises:
        DataInvalid, Malformed: As ``read_filing``.
    """
    facts, told = _parted(value)
    kind = MESSAGES.get(facts.pop("type")) if isinstance(facts.get("type"), str) else None
    if kind is None:
        raise DataInvalid("data_invalid", pointer="/type")
    message: Message = read(kind, facts)
    _check_channel(message.channel, ALONE)
    if isinstance(message, Supply) and message.kind not in SUPPLIED:
        raise DataInvalid("data_invalid", pointer="/kind")
    return message, told


def _parted(value: JsonValue) -> tuple[dict[str, Any], Told]:
    if not isinstance(value, dict):
        raise DataInvalid("data_invalid", pointer="")
    facts: dict[str, Any] = dict(value)
    words, uploads = facts.pop("words", {}), facts.pop("documents", [])
    if not isinstance(uploads, list) or not all(
        isinstance(one, str) and re.fullmatch(UUID_FORM, one) for one in uploads
    ):
        raise DataInvalid("data_invalid", pointer="/documents")
    fits = len(set(uploads)) == len(uploads) <= DOCUMENTS
    require(fits, "attachments_too_many", "at most five different documents go with one statement")
    return facts, Told(read_words(words), tuple(uploads))


def _check_channel(channel: Channel, allowed: Sequence[Channel]) -> None:
    if channel not in allowed:
        raise DataInvalid("data_invalid", pointer="/channel")
