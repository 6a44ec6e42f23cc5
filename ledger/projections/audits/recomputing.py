"""Recomputing a draw: numbered steps over what the log says, the frame's file and cosigned checkpoints.

Nothing is read here. What a step needs and does not get, it could not check; that is neither yes nor no.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.audit.beacons import seconds
from ledger.domain.audit.drawing import Part, is_drawn, sample
from ledger.projections.audits.audit import Audit, Drawn
from ledger.projections.audits.frames import FrameFile, check_sealed, format_question
from ledger.signing.errors import Malformed, require
from ledger.tlog.checkpoint import Checkpoint, parse_checkpoint
from ledger.tlog.errors import LogError
from ledger.tlog.note import Note, encode, format_note, parse_note
from ledger.tlog.policy import Policy
from ledger.tlog.tree import Hash, check_inclusion
from ledger.verify.result import Report, Unchecked

NO_FRAME: Final = "the file of the frame is not at hand, and the log holds no list of the cases"
NO_WITNESS: Final = "the policy names no witness, so nobody outside says when the checkpoint was there"
NO_BEACON: Final = "that round {} of {} has the value which the draw states, only the network shows"
NOT_DRAWN: Final = "nothing was drawn from this frame yet"
COSIGNATURE_BYTES: Final = 8 + 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known beside the audit's own stream.

    Args:
        policy: The log's key, witnesses and quorum, pinned outside of the ledger.
        published: By size, the notes of the checkpoints that the log published after the frame, with the
            cosignatures that it kept.
        held: Notes of such checkpoints that somebody else kept, maybe with other cosignatures.
        inclusion: The audit path of the frame's entry in the tree of the draw's checkpoint; None where the
            log has no tree of that size.
        frame: The frame's file; None where it is not at hand.
        asked: What the frame's questions give when they are asked of the log again: the cases of each
            stratum; None where nobody asked.
        beacon: The value of the round, from the network itself; None where nobody looked.
    """

    policy: Policy
    published: Mapping[int, str]
    inclusion: Sequence[Hash] | None
    held: Sequence[str] = ()
    frame: FrameFile | None = None
    asked: tuple[tuple[str, ...], ...] | None = None
    beacon: str | None = None


def recompute(audit: Audit, given: Evidence) -> Report:
    """Return what recomputing the draw of ``audit`` found, step by step."""
    draw, report = audit.draw, Report()
    report.facts |= {"stream": audit.stream, "purpose": audit.frame.purpose, "frame": audit.frame.frame}
    if given.frame is not None:
        asked = f"the first {given.frame.size} entries, {given.frame.since} to {given.frame.until}"
        report.facts["asked"] = [asked, *map(format_question, given.frame.questions)]
    with report.step("a frame is sealed, and a sample was drawn from it"):
        if draw is None:
            raise Unchecked(NOT_DRAWN)
    with report.step("the file of the frame is what was sealed"):
        check_sealed(_file(given), audit.frame, audit.origin)
    if given.asked is not None:
        with report.step("the frame holds the cases that its questions ask for, and no other"):
            same = _file(given).cases == given.asked
            require(same, "frame_incomplete", "the log answers the questions of the frame with other cases")
    if draw is not None:
        _recompute_draw(report, audit, draw, given)
    return report


def _recompute_draw(report: Report, audit: Audit, draw: Drawn, given: Evidence) -> None:
    point = draw.says.checkpoint
    sown = audit.seed_of(draw.says)
    report.facts |= {"size": point.size, "root": point.root, "seed": sown.hex(), "drawn": draw.says.drawn}
    with report.step("the checkpoint is one that the log published, and the frame stands in its tree"):
        _check_published(audit, draw, given)
    with report.step("log and witnesses signed the checkpoint before the round"):
        stated = check_cosigned(point.note, given.policy, audit.comes)
        own = (stated.origin, stated.size) == (audit.origin, point.size)
        require(own, "checkpoint_other", "the note is of another checkpoint than the draw states")
    with report.step("no smaller checkpoint with the frame was cosigned before the round"):
        smaller = first_cosigned(given, audit)
        why = "a smaller checkpoint with the frame was cosigned in time; the draw has to take that one"
        require(smaller is None or smaller[0] >= point.size, "checkpoint_not_first", why)
    with report.step("frame, checkpoint, round and draw followed one another"):
        before = seconds(audit.sealed.recorded_at) < audit.comes <= seconds(draw.entry.recorded_at)
        between = audit.sealed.index < point.size <= draw.entry.index
        require(before and between, "draw_disordered", "the order is frame, checkpoint, round, draw")
    if given.beacon is None:
        report.remarks.append(NO_BEACON.format(audit.frame.beacon.round, audit.frame.beacon.source))
    else:
        with report.step("the value of the round is the one that the network published"):
            require(given.beacon == draw.says.beacon, "beacon_differs", "the draw states another value")
    with report.step("as many cases are drawn as follow from the seed"):
        follows = len(sample(sown, _file(given).parts))
        why = f"{follows} cases follow from the seed, and the draw states {draw.says.drawn}"
        require(follows == draw.says.drawn, "drawn_differs", why)
    with report.step("every finding is on a case that was drawn"):
        _check_findings(audit, sown, _file(given).parts)


