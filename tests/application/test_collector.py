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
