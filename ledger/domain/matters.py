"""What one stream may be asked on behalf of another.

A claim asks its programme for the rules, an appeal asks the claim for the decision, a revision asks the
appeal for its determination. Every state answers every question; a stream of another kind answers
"nothing".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.domain.casebook import NO_CASEWORK, Casework
from ledger.domain.casework_codes import Outcome
from ledger.domain.codes import OrderMaker, Profile, Result
from ledger.domain.parts import FactRule
from ledger.domain.types import EntryRef, Says


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a programme's rules.

    ``entry`` is the version of its stream that published it; ``historical``: it holds imported records.
    ``statute`` are its rows of clocks by statute, by the code of the row.
    """

    entry: int
    leaf: str
    version: int
    profile: Profile
    historical: bool
    benefits: frozenset[str]
    facts: Mapping[str, FactRule]
    statute: Mapping[str, object]


class Answered(NamedTuple):
    """Who answers for an act: ``by``, and whoever else signed (``signers``, key ids) or voted (``members``).

    For an imported record ``by`` is the official whom it names, and nobody else is known.
    """

    by: str
    signers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


class DecisionMade(NamedTuple):
    """A decision in a claim, by its entry's version and leaf; ``made_at`` is when that was recorded."""

    version: int
    leaf: str
    result: Result
    order_maker: OrderMaker
    answered: Answered
    made_at: str


class Obligation(NamedTuple):
    """Who owes what an answer or a determination promises.

    ``owner`` is None where an ``office`` owes it. ``commitments`` are the streams that the answer names;
    empty: it names none. ``area`` is the district of those to whom it is owed; None: it names none.
    """

    owner: str | None
    office: str | None = None
    commitments: tuple[str, ...] = ()
    area: str | None = None


class DeterminationMade(NamedTuple):
    """A determination, by its entry's version and leaf. ``claims`` are the streams contested.

    ``owed`` are the remedies that it orders, other than none; ``made_at`` is when it was recorded.
    """

    version: int
    leaf: str
    outcome: Outcome
    answered: Answered
    claims: tuple[str, ...]
    owed: tuple[Obligation, ...]
    made_at: str


class NoticeGiven(NamedTuple):
    """A notice of a decision or outcome. ``about`` is the version of the entry notified; None: unknown.

    ``effective`` is the day on which it counts as received, None if on none. ``appeal_days`` and
    ``court_days`` are the periods that the person was told; None: nothing was said.
    """

    version: int
    leaf: str
    about: int | None
    defective: bool
    effective: date | None = None
    appeal_days: int | None = None
    court_days: int | None = None


class Complaint(NamedTuple):
    """What a grievance is about, as far as a pattern of many shows: nobody is named.

    ``case`` is the claim that it contests, as a sign of the household; None: it contests none.
    """

    programme: str
    grounds: frozenset[str]
    area: str | None
    case: str | None


class Promise(NamedTuple):
    """Where a commitment stands. ``due`` is the day that holds, ``first_due`` the one promised at first.

    ``status`` and ``finding`` are codes of the lists of commitments; ``finding`` None: nobody verified it.
    ``verified_as`` and ``verified_by`` (key ids) say who signed the last verification.
    """

    source: EntryRef
    owner: str
    office: str
    status: str
    due: date
    first_due: date
    finding: str | None
    verified_as: str | None
    verified_by: tuple[str, ...]
    flags: frozenset[str]


