"""The page of the verifier as its reader meets it: files in, numbered steps out, and a key that is pinned."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import jinja2
import pytest
from playwright.sync_api import Browser, Page

from ledger.application.evidence import make_bundle, make_proof
from tests.docs.pages import ROOT
from tests.web.acting import until
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site
from tests.web.verify_desk import desk_of

TEMPLATES: Final = ROOT / "api" / "web" / "templates"
BODY: Final = """<html lang="{lang}"><meta name="viewport" content="width=device-width">
<main>{form}{log}</main>
<script type="module" src="/desk/verify/page.js"></script></html>"""


def body(lang: str) -> str:
    """Return the two forms in one language."""
    parts = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "verify_parts.html"
    )
    chosen = (lambda th, _en: th) if lang == "th" else (lambda _th, en: en)
    module = parts.module
    return BODY.format(lang=lang, form=module.verify_form(chosen), log=module.verify_log(chosen))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def evidence(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    row = site.ledger.store.entry(7)
    assert row is not None
    (folder / "7.json").write_bytes(row.entry)
    (folder / "7.json.tlog-proof").write_text(make_proof(site.ledger.store, 7))
    stream = next(kinds["grievance"] for kinds in site.streams.values() if "grievance" in kinds)
    (folder / "case.zip").write_bytes(make_bundle(site.ledger.store, stream))
    (folder / "policy").write_bytes((site.settings.keys / "policy").read_bytes())
    (folder / "other").write_bytes((site.settings.keys / "policy").read_bytes() + b"# another\n")
    return folder


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    with desk_of(browser, site.url, body=body("th")) as desk:
        yield desk.page


def check(page: Page, files: Mapping[str, Path], *, log: bool = False) -> list[str]:
    """Choose files, press the button, and return what the focused verdict and its steps say."""
    form, result = ("data-verify-log", "verify-log-result") if log else ("data-verify", "verify-result")
    page.evaluate(f"document.getElementById('{result}').replaceChildren()")
    for name, path in files.items():
        page.set_input_files(f"form[{form}] [name={name}]", path)
    page.click(f"form[{form}] [type=submit]")
    page.wait_for_selector(f"#{result} h2:focus")
    return page.locator(f"#{result} h2, #{result} ol > li").all_inner_texts()


def test_a_proof_is_checked_in_words_and_the_key_is_pinned_only_when_asked(
    reader: Page, evidence: Path
) -> None:
    proof = {"proof": evidence / "7.json.tlog-proof", "entry": evidence / "7.json"}

    verdict, _, signed, included = check(reader, proof)
    assert "ยังตรวจไม่ได้" in verdict
    assert "ไม่พิสูจน์อะไร" in signed
    assert "no policy names the log" in signed
    assert included.startswith("? ยังตรวจไม่ได้")

    assert check(reader, proof | {"policy": evidence / "policy"})[0] == "✓ ตรวจแล้วถูกต้อง"
    assert reader.evaluate("localStorage.length") == 0

    reader.check("#verify-policy-keep")
    assert check(reader, proof | {"policy": evidence / "policy"})[0] == "✓ ตรวจแล้วถูกต้อง"
    reader.goto(reader.url)
    pinned = reader.locator("[data-pinned-said]").first
    pinned.wait_for(state="visible")
    assert "25" in pinned.inner_text()
    assert check(reader, proof)[0] == "✓ ตรวจแล้วถูกต้อง"

    check(reader, proof | {"policy": evidence / "other"})
    assert "ไม่ใช่ฉบับที่คุณปักหมุดไว้" in reader.locator("#verify-result").inner_text()
    reader.locator("[data-forget]").first.click()
    assert reader.evaluate("localStorage.length") == 0


def test_a_bundle_tells_what_a_page_cannot_judge_and_a_wrong_entry_fails(
    reader: Page, evidence: Path
) -> None:
    steps = check(reader, {"proof": evidence / "case.zip", "policy": evidence / "policy"})
    assert len(steps) == 10
    assert [step[0] for step in steps[1:]] == ["✓", "✓", "✓", "✓", "?", "✓", "✓", "?", "✓"]
    assert "a page does not have the rules" in steps[8]

    wrong = check(reader, {"proof": evidence / "7.json.tlog-proof", "entry": evidence / "policy"})
    assert wrong[0] == "✕ ตรวจแล้วไม่ถูกต้อง"
    assert "proof_invalid" in wrong[3]
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_log_is_checked_from_its_own_tiles_and_what_was_seen_is_remembered(
    reader: Page, evidence: Path
) -> None:
    first = check(reader, {"policy": evidence / "policy"}, log=True)
    assert [step[0] for step in first] == ["✓"] * 4

    again = check(reader, {}, log=True)
    assert [step[0] for step in again] == ["✓"] * 5
    assert "เบราว์เซอร์นี้ตรวจครั้งก่อนเมื่อ" in reader.locator("#verify-log-result").inner_text()


def test_dropped_files_find_their_places(reader: Page, evidence: Path) -> None:
    names = ["case.zip", "policy"]
    reader.evaluate(
        """([names, contents]) => {
          const data = new DataTransfer();
          for (const [at, name] of names.entries()) {
            const bytes = Uint8Array.from(atob(contents[at]), (letter) => letter.charCodeAt(0));
            data.items.add(new File([bytes], name));
          }
          const drop = new DragEvent("drop", { dataTransfer: data });
          document.querySelector("form[data-verify]").dispatchEvent(drop);
        }""",
        [names, [b64encode((evidence / name).read_bytes()).decode() for name in names]],
    )
    until(reader, "document.getElementById('verify-policy').files.length === 1")

    assert reader.evaluate("document.getElementById('verify-proof').files[0].name") == "case.zip"


def test_forms_and_results_have_no_barrier_by_day_and_by_night(
    browser: Browser, site: Site, evidence: Path
) -> None:
    dressed = body("th").replace(
        "<main>",
        '<link rel="stylesheet" href="/static/ui.css"><body class="govuk-template__body">'
        '<main class="govuk-width-container"><h1 class="govuk-heading-l">ตรวจหลักฐาน</h1>',
    )
    with desk_of(browser, site.url, body=dressed, looked_at=True) as desk:
        page = desk.page
        page.check("#verify-policy-keep")
        check(page, {"proof": evidence / "case.zip", "policy": evidence / "policy"})
        check(page, {}, log=True)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
            assert close_lines(page) == []
            assert sticking_out(page) == []
