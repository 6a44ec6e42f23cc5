"""Random audits over a ledger: drawing from a frame, recomputing a draw."""

from collections.abc import Sequence
from pathlib import Path

from ledger.application.errors import NoSuchEntry
from ledger.application.fastpath import read_recorded
from ledger.domain.audit.drawing import sample
from ledger.domain.audit.events import AuditDrawn, SignedCheckpoint
from ledger.domain.types import Base64, Digest, Note
from ledger.projections.audits.audit import Audit, read_audit
from ledger.projections.audits.frames import FrameFile, check_sealed, parse_frame
from ledger.projections.audits.recomputing import Evidence, first_cosigned, recompute, timely
from ledger.signing.errors import Malformed, require
from ledger.store.proving import prove_inclusion
from ledger.store.recorder import Recorder
from ledger.store.tiles import TileNodes
from ledger.tlog.checkpoint import parse_checkpoint
from ledger.tlog.errors import LogError
from ledger.tlog.note import parse_note
from ledger.tlog.policy import Policy
from ledger.tlog.tree import Hash
from ledger.verify.result import Report


def read_frames(folder: Path) -> list[FrameFile]:
    """Return the frames in ``folder``: every file there whose name ends in ``.frame``.

    Raises:
        Malformed: ``frame_malformed``: one of them is no frame.
        OSError: One cannot be read.
    """
    return [parse_frame(path.read_bytes()) for path in sorted(folder.glob("*.frame"))]


def find_audit(recorder: Recorder, stream: str) -> Audit:
    """Return the audit in ``stream``.

    Raises:
        NoSuchEntry: No frame is sealed there.
    """
    history = [read_recorded(row.entry, row.leaf) for row in recorder.stream(stream)]
    audit = read_audit(recorder.origin() or "", history)
    if audit is None:
        raise NoSuchEntry("no frame of an audit is sealed in that stream; it is audit/ and a uuid")
    return audit


def draw(
    recorder: Recorder,
    audit: Audit,
    frame: FrameFile,
    value: str,
    *,
    policy: Policy,
    held: Sequence[str] = (),
) -> tuple[AuditDrawn, tuple[str, ...]]:
    """Return what is signed to draw from ``frame``, and the cases drawn.

    The checkpoint is the smallest one with the frame that a quorum of witnesses cosigned before the round;
    nobody can choose another.

    Args:
        recorder: The log's store, with the cosignatures that it kept.
        audit: The audit with its frame.
        frame: The frame's file.
        value: The value of the beacon's round.
        policy: Whose cosignatures count.
        held: Notes of checkpoints with cosignatures that the store does not have.

    Raises:
        Malformed: ``frame_differs``. ``checkpoint_missing``: no checkpoint was cosigned in time.
            ``checkpoint_not_first``: all of ``held`` are of larger checkpoints than the one to be taken.
            ``checkpoint_other``: the log published another one of that size.
        LogError: One of ``held`` is no checkpoint.
        Unchecked: The policy names no witness.
    """
    check_sealed(frame, audit.frame, audit.origin)
    given = Evidence(policy=policy, published=published(recorder, audit), inclusion=None, held=held)
    first = first_cosigned(given, audit)
    if first is None:
        why = "no checkpoint with the frame was cosigned by the quorum before the round; seal a frame anew"
        raise Malformed("checkpoint_missing", why)
    size, note = first
    own = given.published.get(size)
    body = note.partition("\n\n")[0]
    require(own and own.startswith(f"{body}\n\n"), "checkpoint_other", "the log published no such checkpoint")
    sizes = {parse_checkpoint(parse_note(one).text).size for one in held}
    why = f"the draw takes the checkpoint of size {size} and no other"
    require(not sizes or size in sizes, "checkpoint_not_first", why)
    point = SignedCheckpoint(
        size=size, root=Base64(body.split("\n")[2]), note=Note(timely(note, audit.comes))
    )
    says = AuditDrawn(checkpoint=point, beacon=Digest(value), drawn=0)
    cases = sample(audit.seed_of(says), frame.parts)
    return AuditDrawn(checkpoint=point, beacon=Digest(value), drawn=len(cases)), cases


def published(recorder: Recorder, audit: Audit) -> dict[int, str]:
    """Return the checkpoints that the log published after the frame, up to the draw's, by size.

    One that was published later, or is larger than the one drawn under, changes nothing about a draw.
    """
    last = None if audit.draw is None else audit.draw.says.checkpoint.size
    found = {}
    for stored in recorder.checkpoints(audit.sealed.index + 1):
        if last is not None and stored.size > last:
            break
        found[stored.size] = stored.text + "".join(recorder.cosignatures(stored.size))
    return found


def verify_audit(
    recorder: Recorder,
    audit: Audit,
    policy: Policy,
    *,
    frame: FrameFile | None = None,
    beacon: str | None = None,
    held: Sequence[str] = (),
    asked: tuple[tuple[str, ...], ...] | None = None,
) -> Report:
    """Return what recomputing the draw of ``audit`` found; see ``Evidence`` for what is given."""
    given = Evidence(
        policy=policy,
        published=published(recorder, audit),
        inclusion=_inclusion(recorder, audit),
        held=held,
        frame=frame,
        asked=asked,
        beacon=beacon,
    )
    return recompute(audit, given)


def _inclusion(recorder: Recorder, audit: Audit) -> list[Hash] | None:
    """Return the audit path of the frame's entry under the draw's checkpoint; None if the log is shorter."""
    if audit.draw is None:
        return None
    size = audit.draw.says.checkpoint.size
    if not audit.sealed.index < size <= recorder.head().size:
        return None
    nodes = TileNodes(size, lambda level, number: recorder.tile(level, number) or b"")
    try:
        return prove_inclusion(audit.sealed.index, size, nodes)
    except LogError:  # a tile is missing or cut short: there is no tree to show
        return None
