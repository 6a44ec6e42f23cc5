"""The two profiles of a programme, and what each demands.

Under ``historical`` the ledger takes imported records and nothing else. It waives what an old register
cannot have: reasons, notices, quorum, four eyes, the head seen, dates, and states in between.
Everything else is judged alike.
"""

from ledger.domain.authority import Party
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken
from ledger.domain.matters import Published
from ledger.domain.parts import Via
from ledger.domain.prefix import Prefix
from ledger.domain.types import EntryRef, Statement


def pinned(prefix: Prefix, ref: EntryRef) -> Published:
    """Return the rules that ``ref`` pins.

    Raises:
        RuleBroken: ``programme_unknown``.
    """
    published = prefix.state(ref.stream).published(ref)
    if published is None:
        raise RuleBroken("programme_unknown")
    return published


def check_profile(published: Published, parties: tuple[Party, ...], official: str | None) -> None:
    """Check that imported records stand in a historical programme, and lived ones in a standard programme.

    Raises:
        RuleBroken: ``import_not_historical``, ``historical_import_only``, ``official_not_imported``.
    """
    imported = parties[0].mandate.role is Role.IMPORTER
    if published.historical:
        if not imported:
            raise RuleBroken("historical_import_only")
    elif imported:
        raise RuleBroken("import_not_historical")
    elif official is not None:
        raise RuleBroken("official_not_imported")


def demand(**members: object) -> None:
    """Check that every member is there.

    Raises:
        RuleBroken: ``profile_demands``, with the member's name.
    """
    for name, value in members.items():
        if value is None:
            raise RuleBroken("profile_demands", member=name)


def check_handed_over(via: Via | None, now: str) -> None:
    """Check that what came through an intake was not handed over after ``now``: periods count from that day.

    Raises:
        RuleBroken: ``date_order``.
    """
    if via is not None and via.handed_over_on is not None and via.handed_over_on > civil(now):
        raise RuleBroken("date_order")


def demand_reasons(statement: Statement) -> None:
    """Check that the statement commits to sealed reasons.

    Raises:
        RuleBroken: ``reasons_missing``.
    """
    if not statement.sd:
        raise RuleBroken("reasons_missing")
