"""Filing on pages, by people without a key: what is asked, what is kept, what is given in return."""

import gzip
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from api.web.digits import ascii_digits
from ledger.application.check_digits import is_checked
from ledger.domain.casework_codes import Anonymity, Ground, Kind, Remedy, Urgency
from ledger.domain.codes import Auth, Channel, Confirmation
from tests.pictures.test_pdf import texts
from tests.web.citizens import NAME, STORY, filings, hidden, nameless, note, sealed, somebody, where
from tests.web.served import Site


def test_somebody_without_a_name_files_and_gets_number_and_code_once(site: Site) -> None:
    with somebody(site) as person:
        person.fill(*nameless(site))
        assert "ตรวจดูก่อนส่ง" in person.title
        assert STORY.splitlines()[1] in person.text
        sent = person.answer("send")
        assert (sent.status_code, sent.headers["location"]) == (303, "/file/done")
        person.follow()
        case, code = person.receipt()
        assert is_checked(case)
        assert is_checked(code)
        assert f"/track?case={case}" not in code
        again = person.get("/file/done")  # a reload, or a bookmark
        assert (again.status_code, again.headers["location"]) == (303, "/track")

    filed = filings(site)[-1]
    assert (filed.kind, filed.anonymity) == (Kind.INTEGRITY_ALLEGATION, Anonymity.ANONYMOUS)
    assert (filed.grounds, filed.area) == ((Ground.BRIBERY,), "99")
    assert [one.code for one in filed.remedies] == [Remedy.INVESTIGATE]
    assert filed.via is not None
    assert (filed.via.channel, filed.via.auth, filed.via.assist) == (Channel.WEB, Auth.NONE, None)
    assert sealed(site, case) == {"complainant/text": STORY}


def test_sent_twice_it_is_one_filing_with_one_receipt(site: Site) -> None:
    with somebody(site) as person:
        person.fill(*nameless(site))
        before, check = len(filings(site)), person.text
        receipts = set()
        for _ in range(2):
            person.post("/file", **hidden(check), to="send")
            person.follow()
            receipts.add(person.receipt())

        assert len(receipts) == 1
        assert len(filings(site)) == before + 1
        person.fill(*nameless(site))  # control: another form is another filing
        person.answer("send")
        assert len(filings(site)) == before + 2


def test_who_files_for_themselves_may_keep_the_name_confidential(site: Site) -> None:
    with somebody(site) as person:
        person.fill({"who": "self"}, {"matter": "other"}, {"ground": ["delay", "no_reasons"]}, where(site))
        person.answer(story=STORY, urgent="yes")
        person.answer()
        person.answer()
        person.answer(name=NAME, contact="ฝากเพื่อนบ้านสมมุติ", known="confidential")
        person.answer("send")
        person.follow()
        case, _ = person.receipt()

    filed = filings(site)[-1]
    assert (filed.kind, filed.urgency) == (Kind.SERVICE_COMPLAINT, Urgency.URGENT)
    assert (filed.anonymity, filed.grounds) == (Anonymity.CONFIDENTIAL, (Ground.DELAY, Ground.NO_REASONS))
    assert sealed(site, case)["complainant/name"] == NAME


def test_a_neighbour_files_with_consent_and_is_named(site: Site) -> None:
    with somebody(site) as person:
        person.fill({"who": "neighbour"})
        assert person.answer(helper="นายช่วย สมมุติ").status_code == 422
        assert "โปรดถามเขาก่อน" in person.text
        person.answer(helper="นายช่วย สมมุติ", consent="yes")
        for fields in ({"matter": "unpaid"}, where(site), {"story": STORY}, {}, {}):
            person.answer(**fields)
        person.answer(name=NAME, known="open")
        person.answer("send")
        person.follow()
        case, code = person.receipt()
        assert "มีผู้ช่วยยื่น" in person.text
        assert len(code) == 16  # nobody else is there to hand it on

    filed, kept = filings(site)[-1], sealed(site, case)
    assert filed.via is not None
    assert filed.via.assist is None  # the rules know registered helpers alone
    assert (kept["named-1/name"], kept["complainant/name"]) == ("นายช่วย สมมุติ", NAME)
    assert "ยินยอม" in str(kept["named-1/text"])


def test_a_registered_helper_never_sees_the_code(site: Site) -> None:
    with somebody(site) as person:
        person.enter("neighbour")
        person.fill({"who": "neighbour"})
        person.answer(consent="yes", language="th", read_back="yes", confirmation="thumbprint")
        for fields in ({"matter": "silent"}, where(site), {"story": STORY}, {}, {}):
            person.answer(**fields)
        person.answer(name=NAME, known="open")
        person.answer("send")
        person.follow()
        case, code = person.receipt()
        assert (len(case), code) == (10, "")
        assert "จุดรับเรื่อง" in person.text

    via = filings(site)[-1].via
    assert via is not None
    assert via.assist is not None
    assert (via.channel, via.assist.read_back) == (Channel.VOLUNTEER, True)
    assert via.assist.confirmation is Confirmation.THUMBPRINT