def _file(given: Evidence) -> FrameFile:
    if given.frame is None:
        raise Unchecked(NO_FRAME)
    return given.frame


def _check_published(audit: Audit, draw: Drawn, given: Evidence) -> None:
    """Check that the log has the draw's checkpoint: it was published, and the frame's entry is under it."""
    point = draw.says.checkpoint
    stated, own = parse_checkpoint(parse_note(point.note).text), given.published.get(point.size)
    if own is None or given.inclusion is None:
        raise Malformed("checkpoint_unpublished", "the log published no checkpoint of that size")
    same = parse_checkpoint(parse_note(own).text) == stated and encode(stated.root) == point.root
    require(same, "checkpoint_other", "the log published another checkpoint of that size")
    check_inclusion(
        given.inclusion,
        size=stated.size,
        root=stated.root,
        index=audit.sealed.index,
        leaf=bytes.fromhex(audit.sealed.leaf),
    )


def _check_findings(audit: Audit, sown: bytes, parts: Sequence[Part]) -> None:
    """Check each finding's case at the rate of the stratum in which it stands."""
    rates = {case: (part.num, part.den) for part in parts for case in part.cases}
    for finding, index in audit.findings:
        rate = rates.get(finding.case)
        drawn = rate is not None and is_drawn(sown, finding.case, *rate)
        require(drawn, "finding_not_drawn", f"entry {index} reports on a case that was not drawn")


def check_cosigned(note: str, policy: Policy, before: int) -> Checkpoint:
    """Return the checkpoint of a note that the log signed, and a quorum of witnesses ``before`` a moment.

    Args:
        note: The signed note.
        policy: Whose signatures count.
        before: Seconds since 1970; a cosignature of this second or a later one does not count.

    Raises:
        Unchecked: The policy names no witness.
        LogError: The log did not sign it, or too few witnesses did.
        Malformed: ``cosigned_late``: too few witnesses did in time.

    Source: C2SP tlog-cosignature: a witness signs the second together with the checkpoint.
    """
    checkpoint = policy.check(parse_note(note))
    if policy.quorum == "none":
        raise Unchecked(NO_WITNESS)
    try:
        policy.check(parse_note(timely(note, before)))
    except LogError:
        why = "too few witnesses cosigned the checkpoint before the round"
        raise Malformed("cosigned_late", why) from None
    return checkpoint


def timely(note: str, before: int) -> str:
    """Return the note without cosignatures of the second ``before`` (since 1970) or a later one."""
    parsed = parse_note(note)
    kept = [
        one
        for one in parsed.signatures
        if len(one.blob) != COSIGNATURE_BYTES or int.from_bytes(one.blob[:8], "big") < before
    ]
    return format_note(Note(parsed.text, tuple(kept)))


def first_cosigned(given: Evidence, audit: Audit) -> tuple[int, str] | None:
    """Return size and note of the smallest checkpoint that covers the frame and was cosigned in time.

    None if there is none; a note that cannot be read or trusted is none.

    Raises:
        Unchecked: The policy names no witness.
    """
    if given.policy.quorum == "none":
        raise Unchecked(NO_WITNESS)
    for size, note in sorted([*given.published.items(), *_sized(given.held)]):
        try:
            if size > audit.sealed.index and check_cosigned(note, given.policy, audit.comes).size == size:
                return size, note
        except (LogError, Malformed):
            continue
    return None


def _sized(notes: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each note that is a checkpoint, behind its size."""
    for note in notes:
        try:
            yield parse_checkpoint(parse_note(note).text).size, note
        except LogError:
            continue
