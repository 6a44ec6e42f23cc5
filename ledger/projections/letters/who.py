"""Who acted, as a letter names them: by role and office, never by name."""

from collections.abc import Iterator

from ledger.domain.dates import civil
from ledger.domain.directory import Mandate
from ledger.domain.histories import of_kind
from ledger.domain.prefix import Prefix
from ledger.domain.registry.events import OfficeRegistered
from ledger.domain.relations import actors_of
from ledger.domain.types import Recorded
from ledger.projections.letters.labels import label
from ledger.projections.pictures.words import Words, same
from ledger.projections.views.blocks import scope_of
from ledger.projections.views.unsealing import DECIDING

REGISTER = Words("เจ้าหน้าที่ตามทะเบียนเดิม", "an official of an older register")


def office_words(prefix: Prefix, code: str) -> Words:
    """Return the newest name of the office with this code; without an English one, the Thai one in both."""
    stream = prefix.registry.stream
    names = () if stream is None else of_kind(prefix.history(stream), OfficeRegistered)
    found = [says for _, says in names if says.code == code]
    if not found:
        return same(code)
    newest = found[-1]
    return Words(newest.name_th, newest.name_en or newest.name_th)


def office_of(prefix: Prefix, entry: Recorded) -> Words | None:
    """Return the office of whoever answers for ``entry``; None where no mandate tells."""
    held = next(_mandates(prefix, entry, entry.statement.by), None)
    return None if held is None else office_words(prefix, held.office)


def who_decided(prefix: Prefix, entry: Recorded) -> tuple[Words, ...]:
    """Return role and office of everybody who signed ``entry``, whoever answers for it first."""
    if getattr(entry.statement.says, "official", None) is not None:
        return (REGISTER,)
    registry = prefix.registry
    signed = [registry.keys[key].actor for key in entry.statement.signers if key in registry.keys]
    actors = dict.fromkeys([entry.statement.by, *signed])
    held = [next(_mandates(prefix, entry, actor), None) for actor in actors]
    return tuple(_named(prefix, one) for one in held if one is not None)


def _mandates(prefix: Prefix, entry: Recorded, actor: str) -> Iterator[Mandate]:
    """Yield the mandates to decide that ``actor`` held over the case when ``entry`` was recorded."""
    registry, day = prefix.registry, civil(entry.recorded_at)
    scope = scope_of(prefix.state(entry.statement.stream))
    for known in actors_of(registry, actor):
        for held in registry.mandates.get(known, ()):
            in_force = held.from_ <= day <= held.to and held.index < entry.index
            ended = held.revoked is not None and held.revoked < entry.index
            if in_force and not ended and held.role in DECIDING and scope.within(held):
                yield held


def _named(prefix: Prefix, held: Mandate) -> Words:
    role, office = label(held.role, "role"), office_words(prefix, held.office)
    return Words(f"{role.th} {office.th}", f"{role.en}, {office.en}")
