"""Who stood behind an act, and with which mandate: at its place in the log, and as persons.

That two actors are one person is what the registry knows at the snapshot: what came out later is held
against the act all the same. Mandates and offices are those of the act's own place: what was granted,
revoked or set below another office later changes nothing.
"""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.authority import Party, check_four_eyes
from ledger.domain.casework.record import authors, day_of
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.dates import civil_text
from ledger.domain.directory import Mandate, Office, RegistryState
from ledger.domain.errors import Refused
from ledger.domain.registry.events import OfficeRegistered
from ledger.domain.relations import actors_of
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case, Context
from ledger.projections.reports.vocabulary import IMPORTED, OWN, UNKNOWN

_ANY: Final = frozenset(Role)


class Answerable(NamedTuple):
    """Who answers for an act, from which office, in which month, and whether they signed it themselves."""

    office: str
    decider: str
    origin: str
    month: str


def answerable(case: Case, act: Recorded) -> Answerable:
    """Return who answers for ``act``: a body where it speaks as one, and the official of an old record."""
    says = act.statement.says
    imported = case.context.custody(act) == IMPORTED
    actor = getattr(says, "official", None) or (UNKNOWN if imported else act.statement.by)
    mandate = case.context.mandate(actor, act.index) or case.context.mandate(actor, act.index, _ANY)
    office = "" if mandate is None else mandate.office
    maker = getattr(says, "order_maker", OrderMaker.OFFICIAL)
    decider = actor if maker is OrderMaker.OFFICIAL else f"{maker}/{office or actor}"
    return Answerable(office, decider, IMPORTED if imported else OWN, month_of(act))


Signed: TypeAlias = tuple[Recorded, str, str]
"""An entry, in whose hands the keys were that signed it, and the month of its act."""


def signed(case: Case) -> tuple[Signed, ...]:
    """Return the entries of the streams that are counted here, in the order of the log."""
    return case.once(_signed)


def _signed(case: Case) -> tuple[Signed, ...]:
    custody = case.context.custody
    return tuple([(one, custody(one), month_of(one)) for one in case.entries])


def month_of(act: Recorded) -> str:
    """Return the month of an act, ``YYYY-MM``: of the day that it states, else of its signature."""
    day: date | None = getattr(act.statement.says, "received_on", None)
    if day is not None:
        return day.isoformat()[:7]
    return "" if act.statement.at is None else civil_text(act.statement.at)[:7]


def hands(registry: RegistryState, act: Recorded) -> tuple[str, ...]:
    """Return every actor with a hand in ``act``: who signed it, voted on it, or is named by an old record."""
    committee = getattr(act.statement.says, "committee", None)
    signed = authors(registry, act)
    return signed if committee is None else (*signed, *committee.members)


def known_hands(registry: RegistryState, act: Recorded) -> set[str]:
    """Return who had a hand in ``act``, under every name by which they are known."""
    found = set(hands(registry, act))
    if registry.persons:
        found.update(*[actors_of(registry, actor) for actor in found])
    return found


def in_force(mandate: Mandate, act: Recorded) -> bool:
    """Return whether ``mandate`` ran at the place of ``act`` in the log, on the day on which that counts."""
    if mandate.index >= act.index or (mandate.revoked is not None and mandate.revoked <= act.index):
        return False
    day = day_of(act)
    return day is not None and mandate.from_ <= day <= mandate.to


def four_eyes(context: Context, act: Recorded) -> bool:
    """Return whether two of those who signed ``act`` were persons of two lines, neither above the other."""
    registry, signed = context.registry, dict.fromkeys(hands(context.registry, act))
    if len(signed) < 2:
        return False
    there = {
        known: tuple(
            replace(one, revoked=None) for one in registry.mandates.get(known, ()) if in_force(one, act)
        )
        for actor in signed
        for known in actors_of(registry, actor)
    }
    then = replace(registry, mandates=there, offices=_offices(context, act.index))
    return any(_independent(then, pair, act.recorded_at) for pair in combinations(signed, 2))


def _offices(context: Context, index: int) -> dict[str, Office]:
    """Return the offices as they were registered before ``index``, each by its newest registration."""
    said = (one.statement.says for one in context.registrations if one.index < index)
    return {
        says.code: Office(says.code, says.parent, says.area, says.closed)
        for says in said
        if isinstance(says, OfficeRegistered)
    }


def _independent(registry: RegistryState, pair: tuple[str, str], now: str) -> bool:
    """Return what the domain says of two signers; the mandate under which each signed is no matter to it."""
    held = [next(iter(registry.mandates.get(actor, ())), None) for actor in pair]
    if held[0] is None or held[1] is None:
        return False
    try:
        check_four_eyes((Party(pair[0], held[0]), Party(pair[1], held[1])), registry, now)
    except Refused:
        return False
    return True
