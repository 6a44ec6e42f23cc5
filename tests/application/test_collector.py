"""What a server does to Python's collector: what stands is not looked through again, what is new still is."""

import subprocess
import sys

import pytest

SERVED = """
import gc, weakref
from ledger.application.collector import YOUNG, settle

class Ring:
    pass

stands = [Ring() for _ in range(1000)]
{settled}
looked = []
gc.callbacks.append(lambda phase, info: looked.append(info["generation"]) if phase == "start" else None)

def left() -> bool:
    '''Leave a cycle that nobody holds, and some work behind it.'''
    ring = Ring()
    ring.itself = ring
    gone = weakref.ref(ring)
    del ring
    kept = [[] for _ in range(2 * YOUNG)]
    return gone() is not None and bool(kept)

print(any(one is stands for one in gc.get_objects()), left(), len(looked) <= 4)
"""


@pytest.mark.parametrize(
    ("settled", "found"),
    [("settle()", "False False True"), ("pass", "True False False")],
    ids=["settled", "not"],
)
def test_what_stands_is_left_alone_and_new_cycles_are_found(settled: str, found: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", SERVED.format(settled=settled)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == found.split()


LONG = """
import gc
from ledger.application.collector import no_collector, settle

def seen(this: object) -> bool:
    return any(one is this for one in gc.get_objects())

{settled}
before = gc.get_freeze_count()
with no_collector() as put_away:
    kept = [[] for _ in range(1000)]
    put_away()
    within = seen(kept[0])
    with no_collector():
        pass
    inner = gc.isenabled()
print(within, inner, gc.isenabled(), gc.get_freeze_count() == before, seen(kept[0]))
"""


@pytest.mark.parametrize(
    ("settled", "seen"),
    [("pass", "False False True True True"), ("settle()", "True False True True True")],
    ids=["not settled", "settled"],
)
def test_what_long_work_puts_away_is_seen_again_after_it_and_what_a_server_settled_is_not(
    settled: str, seen: str
) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LONG.format(settled=settled)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == seen.split()
