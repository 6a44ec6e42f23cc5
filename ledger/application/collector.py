"""Leaving rubbish to reference counts while many statements pass.

Statements, events and states are trees: none of them holds itself. The collector looks through all that
lives for cycles, in vain, and the more lives the longer it takes: an eighth of an append, a sixth of a
verification.
"""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

YOUNG: Final = 50_000
"""Objects that may be new before a server looks for cycles among them; Python's own number is 700."""
WRITTEN: Final = 10 * YOUNG
"""The same where statements are recorded: most states are replaced by their next one before they are seen."""

_lock = threading.Lock()
_paused: list[bool] = []  # one for each block that is open; whether the collector ran when it was opened
_settled = threading.Event()  # what stands stays out of sight for good


@contextmanager
def no_collector() -> Iterator[Callable[[], object]]:
    """Keep the collector off for the block, and for as long as another thread is in such a block.

    The block gets what takes the objects that are new since it was called last out of the collector's sight,
    to be called once in a while: else all of them would be looked through when the block ends. After it they
    count as old. In a process that has settled (``settle``) nothing is: there, the new are looked through.
    """
    with _lock:
        _paused.append(gc.isenabled() if not _paused else _paused[0])
        gc.disable()
    try:
        yield partial(gc.collect, 0) if _settled.is_set() else gc.freeze
    finally:
        with _lock:
            enabled = _paused.pop()
            if not _paused:
                if not _settled.is_set():
                    gc.unfreeze()
                if enabled:
                    gc.enable()


def settle(young: int = YOUNG) -> None:
    """Let what is there by now stay out of every later look, and look less often: for a process that serves.

    What a server imported lives as long as it does. Looked through again and again it costs a tenth of every
    request, and now and then one request a tenth of a second. Cycles that are made later are still found.

    Args:
        young: Objects that may be new before cycles are looked for among them.
    """
    _settled.set()
    gc.collect()
    gc.freeze()
    gc.set_threshold(young, 10, 10)