class Matter:
    """The folded state of one stream, seen from another."""

    __slots__ = ()

    @property
    def casework(self) -> Casework:
        """Return what happened here besides the procedure itself."""
        return NO_CASEWORK

    @property
    def programme(self) -> EntryRef | None:
        """Return the version of the rules to which this is pinned; None: to none, or nothing stands here."""
        return None

    def published(self, _ref: EntryRef) -> Published | None:
        """Return the rules that this programme published with entry ``ref``."""
        return None

    def decision(self, _ref: EntryRef) -> DecisionMade | None:
        """Return the decision that entry ``ref`` of this claim made."""
        return None

    def determination(self, _ref: EntryRef) -> DeterminationMade | None:
        """Return the determination that entry ``ref`` of this grievance made."""
        return None

    def holds(self, _ref: EntryRef) -> bool:
        """Return whether ``ref`` is an entry of this stream that may be cited or contested."""
        return False

    def binds(self, _ref: EntryRef) -> bool:
        """Return whether ``ref`` made a decision of this claim that is in force, or that was notified."""
        return False

    def carries_out(self, _ref: EntryRef) -> bool:
        """Return whether ``ref`` revised a decision of this claim, or paid a benefit."""
        return False

    def deciders(self) -> tuple[Answered, ...]:
        """Return who answers for each decision, report or determination here."""
        return ()

    def attester(self, _ref: EntryRef) -> str | None:
        """Return who attested, or would not attest, with entry ``ref`` of this claim."""
        return None

    def attesters(self) -> tuple[str, ...]:
        """Return everybody who attested here."""
        return ()

    def assisters(self) -> tuple[str, ...]:
        """Return everybody who helped to file here."""
        return ()

    def parties(self) -> tuple[str, ...]:
        """Return whoever filed here with an own key: the matter is theirs."""
        return ()

    def named(self) -> tuple[str, ...]:
        """Return every person whom a complaint made here names."""
        return ()

    def barred(self) -> tuple[Answered, ...]:
        """Return the acts here whose makers may not decide here again."""
        return ()

    def looks_at(self) -> tuple[str, ...]:
        """Return the streams that are looked at again here: claims contested, and the lower instance."""
        return ()

    def place(self) -> str | None:
        """Return the administrative code of the district in which this lies; None: unknown."""
        return None

    def assigned(self) -> tuple[str, ...]:
        """Return whoever has this in hand or was asked for something here, though they may not have acted."""
        return ()

    def is_closed(self) -> bool:
        """Return whether this came to its end: closed or withdrawn."""
        return False

    def is_anonymous(self) -> bool:
        """Return whether nobody may know who filed this."""
        return False

    def is_open(self) -> bool:
        """Return whether somebody still waits here for an outcome or for what it ordered."""
        return False

    def burdens(self, _version: int) -> bool:
        """Return whether the entry with this version takes or denies something: then it can be suspended."""
        return False

    def rests_on(self, _says: Says) -> tuple[EntryRef, ...]:
        """Return the entries that ``says``, if it is a decision of this stream, cites for what it found."""
        return ()

    def replaces(self, _says: Says) -> EntryRef | None:
        """Return the entry whose place ``says``, an event of this stream, takes."""
        return None

    def retracts(self, _says: Says) -> EntryRef | None:
        """Return the entry that its author takes back with ``says``, an event of this stream."""
        return None

    def disputes(self, _says: Says) -> EntryRef | None:
        """Return the entry that ``says``, an event of this stream, disputes."""
        return None

    def is_doubted(self) -> bool:
        """Return whether something here was disputed, or taken back by its author."""
        return False

    def complaint(self) -> Complaint | None:
        """Return what this grievance is about."""
        return None

    def obligations(self, _ref: EntryRef) -> tuple[Obligation, ...]:
        """Return who owes something on account of entry ``ref``: an answer or a determination."""
        return ()

    def rules(self) -> EntryRef | None:
        """Return the version of a programme's rules to which this is pinned; None: it is to none."""
        return None

    def evidence(self) -> tuple[str, ...]:
        """Return the streams on whose account this was proposed or promised."""
        return ()

    def promise(self) -> Promise | None:
        """Return where this commitment stands."""
        return None

    def attested(self, _ref: EntryRef) -> bool:
        """Return whether entry ``ref`` of this claim is an attestation."""
        return False


@dataclass(frozen=True, slots=True)
class OtherStream(Matter):
    """A stream of a kind that this release does not know. It never changes."""
