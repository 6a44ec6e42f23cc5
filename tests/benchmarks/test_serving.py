"""The clients that measure the server, and the servers that it is compared with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.load import ONE, Drive, drive, request
from benchmarks.measuring import Pace
from benchmarks.serving import Clients, Kind, _bodies, own_cost, rate, tail
from benchmarks.stage import Stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("stage"), 70)


def test_a_percentile_is_a_latency_that_occurred() -> None:
    done = Drive(latencies=[float(number) for number in range(100, 0, -1)], seconds=2.0, cpu=0.5)
    assert (done.percentile(0.5), done.percentile(0.99), done.percentile(1)) == (51, 100, 100)
    assert tail(done, 1).rate == 100 / 51
    assert rate(done, 10).rate == 500
    assert own_cost(done, 1) == Pace(0.5, 2.0)


def test_all_statements_of_a_claim_go_through_one_client_in_their_order(stage: Stage) -> None:
    bodies = _bodies(stage, 4, 1)
    order = [submission.envelope for submission in stage.submissions]
    assert sorted(body for own in bodies for body in own) == sorted(order)
    for own in bodies:
        assert sorted(own, key=order.index) == own
    assert {body.count(b"\n") for own in _bodies(stage, 4, 5) for body in own} == {4}


@pytest.mark.parametrize("what", ["phayan", "constant", "library"])
def test_each_server_answers_every_statement(stage: Stage, what: str) -> None:
    with Kind(what).open(stage) as place:
        queues: list[Iterator[bytes]] = [(request(ONE, body) for body in own) for own in _bodies(stage, 8, 1)]
        done = drive(place.port, queues, 30)
    assert done.answers == {201: 70}
    assert len(done.latencies) == 70
    assert 0 < done.cpu < done.seconds


def test_refused_statements_are_no_figure(stage: Stage, tmp_path: Path) -> None:
    other = replace(stage, folder=tmp_path)
    other.submissions = stage.submissions  # signed by strangers to this ledger
    clients = Clients(other, Kind(), 2)
    try:
        with pytest.raises(ValueError, match="were refused"):
            clients(0.01)
    finally:
        clients.close()


def test_a_profile_comes_from_the_server_itself(stage: Stage) -> None:
    clients = Clients(stage, Kind(), 8)
    steps = {share.step for share in clients.profile(0.2)}
    assert any("commit" in step for step in steps)
