"""The grandmother's case lived on the pages: refused, attested, appealed, reversed, confirmed, and replayed.

Everybody has a telephone of their own, and holds no key but theirs. Only her application stands there before:
she made it at a counter, which has no page.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Final

from playwright.sync_api import Browser, Page, expect

from ledger.domain.claim.events import EligibilityDecided
from tests.web.everywhere import standing
from tests.web.served import Site
from tests.web.village import asked
from tests.web.weighing import Scales

Look = Callable[[str, Page], None]
TOLD: Final = "ลูกชายไม่ได้ส่งเงินให้ยายมาสองปีแล้ว ไม่มีใครมาดูที่บ้านก่อนปฏิเสธ ขอให้พิจารณาใหม่"
SIGN: Final = "ลงนาม"
READ: Final = "อ่านก่อนลงนาม"


class Walk:
    """One ledger, many telephones, and somebody who looks at each page that matters."""

    def __init__(self, browser: Browser, site: Site, look: Look) -> None:
        self._browser, self.site, self._look = browser, site, look
        self._stack = ExitStack()
        self._phones: dict[str | None, Page] = {}
        self.scales = Scales()
        self.claim = asked(site, "village-head").stream("claim")
        self.grievance = ""
        self.number = ("", "")

    def phone(self, name: str | None) -> Page:
        """Return the telephone of ``name``."""
        if name not in self._phones:
            phone = standing(self._browser, self.site, name, opened=self.scales.weigh)
            self._phones[name] = self._stack.enter_context(phone)
        page = self._phones[name]
        page.context.clock.set_system_time(self.site.time.now())
        return page

    def look(self, name: str, page: Page) -> None:
        """Let whoever looks see the page, under this name."""
        page.wait_for_load_state("networkidle")
        self._look(name, page)

    def days(self, count: int) -> None:
        """Let some days go by."""
        self.site.time.go_to(self.site.time.today + timedelta(days=count))

    def close(self) -> None:
        """Put all telephones away."""
        self._stack.close()


@contextmanager
def walking(browser: Browser, site: Site, look: Look) -> Iterator[Walk]:
    """Yield a walk that has not begun."""
    walk = Walk(browser, site, look)
    try:
        yield walk
    finally:
        walk.close()


def signed(page: Page, told: str = "บันทึกแล้ว") -> None:
    """Read what is to be signed, sign it, and be told what became of it."""
    page.get_by_role("button", name=READ).locator("visible=true").click()
    page.get_by_role("button", name=SIGN, exact=True).click()
    expect(page.locator("[data-result]").locator("visible=true")).to_contain_text(told)


def visit(walk: Walk, name: str, path: str) -> Page:
    """Go to a page; whoever's session is over is signed in by the key of their telephone, and comes back."""
    page = walk.phone(name)
    page.goto(path)
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.wait_for_load_state("networkidle")
    return page


def opened(walk: Walk, name: str, stream: str, *, then: str = "") -> Page:
    """Open a case at work, past the question for one's own part in it, and go on to ``then``."""
    page = visit(walk, name, f"/work/{stream}")
    gate = page.locator('form[action$="/gate"] button').first
    if gate.count():
        gate.click()
        page.wait_for_url(f"**/work/{stream}")
    if then:
        page.goto(f"/work/{stream}/{then}")
    return page


def decline(walk: Walk) -> None:
    """The village head does not know the household, and says so."""
    page = visit(walk, "village-head", f"/attest/{walk.claim.partition('/')[2]}")
    page.get_by_role("link", name="ไม่รู้จักบ้านนี้").click()
    walk.look("01-village-head-declines", page)
    signed(page)


def refuse(walk: Walk) -> None:
    """The first officer refuses on the application alone; a supervisor of another line reads it and signs."""
    walk.days(8)
    page = opened(walk, "officer-1", walk.claim, then="decide")
    found(page, 0, "yes", "รับคำขอ")
    found(page, 1, "no", "รับคำขอ")
    page.locator('[name="data.result"][value="refuse"]').check()
    reasons(page, "offered", "คำขอระบุว่ามีลูกชายทำงานในเมือง จึงฟังว่ามีผู้อุปการะ")
    option = page.locator("#cosigner option", has_text="อำเภอ")
    page.locator("#cosigner").select_option(option.get_attribute("value"))
    walk.look("02-officer-refuses", page)
    signed(page, "รอผู้ลงนามร่วม")
    cosign(walk, "supervisor-district", "03-supervisor-signs")
    notify(walk, "officer-1", "04-officer-notifies")


