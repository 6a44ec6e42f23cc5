"""Whichever lane judges the bytes of a statement, the answer is the same."""

import base64
import gc
import json
import random
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fixture import now, statements
from ledger.application.assembly import open_ledger
from ledger.application.collector import no_collector
from ledger.application.lanes import Lanes, failing
from ledger.application.opening import begin_submission, doubtful, end_submission, open_submission
from ledger.application.receipts import Receipt, Rejected, Submission
from ledger.application.sequencer import Sequencer
from ledger.domain.directory import RegistryState
from ledger.domain.errors import Refused
from ledger.signing.errors import Malformed
from tests.application.conftest import Place
from tests.support.founding import founded

ROUNDS = 3000


def altered(submission: Submission, **members: Any) -> Submission:
    """Return ``submission`` with other members of its envelope; what it says may be given as ``text``."""
    envelope = json.loads(submission.envelope)
    if "text" in members:
        envelope["payload"] = base64.b64encode(members.pop("text")).decode()
    return Submission(written(envelope | members))


def written(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def said(submission: Submission) -> bytes:
    return base64.b64decode(json.loads(submission.envelope)["payload"])


def spoilt(subs: list[Submission]) -> list[Submission]:
    """Return submissions that must be refused, each for another reason."""
    text = said(subs[0])
    other = json.loads(subs[1].envelope)["signatures"]
    unknown = json.loads(text) | {"signers": ["0" * 16]}
    return [
        Submission(b""),
        Submission(subs[0].envelope + b"\n"),
        altered(subs[0], text=text.replace(b",", b", ", 1)),
        altered(subs[0], text=text.replace(b'"v":1', b'"v":1,"v":1')),
        altered(subs[0], text=text.replace(b'"area":"5001"', b'"area":"5002"')),
        altered(subs[0], text=text.replace(b'"schema":1', b'"schema":2')),
        altered(subs[0], text=b"\xff" + text),
        altered(subs[0], signatures=other),
        altered(subs[0], signatures=[]),
        altered(
            subs[0],
            text=written(unknown),
            signatures=[{"keyid": "0" * 16, "sig": other[0]["sig"]}],
        ),
        altered(subs[0], payloadType="application/json"),
        Submission(subs[0].envelope, ("WyJhIl0",)),
        altered(subs[0], text=written(json.loads(text) | {"signers": []}), signatures=[]),
    ]


def outcome(submission: Submission, registry: RegistryState) -> str:
    """Return what one lane says of a submission: a code, or nothing."""
    try:
        opened = open_submission(submission, registry)
    except (Refused, Malformed) as refusal:
        return refusal.code
    return "sig_invalid" if failing(opened.checks) else ""


def certain(submission: Submission, registry: RegistryState) -> object:
    """Return what is taken without being opened from the start, else None."""
    begun = begin_submission(submission, registry)
    return None if begun is None or doubtful(begun.checks) else end_submission(begun)


@pytest.mark.parametrize("lanes", [1, 2])
def test_what_is_refused_is_refused_for_its_own_reason_on_one_lane_and_on_two(
    small: Place, lanes: int
) -> None:
    subs = statements(small.signers, 700)
    bad = spoilt(subs)
    places = [0, 1, 63, 64, 65, 127, 128, 255, 256, 300, 511, 699, 700]
    mixed = list(subs)
    for place, one in zip(places, bad, strict=True):
        mixed.insert(place, one)
    with small.open(lanes=lanes) as ledger:
        registry = ledger.registry()
        expected = [outcome(one, registry) for one in mixed]
        answers = ledger.submit(mixed)

    assert [(isinstance(answer, Rejected) and answer.code) or "" for answer in answers] == expected
    assert sum(isinstance(answer, Receipt) for answer in answers) == len(subs)
    assert all(expected[place] for place in places)


def test_the_two_lanes_give_the_ledger_the_same_statements(small: Place) -> None:
    subs = statements(small.signers, 300)
    with small.open(lanes=2) as ledger:
        registry, answers = ledger.registry(), ledger.submit(subs)
        stored = [ledger.store.entry(answer.index) for answer in answers if isinstance(answer, Receipt)]

    assert [answer.id for answer in answers] == [open_submission(one, registry).statement.id for one in subs]
    assert [one.envelope in row.entry for one, row in zip(subs, stored, strict=True) if row] == [True] * 300


def test_repeated_statements_get_their_receipts_on_two_lanes(small: Place) -> None:
    subs = statements(small.signers, 300)
    with small.open(lanes=2) as ledger:
        first = ledger.submit([*subs, *subs[:5]])
        again = ledger.submit(subs)
        size = ledger.store.head().size

    assert first[300:] == first[:5]
    assert again == first[:300]
    assert size == max(answer.index for answer in again if isinstance(answer, Receipt)) + 1


def test_what_is_beyond_doubt_is_what_the_whole_reading_gives(tmp_path: Path) -> None:
    settings, signers = founded(tmp_path, importers=2)
    subs, draw = statements(signers, 70), random.Random(7)
    with open_ledger(settings, now) as ledger:
        registry = ledger.registry()
    for one in [*subs, *spoilt(subs)]:
        if (opened := certain(one, registry)) is not None:
            assert opened == open_submission(one, registry)
    for _ in range(ROUNDS):
        one = draw.choice(subs)
        text, at = bytearray(one.envelope), draw.randrange(len(one.envelope))
        text[at] = draw.randrange(256)
        if bytes(text) != one.envelope:
            assert certain(Submission(bytes(text)), registry) is None
    assert all(certain(one, registry) for one in subs)


def test_what_brings_keys_is_always_opened_from_the_start(small: Place) -> None:
    with small.open() as ledger:
        founding = ledger.store.entry(0)
        registry = ledger.registry()
    assert founding is not None
    envelope = founding.entry[len(b'{"dsse":') : founding.entry.rindex(b',"index":0,')]

    assert open_submission(Submission(envelope), registry).envelope == envelope
    assert certain(Submission(envelope), registry) is None


def test_a_lost_lane_loses_no_statement(small: Place) -> None:
    subs = statements(small.signers, 600)
    with small.open(lanes=2) as ledger:
        assert all(isinstance(answer, Receipt) for answer in ledger.submit(subs[:300]))
        ledger.lanes._process.kill()
        ledger.lanes._process.join()

        assert all(isinstance(answer, Receipt) for answer in ledger.submit(subs[300:]))


def test_the_collector_rests_inside_and_is_as_before_outside() -> None:
    assert gc.isenabled()
    with no_collector(), no_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    with no_collector():
        assert not gc.isenabled()
    still = gc.isenabled()
    gc.enable()
    assert not still


@pytest.mark.parametrize(("count", "rests"), [(256, False), (257, True)])
def test_the_collector_rests_for_long_submissions_alone(
    small: Place, monkeypatch: pytest.MonkeyPatch, *, count: int, rests: bool
) -> None:
    """Small ones follow each other in a service without end, and whatever else runs there needs it."""
    enabled = []
    judge = Sequencer.judge

    def judged(*args: Any, **kwargs: Any) -> Any:
        enabled.append(gc.isenabled())
        return judge(*args, **kwargs)

    monkeypatch.setattr(Sequencer, "judge", judged)
    with small.open() as ledger:
        ledger.submit(statements(small.signers, count))

    assert set(enabled) == {not rests}
    assert gc.isenabled()


def test_nothing_is_left_on_a_lane_that_is_closed() -> None:
    with Lanes(2) as lanes:
        assert lanes.start([], doubtful).failing() == []
        process = lanes._process
    assert not process.is_alive()
