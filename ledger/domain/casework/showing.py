"""Which conflicts of interest the records themselves show about a person in a matter.

Nobody has to report these: a case file warns of them before anybody opens it, and the clock or oversight may
raise no other as ``derived``. Source: the rules of separation; APA s.13.
"""

from collections.abc import Iterable

from ledger.domain.authority import same_person
from ledger.domain.casework.record import partakers
from ledger.domain.casework_codes import ConflictGround
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.gate import interests_in, involved_in
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix
from ledger.domain.relations import above, running


def shown(matter: Matter, stream: str, actor: str, prefix: Prefix) -> frozenset[ConflictGround]:
    """Return the grounds that speak against ``actor`` in ``matter``, the stream ``stream``, today.

    What was declared or found; who decided, attested, helped, filed or is named; who acts here under another
    name; and who shares the office of, commands or obeys somebody named or somebody whose decision is
    looked at again.
    """
    registry, today = prefix.registry, civil(prefix.now)
    involved = involved_in(matter, prefix)
    grounds = {interest.ground for interest in interests_in(matter, stream, actor, prefix, today)}
    parts = {
        ConflictGround.PRIOR_DECIDER: involved.deciders,
        ConflictGround.ATTESTER_IN_CASE: involved.attesters,
        ConflictGround.ASSISTER: involved.assisters,
        ConflictGround.PARTY: involved.parties,
        ConflictGround.NAMED_IN_COMPLAINT: involved.named,
    }
    grounds |= {ground for ground, people in parts.items() if _among(registry, actor, people)}
    others = partakers(matter, stream, prefix) - {actor}
    if _among(registry, actor, others):
        grounds.add(ConflictGround.SAME_PERSON)
    for other in involved.named | involved.deciders:
        grounds |= _official(actor, other, prefix)
    return frozenset(grounds)


def _among(registry: RegistryState, actor: str, others: Iterable[str]) -> bool:
    return any(same_person(registry, actor, other) for other in others)


def _official(actor: str, other: str, prefix: Prefix) -> set[ConflictGround]:
    """Return what two persons have to do with one another in office."""
    registry, now = prefix.registry, prefix.now
    if same_person(registry, actor, other):
        return set()
    grounds = set()
    offices = {mandate.office for mandate in running(registry, actor, civil(now))}
    if any(mandate.office in offices for mandate in running(registry, other, civil(now))):
        grounds.add(ConflictGround.SAME_OFFICE)
    if above(registry, actor, other, now) or above(registry, other, actor, now):
        grounds.add(ConflictGround.REPORTING_LINE)
    return grounds
