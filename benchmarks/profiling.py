"""Where the time goes: the running code is looked at a thousand times a second.

Looking costs nothing in between, so the shares are those of the undisturbed run; a profiler that counts
calls would charge code of many small calls for its own work. A look that falls into a call of C is answered
when the call returns, in the line that made it.
"""

import signal
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from types import FrameType
from typing import Final, Protocol, Self, runtime_checkable

from benchmarks.goals import Share
from benchmarks.measuring import Runner

INTERVAL: Final = 0.001
REST: Final = "everything else"
WAIT: Final = "wait for another thread or lane"
PREPARED: Final = "prepared, not timed"

STEPS: Final[Mapping[tuple[str, str], str]] = {
    ("application/opening.py", "open_submission"): "parse: the rest",
    ("application/opening.py", "begin_submission"): "parse: the rest",
    ("application/opening.py", "end_submission"): "parse: the rest",
    ("application/opening.py", "doubtful"): "parse: strict form",
    ("application/fastpath.py", "read_certain"): "parse: statement",
    ("application/fastpath.py", "is_certain"): "parse: strict form",
    ("application/lanes.py", "_take"): WAIT,
    ("application/intake.py", "_end"): "form the group",
    ("application/lanes.py", "failing"): "signatures",
    ("application/lanes.py", "_feed"): "hand checks to the lanes",
    ("domain/judge.py", "judge"): "judge",
    ("application/position.py", "accept"): "fold the state",
    ("application/position.py", "preload"): "read streams",
    ("application/sequencer.py", "_stamp"): "stamp and leaf",
    ("application/sequencer.py", "append"): "compact range, sequencing",
    ("store/appending.py", "statements"): "look for repeated ids",
    ("store/appending.py", "_lock_head"): "lock the head",
    ("store/appending.py", "write"): "insert",
    ("store/appending.py", "_grown"): "tiles: hash",
    ("store/appending.py", "_write_tiles"): "tiles: write",
    ("engine/default.py", "do_commit"): "commit",
    ("application/publishing.py", "publish"): "checkpoint",
    ("application/publishing.py", "_read_back"): "read back and hash",
    ("application/signer.py", "sign"): "log signature",
    ("application/signer_memory.py", "keep"): "signer's memory",
    ("store/checkpoints.py", "swap_checkpoint"): "swap the checkpoint",
    ("application/publishing.py", "path"): "proof",
    ("application/publishing.py", "proven"): "proof",
    ("application/receipts.py", "receipt"): "receipts",
    ("store/reading.py", "fetch"): "read rows",
    ("store/reading.py", "fetch_entries"): "read rows",
    ("store/paging.py", "_answer"): "read rows",
    ("store/paging.py", "_column"): "read rows",
    ("projections/readings.py", "read_entry"): "decode",
    ("projections/counters.py", "add_all"): "count",
    ("tlog/tree.py", "leaf_hash"): "leaf",
    ("tlog/tree.py", "append"): "compact range",
    ("store/tiles.py", "grow"): "tiles: hash",
    ("store/tiles.py", "_rows"): "tiles: hash",
    ("application/evidence.py", "make_proof"): "proof",
    ("store/checkpoints.py", "checkpoint"): "read the checkpoint",
    ("projections/counters.py", "count_entries"): "decode",
    ("projections/counters.py", "count_lines"): "decode",
    ("application/recounting.py", "_decode"): "decode",
    ("application/recounting.py", "take"): "collect signatures",
    ("application/sequencer.py", "judge"): "sequencing",
    ("application/sequencer.py", "write"): "sequencing",
    ("application/fastpath.py", "read_statement"): "parse: statement",
    ("application/fastpath.py", "read_signed"): "parse: envelope",
    ("verify/signatures.py", "signer_keys"): "find keys",
    ("projections/writing.py", "flush"): "write rows",
    ("projections/writing.py", "move_cursor"): "cursor",
    ("projections/writing.py", "__call__"): "fetch rows",
    ("projections/folding.py", "fold"): "fold",
    ("store/engines.py", "begin"): "lock",
    ("futures/_base.py", "result"): WAIT,
    ("application/ledger.py", "_take"): "form the group",
    ("api/protocol.py", "_go_on"): "HTTP: parse",
    ("http/httptools_impl.py", "run_asgi"): "HTTP: layers above the route",
    ("http/httptools_impl.py", "send"): "HTTP: answer",
    ("api/limits.py", "read"): "HTTP: body",
    ("api/statements.py", "post_statements"): "HTTP: route",
    ("api/together.py", "_do"): "hand parts over",
    ("api/writer.py", "record"): "hand parts over",
    ("api/writer.py", "_answered"): "hand parts over",
    ("api/writer.py", "_work_off"): "hand parts over",
    ("api/writer.py", "_read"): "hand parts over",
    ("api/writer.py", "_taken"): WAIT,
    ("api/recording.py", "_read"): "parse: bodies",
    ("api/recording.py", "leaving"): "receipts",
    ("asyncio/runners.py", "run"): "wait for requests, and what else the loop does",  # which has no frames
    ("benchmarks/appending.py", "take"): PREPARED,
    ("benchmarks/rebuilding.py", "prepare"): PREPARED,
}


class Looks:
    """Counts in which step each thread is, while it is entered by the main one."""

    def __init__(self) -> None:
        self.total = 0
        self.counts: Counter[str] = Counter()

    def _look(self, _number: int, frame: FrameType | None) -> None:
        step = _step(frame)
        if step == PREPARED:
            return
        self.total += 1
        self.counts[step or REST] += 1
        own = threading.get_ident()
        for thread, other in sys._current_frames().items():
            if thread != own and (beside := _step(other)) is not None:
                self.counts[f"beside it: {beside}"] += 1

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)


def _step(frame: FrameType | None) -> str | None:
    """Return the step of the innermost function that has one."""
    while frame is not None:
        code = frame.f_code
        step = STEPS.get(("/".join(code.co_filename.rsplit("/", 2)[-2:]), code.co_name))
        if step is not None:
            return step
        frame = frame.f_back
    return None


def shares(counts: Mapping[str, int], total: int, seconds_each: float) -> list[Share]:
    """Return the steps of ``counts``, the largest first, of things that took ``seconds_each``.

    ``total`` is the number of looks. What another thread does beside the main one comes on top.
    """
    return [
        Share(step=step, share=number / total, microseconds=number / total * seconds_each * 1e6)
        for step, number in sorted(counts.items(), key=lambda item: -item[1])
    ]


@runtime_checkable
class Elsewhere(Protocol):
    """A runner whose work is done by another process, which looks at itself."""

    def profile(self, seconds: float) -> list[Share]:
        """Return where the time goes."""
        ...


def profile(runner: Runner, seconds: float) -> list[Share]:
    """Return where ``runner`` spends its time."""
    if isinstance(runner, Elsewhere):
        return runner.profile(seconds)
    looks = Looks()
    with looks:
        pace = runner(seconds)
    return shares(looks.counts, looks.total, 1 / pace.rate) if looks.total else []
