"""What stands on the pages of consultations, and for whom: without a browser."""

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from ledger.application import published as publishing
from ledger.application.published import published
from ledger.application.snapshot import present
from ledger.domain.casework.events import ErasedFields, PersonalDataErased
from ledger.domain.codes import RevocationReason
from ledger.domain.consultation.codes import Contribution, Stand
from ledger.domain.consultation.events import (
    ContributionMade,
    PositionTaken,
    RecommendationAdopted,
    Support,
)
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import ActorRef, Code, EntryRef, Local, Sealed
from tests.web.acting import Cast
from tests.web.casework import entered
from tests.web.served import Site
from tests.web.test_rooms import OWNER, QUESTION, digest, opened

SAID = "ขอให้เปิดวันเสาร์"
WHISPERED = "มาในนามกลุ่มที่ไม่อยากบอก"
ABSENT = "/rooms/00000000-0000-4000-8000-000000000009"
FOR: Mapping[str, set[str]] = {
    "ContributionMade": {"participant-1"},
    "PositionTaken": {"participant-1"},
    "MeetingHeld": {"facilitator"},
    "RecommendationAdopted": {"facilitator"},
    "OfficialResponseGiven": set(),
    "ConsultationOpened": set(),
    "CommitmentMade": set(),
    "Nothing": set(),
}
"""By act: who may do it in a consultation that is open and recommends nothing yet."""
PEOPLE = ("participant-1", "facilitator", OWNER, "officer-1", "oversight", "volunteer-health", "neighbour")


@pytest.fixture(scope="module")
def cast(site: Site) -> Cast:
    site.time.go_to(site.time.today + timedelta(days=1))
    return Cast(site)


@pytest.fixture(scope="module")
def room(cast: Cast) -> str:
    """An open consultation in which a villager spoke."""
    stream = opened(cast)
    made = ContributionMade(kind=Contribution.PROPOSAL, text=digest(SAID), capacity=Code("resident"))
    cast.say(
        stream, made, "participant-1", sealed={"participant/text": SAID, "participant/groups": WHISPERED}
    )
    return stream


def page(site: Site, name: str | None, path: str) -> tuple[int, str]:
    with entered(site, name) as client:
        answer = client.get(path)
        return answer.status_code, unescape(answer.text)


def name_of(stream: str) -> str:
    return stream.partition("/")[2]


@pytest.mark.parametrize(
    "path", ["", "/propose", "/{room}", "/{room}/act/ContributionMade", "/promise/{promise}"]
)
def test_whoever_did_not_sign_in_is_asked_to(site: Site, room: str, path: str) -> None:
    promise = name_of(site.streams["promise"]["commitment"])
    where = f"/rooms{path.format(room=name_of(room), promise=promise)}"

    assert page(site, None, where)[0] == 303
    assert page(site, "facilitator", where)[0] == (404 if "/act/" in path else 200)


@pytest.mark.parametrize("act", FOR)
def test_an_act_is_offered_to_those_alone_who_may_do_it(site: Site, room: str, act: str) -> None:
    where = f"/rooms/{name_of(room)}/act/{act}?on={digest(SAID)}&to=r1&promise={uuid4()}"
    served = {name for name in PEOPLE if page(site, name, where)[0] == 200}

    assert served == FOR[act]
    assert {page(site, name, where)[0] for name in PEOPLE if name not in served} <= {404}


def test_a_text_is_shown_where_its_digest_stands_in_the_open(site: Site, room: str) -> None:
    status, text = page(site, "volunteer-health", f"/rooms/{name_of(room)}")

    assert status == 200
    assert QUESTION in text
    assert SAID in text
    assert WHISPERED not in text


