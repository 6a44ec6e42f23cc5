"""A case on pages: who opens it, what they see of it, what they may say, and when it is over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ledger.application.fastpath import read_recorded
from ledger.application.randomness import identifier
from ledger.domain.casework.events import InformationSupplied
from ledger.domain.casework_codes import Ground, RemedyDispute
from ledger.domain.codes import Auth
from ledger.domain.grievance.events import (
    GrievanceContested,
    GrievanceFiled,
    GrievanceWithdrawn,
    RemedyConfirmed,
    RemedyDisputed,
)
from ledger.domain.types import Says
from tests.web.citizens import STORY, Somebody, hidden, nameless, note, sealed, somebody
from tests.web.served import Site
from tests.web.working import ask, assign, office, order, report


@pytest.fixture
def person(site: Site) -> Iterator[Somebody]:
    """Somebody without a name who filed, and opened their case."""
    with somebody(site) as one:
        one.fill(*nameless(site))
        one.answer("send")
        one.follow()
        one.case, one.code = one.receipt()
        open_case(one)
        yield one


def open_case(person: Somebody) -> None:
    """Open it with the code; a second has passed since the last time."""
    person.site.time.pass_by()
    assert person.post("/track", case=person.case, code=person.code).headers["location"] == "/case"
    assert person.follow().status_code == 200


def stream_of(person: Somebody) -> str:
    stream = person.site.desk.mailboxes.stream(person.case)
    assert stream is not None
    return stream


def last(person: Somebody) -> Says:
    """What was recorded last in their case."""
    row = person.site.ledger.store.stream(stream_of(person))[-1]
    return read_recorded(row.entry, row.leaf).statement.says


def offered(person: Somebody) -> set[str]:
    """What the page of the case, opened anew, offers to say: work takes longer than a case stays open."""
    open_case(person)
    return {
        act
        for act in ("answer", "confirm", "dispute", "contest", "appeal", "supply", "withdraw")
        if f'href="/case/say/{act}' in person.text
    }


def test_only_the_code_opens_a_case_and_a_wrong_one_tells_nothing(person: Somebody, site: Site) -> None:
    wrong = [
        {"case": person.case, "code": note(site)["code"]},  # of another case
        {"case": "1111111119", "code": person.code},
    ]
    with somebody(site) as stranger:
        answers = []
        for fields in wrong:
            site.time.pass_by()
            answers.append(stranger.post("/track", **fields))
            assert stranger.get("/case").headers["location"] == "/track"
        first, second = (
            one.text.replace(fields["case"], "").replace(fields["code"], "")
            for one, fields in zip(answers, wrong, strict=True)
        )
        assert [one.status_code for one in answers] == [404, 404]
        assert first == second
        thai = person.code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))  # control: the right one
        spaced = f"{thai[:4]} {thai[4:8]}-{thai[8:]}"
        site.time.pass_by()
        assert stranger.post("/track", case=person.case, code=spaced).status_code == 303
        assert STORY.splitlines()[0] in stranger.follow().text


@pytest.mark.parametrize(("typed", "said"), [("123", "16 หลัก"), ("1234567890123456", "สลับ")])
def test_a_slip_is_told_apart_from_a_wrong_length(site: Site, typed: str, said: str) -> None:
    with somebody(site) as person:
        answer = person.post("/track", case=note(site)["case"], code=typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{typed}"' in answer.text


def test_the_number_alone_tells_how_far_it_is_and_no_more(person: Somebody, site: Site) -> None:
    with somebody(site) as stranger:
        page = stranger.post("/track", case=person.case, code="").text
        assert "รับเรื่องแล้ว" in page
        assert STORY.splitlines()[0] not in page
        assert stranger.get("/case").headers["location"] == "/track"


def test_a_case_closes_by_itself_by_hand_and_by_a_new_code(person: Somebody, site: Site) -> None:
    assert person.get("/case").status_code == 200
    site.time._now += timedelta(minutes=16)
    assert person.get("/case").headers["location"] == "/track"

    open_case(person)
    person.post("/case/close")
    assert person.get("/case").headers["location"] == "/track"

    open_case(person)
    cookies = dict(person.client.cookies)
    left = person.get("/leave")
    assert "phayan" not in left.headers["location"]
    assert person.get("/case").headers["location"] == "/track"
    person.client.cookies.update(cookies)  # control: the cookie itself was still good
    assert person.get("/case").status_code == 200


def test_a_new_code_ends_what_the_old_one_opened(site: Site) -> None:
    with somebody(site) as person:
        found = note(site)
        person.post("/track", case=found["case"], code=found["code"])
        assert person.follow().status_code == 200
        intake = office(site, found["grievance"]).actor("intake")
        issued = site.desk.reissue(identifier(), found["case"], by=intake, auth=Auth.CALLBACK)
        assert issued is not None
        assert person.get("/case").headers["location"] == "/track"
        site.time.pass_by()
        person.post("/track", case=found["case"], code=issued.code or "")
        assert "โทรกลับ" in person.follow().text  # since when which code opens it


def test_the_person_reads_who_opened_their_case_a_day_later(person: Somebody, site: Site) -> None:
    assert "ยังไม่มีใคร" in person.get("/case").text
    site.time.go_to(site.time.today + timedelta(days=3))
    open_case(person)
    assert "ผู้ถือรหัสรับเรื่อง" in person.text


def test_what_was_ordered_reported_and_confirmed_are_three_things(person: Somebody, site: Site) -> None:
    work = office(site, stream_of(person))
    assign(work)
    ask(work)
    assert offered(person) == {"answer", "supply", "withdraw"}
    form = person.get("/case/say/answer?of=q1").text
    person.post("/case/say/answer", **hidden(form), text="ป้าข้างบ้านเห็น", to="send")
    said = last(person)
    assert isinstance(said, InformationSupplied)
    assert said.answers == "q1"

    order(work, Ground.BRIBERY)
    assert offered(person) == {"contest", "supply", "withdraw"}
    assert "หน่วยงานยังไม่ได้บอกว่าทำแล้ว" in person.text
    report(work)
    assert offered(person) == {"confirm", "dispute", "contest", "supply", "withdraw"}
    assert "คุณยังไม่ได้ยืนยัน" in person.text
    assert "คุณเป็นคนบอกว่าจริงหรือไม่" in person.text

    form = person.get("/case/say/dispute?of=r1").text
    assert person.post("/case/say/dispute", **hidden(form), to="send").status_code == 422
    person.post("/case/say/dispute", **hidden(form), ground="not_done", text="ไม่มีใครมา", to="send")
    said = last(person)
    assert isinstance(said, RemedyDisputed)
    assert (said.ground, said.via and said.via.auth) == (RemedyDispute.NOT_DONE, Auth.RECEIPT)

    report(work)
    form = person.get("/case/say/confirm?of=r1").text
    answer = person.post("/case/say/confirm", **hidden(form), stars="4", to="send")
    assert answer.headers["location"] == "/case?said=confirm"
    assert "คุณยืนยันแล้วว่าได้รับจริง" in person.follow().text
    assert "คุณเป็นคนบอกว่าจริงหรือไม่" not in person.text
    said = last(person)
    assert isinstance(said, RemedyConfirmed)
    assert said.stars == 4
    assert person.get("/case/say/confirm?of=r1").headers["location"] == "/case"  # no more


def test_an_outcome_is_contested_once(person: Somebody, site: Site) -> None:
    work = office(site, stream_of(person))
    assign(work)
    order(work, Ground.BRIBERY)
    assert "contest" in offered(person)
    path = next(part for part in person.text.split('"') if part.startswith("/case/say/contest"))
    form = person.get(path).text
    person.post("/case/say/contest", **hidden(form), ground="wrong_facts", text="มีพยานอีก", to="send")
    assert isinstance(last(person), GrievanceContested)
    assert "contest" not in offered(person)


def test_an_appeal_is_a_case_of_its_own_with_its_own_receipt(person: Somebody, site: Site) -> None:
    work = office(site, stream_of(person))
    assign(work)
    order(work, Ground.BRIBERY, route="appeal")
    assert "appeal" in offered(person)
    form = person.get("/case/say/appeal").text
    person.post("/case/say/appeal", **hidden(form), ground=["bribery"], text="ยังไม่ได้ตรวจ", to="send")
    assert person.pages[-1].headers["location"] == "/file/done", person.text
    person.follow()
    case, code = person.receipt()
    assert (case != person.case, len(code)) == (True, 16)
    assert sealed(site, case) == {"complainant/text": "ยังไม่ได้ตรวจ"}
    person.case, person.code = case, code
    said = last(person)
    assert isinstance(said, GrievanceFiled)
    assert said.level == 2


def test_whoever_withdraws_is_asked_about_pressure(person: Somebody) -> None:
    form = person.get("/case/say/withdraw").text
    assert person.post("/case/say/withdraw", **hidden(form), to="send").status_code == 422
    person.post("/case/say/withdraw", **hidden(form), pressure="yes", to="send")
    said = last(person)
    assert isinstance(said, GrievanceWithdrawn)
    assert said.pressure == "yes"


def test_what_was_typed_survives_the_quarter_of_an_hour(person: Somebody, site: Site) -> None:
    form = hidden(person.get("/case/say/supply").text)
    site.time._now += timedelta(minutes=16)
    answer = person.post("/case/say/supply", **form, text="เล่ายาวมาก", to="send")
    assert answer.status_code == 401
    assert hidden(person.text)["text"] == ["เล่ายาวมาก"]
    again = hidden(person.text)
    assert person.post("/case/say/supply", **again, code="1234567890123455").status_code == 404
    assert hidden(person.text)["text"] == ["เล่ายาวมาก"]
    site.time.pass_by()
    assert person.post("/case/say/supply", **again, code=person.code).headers["location"].startswith("/case")
    assert isinstance(last(person), InformationSupplied)
    assert "เล่ายาวมาก" in person.follow().text


def test_a_paper_is_added_and_read_back_by_its_person_alone(person: Somebody, site: Site) -> None:
    form, paper = hidden(person.get("/case/say/supply").text), "สำเนาหนังสือ".encode()
    answer = person.client.post(
        "/case/say/supply",
        data={**form, "text": "", "to": "send"},
        files={"file": ("paper.txt", paper, "text/plain")},
    )
    assert answer.headers["location"] == "/case?said=supply"
    page = person.get("/case").text
    path = next(part for part in page.split('"') if part.startswith("/case/document/"))
    assert person.post(path).content == paper
    with somebody(site) as stranger:
        assert stranger.post(path).headers["location"] == "/track"


def test_what_is_not_offered_is_not_taken(person: Somebody) -> None:
    form = hidden(person.get("/case/say/supply").text)
    refused = person.post("/case/say/confirm", **{**form, "of": "r1"}, to="send")
    assert refused.status_code == 422
    assert person.post("/case/say/erase", **form, to="send").status_code == 404
    assert isinstance(last(person), GrievanceFiled)


def test_the_decision_is_a_letter_with_its_reasons_and_a_paper(person: Somebody, site: Site) -> None:
    work = office(site, stream_of(person))
    assign(work)
    order(work, Ground.BRIBERY)
    open_case(person)
    path = next(part for part in person.text.split('"') if part.startswith("/case/letter/"))
    page = person.get(path).text
    assert "พยานสองคนให้การตรงกัน" in page
    assert "/work/" not in page
    assert person.get(f"{path}.pdf").content.startswith(b"%PDF-1.7")
    assert person.get("/case/letter/1").status_code == 404  # of a filing there is no letter
    with somebody(site) as stranger:
        assert stranger.get(path).headers["location"] == "/track"


def test_each_entry_of_the_case_has_its_proof(person: Somebody, site: Site) -> None:
    answer = person.post("/case/proof/1", part="proof")
    assert answer.text.startswith("c2sp.org/tlog-proof@v1\n")
    row = site.ledger.store.stream(stream_of(person))[0]
    assert person.post("/case/proof/1", part="entry").content == row.entry
    assert person.post("/case/proof/2", part="entry").status_code == 404


@pytest.mark.parametrize("who", [None, "handler", "oversight", "registrar", "neighbour"])
def test_no_role_opens_a_case_in_the_place_of_its_person(
    person: Somebody, site: Site, who: str | None
) -> None:
    paths = ["/case", "/case/say/supply", "/case/letter/1", "/case/letter/1.pdf"]
    posts = ["/case/document/" + "ab" * 32, "/case/proof/1"]
    with somebody(site) as other:
        if who is not None:
            other.enter(who)
        answers = [other.get(path) for path in paths] + [other.post(path) for path in posts]
        assert {answer.headers["location"] for answer in answers} == {"/track"}
        assert other.post("/case/say/supply", key=identifier(), text="x", to="send").status_code == 401
    assert isinstance(last(person), GrievanceFiled)
