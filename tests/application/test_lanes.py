"""Two lanes find what one lane finds."""

import os
from concurrent.futures import ThreadPoolExecutor

from ledger.application.lanes import CHUNK, UNDER_WAY, Check, Lanes, failing
from ledger.signing.dsse import STATEMENT_TYPE, pae
from ledger.signing.keys import SigningKey


def checks(count: int, bad: set[int]) -> list[Check]:
    key = SigningKey(bytes(31) + b"\x05")
    made = []
    for place in range(count):
        payload = os.urandom(100)
        signature = key.sign(pae(STATEMENT_TYPE, payload))
        if place in bad:
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        made.append((key.public, signature, payload))
    return made


def test_the_failing_are_found_and_no_other() -> None:
    assert failing(checks(20, {0, 7, 19})) == [0, 7, 19]


def test_two_lanes_agree_with_one_whoever_does_which_part() -> None:
    bad = {0, 63, 64, 500, 999}
    work = checks(1000, bad)

    with Lanes(1) as one, Lanes(2) as two:
        pending = [two.start(work) for _ in range(3)]

        assert one.start(work).failing() == sorted(bad)
        assert [each.failing() for each in pending] == [sorted(bad)] * 3


def test_nothing_to_check_is_nothing_failing() -> None:
    with Lanes(2) as lanes:
        assert lanes.start([]).failing() == []


def test_when_the_other_process_dies_the_work_is_done_here() -> None:
    bad = {1, 130, 299}
    work = checks(300, bad)
    with Lanes(2) as lanes:
        first = lanes.start(work)
        lanes._process.kill()
        lanes._process.join()

        assert first.failing() == sorted(bad)
        assert lanes.start(work).failing() == sorted(bad)


def test_after_it_was_woken_the_other_lane_answers_and_one_lane_has_nobody_to_wake() -> None:
    work = checks(64, {3})
    for count in (1, 2):
        with Lanes(count) as lanes:
            lanes.wake(failing)
            assert not lanes._waiting
            assert not lanes._under_way
            assert lanes.start(work, ahead=True).failing() == [3]


def test_what_is_begun_ahead_goes_to_the_other_lane_whole() -> None:
    work = checks(2 * CHUNK, set())
    with Lanes(2) as lanes:
        lanes.wake(failing)
        begun = lanes.start(work, ahead=True)
        assert [chunk.sent for chunk in begun._chunks] == [True, True]
        begun.failing()
        shared = lanes.start(work)  # the control: by halves
        assert not all(chunk.sent for chunk in shared._chunks)
        shared.failing()


def test_several_submitters_share_the_lanes() -> None:
    work = [checks(200, {place}) for place in range(8)]
    with Lanes(2) as lanes, ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda each: lanes.start(each).failing(), work))

    assert found == [[place] for place in range(8)]


def test_what_stands_alone_is_shared_by_halves_and_of_more_the_other_lane_has_all_it_can() -> None:
    with Lanes(2) as lanes:
        alone = lanes.start(checks(32, {31}))
        assert [chunk.sent for chunk in alone._chunks] == [True, True, False, False]

        beside = lanes.start(checks(32, {0}))
        assert sum(chunk.sent for chunk in (*alone._chunks, *beside._chunks)) >= UNDER_WAY

        assert (alone.failing(), beside.failing()) == ([31], [0])
        assert [chunk.sent for chunk in lanes.start(checks(32, set()))._chunks] == [True, True, False, False]