def test_a_helper_whose_session_ended_is_told_so_and_loses_nothing(site: Site) -> None:
    with somebody(site) as person:
        person.enter("neighbour")
        person.fill({"who": "neighbour"})
        person.answer(consent="yes", language="th", read_back="no", confirmation="none")
        for fields in ({"matter": "silent"}, where(site), {"story": STORY}, {}, {}):
            person.answer(**fields)
        person.answer(known="open")
        check, before = person.text, len(filings(site))
        person.client.cookies.clear()
        answer = person.post("/file", **hidden(check), helper="x", to="send")

        assert answer.status_code == 401
        assert hidden(answer.text)["story"] == [STORY]
        assert len(filings(site)) == before


def test_an_appeal_names_the_decision_by_the_number_of_its_letter(site: Site) -> None:
    claim = site.streams["fear"]["claim"]
    refusal = next(row for row in site.ledger.store.stream(claim) if row.type == "EligibilityDecided")
    thai = str(refusal.index).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    with somebody(site) as person:
        person.fill({"who": "self"}, {"matter": "refused"}, {"ground": "fact_wrong"}, where(site))
        assert person.answer(letter="yes", reference="ไม่รู้").status_code == 422
        person.answer(letter="yes", reference=thai)
        for fields in ({"story": STORY}, {}, {"remedy": ["grant", "back_pay"]}, {"known": "open"}):
            person.answer(**fields)
        person.answer("send")
        assert person.pages[-1].status_code == 303, person.text

    filed = filings(site)[-1]
    assert filed.kind is Kind.APPEAL
    assert [(one.claim, one.entry.version) for one in filed.contests] == [(claim, refusal.version)]


def test_without_the_letter_it_is_a_complaint_and_says_so(site: Site) -> None:
    with somebody(site) as person:
        person.fill({"who": "self"}, {"matter": "refused"}, {"ground": "no_notice"}, where(site))
        for fields in ({"letter": "no"}, {"story": STORY}, {}, {}, {"known": "open"}):
            person.answer(**fields)
        assert "ยังไม่นับเป็นอุทธรณ์" in person.text
        person.answer("send")

    assert (filings(site)[-1].kind, filings(site)[-1].contests) == (Kind.EXCLUSION_CLAIM, ())


@pytest.mark.parametrize(("reference", "code"), [("0", "unknown_decision"), ("999999", "unknown_decision")])
def test_a_number_of_no_decision_is_told_on_its_page_with_everything_kept(
    site: Site, reference: str, code: str
) -> None:
    with somebody(site) as person:
        person.fill({"who": "self"}, {"matter": "refused"}, {"ground": "no_notice"}, where(site))
        for fields in (
            {"letter": "yes", "reference": reference},
            {"story": STORY},
            {},
            {},
            {"known": "open"},
        ):
            person.answer(**fields)
        before = len(filings(site))
        answer = person.answer("send")

        assert answer.status_code == 422
        assert code in person.text
        assert 'id="reference"' in person.text
        assert hidden(person.text)["story"] == [STORY]
        assert len(filings(site)) == before


def test_what_is_missing_comes_back_with_a_summary_and_all_that_was_typed(site: Site) -> None:
    with somebody(site) as person:
        person.fill({"who": "self"}, {"matter": "conduct"})
        answer = person.answer(area="99 example-municipality")
        assert answer.status_code == 422
        assert 'href="#benefit"' in person.text
        assert 'aria-describedby="benefit-hint benefit-error"' in person.text
        assert 'value="99 example-municipality" selected' in person.text
        person.answer(**where(site))
        long = "ก" * 20_001
        assert person.answer(story=long).status_code == 422
        assert long in person.text


def test_answers_are_changed_from_the_summary_and_lead_back_to_it(site: Site) -> None:
    with somebody(site) as person:
        person.fill(*nameless(site))
        person.answer("matter")
        assert "เกิดอะไรขึ้น" in person.title
        person.answer(matter="conduct")
        assert "ตรวจดูก่อนส่ง" in person.title
        person.answer("matter")
        person.answer(matter="refused")  # which asks for more
        assert "ทำไม" in person.title
        person.answer("back")
        assert 'value="refused" checked' in person.text


