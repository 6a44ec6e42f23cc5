"""G10: the quick encoder beside the reference, and where they differ."""

import random
from collections import deque
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any, Final

import rfc8785

from benchmarks.goals import Goal
from benchmarks.measuring import Pace, Runner, steps
from benchmarks.stage import Stage
from benchmarks.suite import Plan, Runners, Suite
from ledger.application.derived import encode
from ledger.application.fastpath import is_certain
from ledger.signing.canonical import canonical
from ledger.signing.dsse import parse_envelope
from ledger.signing.errors import Malformed
from ledger.signing.strict_json import JsonValue, parse_strict

PIECE: Final = 64
SAMPLE: Final = 256
"""A group: the product encodes what it decoded a moment before, not what memory has let go of since."""
_TEXTS: Final = (
    "",
    "a",
    "claim",
    "ผู้สูงอายุ",
    "é",
    '"',
    "\\",
    "\n",
    "\x00",
    "\U0001f33e",
    "\ue000",
    "\U00010000",
    "/",
)
_NAMES: Final = ("a", "b", "aa", "A", "_", "type", "ก", "\ue000", "\U00010000", "é")
_NUMBERS: Final = (0, -1, 1, 2**53 - 1, -(2**53) + 1, 10, 1_000_000_007)


@contextmanager
def open_encoders(stage: Stage, plan: Plan, wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Open both encoders over the statements of the fixture, and the search for differences."""
    payloads = [parse_envelope(one.envelope).payload for one in stage.submissions[:SAMPLE]]
    values: list[Any] = [parse_strict(payload) for payload in payloads]
    runners: dict[str, Runner] = {
        "fast": _turning(encode, values),
        "reference": _turning(rfc8785.dumps, values),
    }
    if "differences" in wanted:
        runners["differences"] = _differences(payloads, plan.fuzz)
    yield runners


def _turning(write: Callable[[Any], bytes], values: list[Any]) -> Runner:
    turning = cycle(values)

    def step() -> int:
        deque(map(write, islice(turning, PIECE)), maxlen=0)
        return PIECE

    return steps(step)


def _differences(payloads: list[bytes], tries: int) -> Runner:
    """Return what counts the objects, of ``tries`` drawn ones, on which fast and reference disagree.

    Half are values to encode; half are payloads, altered a little, that the quick reader must leave to the
    reference unless they are certainly canonical.
    """
    draw = random.Random(8785)

    def run(_seconds: float) -> Pace:
        differing = 0
        for number in range(tries):
            if number % 2:
                differing += _misread(_altered(draw, payloads[number % len(payloads)]))
            else:
                differing += _miswritten(_object(draw, 3))
        return Pace(differing, 1.0)

    return run


def _miswritten(value: dict[str, JsonValue]) -> bool:
    return encode(value) != rfc8785.dumps(value)


def _misread(payload: bytes) -> bool:
    """Tell whether the quick reader takes bytes that are not canonical by the reference."""
    if not is_certain(payload):
        return False
    try:
        return canonical(parse_strict(payload)) != payload
    except Malformed:
        return True


def _altered(draw: random.Random, payload: bytes) -> bytes:
    """Return ``payload`` as it is, or with something that JSON allows or forbids done to one place."""
    at = draw.randrange(len(payload))
    kind = draw.randrange(8)
    if kind == 0:
        return payload
    if kind == 1:
        return payload[:at] + bytes([draw.randrange(256)]) + payload[at + 1 :]
    if kind == 2:
        return payload[:at] + b" " + payload[at:]
    if kind == 3:
        return payload.replace(b"/", b"\\/", 1)
    if kind == 4:
        return payload.replace(b":1", draw.choice([b":1.0", b":1e0", b":-0", b":9007199254740993"]), 1)
    if kind == 5:
        return payload.replace(b'"v":1', b'"v":1,"v":1')
    if kind == 6:
        return payload.replace(b'"a', draw.choice([b'"\\u0061', '"ก'.encode(), b'"\xed\xa0\x80']), 1)
    return payload[:at]


def _object(draw: random.Random, depth: int) -> dict[str, JsonValue]:
    names = draw.sample(_NAMES, draw.randrange(5))
    return {name: _value(draw, depth) for name in names}


def _value(draw: random.Random, depth: int) -> JsonValue:
    kind = draw.randrange(7 if depth else 5)
    if kind == 0:
        return draw.choice(_NUMBERS)
    if kind == 1:
        return draw.choice([True, False, None])
    if kind < 5:
        return draw.choice(_TEXTS) + draw.choice(_TEXTS)
    if kind == 5:
        return [_value(draw, depth - 1) for _ in range(draw.randrange(4))]
    return _object(draw, depth - 1)


SUITES: Final = (
    Suite(
        name="encoders",
        open=open_encoders,
        goals=(
            Goal(
                name="G10",
                what="fast encoder / rfc8785.dumps",
                numerator="fast",
                denominator="reference",
                target=40,
            ),
        ),
    ),
    Suite(
        name="differences",
        open=open_encoders,
        once=True,
        goals=(
            Goal(
                name="G10",
                what="objects on which the two differ",
                numerator="differences",
                denominator=None,
                target=0,
                at_most=True,
                digits=0,
            ),
        ),
    ),
)
