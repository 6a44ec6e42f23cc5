"""The nouns that every rule speaks of: references, statements, and what the log adds to them.

Nothing here decides anything. Values that come from a statement are taken as they were signed; the form of
each (`actor/uuid`, sixty-four hex digits and so on) is checked once, by ``ledger.domain.catalogue``.
"""

from dataclasses import dataclass
from typing import NamedTuple, NewType, TypeAlias

ActorRef = NewType("ActorRef", str)
"""A person who answers for statements: ``actor/`` and a uuid."""
StreamRef = NewType("StreamRef", str)
"""Any stream: a kind, a slash and a uuid."""
Digest = NewType("Digest", str)
"""SHA-256 as sixty-four lower-case hex digits."""
PublicKey = NewType("PublicKey", str)
"""A raw Ed25519 public key as sixty-four lower-case hex digits."""
KeyId = NewType("KeyId", str)
"""The first sixteen hex digits of SHA-256 over the raw public key."""
Code = NewType("Code", str)
"""A word of a list that a programme or the registry defines: lower-case ASCII, at most 64 characters."""
Local = NewType("Local", str)
"""A token that means something inside one stream only, such as ``f1``, ``r2``, ``named-1``."""
Area = NewType("Area", str)
"""An administrative code of two to four digits: a province or a district, never smaller."""
Base64 = NewType("Base64", str)
"""Standard base64 with padding."""
Vkey = NewType("Vkey", str)
"""A verifier key of a signed note: ``name+hash+base64``."""
Text = NewType("Text", str)
"""A public name, such as that of an office. Never a person's words."""
Note = NewType("Note", str)
"""A signed note, for example a cosigned checkpoint, with its line breaks."""
Instant = NewType("Instant", str)
"""A moment in UTC, in seconds: ``2026-11-22T03:04:05Z``."""
Moment = NewType("Moment", str)
"""A day in Bangkok, ``2026-11-22``; or, where hours are counted, an instant in UTC."""
Place = NewType("Place", str)
"""Any stream or person, or an administrative code: what an interest is about."""
Sealed = NewType("Sealed", str)
"""The name of a sealed field, as its disclosure has it: subject, a slash, and field."""
Asked = NewType("Asked", str)
"""A person who is asked, or the code of a pool from which somebody is drawn."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The head of a stream that a signer had before their eyes."""

    version: int
    leaf: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """A checkpoint that the signer knew: the tree's size and its root (base64)."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class EntryRef:
    """One entry: its stream, its version in it (from 1), its leaf hash (hex)."""

    stream: str
    version: int
    leaf: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency (satang for THB)."""

    minor: int
    currency: str


class Event:
    """Something that happened, as the catalogue names it. Every event type derives from this class."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event type that this release does not know. It can be kept and shown, never judged."""

    type: str
    schema: int


Says: TypeAlias = Event | Unknown


class Statement(NamedTuple):
    """What somebody signed.

    ``at`` is the signer's own clock and never decides anything. ``signers`` are key ids in ascending order.
    ``sd`` are the digests of sealed fields; a rule may ask whether there are any, never what they hold.
    """

    origin: str
    id: str
    stream: str
    type: str
    schema: int
    by: str
    signers: tuple[str, ...]
    at: str | None
    seen: Seen | None
    as_of: AsOf | None
    says: Says
    sd: tuple[str, ...]


class Recorded(NamedTuple):
    """A statement with the ledger's stamp.

    ``index`` counts from 0 in the log, ``version`` from 1 in the stream, ``leaf`` is the entry's leaf hash
    (hex), ``recorded_at`` is UTC with milliseconds, ``2026-11-22T03:04:06.123Z``.
    """

    statement: Statement
    index: int  # type: ignore[assignment]  # a place in the log; nobody looks for values in a record
    version: int
    leaf: str
    recorded_at: str
