"""What is counted, by labels that nobody outside can make, and served where nobody outside looks."""

import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from api import metrics
from api.metrics import Metrics, _Log
from benchmarks.fixture import Draw, _event, now, statements
from ledger.application.errors import AddressTaken
from ledger.application.receipts import Submission
from ledger.domain.types import ActorRef
from ledger.store.errors import StorageFull
from tests.api.clients import MANY, ONE, body_of, bundle_of
from tests.api.conftest import Desk
from tests.support.served import free_port

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(counted: Metrics) -> Samples:
    families = text_string_to_metric_families(generate_latest(counted.registry).decode())
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for every in families
        for one in every.samples
    }


def counted(desk: Desk) -> Metrics:
    found: Metrics = desk.client.app.state.metrics  # type: ignore[attr-defined]
    return found


def total(found: Samples, name: str, **labels: str) -> float:
    return sum(
        value for (one, have), value in found.items() if one == name and labels.items() <= dict(have).items()
    )


def test_answers_are_counted_by_route_method_and_status(small: Desk) -> None:
    before = samples(counted(small))
    for code in ("sig_invalid", "not_a_code", "neither"):
        small.client.get(f"/errors/{code}")
    after = samples(counted(small))

    def more(name: str, **labels: str) -> float:
        return total(after, name, **labels) - total(before, name, **labels)

    assert more("phayan_requests_total", route="/errors/{code}", method="GET", status="200") == 1
    assert more("phayan_requests_total", route="/errors/{code}", status="404") == 2
    assert more("phayan_refused_total", code="not_found") == 2
    assert more("phayan_request_seconds_count", route="/errors/{code}") == 3


def test_no_stranger_makes_a_label(small: Desk) -> None:
    small.client.request("BREW", "/coffee/with/milk")
    small.client.get("/a")
    known = set(samples(counted(small)))
    for number in range(50):
        small.client.request(f"BREW{number}", f"/coffee/{number}")
        small.client.get(f"/errors/{number}?{number}")
        small.client.get(f"/tile/{number}")
    new = {key for key in set(samples(counted(small))) - known if dict(key[1]).get("route") == "none"}
    assert new == set()
    assert "BREW" not in str(samples(counted(small)))
    counted(small).refused("made up 1100000000000")
    assert total(samples(counted(small)), "phayan_refused_total", code="other") == 1


def test_groups_and_refusals_in_bundles_are_counted(small: Desk) -> None:
    good = statements(small.signers, 1, seed=91)
    before = samples(counted(small))
    bad = Submission(good[0].envelope.replace(b'"sig":"', b'"sig":"A', 1))
    answer = small.client.post("/statements", content=bundle_of([*good, bad]), headers=MANY)
    refused = [one["problem"]["code"] for one in answer.json()["answers"] if "problem" in one]
    after = samples(counted(small))
    assert total(after, "phayan_group_statements_count") == total(before, "phayan_group_statements_count") + 1
    for code in refused:
        name = "phayan_refused_total"
        assert total(after, name, code=code) == total(before, name, code=code) + 1
    assert refused


def test_a_vault_that_fails_is_counted(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = small.client.app.state.ledger  # type: ignore[attr-defined]

    def full(_disclosed: object) -> None:
        raise StorageFull("full")

    monkeypatch.setattr(ledger._sealer, "seal", full)
    signers, draw = small.signers, Draw(93)
    says = _event(0, ActorRef(f"actor/{draw.identifier()}"), signers, draw)
    made = signers.author.compose(
        f"claim/{draw.identifier()}",
        says,
        by=signers.actors[0],
        keys=signers.keys[:1],
        sealed={"applicant/name": "นามสมมุติ"},
    )
    before = total(samples(counted(small)), "phayan_vault_failures_total")
    answer = small.client.post("/statements", content=body_of(made), headers=ONE)
    assert answer.status_code == 507
    assert total(samples(counted(small)), "phayan_vault_failures_total") == before + 1


def test_the_log_tells_its_length_and_the_age_of_what_is_signed_for(small: Desk) -> None:
    small.client.post("/statements", content=statements(small.signers, 1, seed=92)[0].envelope, headers=ONE)
    found = samples(counted(small))
    ready = small.client.get("/readyz").json()
    assert total(found, "phayan_log_entries") == ready["size"]
    assert total(found, "phayan_log_uncovered") == 0
    assert 0 <= total(found, "phayan_checkpoint_age_seconds") < 600
    later = Metrics()
    ledger = small.client.app.state.ledger  # type: ignore[attr-defined]
    later.registry.register(_Log(ledger, lambda: now() + timedelta(days=1)))
    assert total(samples(later), "phayan_checkpoint_age_seconds") > 86_000


def test_each_process_has_a_port_of_its_own_and_the_next_has_none() -> None:
    address = f"127.0.0.1:{free_port()}"
    first, second = (metrics.serve(Metrics(), address, 2) for _ in range(2))
    assert second == first + 1
    with urllib.request.urlopen(f"http://127.0.0.1:{second}/metrics", timeout=10) as answer:
        assert b"phayan_vault_failures_total 0.0" in answer.read()
    with pytest.raises(AddressTaken):
        metrics.serve(Metrics(), address, 2)


def test_no_series_tells_when_it_began(small: Desk) -> None:
    small.client.get("/healthz")
    assert not [name for name, _labels in samples(counted(small)) if name.endswith("_created")]


def test_nothing_is_counted_in_the_open(small: Desk) -> None:
    assert small.client.get("/metrics").status_code == 404
