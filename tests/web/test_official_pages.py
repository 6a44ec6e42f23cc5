"""What stands on the pages of officials, and who may not have them: without a browser."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from urllib.parse import urlencode

import httpx2
import pytest
from pypdf import PdfReader

from api.web.official import entering
from ledger.application.access import What
from ledger.application.keyring import Keyring
from ledger.domain.codes import Role
from tests.web.casework import FACTS, FORM, attest, entered, refuse_together
from tests.web.served import Site

PAGES = (
    ("/work", "GET"),
    ("/work/search", "POST"),
    ("/work/{claim}", "GET"),
    ("/work/{claim}", "POST"),
    ("/work/{claim}/gate", "GET"),
    ("/work/{claim}/gate", "POST"),
    ("/work/{claim}/decide", "GET"),
    ("/work/{claim}/DecisionNotified", "GET"),
    ("/work/{claim}/seen/4", "GET"),
    ("/work/{claim}/letter/4", "GET"),
    ("/work/{claim}/letter/4.pdf", "GET"),
    ("/work/{claim}/document/" + "0" * 64, "GET"),
    ("/approve", "GET"),
    ("/approve/00000000-0000-4000-8000-000000000001", "GET"),
    ("/approve/00000000-0000-4000-8000-000000000001/withdraw", "POST"),
)
STRANGERS = ("volunteer-social", "facilitator", "participant-1", "neighbour")
"""Roles that have no work with cases; those of oversight and the registrar sign, and have no queue."""


@pytest.fixture
def officer(site: Site) -> Iterator[httpx2.Client]:
    with entered(site, "officer-2") as client:
        yield client


def open_case(client: httpx2.Client, stream: str) -> str:
    """Return the page of a case, after the declaration."""
    assert client.post(f"/work/{stream}/gate", headers=FORM).status_code == 303
    return unescape(client.get(f"/work/{stream}").text)


def ask(client: httpx2.Client, path: str, method: str) -> httpx2.Response:
    return (
        client.get(path) if method == "GET" else client.post(path, headers=FORM, content="purpose=decision")
    )


@pytest.mark.parametrize(("path", "method"), PAGES)
def test_nobody_else_has_a_page_of_officials(site: Site, path: str, method: str) -> None:
    where = path.replace("{claim}", site.streams["visit"]["claim"])
    with entered(site, None) as nobody:
        answer = ask(nobody, where, method)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=")
    strangers = (*STRANGERS, *(("oversight", "registrar") if where.startswith("/work") else ()))
    for name in strangers:
        with entered(site, name) as stranger:
            answer = ask(stranger, where, method)
            missing = ask(stranger, "/work/claim/00000000-0000-4000-8000-000000000009", "GET")
            assert (name, answer.status_code, missing.status_code) == (name, 404, 404)
            assert _told(answer) == _told(missing)


def _told(answer: httpx2.Response) -> list[str]:
    """Return what the main part of a page says."""
    return re.findall(r">([^<]+)<", answer.text.partition("<main")[2].partition("</main>")[0])


def test_without_the_question_for_a_role_strangers_would_come_in(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    monkeypatch.setattr(entering, "OFFICIALS", frozenset(Role))
    with entered(site, "facilitator") as stranger:
        assert stranger.get("/work").status_code == 200


def test_what_is_not_theirs_answers_like_what_is_not_there(site: Site) -> None:
    claim, grievance = site.streams["songkran"]["claim"], site.streams["songkran"]["grievance"]
    with entered(site, "officer-1") as decider:  # who decided the claim may not read the appeal against it
        there = decider.get(f"/work/{grievance}")
        nowhere = decider.get("/work/grievance/00000000-0000-4000-8000-000000000009")
        assert (there.status_code, _told(there)) == (404, _told(nowhere))
        open_case(decider, claim)


def test_the_queue_says_in_words_what_is_late_and_links_to_nothing_that_is_shut(site: Site) -> None:
    with entered(site, "officer-1") as decider:
        page = unescape(decider.get("/work").text)
        shut = site.streams["songkran"]["grievance"]
        row = page.partition(f'data-stream="{shut}"')[2].partition("</tr>")[0]
        assert "เปิดไม่ได้" in row
        assert f"/work/{shut}" not in row
        assert "เลยกำหนดมา" in row
        claims = unescape(decider.get("/work?kind=claim").text)
        assert shut not in claims
        assert site.streams["stolen_key"]["claim"] in claims
        waiting = unescape(decider.get("/work?kind=claim&state=decided").text)
        decided = re.findall(r'data-stream="([^"]+)"', waiting)
        assert site.streams["visit"]["claim"] in decided
        assert site.streams["stolen_key"]["claim"] not in decided
        assert decider.get("/work?office=example-district").text.count("data-stream=") == 0
        assert decider.get("/work?cursor=AAAA").status_code == 400


def test_the_queue_decides_nothing(officer: httpx2.Client) -> None:
    """There is no bulk decision: no form on the queue but those that search and sign out."""
    page = officer.get("/work").text
    assert set(re.findall(r'<form[^>]* action="([^"]+)"', page)) == {"/work/search", "/sign-out"}
    assert "data-act" not in page
    assert 'type="checkbox"' not in page


def test_a_case_opens_once_its_reader_has_declared_no_part_of_their_own(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = site.streams["fear"]["claim"]
    actor = Keyring(site.settings.keys).load("supervisor-city").actor
    with entered(site, "supervisor-city") as reader:
        shut = reader.get(f"/work/{stream}")
        assert (shut.status_code, shut.headers["location"]) == (303, f"/work/{stream}/gate")
        for path in ("letter/4", "seen/4", "EligibilityDecided", "letter/4.pdf"):
            assert reader.get(f"/work/{stream}/{path}").headers["location"] == f"/work/{stream}/gate"
        with monkeypatch.context() as loose:  # without the question the case opens
            loose.setattr(entering.Desk, "declared", True)
            assert reader.get(f"/work/{stream}").status_code == 200
        open_case(reader, stream)
    reads = [one.access.what for one in site.ledger.access.reads(stream) if one.access.by == actor]
    assert reads == [What.FILE, What.GATE, What.FILE]


def test_sealed_words_are_opened_on_request_and_recorded_with_the_purpose(
    officer: httpx2.Client, site: Site
) -> None:
    stream = site.streams["grandmother"]["claim"]
    page = open_case(officer, stream)
    words = "ผู้มีสิทธิต้องมีรายได้ไม่เพียงพอแก่การยังชีพ"
    assert words not in page
    opened = officer.post(f"/work/{stream}", headers=FORM, content="purpose=decision")
    assert words in unescape(opened.text)
    last = [one.access for one in site.ledger.access.reads(stream) if one.access.what is What.SEALED][-1]
    assert str(last.purpose) == "decision"
    assert any("applicant/considerations" in target.fields for target in last.targets)
    assert officer.post(f"/work/{stream}", headers=FORM, content="purpose=oversight").status_code == 400


def test_the_file_tells_every_entry_with_its_signers_its_clocks_and_what_is_next(
    officer: httpx2.Client, site: Site
) -> None:
    stream = site.streams["visit"]["claim"]
    page = open_case(officer, stream)
    rows = site.ledger.store.stream(stream)
    assert page.count('<li id="entry-') == len(rows)
    assert all(f">{row.index}<" in page for row in rows)
    for said in ("เจ้าหน้าที่ผู้ออกคำสั่ง เทศบาลตำบลตัวอย่าง", "กุญแจของตนเอง", "700 บาท", "ที่มาของวัน"):
        assert said in page
    assert f'href="/work/{stream}/DecisionNotified"' in page
    assert 'href="#entry-2"' in page


def test_a_decider_sees_again_what_they_had_before_them(site: Site) -> None:
    stream = site.streams["visit"]["claim"]
    with entered(site, "officer-1") as decider:
        assert f"/work/{stream}/seen/4" in open_case(decider, stream)
        page = unescape(decider.get(f"/work/{stream}/seen/4").text)
        later = page.partition('id="entry-5"')[2]
        assert "มาทีหลัง" in later
        assert decider.get(f"/work/{stream}/seen/99").status_code == 404


def test_a_letter_reads_as_a_page_and_opens_as_paper(officer: httpx2.Client, site: Site) -> None:
    stream = site.streams["visit"]["claim"]
    open_case(officer, stream)
    page = unescape(officer.get(f"/work/{stream}/letter/4").text)
    assert "หนังสือแจ้งคำสั่ง" in page
    assert "ผู้รับรองสองคน" in page  # the reasons, which are sealed
    paper = officer.get(f"/work/{stream}/letter/4.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(paper.content)).pages)
    assert "หนังสือแจ้ง" in text
    assert officer.get(f"/work/{stream}/letter/1").status_code == 404


def test_an_outcome_has_its_letter_too(site: Site) -> None:
    stream = site.streams["songkran"]["grievance"]
    with entered(site, "handler") as handler:
        paths = set(re.findall(r'href="(/work/[^"]+/letter/[0-9]+)"', open_case(handler, stream)))
        assert paths
        assert {handler.get(path).status_code for path in paths} == {200}


def test_somebody_is_found_by_words_that_the_reader_may_open(officer: httpx2.Client, site: Site) -> None:
    def found(words: str) -> list[str]:
        answer = officer.post("/work/search", headers=FORM, content=urlencode({"words": words}))
        return re.findall(r'href="/work/((?:claim|grievance)/[^"]+)"', answer.text)

    stream = site.streams["visit"]["claim:2"]
    assert stream in found("ผู้ยื่นคำขอ นามสมมุติ")
    assert found(stream) == [stream]
    assert found("ไม่มีใครชื่อนี้เลย") == []
    assert found("") == []


def test_who_does_not_sign_says_why_and_whoever_began_it_reads_that(site: Site) -> None:
    stream = site.streams["stolen_key"]["claim"]
    waiting = refuse_together(site, stream, "officer-2", "supervisor-district")
    with entered(site, "supervisor-district") as other:
        assert f"/approve/{waiting}" in other.get("/approve").text
        page = unescape(other.get(f"/approve/{waiting}").text)
        assert FACTS in page
        assert "คำสั่ง" in page
        done = other.post(f"/approve/{waiting}/withdraw", headers=FORM, content="why=not_heard")
        assert done.status_code == 303
    with entered(site, "officer-2") as decider:
        assert "ไม่ลงนามเพราะ: ผู้ยื่นยังไม่ได้พูด" in unescape(decider.get("/approve").text)
        assert FACTS not in unescape(decider.get(f"/approve/{waiting}").text)
    assert [row.type for row in site.ledger.store.stream(stream)].count("EligibilityDecided") == 0


def test_what_waits_is_shown_to_those_alone_whom_it_names(site: Site) -> None:
    waiting = refuse_together(site, site.streams["visit"]["claim:3"], "officer-2", "supervisor-district")
    for name in ("officer-1", "supervisor-province", "oversight", "registrar"):
        with entered(site, name) as stranger:
            assert stranger.get(f"/approve/{waiting}").status_code == 404
            assert stranger.post(f"/approve/{waiting}/withdraw", headers=FORM).status_code == 404
            assert waiting not in stranger.get("/approve").text


def test_what_came_since_it_was_begun_is_told_before_it_is_signed(site: Site) -> None:
    stream = site.streams["visit"]["claim:4"]
    waiting = refuse_together(site, stream, "officer-2", "supervisor-district")
    attest(site, stream)
    with entered(site, "supervisor-district") as other:
        page = unescape(other.get(f"/approve/{waiting}").text)
        assert "มีรายการใหม่ตั้งแต่เริ่ม" in page
        assert page.partition("มีรายการใหม่ตั้งแต่เริ่ม")[2].partition("</p>")[0].count("รับรอง (") == 2
