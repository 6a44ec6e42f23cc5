"""Consultation rooms: people speak, recommend, answer and promise, and others say what came of it."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from ledger.application.snapshot import present
from ledger.application.stories import acts
from ledger.domain.casework_codes import Ground, Kind
from ledger.domain.consultation.codes import Contribution, Trigger
from ledger.domain.consultation.events import (
    ConsultationOpened,
    ConsultationProposed,
    ContributionMade,
    Inclusion,
    Phase,
)
from ledger.domain.types import ActorRef, Code, Digest, StreamRef
from tests.web.acting import Cast, sign
from tests.web.everywhere import standing
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site

QUESTION = "ทำอย่างไรให้คนที่ไม่มีรถมาถึงเทศบาลได้"
OWNER = "supervisor-district"


@pytest.fixture
def cast(site: Site) -> Cast:
    site.time.go_to(site.time.today + timedelta(days=1))
    return Cast(site)


def digest(text: str) -> Digest:
    return Digest(sha256(text.encode()).hexdigest())


def about(cast: Cast) -> ConsultationProposed:
    """A proposal to the owner, on no evidence."""
    return ConsultationProposed(
        topic=Code("transport"),
        trigger=Trigger.OFFICIAL,
        evidence=(),
        backers=0,
        owner=ActorRef(cast.actor(OWNER)),
    )


def opened(cast: Cast) -> str:
    """A consultation that began today, about the three complaints of a story."""
    stream, today = f"consultation/{uuid4()}", cast.site.time.today
    cases = tuple(
        StreamRef(of) for kind, of in cast.site.streams["promise"].items() if kind.startswith("grievance:")
    )
    owner = ActorRef(cast.actor(OWNER))
    proposed = replace(about(cast), evidence=cases)
    opening = ConsultationOpened(
        question=digest(QUESTION),
        can_change=(Code("transport"),),
        owner=owner,
        convener=ActorRef(cast.actor("convener")),
        area=acts.DISTRICT,
        phases=(Phase(code=Code("hearing"), from_=today, to=today + timedelta(days=20)),),
        inclusion=(Inclusion(group=Code("older_people"), minimum=12, outreach=Code("home_visits")),),
        languages=(Code("th"),),
        evidence=cases,
    )
    cast.say(stream, proposed, "facilitator")
    cast.say(stream, opening, OWNER, "convener", sealed={"office/question": QUESTION})
    return stream


def complained(cast: Cast) -> None:
    """Three complaints of today, of one ground in one district."""
    store, now = cast.site.ledger.store, cast.site.time.now()
    known = present(store, now).state(cast.site.streams["promise"]["grievance:1"])
    assert known.programme is not None
    for _ in range(3):
        made = acts.complaint(
            known.programme, Kind.UNFAIR_ALLOCATION, (Ground.DISCRIMINATION,), cast.site.time.today
        )
        cast.say(f"grievance/{uuid4()}", made, "intake")


def bars(page: Page) -> list[str]:
    """What would bar somebody from the form that stands there, by day and by night."""
    seen = [*violations(page), *close_lines(page), *sticking_out(page)]
    page.emulate_media(color_scheme="dark")
    seen += violations(page)
    page.emulate_media(color_scheme="light")
    return seen


def test_what_a_villager_says_is_recommended_answered_promised_and_checked(
    browser: Browser, site: Site, cast: Cast
) -> None:
    stream = opened(cast)
    room, said = f"/rooms/{stream.partition('/')[2]}", "ขอให้มีรถรับส่งทุกวันพุธ"
    with standing(browser, site, "participant-1") as page:
        page.goto(room)
        page.get_by_role("link", name="ออกความเห็น").click()
        page.get_by_label("ข้อเสนอ", exact=True).check()
        assert bars(page) == []
        page.get_by_label("ข้อความของคุณ").fill(said)
        page.get_by_label("ผู้อยู่อาศัยในพื้นที่").check()
        sign(page)
        expect(page.get_by_role("article").filter(has_text=said)).to_contain_text("ข้อเสนอ")
        page.get_by_role("link", name="แสดงจุดยืนต่อข้อความนี้").click()
        page.get_by_label("เห็นด้วย", exact=True).check()
        sign(page)
        expect(page.get_by_text("เห็นด้วย 1")).to_be_visible()
    with standing(browser, site, "facilitator") as page:
        page.goto(room)
        page.get_by_role("link", name="เสนอแนะข้อความนี้").click()
        page.get_by_label("เสนอถึงใคร").select_option(cast.actor(OWNER))
        page.get_by_label("ผู้เข้าร่วมที่ลงนามด้วย").select_option(cast.keyring.load("participant-1").key.id)
        sign(page, "รอผู้ลงนามร่วม")
    cast.sign_beside("participant-1")
    with standing(browser, site, OWNER) as page:
        page.goto(room)
        page.get_by_role("link", name="ตอบข้อนี้").click()
        expect(page.get_by_label("จะตอบภายในวันไหน")).to_be_hidden()
        page.get_by_label("รับ", exact=True).check()
        page.get_by_label("เหตุผล").fill("รับ เพราะไม่มีรถเข้าเมือง")
        sign(page)
        page.get_by_role("link", name="ให้คำมั่นที่บอกไว้").click()
        page.get_by_label("จะทำอะไร").select_option("bus_line")
        page.get_by_label("ภายในวันไหน").select_option(index=2)
        page.get_by_label("คำมั่นของคุณ").fill("มีรถทุกวันพุธ")
        sign(page)
        page.get_by_role("link", name="รายงานหรือตรวจคำมั่นนี้").click()
        page.get_by_role("link", name="บอกว่าถึงไหนแล้ว").click()
        page.get_by_label("ทำเสร็จแล้ว").check()
        page.get_by_label("ทำอะไรไปแล้ว").fill("รถวิ่งแล้วสองสัปดาห์")
        sign(page)
        expect(page.get_by_role("link", name="บอกว่าทำจริงไหม")).to_have_count(0)
        promise = page.url
    with standing(browser, site, "oversight") as page:
        page.goto(promise)
        page.get_by_role("link", name="บอกว่าทำจริงไหม").click()
        page.get_by_label("ทำจริงตามที่ให้คำมั่น").check()
        sign(page)
        expect(page.get_by_text("ทำตามคำมั่นแล้ว").first).to_be_visible()
        page.goto(room)
        for words in (QUESTION, said, "รับ เพราะไม่มีรถเข้าเมือง", "มีรถทุกวันพุธ"):
            expect(page.locator(".govuk-inset-text").filter(has_text=words).first).to_be_visible()


def test_nothing_bars_anybody_from_the_other_forms(browser: Browser, site: Site, cast: Cast) -> None:
    stream = opened(cast)
    room, text = f"/rooms/{stream.partition('/')[2]}", digest("ก")
    made = ContributionMade(kind=Contribution.PROPOSAL, text=text, capacity=Code("resident"))
    cast.say(stream, made, "participant-1")
    complained(cast)
    proposed = cast.say(f"consultation/{uuid4()}", replace(about(cast), evidence=()), "facilitator")
    forms = {
        "participant-1": [f"{room}/act/PositionTaken?on={text}"],
        "facilitator": [f"{room}/act/MeetingHeld", "/rooms/propose?topic=discrimination&area=9999"],
        OWNER: [f"/rooms/{proposed.stream.partition('/')[2]}/act/ConsultationOpened"],
    }
    found: dict[str, list[str]] = {}
    for who, paths in forms.items():
        with standing(browser, site, who, "en") as page:
            for path in paths:
                page.goto(path)
                expect(page.get_by_role("button", name="Read before you sign")).to_be_visible()
                found[path] = bars(page)
    assert [bar for those in found.values() for bar in those] == []
