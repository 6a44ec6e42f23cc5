"""Who sees what on an attester's pages: whoever is asked sees whom to look for, once that is recorded."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
import pytest

from ledger.application import attesting
from ledger.application.access import Access, AccessLog, Capacity, Purpose, Target, What
from ledger.application.attesting import Households
from ledger.application.errors import AccessNotRecorded, NoSuchEntry
from ledger.application.openings import Reader
from ledger.application.stories import acts
from ledger.domain.codes import DisputeGround
from ledger.domain.relations import running
from ledger.projections.views import asked as view
from tests.web.served import Site
from tests.web.village import NAME, NO_WORDS, OTHER, VILLAGE, asked, path_of

BROWSER: Final = {"accept": "text/html", "sec-fetch-site": "same-origin"}
FORM: Final = BROWSER | {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def client(site: Site) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=site.url, headers=BROWSER, timeout=30) as opened:
        yield opened


def become(client: httpx2.Client, name: str) -> httpx2.Client:
    client.cookies.clear()
    assert client.post(f"/demonstration/{name}/session", headers=FORM).status_code == 303
    return client


def sealed_reads(site: Site, stream: str) -> list[Access]:
    return [one.access for one in site.ledger.access.reads(stream) if one.access.what is What.SEALED]


def test_the_pages_are_for_attesters_alone(client: httpx2.Client, site: Site) -> None:
    path = path_of(asked(site, "volunteer-social").stream("claim"))
    for one in ("/attest", path):
        answer = client.get(one)
        assert (answer.status_code, urlsplit(answer.headers["location"]).path) == (303, "/sign-in")
    for name in ("officer-1", "reviewer", "oversight", "intake", "registrar", "participant-1"):
        become(client, name)
        nowhere = client.get("/nowhere").text.replace("/nowhere", "")
        for one in ("/attest", path):
            answer = client.get(one)
            assert answer.status_code == 404, (name, one)
            assert answer.text.replace(one, "") == nowhere
    become(client, "volunteer-social")
    assert [client.get(one).status_code for one in ("/attest", path)] == [200, 200]
    assert client.get(f"/attest/{uuid4()}").status_code == 404
    assert client.get(path_of(site.streams["grandmother"]["grievance"])).status_code == 404


def test_whoever_is_asked_reads_name_and_village_and_that_is_recorded(
    client: httpx2.Client, site: Site
) -> None:
    story = asked(site, "volunteer-social")
    stream = story.stream("claim")
    shown = become(client, "volunteer-social").get(path_of(stream)).text
    assert NAME in shown
    assert VILLAGE in shown
    assert OTHER not in shown
    (read,) = sealed_reads(site, stream)
    assert (read.by, read.purpose) == (story.actor("volunteer-social"), Purpose.ATTESTATION)
    assert read.capacities == (Capacity("attester", "example-village"),)
    assert read.targets == (Target(1, ("applicant/name", "applicant/village")),)

    for name in ("volunteer-health", "village-head"):
        beside = become(client, name).get(path_of(stream))
        assert beside.status_code == 200  # they may attest, as the rules let them
        assert NAME not in beside.text
        assert VILLAGE not in beside.text
    assert len(sealed_reads(site, stream)) == 1


def test_what_cannot_be_recorded_is_not_shown(
    client: httpx2.Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(asked(site, "volunteer-social").stream("claim"))
    become(client, "volunteer-social")

    def lost(*_: Any) -> int:
        raise AccessNotRecorded("the disk is full")

    monkeypatch.setattr(AccessLog, "record", lost)
    refused = client.get(path)
    assert refused.status_code == 503
    assert NAME not in refused.text


def test_without_the_look_at_who_is_asked_everybody_who_may_attest_would_read(
    client: httpx2.Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = asked(site, "volunteer-social")
    stream = story.stream("claim")
    other = Reader(story.actor("volunteer-health"))
    households = Households(site.ledger, site.time.now)
    for reader in (other, Reader(story.actor("officer-1")), Reader()):
        with pytest.raises(NoSuchEntry):
            households.find(stream, reader)
    monkeypatch.setattr(attesting, "finding", view.attesting)
    assert set(households.find(stream, other)) == view.TO_FIND
    officer = Reader(story.actor("officer-1"))
    with pytest.raises(NoSuchEntry):
        households.find(stream, officer)

    def anybody(prefix: Any, _stream: str, actor: str) -> Any:
        return tuple(running(prefix.registry, actor, site.time.today))

    monkeypatch.setattr(attesting, "finding", anybody)
    assert set(households.find(stream, officer)) == view.TO_FIND


def test_an_attester_sees_what_became_of_it_and_may_answer_or_take_it_back(
    client: httpx2.Client, site: Site
) -> None:
    story = asked(site)
    stream = story.stream("claim")
    told = {"applicant/observations": "ไปเยี่ยมบ้าน"}
    given = story.say(
        "given", "claim", acts.attestation(story.today), "village-head", words=NO_WORDS, sealed=told
    )
    page = become(client, "village-head").get(path_of(stream)).text
    assert "AttestationWithdrawn" in page
    assert "InformationSupplied" not in page
    assert "การลงนามต้องใช้จาวาสคริปต์" in become(client, "volunteer-social").get(path_of(stream)).text
    story.say("disputed", "claim", acts.disputed(given, DisputeGround.NOT_SEEN), "officer-1", words=NO_WORDS)
    page = become(client, "village-head").get(path_of(stream)).text
    assert "มีผู้โต้แย้ง" in page
    assert "InformationSupplied" in page
    assert given.leaf in page
    assert given.leaf not in become(client, "volunteer-health").get(path_of(stream)).text


def test_the_worker_rules_these_pages_and_no_others(client: httpx2.Client) -> None:
    answer = client.get("/attest/worker.js")
    assert answer.headers["service-worker-allowed"] == "/attest"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