def test_files_are_taken_in_shown_and_left_out_again(site: Site) -> None:
    with somebody(site) as person:
        person.fill({"who": "nameless"}, {"matter": "bribe"}, where(site), {"story": STORY})

        def attach(content: bytes, to: str = "add") -> int:
            files = {"file": ("photo", content, "image/jpeg")}
            answer = person.client.post("/file", data={**hidden(person.text), "to": to}, files=files)
            person.pages.append(answer)
            return answer.status_code

        assert attach("กระดาษ".encode()) == 200
        assert attach(b"GIF89a\0\0\0\0") == 422
        assert "attachment_" in person.text
        assert len(hidden(person.text)["document"]) == 1
        assert attach("อีกแผ่น".encode()) == 200
        first, second = hidden(person.text)["document"]
        person.answer(f"remove {first}")
        assert hidden(person.text)["document"] == [second]
        person.answer()
        person.answer()
        person.answer("send")
        person.follow()
        case, _ = person.receipt()

    assert sorted(sealed(site, case)) == ["complainant/document-1", "complainant/text"]


def test_too_many_filings_get_a_kind_page_that_lost_nothing(site: Site) -> None:
    with somebody(site) as person:
        for _ in range(5):
            person.fill(*nameless(site))
            assert person.answer("send").status_code == 303
        person.fill(*nameless(site))
        answer = person.answer("send")

        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        assert "ไม่มีอะไรหาย" in person.text
        assert hidden(person.text)["story"] == [STORY]


def test_the_code_is_in_no_address_no_record_and_no_packed_page(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    with somebody(site) as person:
        person.fill(*nameless(site))
        person.answer("send")
        person.follow()
        case, code = person.receipt()
        person.post("/track", case=case, code=code)
        person.follow()
        person.post("/track", case=case, code="")

        shown = [answer for answer in person.pages if code in answer.text.replace("</span> <span>", "")]
        assert [str(answer.url).removeprefix(site.url) for answer in shown] == ["/file/done"]
        assert "content-encoding" not in shown[0].headers
        assert shown[0].headers["cache-control"] == "no-store"
        addresses = [str(answer.url) + answer.headers.get("location", "") for answer in person.pages]
        assert all(code not in one for one in addresses)
        assert any(answer.headers.get("content-encoding") == "gzip" for answer in person.pages)  # control
        assert gzip.decompress(gzip.compress(shown[0].content)) == shown[0].content
    said = capfd.readouterr()
    assert code not in said.out + said.err


def test_the_proof_of_the_receipt_is_checked_on_another_machine(site: Site, tmp_path: Path) -> None:
    with somebody(site) as person:
        person.fill(*nameless(site))
        person.answer("send")
        page = person.follow().text
        case, code = person.receipt()
        parts = {}
        for part in ("proof", "entry"):
            answer = person.post("/file/proof", **hidden(page), part=part)
            name = answer.headers["content-disposition"].split('"')[1]
            parts[part] = tmp_path / name
            parts[part].write_bytes(answer.content)
        assert person.post("/file/proof", proof="x", part="proof").status_code == 404
        paper = person.post("/file/proof", **hidden(page), part="paper").content

    printed = ascii_digits(texts(PdfReader(BytesIO(paper))))
    digits = "".join(one for one in printed if one.isdigit())
    assert case in digits
    assert code not in digits
    policy = site.settings.keys / "policy"
    command = [sys.executable, "-m", "ledger.verify", str(parts["proof"]), "--policy", str(policy)]
    checked = subprocess.run(command, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    parts["entry"].write_bytes(parts["entry"].read_bytes().replace(b'"version":1', b'"version":2'))
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1


def test_the_demonstration_names_a_case_that_opens(site: Site) -> None:
    with somebody(site) as person:
        found = note(site)
        assert f'value="{found["case"]}"' in person.get(f"/track?case={found['case']}").text
        assert person.post("/track", case=found["case"], code=found["code"]).headers["location"] == "/case"
        assert NAME in person.follow().text


def test_the_language_changes_on_the_way_and_nothing_is_lost(site: Site) -> None:
    with somebody(site) as person:
        person.fill({"who": "nameless"}, {"matter": "bribe"}, where(site))
        person.answer("en", story=STORY)
        assert person.title == "Tell us what happened"
        assert STORY in person.text
        assert person.get("/track").text.count('lang="en" class="govuk-template"')  # from here on


def test_another_sites_page_files_nothing(site: Site) -> None:
    with somebody(site) as person:
        person.fill(*nameless(site))
        check, before = person.text, len(filings(site))
        headers = {"sec-fetch-site": "cross-site"}
        sent = {**hidden(check), "to": "send"}
        assert person.client.post("/file", data=sent, headers=headers).status_code == 403
        assert len(filings(site)) == before
        assert person.client.post("/file", data=sent).status_code == 303  # control