def test_what_is_sealed_beside_a_text_is_not_published(
    site: Site, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = present(site.ledger.store, site.time.now())
    assert set(published(site.ledger, prefix, room).values()) == {QUESTION, SAID}

    monkeypatch.setattr(publishing, "_texts", lambda _stated: iter([digest(WHISPERED)]))
    assert WHISPERED in published(site.ledger, prefix, room).values()


def test_a_text_that_is_erased_is_shown_no_more_and_its_digest_is(site: Site, cast: Cast) -> None:
    stream, words = opened(cast), "ข้อความที่ขอให้ลบ"
    made = ContributionMade(kind=Contribution.STATEMENT, text=digest(words), capacity=Code("resident"))
    entry = cast.say(stream, made, "participant-1", sealed={"participant/text": words})
    where = f"/rooms/{name_of(stream)}"
    assert words in page(site, "participant-2", where)[1]

    target = ErasedFields(version=entry.version, fields=(Sealed("participant/text"),))
    erased = PersonalDataErased(basis=Code("consent_withdrawn"), targets=(target,))
    cast.say(stream, erased, "custodian", "oversight", sealed={"office/text": "ผู้พูดขอให้ลบ"})
    _, text = page(site, "participant-2", where)
    assert words not in text
    assert digest(words)[:16] in text


def test_a_room_is_seen_as_it_stood(site: Site, room: str) -> None:
    first = present(site.ledger.store, site.time.now()).history(room)[0].index
    _, then = page(site, "participant-1", f"/rooms/{name_of(room)}?at={first}")

    assert QUESTION not in then
    assert "ยังไม่เปิดหารือ" in then
    assert "/act/" not in then
    assert page(site, "participant-1", f"/rooms/{name_of(room)}?at={first - 1}")[0] == 404


def test_nobody_checks_an_own_promise(site: Site, room: str) -> None:
    where = f"/rooms/promise/{name_of(site.streams['promise']['commitment'])}"
    may = {name for name in PEOPLE if page(site, name, f"{where}/act/CommitmentVerified")[0] == 200}

    assert may == {"participant-1", "oversight"}
    assert {name for name in PEOPLE if page(site, name, f"{where}/act/CommitmentProgressed")[0] == 200} == {
        OWNER
    }


def test_cases_are_counted_and_opened_by_those_alone_who_may(site: Site, room: str) -> None:
    where, case = f"/rooms/{name_of(room)}", site.streams["promise"]["grievance:1"]
    texts = {name: page(site, name, where)[1] for name in ("participant-1", "officer-2", "oversight")}

    assert all("3 เรื่อง" in text for text in texts.values())
    assert [f'href="/work/{case}"' in texts[name] for name in texts] == [False, True, False]
    assert f'href="/watch/{case}"' in texts["oversight"]


def test_silence_comes_first_and_names_who_owes_the_answer(site: Site, room: str, cast: Cast) -> None:
    stream = opened(cast)
    made = ContributionMade(kind=Contribution.PROPOSAL, text=digest(SAID), capacity=Code("resident"))
    cast.say(stream, made, "participant-1", sealed={"participant/text": SAID})
    cast.say(
        stream,
        PositionTaken(on=digest(SAID), position=Stand.AGREE, participant=Local("v-1")),
        "participant-1",
    )
    recommended = RecommendationAdopted(
        id=Local("r1"),
        text=digest(SAID),
        support=Support(agree=1, disagree=0, pass_=0),
        addressed_to=ActorRef(cast.actor(OWNER)),
    )
    cast.say(stream, recommended, "facilitator", "participant-2")
    assert "เลยกำหนดตอบมา" not in page(site, "participant-1", "/rooms")[1]
    site.time.go_to(site.time.today + timedelta(days=40))

    _, listed = page(site, "participant-1", "/rooms")
    order = re.findall(r'href="/rooms/([0-9a-f-]{36})"', listed)
    assert order.index(name_of(stream)) < order.index(name_of(room))
    _, text = page(site, "participant-1", f"/rooms/{name_of(stream)}")
    assert re.search(r"เลยกำหนดตอบมา\s+10 วัน", text)
    assert "ผู้ที่ต้องตอบ: ผู้บังคับบัญชา ที่ว่าการอำเภอตัวอย่าง" in text


def test_whoever_holds_no_mandate_finds_no_room(site: Site, room: str, cast: Cast) -> None:
    where = f"/rooms/{name_of(room)}"
    assert page(site, "neighbour", where)[0] == 200
    registry = present(site.ledger.store, site.time.now()).registry
    for held in registry.mandates[cast.actor("neighbour")]:
        granted = EntryRef(held.stream, held.version, held.leaf)
        ended = MandateRevoked(mandate=granted, reason=RevocationReason.LEFT_SERVICE)
        cast.say(registry.stream or "", ended, "registrar")

    status, text = page(site, "neighbour", where)
    assert (status, text.partition("<main")[2]) == (
        404,
        page(site, "neighbour", ABSENT)[1].partition("<main")[2],
    )
    assert page(site, "neighbour", "/rooms")[0] == 404
