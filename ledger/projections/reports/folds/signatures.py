"""C14: every entry of every stream, by who held the keys that signed it, in which role, of which type.

``invalid``: signed with a key that was revoked or never enrolled. ``contested``: it awaits review, because a
key was lost, a conflict came out later, or what it rests on fell.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from ledger.domain.audit.rules import SIGNED_BY as AUDIT
from ledger.domain.authority import Standing, verdict_on
from ledger.domain.casework.contested import contested_acts, is_sound
from ledger.domain.casework.rules import SIGNED_BY as CASEWORK
from ledger.domain.claim.rules import SIGNED_BY as CLAIM
from ledger.domain.codes import Role
from ledger.domain.commitment.rules import SIGNED_BY as COMMITMENT
from ledger.domain.consultation.rules import SIGNED_BY as CONSULTATION
from ledger.domain.directory import RegistryState
from ledger.domain.grievance.rules import SIGNED_BY as GRIEVANCE
from ledger.domain.listing.rules import SIGNED_BY as LISTING
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.persons import in_force, signed
from ledger.projections.reports.vocabulary import IMPORTED

SIGNATURE: Final = Shape("signature", ("custody", "role", "type", "month"), ("n", "invalid", "contested"))
DOUBTFUL: Final = Shape("signature_doubtful", ("custody", "role", "type", "month", "why"))
"""Evidence: entries that are invalid or contested."""
SHAPES: Final = (SIGNATURE, DOUBTFUL)
ROOT: Final = str(Role.ROOT)
NOBODY: Final = "none"
_REVIEWED: Final = ("claim/", "grievance/")
_MAY: Final[Mapping[type, tuple[Role, ...]]] = {
    event: act.by
    for table in (CASEWORK, CLAIM, GRIEVANCE, CONSULTATION, COMMITMENT, LISTING, AUDIT)
    for event, act in table.items()
}


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the signatures of a case, or of any other stream."""
    registry, entries = case.context.registry, signed(case)
    worths = [verdict_on(registry, one.statement.signers, one.index) for one, _, _ in entries]
    contested = _contested(case, worths)
    for (one, custody, month), worth in zip(entries, worths, strict=True):
        key = (custody, role_of(registry, one, custody), type(one.statement.says).__name__, month)
        cell = facts.cell(SIGNATURE, key)
        cell[0] += 1
        if worth is Standing.REVOKED:
            cell[1] += 1
            facts.cite(DOUBTFUL, (*key, "invalid"), one.index)
        if worth is Standing.CONTESTED or one.index in contested:
            cell[2] += 1
            facts.cite(DOUBTFUL, (*key, "contested"), one.index)


def _contested(case: Case, worths: Sequence[Standing]) -> set[int]:
    """Return the indices of entries that await review: where all keys hold, none of a sound stream does."""
    registry, found = case.context.registry, set[int]()
    keys_hold = worths.count(Standing.VALID) == len(worths)
    for stream, history in case.own.items():
        if stream.startswith(_REVIEWED):
            state = case.prefix.state(stream)
            if not (keys_hold and is_sound(state, registry)):
                found.update(act.entry_index for act in contested_acts(state, history, registry))
    return found


def role_of(registry: RegistryState, one: Recorded, custody: str) -> str:
    """Return the role in which an entry was signed: that of a mandate in force which allows it, or any.

    ``root`` where a founder's key answers for it, ``none`` where nobody with a mandate does.
    """
    if custody == IMPORTED:
        return Role.IMPORTER
    may = _MAY.get(type(one.statement.says), ())
    held: Role | None = None
    for item in registry.mandates.get(one.statement.by, ()):
        if in_force(item, one):
            if item.role in may:
                return item.role
            held = held or item.role
    if held is not None:
        return held
    keys = (registry.keys.get(keyid) for keyid in one.statement.signers)
    return ROOT if any(key is not None and key.custody is None for key in keys) else NOBODY