def attest(walk: Walk) -> None:
    """Two volunteers of two kinds see for themselves."""
    walk.days(4)
    for name in ("volunteer-social", "volunteer-health"):
        page = visit(walk, name, f"/attest/{walk.claim.partition('/')[2]}")
        page.get_by_role("link", name="ไม่ใช่ทั้งหมดนี้ ตอบได้").click()
        page.get_by_label("เป็นความจริง", exact=True).click()
        page.get_by_label("ไปเยี่ยมบ้าน", exact=True).click()
        page.locator("#observations").fill("อยู่คนเดียว ในครัวมีข้าวสารเหลือน้อย เพื่อนบ้านแบ่งกับข้าวให้")
        if name == "volunteer-social":
            walk.look("05-volunteer-attests", page)
        page.locator("form#answer button").click()
        if name == "volunteer-social":
            walk.look("06-volunteer-reads-what-is-signed", page)
        page.get_by_role("button", name=SIGN, exact=True).click()
        expect(page.locator("[data-result]").locator("visible=true")).to_contain_text("บันทึกแล้ว")


def appeal(walk: Walk) -> None:
    """A neighbour helps her to appeal with the number in the letter; she keeps the code."""
    walk.days(2)
    letter = opened(walk, "officer-1", walk.claim, then=f"letter/{version_of(walk, EligibilityDecided)}")
    walk.look("07-letter", letter)
    page = walk.phone(None)
    page.goto("/file")
    walk.look("08-whom-is-it-about", page)
    page.locator('[name="who"][value="self"]').check()
    onwards(page)
    page.locator('[name="matter"][value="refused"]').check()
    walk.look("09-what-happened", page)
    onwards(page)
    page.locator('[name="ground"]').first.check()
    onwards(page)
    page.locator('[name="benefit"]').first.check()
    municipality = page.locator('[name="area"] option', has_text="เทศบาล")
    page.locator('[name="area"]').select_option(municipality.get_attribute("value"))
    onwards(page)
    page.locator('[name="letter"][value="yes"]').check()
    page.locator("#reference").fill(str(index_of(walk, EligibilityDecided)))
    onwards(page)
    page.locator("#story").fill(TOLD)
    walk.look("10-her-story", page)
    onwards(page)
    onwards(page)  # no photo
    page.locator('[name="remedy"]').first.check()
    onwards(page)
    page.locator("#name").fill("ยายตัวอย่าง นามสมมุติ")
    page.locator('[name="known"][value="open"]').check()
    onwards(page)
    walk.look("11-check-before-sending", page)
    page.locator('button[value="send"]').click()
    page.wait_for_url("**/file/done")
    walk.look("12-receipt", page)
    code = "".join(page.locator(".code-groups:not(.code-groups--small) span").all_inner_texts())
    walk.number = (page.locator(".code-groups--small").inner_text().replace(" ", ""), code)
    stream = walk.site.desk.mailboxes.stream(walk.number[0])
    assert stream is not None
    walk.grievance = stream


def found(page: Page, number: int, finding: str, *evidence: str) -> None:
    """Answer whether a fact is so, on all entries that are called ``evidence``."""
    page.locator(f'[name="data.found.{number}.finding"][value="{finding}"]').check()
    offered = page.locator(f'.govuk-checkboxes__item:has([name="data.found.{number}.on[]"])')
    for name in evidence:
        for one in offered.filter(has_text=re.compile(rf"^\s*{name} ·")).all():
            one.locator("input").check()


def reasons(page: Page, heard: str, facts: str) -> None:
    """Say under which law, whether she was heard, and why."""
    page.get_by_label("หลักเกณฑ์เบี้ยยังชีพผู้สูงอายุ").check()
    page.locator('[name="data.discretion"]').select_option("none_exercised")
    page.locator(f'[name="data.heard"][value="{heard}"]').check()
    page.locator('[name="sealed.applicant/facts"]').fill(facts)
    page.locator('[name="sealed.applicant/considerations"]').fill("เป็นไปตามหลักเกณฑ์ของโครงการ")


def cosign(walk: Walk, name: str, picture: str) -> None:
    """Somebody of another line reads what waits for them, and signs."""
    page = visit(walk, name, "/approve")
    page.locator('main a[href^="/approve/"]').first.click()
    expect(page.locator("[data-shown] pre")).to_be_attached()
    walk.look(picture, page)
    page.get_by_role("button", name="ฉันอ่านแล้ว").click()
    page.wait_for_url("**/approve")


def notify(walk: Walk, name: str, picture: str) -> None:
    """The decision is handed over and read aloud."""
    page = opened(walk, name, walk.claim, then="DecisionNotified")
    tell(walk, page)
    walk.look(picture, page)
    signed(page)


def tell(walk: Walk, page: Page) -> None:
    """Fill in that it was handed over today, and read aloud."""
    page.locator("#method").select_option("hand")
    page.locator('[name="data.received_on"]').fill(walk.site.time.today.isoformat())
    page.locator('[name="data.languages[]"]').first.check()
    page.locator("#aloud").check()


def onwards(page: Page) -> None:
    """Go on to the next question."""
    page.locator('button[value="next"]').click()
    page.wait_for_load_state()


def version_of(walk: Walk, kind: type) -> int:
    """Return the version of the last entry of the claim of this kind."""
    return _last(walk, kind)[0]


