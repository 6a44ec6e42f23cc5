"""From entry bytes to the few members that read models take: narrow, typed, decoded once.

What is read here was checked when it was appended, and is checked again by whoever verifies. This decoder
is lenient about members it does not need and strict about two things: an event type or schema that this
release does not know stops the reader, and so does an entry that is not at its place.
"""

from datetime import date
from typing import Final

import msgspec

from ledger.domain.catalogue import EVENTS
from ledger.domain.codes import NoticeMethod
from ledger.projections.errors import UnknownEvent, UnreadableEntry


class Link(msgspec.Struct, frozen=True, gc=False):
    """An entry that another one names, by stream and version."""

    stream: str
    version: int


class Assisted(msgspec.Struct, frozen=True, gc=False):
    """Somebody helped. Who, no read model asks."""


class Way(msgspec.Struct, frozen=True):
    """How somebody without a key reached the intake."""

    channel: str
    assist: Assisted | None = None


class Amount(msgspec.Struct, frozen=True, gc=False):
    """Money in the smallest unit of its currency."""

    minor: int
    currency: str


class Span(msgspec.Struct, frozen=True, gc=False, rename={"from_": "from"}):
    """From a day to a day, both included."""

    from_: date
    to: date


class Days(msgspec.Struct, frozen=True, gc=False):
    """A period that somebody was told."""

    days: int


class RemedyOrdered(msgspec.Struct, frozen=True, gc=False):
    """What was ordered; ``id`` is its token in the grievance."""

    code: str
    id: str


class Contest(msgspec.Struct, frozen=True):
    """What a grievance is about."""

    entry: Link


class RootKey(msgspec.Struct, frozen=True, gc=False):
    """A founding key."""

    key: str


class Plain(msgspec.Struct, frozen=True):
    """What any record may say: the official whom an imported one is about, its programme, its way here."""

    official: str | None = None
    programme: Link | None = None
    via: Way | None = None


class Founded(Plain, frozen=True):
    """Of LedgerFounded."""

    root_keys: tuple[RootKey, ...] = ()


class Granted(Plain, frozen=True):
    """Of MandateGranted."""

    actor: str = ""
    role: str = ""
    office: str = ""


class Enrolled(Plain, frozen=True):
    """Of KeyEnrolled; ``key`` is the public key in hex."""

    key: str = ""
    custody: str = ""


class Received(Plain, frozen=True):
    """Of ClaimReceived."""

    received_on: date | None = None
    area: str | None = None


class Attested(Plain, frozen=True):
    """Of AttestationGiven."""

    stance: str = ""


class Decided(Plain, frozen=True):
    """Of EligibilityDecided and DecisionRevised; the last two members of the latter alone."""

    result: str = ""
    order_maker: str = ""
    law: tuple[str, ...] = ()
    amount: Amount | None = None
    period: Span | None = None
    discretion: str | None = None
    departs: bool | None = None
    supersedes: Link | None = None
    cause: str = ""


class Notified(Plain, frozen=True):
    """Of DecisionNotified and OutcomeNotified."""

    decision: Link | None = None
    determination: Link | None = None
    method: NoticeMethod | None = None
    sent_on: date | None = None
    received_on: date | None = None
    appeal_block: Days | None = None
    court_block: Days | None = None
    cures: Link | None = None


class Filed(Plain, frozen=True):
    """Of GrievanceFiled."""

    anonymity: str = ""
    urgency: str = ""
    kind: str = ""
    contests: tuple[Contest, ...] = ()
    level: int = 1
    appeal_of: str | None = None
    received_on: date | None = None


class Determined(Plain, frozen=True):
    """Of GrievanceDetermined."""

    law: tuple[str, ...] = ()
    order_maker: str = ""
    outcome: str = ""
    remedies: tuple[RemedyOrdered, ...] = ()


class Reclassified(Plain, frozen=True):
    """Of GrievanceReclassified."""

    field: str = ""
    to: str = ""


class Closed(Plain, frozen=True):
    """Of GrievanceClosed."""

    ground: str = ""


_NARROW: Final[dict[str, type[Plain]]] = {
    "LedgerFounded": Founded,
    "MandateGranted": Granted,
    "KeyEnrolled": Enrolled,
    "ClaimReceived": Received,
    "AttestationGiven": Attested,
    "EligibilityDecided": Decided,
    "DecisionRevised": Decided,
    "DecisionNotified": Notified,
    "GrievanceFiled": Filed,
    "GrievanceDetermined": Determined,
    "OutcomeNotified": Notified,
    "GrievanceReclassified": Reclassified,
    "GrievanceClosed": Closed,
}
VIEWS: Final[dict[str, type[Plain]]] = {name: _NARROW.get(name, Plain) for name, _ in EVENTS}
"""What is read of each event type of the catalogue."""


class Reading(msgspec.Struct, frozen=True):
    """One entry as a read model sees it.

    ``at`` is the signer's clock and may be absent; ``recorded_at`` is the ledger's. ``sealed`` says whether
    the statement commits to disclosures. ``official`` stands in imported records only. ``entry`` are the
    bytes, for those who read more of them.
    """

    index: int
    kind: str  # of the stream
    stream: str
    version: int
    type: str
    by: str
    signers: tuple[str, ...]
    at: str | None
    recorded_at: str
    sealed: bool
    data: Plain
    entry: bytes


class _Envelope(msgspec.Struct, gc=False):
    payload: bytes  # base64 in JSON; msgspec decodes it in the same step


class _Entry(msgspec.Struct):
    dsse: _Envelope
    index: int
    recorded_at: str
    version: int


class _Statement(msgspec.Struct):
    by: str
    data: msgspec.Raw
    schema: int
    signers: tuple[str, ...]
    stream: str
    type: str
    at: str | None = None
    sd: msgspec.Raw = msgspec.Raw()


_ENTRY: Final = msgspec.json.Decoder(_Entry)
_STATEMENT: Final = msgspec.json.Decoder(_Statement)
_DATA: Final = {(name, schema): msgspec.json.Decoder(VIEWS[name]) for name, schema in EVENTS if name in VIEWS}
_NOTHING_SEALED: Final = (b"", b"[]")


def read_entry(index: int, entry: bytes) -> Reading:
    """Return what read models take from the entry at ``index``.

    Raises:
        UnknownEvent: Its type, or the schema of it, is not known to this release.
        UnreadableEntry: It is not an entry, or not the one of this index.
    """
    try:
        outer = _ENTRY.decode(entry)
        said = _STATEMENT.decode(outer.dsse.payload)
    except msgspec.MsgspecError as error:
        raise UnreadableEntry(index) from error
    if outer.index != index:
        raise UnreadableEntry(index)
    decoder = _DATA.get((said.type, said.schema))
    if decoder is None:
        raise UnknownEvent(index, said.type, said.schema)
    try:
        data = decoder.decode(said.data)
    except msgspec.MsgspecError as error:
        raise UnreadableEntry(index) from error
    return Reading(
        index,
        said.stream.partition("/")[0],
        said.stream,
        outer.version,
        said.type,
        said.by,
        said.signers,
        said.at,
        outer.recorded_at,
        bytes(said.sd) not in _NOTHING_SEALED,
        data,
        entry,
    )
