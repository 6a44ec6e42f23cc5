"""Claims in which attesters are asked, beside those of the stories: as an officer would ask."""

from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from playwright.sync_api import Page, expect

from ledger.application.keyring import Keyring
from ledger.application.snapshot import present
from ledger.application.stories import acts
from ledger.application.stories.cast import CAST
from ledger.application.stories.telling import Stage, Telling, Words
from ledger.cli.edges import author
from ledger.domain.claim.records import ClaimState
from ledger.domain.types import EntryRef
from tests.web.served import ORIGIN, Site

NAME: Final = "ตาสมมุติ ตัวอย่างดี"
VILLAGE: Final = "บ้านตัวอย่างใต้"
OTHER: Final = "เลขสมมุติ 0000"  # of what no attester is told
NO_WORDS: Final = Words("", "")


def stage_of(site: Site) -> Telling:
    """Return a story that anybody of the cast, the intake among them, goes on with at the site's time."""
    keyring = Keyring(site.settings.keys)
    cast = {name: keyring.load(name) for name in (*CAST, "intake", "registrar")}
    here = replace(author(ORIGIN), instant=site.time.instant)
    stage = Stage(site.ledger, here, cast, site.time, tick=lambda: None, shared={"rules": rules(site)})
    return Telling(stage, str(uuid4()))


def rules(site: Site) -> EntryRef:
    """Return the rules to which the claims of the stories are pinned."""
    state = present(site.ledger.store, site.time.now()).state(site.streams["grandmother"]["claim"])
    assert isinstance(state, ClaimState)
    assert state.programme is not None
    return state.programme


def asked(site: Site, *names: str, **more: Any) -> Telling:
    """Return a new claim in which an officer asks each of ``names`` what they know."""
    story = stage_of(site)
    sealed = {"applicant/name": NAME, "applicant/village": VILLAGE, "applicant/household": OTHER}
    story.say(
        "application",
        "claim",
        acts.application(story.stage.shared["rules"], story.today),
        "intake",
        words=NO_WORDS,
        sealed=sealed,
    )
    for place, name in enumerate(names):
        request = acts.requested(f"q{place}", story.actor(name), story.today)
        story.say(f"request-{name}", "claim", replace(request, **more), "officer-1", words=NO_WORDS)
    return story


def enter(page: Page, site: Site, name: str, home: str = "/attest") -> None:
    """Step into ``name``, at the site's time, with the key in this browser."""
    page.set_default_timeout(10_000)
    page.context.clock.set_system_time(site.time.now())
    page.goto("/")
    page.locator(f'form[data-demonstration="{name}"] button').click()
    page.wait_for_url(f"**{home}")


def answer(page: Page, stance: str, basis: str, told: str) -> None:
    """Say, on the page of a claim, whether it is so and how one knows; sign, and be ``told`` so."""
    page.get_by_role("link", name="ไม่ใช่ทั้งหมดนี้ ตอบได้").click()
    page.get_by_label(stance, exact=True).click()
    page.get_by_label(basis, exact=True).click()
    page.locator("form#answer button").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.get_by_role("heading", name=told)).to_be_visible()


def path_of(stream: str) -> str:
    """Return the page of the claim ``stream``."""
    return f"/attest/{stream.partition('/')[2]}"
