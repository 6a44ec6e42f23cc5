"""An audit as its stream tells it, with the places of its entries in the log."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.domain.audit.beacons import comes_at
from ledger.domain.audit.drawing import Draw, seed
from ledger.domain.audit.events import AuditDrawn, AuditFindingReported, AuditFrameSealed
from ledger.domain.types import Recorded
from ledger.signing.errors import Malformed


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The draw and its entry."""

    says: AuditDrawn
    entry: Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One audit: its frame with the entry that sealed it, its draw if there is one, its findings.

    ``findings`` are pairs of the finding and the index of its entry.
    """

    origin: str
    stream: str
    frame: AuditFrameSealed
    sealed: Recorded
    draw: Drawn | None
    findings: tuple[tuple[AuditFindingReported, int], ...]

    @property
    def comes(self) -> int:
        """Return when the round of the frame comes, in seconds since 1970.

        Raises:
            Malformed: ``frame_beacon``: nobody knows such a round.
        """
        comes = comes_at(self.frame.beacon.source, self.frame.beacon.round)
        if comes is None:
            raise Malformed("frame_beacon", "the frame names a beacon or a round that nobody knows")
        return comes

    def seed_of(self, says: AuditDrawn) -> bytes:
        """Return the seed that follows from a draw of this frame."""
        beacon, point = self.frame.beacon, says.checkpoint
        root = b64decode(point.root).hex()
        return seed(
            Draw(self.origin, point.size, root, self.frame.frame, beacon.source, beacon.round, says.beacon)
        )


def read_audit(origin: str, history: Sequence[Recorded]) -> Audit | None:
    """Return the audit that the entries of a stream tell of; None if no frame was sealed in it."""
    sealed: tuple[AuditFrameSealed, Recorded] | None = None
    draw: Drawn | None = None
    findings: list[tuple[AuditFindingReported, int]] = []
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, AuditFrameSealed) and sealed is None:
            sealed = says, recorded
        elif isinstance(says, AuditDrawn) and draw is None:
            draw = Drawn(says=says, entry=recorded)
        elif isinstance(says, AuditFindingReported):
            findings.append((says, recorded.index))
    if sealed is None:
        return None
    return Audit(
        origin=origin,
        stream=sealed[1].statement.stream,
        frame=sealed[0],
        sealed=sealed[1],
        draw=draw,
        findings=tuple(findings),
    )
