"""Every random audit of a ledger, its draw recomputed as far as the log and the files at hand allow."""

from collections.abc import Iterable, Sequence

from ledger.application.auditing import verify_audit
from ledger.application.reading_entries import decode
from ledger.application.verdict import MOST, Verdict
from ledger.domain.errors import Refused
from ledger.domain.types import Recorded
from ledger.projections.audits.audit import read_audit
from ledger.projections.audits.frames import FrameFile
from ledger.projections.audits.recomputing import NO_FRAME
from ledger.signing.errors import Malformed
from ledger.store.recorder import Recorder
from ledger.tlog.policy import Policy
from ledger.verify.result import Outcome


def check_audits(
    verdict: Verdict,
    recorder: Recorder,
    streams: Iterable[str],
    policy: Policy,
    frames: Sequence[FrameFile] | None,
) -> None:
    """Recompute the draw of each audit in ``streams``; what is wrong goes to ``verdict``.

    The file of a frame is no part of the ledger. Where files were brought along, ``frames`` (else None), one
    that is missing counts as not checked; else it is a remark, as it is that a policy asks for no witness.
    """
    files = {frame.root: frame for frame in frames or ()}
    for stream in streams:
        audit = read_audit(verdict.origin, _history(recorder, stream))
        if audit is None:
            continue
        report = verify_audit(recorder, audit, policy, frame=files.get(audit.frame.frame))
        at = audit.sealed.index if audit.draw is None else audit.draw.entry.index
        verdict.audits += audit.draw is not None
        for step in report.steps:
            if step.outcome is Outcome.FAILED:
                verdict.add("audit", step.code, at, step.why)
        for why in dict.fromkeys(step.why for step in report.steps if step.outcome is Outcome.UNCHECKED):
            missing = why == NO_FRAME and frames is not None
            told = verdict.unchecked if missing else verdict.remarks
            if len(told) < MOST:
                told.append(f"of {stream}: {why}")


def _history(recorder: Recorder, stream: str) -> list[Recorded]:
    """Return the entries of ``stream`` that can be read; the others are findings of their own already."""
    history = []
    for row in recorder.stream(stream):
        try:
            history.append(decode(row.entry))
        except (Malformed, Refused):
            continue
    return history
