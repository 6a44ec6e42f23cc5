"""The rules of a random audit: who signs what, in which state, and what is refused.

Frame, then checkpoint, then beacon: nobody knows the beacon when the frame is sealed, and nobody can move
the frame once it is known. What the log's entries cannot show is left to the verifier and to whoever has
the frame: signatures and root of the checkpoint, that it is the first one, the beacon's signature, and
the number drawn.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Final, assert_never

from ledger.domain.audit.beacons import comes_at, seconds
from ledger.domain.audit.checkpoints import read_checkpoint
from ledger.domain.audit.drawing import Draw, is_drawn, seed
from ledger.domain.audit.events import (
    AuditDrawn,
    AuditEvent,
    AuditFindingReported,
    AuditFrameSealed,
)
from ledger.domain.audit.state import AuditState, AuditStatus
from ledger.domain.authority import Act, Scope
from ledger.domain.codes import Role
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.mandated import ANYWHERE, check_lived
from ledger.domain.prefix import Submission
from ledger.domain.types import Event

CASES: Final = ("claim/", "grievance/")
"""The streams that a frame may hold."""
ROOT: Final = 32
"""Bytes of a root."""
SIGNED_BY: Final[Mapping[type[AuditEvent], Act]] = {
    AuditFrameSealed: Act(by=(Role.OVERSIGHT,)),
    AuditDrawn: Act(by=(Role.CLOCK, Role.OVERSIGHT)),
    AuditFindingReported: Act(by=(Role.OVERSIGHT,)),
}
SEEN: Final[frozenset[type[Event]]] = frozenset({AuditDrawn})
"""Acts whose signer states the head that they had read."""


def signed_by(_state: AuditState, says: AuditEvent) -> Act:
    """Return who may sign ``says``."""
    return SIGNED_BY[type(says)]


def scope(_state: AuditState, _says: Event) -> Scope:
    """Return where the audit lies: its frame may cross districts and programmes."""
    return ANYWHERE


def decide(state: AuditState, says: AuditEvent, given: Submission) -> None:
    """Refuse what was submitted if a rule of audits forbids it.

    Args:
        state: The audit before the statement.
        says: The statement's event.
        given: The statement itself, who signed it, and all that a rule may know.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    check_lived(given.parties)
    match says:
        case AuditFrameSealed():
            _check_frame(state, says, given)
        case AuditDrawn():
            _check_draw(state, says, given)
        case AuditFindingReported():
            _check_finding(state, says, given)
        case _:
            assert_never(says)


def _check_frame(state: AuditState, says: AuditFrameSealed, given: Submission) -> None:
    """Rates between nothing and everything, a size for each stratum, and a beacon's round still to come."""
    if state.status is not AuditStatus.EMPTY:
        raise WrongState("stream_begun")
    names = [stratum.name for stratum in says.strata]
    rates = all(0 <= item.num <= item.den and item.den > 0 for item in says.strata)
    sizes = len(says.sizes) == len(names) and all(size > 0 for size in says.sizes)
    if not names or len(set(names)) < len(names) or not rates or not sizes:
        raise RuleBroken("strata_invalid")
    comes = comes_at(says.beacon.source, says.beacon.round)
    if comes is None:
        raise RuleBroken("beacon_unknown")
    if comes <= seconds(given.prefix.now):
        raise RuleBroken("draw_order")


def _check_draw(state: AuditState, says: AuditDrawn, given: Submission) -> None:
    """A checkpoint of this ledger that covers the frame, cosigned before the round, which is past."""
    frame, sealed_at = state.frame, state.sealed_at
    if state.status is not AuditStatus.SEALED or frame is None or sealed_at is None:
        raise WrongState("audit_state")
    prefix, point = given.prefix, says.checkpoint
    stated = read_checkpoint(point.note)
    own = None if stated is None else stated[:3]
    if stated is None or own != (prefix.registry.origin, str(point.size), point.root):
        raise RuleBroken("checkpoint_other")
    if not _is_root(point.root):
        raise RuleBroken("checkpoint_other")
    comes = comes_at(frame.beacon.source, frame.beacon.round)
    before = [time for time in stated.times if comes is not None and time < comes]
    covers = sealed_at < point.size <= prefix.size
    if not covers or not before or comes is None or seconds(prefix.now) < comes:
        raise RuleBroken("draw_order")
    if not 0 <= says.drawn <= sum(frame.sizes):
        raise RuleBroken("drawn_too_many")


def _is_root(root: str) -> bool:
    """Return whether ``root`` is the base64 of 32 bytes, in the one way in which it is written."""
    value = b64decode(root)
    return len(value) == ROOT and b64encode(value).decode() == root


def _check_finding(state: AuditState, says: AuditFindingReported, given: Submission) -> None:
    """One finding for each case drawn, beside attestations of that case.

    The event does not say in which stratum the case is: it is taken for drawn if it is drawn at the rate
    of some stratum. Who has the frame knows which one.
    """
    if state.status is not AuditStatus.DRAWN or state.frame is None or state.sealed_at is None:
        raise WrongState("audit_state")
    history = given.prefix.history(says.case)
    if not says.case.startswith(CASES) or not history or history[0].index >= state.sealed_at:
        raise RuleBroken("case_not_in_frame")
    if any(visit.case == says.case for visit in state.visits):
        raise RuleBroken("finding_known")
    sown = audit_seed(state, given.prefix.registry.origin)
    if not any(is_drawn(sown, says.case, item.num, item.den) for item in state.frame.strata):
        raise RuleBroken("case_not_drawn")
    case, cited = given.prefix.state(says.case), [item.entry for item in says.attestations]
    if len(set(cited)) < len(cited) or not all(
        entry.stream == says.case and case.attested(entry) for entry in cited
    ):
        raise RuleBroken("attestation_foreign")


def audit_seed(state: AuditState, origin: str | None) -> bytes:
    """Return the seed of an audit that was drawn in the ledger ``origin``.

    Raises:
        WrongState: ``audit_state``: nothing was drawn yet.
    """
    frame, draw = state.frame, state.draw
    if frame is None or draw is None or origin is None:
        raise WrongState("audit_state")
    root = b64decode(draw.checkpoint.root).hex()
    beacon = frame.beacon
    return seed(
        Draw(origin, draw.checkpoint.size, root, frame.frame, beacon.source, beacon.round, draw.beacon)
    )