def index_of(walk: Walk, kind: type) -> int:
    """Return the place in the log of the last entry of the claim of this kind."""
    return _last(walk, kind)[1]


def _last(walk: Walk, kind: type) -> tuple[int, int]:
    rows = walk.site.ledger.store.stream(walk.claim)
    found = [(row.version, row.index) for row in rows if row.type == kind.__name__]
    return found[-1]


def take_in_hand(walk: Walk) -> None:
    """The municipality answers that it has the appeal; a supervisor who is not concerned assigns it."""
    walk.days(1)
    page = opened(walk, "handler", walk.grievance, then="GrievanceAcknowledged")
    page.locator('[name="data.contact"]').select_option("counter")
    page.locator('[name="data.next"]').select_option("answer_within_30_days")
    walk.look("13-appeal-acknowledged", page)
    signed(page)
    page = opened(walk, "supervisor-province", walk.grievance, then="HandlerAssigned")
    page.locator('[name="data.role"][value="reviewer"]').check()
    page.locator("#reviewer-handler").select_option(index=1)
    signed(page)


def determine(walk: Walk) -> None:
    """The reviewer, who had no part in the refusal, reads the claim and upholds the appeal; two sign."""
    walk.days(12)
    page = opened(walk, "reviewer", walk.grievance)
    walk.look("14-appeal-before-the-reviewer", page)
    page = opened(walk, "reviewer", walk.grievance, then="GrievanceDetermined")
    page.locator('[name="data.findings.0.finding"][value="sustained"]').check()
    page.locator('[name="data.outcome"][value="upheld"]').check()
    page.locator('[name="data.remedies.0.code"]').select_option("grant")
    page.locator('[name="data.law[]"]').first.check()
    page.locator('[name="sealed.complainant/reasons"]').fill(
        "อาสาสมัครสองคนต่างประเภทไปเห็นด้วยตนเองว่าไม่มีผู้อุปการะ คำสั่งเดิมฟังจากคำขอเพียงอย่างเดียว อุทธรณ์ฟังขึ้น"
    )
    option = page.locator("#cosigner option", has_text="จังหวัด")
    page.locator("#cosigner").select_option(option.first.get_attribute("value"))
    walk.look("15-reviewer-determines", page)
    signed(page, "รอผู้ลงนามร่วม")
    cosign(walk, "supervisor-province", "16-second-signature")
    page = opened(walk, "handler", walk.grievance, then="OutcomeNotified")
    tell(walk, page)
    signed(page)


def revise(walk: Walk) -> None:
    """Another officer grants what was refused, on what the volunteers saw, and she is told."""
    walk.days(4)
    page = opened(walk, "officer-2", walk.claim, then="DecisionRevised")
    page.locator('[name="data.cause"][value="appeal"]').check()
    page.locator("#determination").select_option(index=1)
    found(page, 0, "yes", "รับคำขอ")
    found(page, 1, "yes", "รับรอง")
    page.locator('[name="data.result"][value="grant"]').check()
    page.locator("#amount").fill("๗๐๐")
    first = (walk.site.time.today.replace(day=1) + timedelta(days=32)).replace(day=1)
    page.locator('[name="data.period.from"]').fill(first.isoformat())
    page.locator('[name="data.period.to"]').fill((first + timedelta(days=360)).isoformat())
    reasons(page, "excused_favourable", "อาสาสมัครสองคนไปเห็นที่บ้านว่าคุณไม่มีผู้อุปการะ")
    walk.look("17-officer-grants", page)
    signed(page)
    notify(walk, "officer-2", "18-she-is-told")
    page = opened(
        walk, "handler", walk.grievance, then="RemedyReportedDone"
    )  # no decider of the claim opens it
    page.locator('[name="data.evidence[]"]').last.check()
    signed(page)


def confirm(walk: Walk) -> None:
    """She opens her case with her code, reads who looked at it, and says herself that it was done."""
    walk.days(3)
    page = walk.phone(None)
    page.goto("/track")
    page.locator('[name="case"]').fill(walk.number[0])
    page.locator('[name="code"]').fill(walk.number[1])
    page.locator("main form button").first.click()
    page.wait_for_url("**/case")
    walk.look("19-her-case", page)
    page.locator('a[href^="/case/say/confirm"]').first.click()
    page.locator('main form button[value="send"]').click()
    page.wait_for_url("**/case?said=confirm")
    walk.look("20-she-confirms", page)


def replay(walk: Walk) -> None:
    """Oversight replays the claim, and sees what the first officer had before them."""
    page = visit(walk, "oversight", f"/watch/{walk.claim}")
    walk.look("21-replay", page)
    page.get_by_role("link", name="ดูอย่างที่ผู้ลงนามเห็นตอนนั้น").first.click()
    walk.look("22-as-the-officer-had-it", page)


STEPS: Final = (decline, refuse, attest, appeal, take_in_hand, determine, revise, confirm, replay)
"""In order; each leaves the case where the next one finds it."""
