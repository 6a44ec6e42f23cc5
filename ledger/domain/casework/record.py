"""What casework asks of the record of a matter: an entry by its reference, and who has a part."""

from collections.abc import Iterable
from datetime import date

from ledger.domain.authority import Scope, signatories
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.entries import entry
from ledger.domain.errors import RuleBroken
from ledger.domain.gate import involved_in
from ledger.domain.mandated import holds
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.types import EntryRef, Recorded


def find(prefix: Prefix, stream: str, ref: EntryRef) -> Recorded:
    """Return the entry of ``stream`` that ``ref`` names.

    Raises:
        RuleBroken: ``entry_unknown``: it is of another stream, or no such entry stands there.
    """
    found = entry(prefix, ref) if ref.stream == stream else None
    if found is None:
        raise RuleBroken("entry_unknown")
    return found


def authors(registry: RegistryState, made: Recorded) -> tuple[str, ...]:
    """Return who answers for ``made``: the official of an imported record, else whoever signed it."""
    signed = made.statement
    official = getattr(signed.says, "official", None)
    return signatories(registry, signed.by, signed.signers) if official is None else (official,)


def day_of(made: Recorded) -> date | None:
    """Return the day (Bangkok) on which ``made`` counts: that of its recording.

    An imported act counts on the day of the old record; None: unknown.
    """
    if getattr(made.statement.says, "official", None) is None:
        return civil(made.recorded_at)
    return None if made.statement.at is None else civil(made.statement.at)


def partakers(matter: Matter, stream: str, prefix: Prefix) -> frozenset[str]:
    """Return everybody with a part in ``matter``.

    Whoever signed an entry here, has it in hand, was asked or named, and whoever has a part in what is
    looked at again.
    """
    registry = prefix.registry
    signed = (person for made in prefix.history(stream) for person in authors(registry, made))
    return frozenset().union(signed, matter.assigned(), *involved_in(matter, prefix))


def scope_of(matter: Matter) -> Scope:
    """Return where ``matter`` lies."""
    programme = matter.programme
    return Scope(None if programme is None else programme.stream, matter.place())


def acts_as(role: Role, matter: Matter, given: Submission) -> bool:
    """Return whether who answers holds ``role`` here, whichever of their mandates carried the signature."""
    prefix = given.prefix
    return holds(prefix.registry, given.parties[0].actor, role, civil(prefix.now), scope_of(matter))


def distinct(refs: Iterable[EntryRef]) -> bool:
    """Return whether no entry is named twice."""
    named = tuple(refs)
    return len(set(named)) == len(named)
