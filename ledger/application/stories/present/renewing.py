"""Mandates run twelve months: those that end soon, or have ended, are renewed by whoever granted them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ledger.application.composing import Author
from ledger.application.enrolment import Grant, grant_mandate
from ledger.application.founding import THRESHOLD
from ledger.application.keyring import Keyring
from ledger.application.receipts import Submission
from ledger.application.snapshot import present
from ledger.application.stories.cast import record
from ledger.application.stories.telling import Stage
from ledger.domain.codes import Role
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.registry.enrolling import ROOT_GRANTED

SOON: Final = timedelta(days=60)


def renew(stage: Stage, keyring: Keyring, until: date) -> int:
    """Renew every mandate that ends by ``until``, for twelve months; return how many there were.

    Each begins when the one before ends, or today. Root bodies renew what they alone grant, the registrar
    first; the registrar renews the others.

    Args:
        stage: Where it happens, under its time.
        keyring: The keys of everybody who holds a mandate, and of the root bodies.
        until: The last day that counts as soon.

    Raises:
        LedgerError: A statement was refused.
    """
    registry = present(stage.ledger.store, stage.time.now()).registry
    ending = [one for one in _last(registry) if one.to <= until]
    for by_root in (True, False):
        some = [one for one in ending if (one.role in ROOT_GRANTED) is by_root]
        record(stage.ledger, list(_renewals(stage.author, registry, keyring, some, stage.time.today)))
    return len(ending)


def _last(registry: RegistryState) -> list[Mandate]:
    """Return of each person's mandates of one role, office and line the one that ends last."""
    last: dict[tuple[str, Role, str, str], Mandate] = {}
    for held in registry.mandates.values():
        for one in held:
            what = (one.actor, one.role, one.office, one.line)
            if one.revoked is None and (what not in last or last[what].to < one.to):
                last[what] = one
    return list(last.values())


def _renewals(
    author: Author, registry: RegistryState, keyring: Keyring, ending: list[Mandate], today: date
) -> Iterator[Submission]:
    holders = {holder.actor: holder for holder in map(keyring.load, keyring.names())}
    quorum = [keyring.load(f"root-{number}") for number in range(1, THRESHOLD + 1)]
    for one in ending:
        grantors = quorum if one.role in ROOT_GRANTED else [keyring.load("registrar")]
        grant = Grant(
            role=one.role,
            office=one.office,
            line=one.line,
            start=max(today, one.to + timedelta(days=1)),
            category=one.category,
            programmes=tuple(sorted(one.programmes)),
            areas=one.areas,
        )
        yield grant_mandate(author, str(registry.stream), holders[one.actor], grant, grantors=grantors)
