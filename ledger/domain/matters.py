"""What one stream may be asked on behalf of another.

A claim asks its programme for the rules, an appeal asks the claim for the decision, a revision asks the
appeal for its determination. Every state answers every question; a stream of another kind answers
"nothing".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ledger.domain.casework_codes import Outcome
from ledger.domain.codes import OrderMaker, Profile, Result
from ledger.domain.parts import FactRule
from ledger.domain.types import EntryRef


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a programme's rules.

    ``entry`` is the version of its stream that published it; ``historical``: it holds imported records.
    """

    entry: int
    leaf: str
    version: int
    profile: Profile
    historical: bool
    benefits: frozenset[str]
    facts: Mapping[str, FactRule]
    statute: tuple[object, ...]


class Answered(NamedTuple):
    """Who answers for an act: ``by``, and whoever else signed (``signers``, key ids) or voted (``members``).

    For an imported record ``by`` is the official whom it names, and nobody else is known.
    """

    by: str
    signers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


class DecisionMade(NamedTuple):
    """A decision in a claim, by its entry's version and leaf."""

    version: int
    leaf: str
    result: Result
    order_maker: OrderMaker
    answered: Answered


class DeterminationMade(NamedTuple):
    """A determination, by its entry's version and leaf. ``claims`` are the streams contested."""

    version: int
    leaf: str
    outcome: Outcome
    answered: Answered
    claims: tuple[str, ...]


class NoticeGiven(NamedTuple):
    """A notice of a decision or outcome. ``about`` is the version of the entry notified; None: unknown."""

    version: int
    leaf: str
    about: int | None
    defective: bool


class Matter:
    """The folded state of one stream, seen from another."""

    __slots__ = ()

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

    def deciders(self) -> tuple[Answered, ...]:
        """Return who answers for each decision, report or determination here."""
        return ()

    def attesters(self) -> tuple[str, ...]:
        """Return everybody who attested here."""
        return ()

    def assisters(self) -> tuple[str, ...]:
        """Return everybody who helped to file here."""
        return ()


@dataclass(frozen=True, slots=True)
class OtherStream(Matter):
    """A stream of a kind that this release does not know. It never changes."""
