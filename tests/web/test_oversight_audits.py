"""A random audit on pages: opened, drawn, recomputed and reported on, each act signed in the browser."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from api.web.oversight.steps import SENTENCES
from api.web.words.labels import label
from ledger.application import auditing
from ledger.application.access import What
from ledger.domain.audit.events import AuditFinding
from ledger.domain.codes import Stance
from ledger.projections.audits.audit import Audit
from ledger.projections.audits.frames import parse_frame
from ledger.projections.audits.recomputing import Evidence, recompute
from ledger.signing.keys import SigningKey
from ledger.tlog.note import COSIGNATURE, Vkey, format_vkey, sign_note
from ledger.tlog.policy import Policy
from tests.web.citizens import Somebody
from tests.web.served import Site

SEED = bytes(range(32))
WITNESS = "witness.example.org"
BEACON = "5a" * 32
STRATA = "appealed 1/1 appeal=pending,determined,ended\nothers 1/2 appeal=none"


def enter(page: Page, site: Site) -> None:
    page.context.clock.set_system_time(site.time.now())
    page.goto("/")
    page.get_by_role("button", name="หน่วยกำกับ", exact=True).click()
    page.wait_for_url("**/watch")


def sign(page: Page, button: str) -> None:
    """Read what is to be signed, sign it, and see that it is recorded."""
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.get_by_role("heading", name="บันทึกแล้ว")).to_be_visible()


def newest(site: Site) -> Audit:
    (*_, (_, stream)) = site.ledger.store.streams("audit", limit=10)
    return auditing.find_audit(site.ledger.store, stream)


def witness(site: Site, comes: int) -> str:
    """Let a witness cosign the newest checkpoint in time; return the policy that trusts it."""
    store = site.ledger.store
    checkpoint = store.checkpoint()
    assert checkpoint is not None
    body = checkpoint.text.partition("\n\n")[0] + "\n"
    store.add_cosignature(checkpoint.size, WITNESS, sign_note(body, WITNESS, SEED, time=comes - 3600))
    own = format_vkey(Vkey(WITNESS, COSIGNATURE, SigningKey(SEED).public))
    log = site.settings.policy.read_text().splitlines()[0]
    return f"{log}\nwitness w {own}\nquorum w\n"


def open_audit(page: Page, site: Site) -> str:
    """Compose a frame, keep its file, and seal it; return the file's text."""
    page.goto("/watch/audits/new")
    page.get_by_label("ตรวจอะไร").select_option("decision")
    page.locator("#since").fill("1/1/2569")
    page.locator("#until").fill("๓๐ ก.ย. ๒๕๖๙")
    page.locator("#strata").fill(STRATA)
    page.locator("#draw_on").fill((site.time.today + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="ถามบัญชี").click()
    # A file that is saved before the scripts came would stop them.
    expect(page.get_by_role("button", name="อ่านและลงนามผูกพันกรอบ")).to_be_enabled()
    frame = page.locator("textarea[name=frame]").input_value()
    read = site.ledger.access.reads(site.ledger.registry_stream)[-1].access
    assert (read.what, read.targets[0].fields[0]) == (What.REPORT, "audit_frame")
    with page.expect_download() as kept:
        page.get_by_role("button", name="เก็บไฟล์กรอบ").click()
    assert kept.value.path().read_text() == frame
    sign(page, "อ่านและลงนามผูกพันกรอบ")
    return frame


def test_an_audit_is_opened_drawn_and_reported_on(page: Page, site: Site) -> None:
    enter(page, site)
    frame = open_audit(page, site)
    audit = newest(site)
    assert audit.frame.frame == parse_frame(frame.encode()).root

    policy = witness(site, audit.comes)
    site.time.go_to(site.time.today + timedelta(days=2))
    page.context.clock.set_system_time(site.time.now())
    path = f"/watch/audits/{audit.stream.partition('/')[2]}"
    page.goto(path)  # the session is over; the key of this browser opens another
    page.wait_for_url(f"**{path}")
    paste(page, frame, policy)
    drawn = page.locator("main ul a", has_text="คำขอรับสิทธิ").count()
    sign(page, "อ่านและลงนามผลการสุ่ม")
    drawing = newest(site).draw
    assert drawing is not None
    assert drawing.says.drawn == drawn > 0

    page.goto(path)
    paste(page, frame, policy)
    assert page.locator(".checks .mark").all_inner_texts() == ["ผ่าน"] * 10
    page.get_by_role("link", name="รายงานผลตรวจ").first.click()
    page.get_by_label("ถูกต้อง", exact=True).check()
    page.get_by_label("เห็นอะไรบ้าง").fill("ไปเยี่ยมแล้ว รายได้ไม่พอจริง")
    sign(page, "อ่านและลงนาม")
    ((finding, index),) = newest(site).findings
    assert finding.finding is AuditFinding.RIGHT
    entry = site.ledger.store.entry(index)
    assert entry is not None
    assert "รายได้ไม่พอจริง".encode() not in entry.entry
    page.goto(path)
    assert page.locator("main", has_text="ถูกต้อง").count() == 1


def paste(page: Page, frame: str, policy: str) -> None:
    page.locator("#frame-file").set_input_files(
        {"name": "a.frame", "mimeType": "text/plain", "buffer": frame.encode()}
    )
    page.locator("#policy").fill(policy)
    page.locator("#beacon").fill(BEACON)
    expect(page.locator("#frame")).to_have_value(frame)
    page.get_by_role("button", name="คำนวณ").click()
    page.get_by_role("heading", name="เรื่องที่สุ่มได้ (").wait_for()


def test_a_finding_is_taken_once_of_a_case_that_was_there_and_nothing_leads_it(site: Site) -> None:
    audit = auditing.find_audit(site.ledger.store, site.streams["visit"]["audit"])
    ((reported, _),) = audit.findings
    attested = site.streams["grandmother"]["claim"]
    visitor = Somebody(site)
    with visitor.client:
        visitor.enter("auditor")
        path = f"/watch/audits/{audit.stream.partition('/')[2]}/finding?case="
        asked = visitor.get(path + attested)
        assert (asked.status_code, asked.text.count('.concordant"')) == (200, 8)
        assert label(Stance.SUPPORTS, "th") not in asked.text
        for case in (reported.case, f"claim/{bytes(16).hex()}", audit.stream, ""):
            answer = visitor.get(path + case)
            assert (answer.status_code, 'href="#case"' in answer.text) == (422, True), case


def test_a_frame_asks_for_days_to_come_and_strata_with_a_meaning(site: Site) -> None:
    visitor = Somebody(site)
    good = {
        "purpose": "decision",
        "strata": STRATA,
        "since": "1/1/2569",
        "until": "30/9/2569",
        "draw_on": (site.time.today + timedelta(days=1)).isoformat(),
    }
    wrong = {
        "since": "วันไหนก็ได้",
        "draw_on": site.time.today.isoformat(),
        "strata": "refused 11/10 appeal=none",
        "purpose": "revenge",
    }
    with visitor.client:
        visitor.enter("oversight")
        assert visitor.post("/watch/audits/new", **good).status_code == 200
        for name, value in wrong.items():
            answer = visitor.post("/watch/audits/new", **good | {name: value})
            assert (answer.status_code, f'href="#{name}"' in answer.text) == (422, True), name
            assert name == "purpose" or value in answer.text
        assert visitor.post("/watch/audits/frame", frame="phayan/audit-frame/v1").status_code == 422


def test_every_step_of_a_recomputation_has_words(site: Site) -> None:
    audit = auditing.find_audit(site.ledger.store, site.streams["visit"]["audit"])
    nothing = Policy((), {}, {}, "none", None)
    given = Evidence(policy=nothing, published={}, inclusion=None, asked=(), beacon=BEACON)
    steps = recompute(audit, given).steps
    assert len(steps) == 10
    assert {step.what for step in steps} <= SENTENCES.keys()
    assert datetime.fromtimestamp(audit.comes, UTC) < site.time.now()
