"""What tests of casework do: somebody of the cast signs, or somebody steps into the demonstration."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

import httpx2
from playwright.sync_api import Page

from ledger.application.approvals import Approvals
from ledger.application.keyring import Keyring
from ledger.application.openings import Reader
from ledger.application.receipts import Receipt
from ledger.application.stories import acts
from ledger.cli.edges import author
from ledger.domain.types import EntryRef, Event, Seen
from ledger.store.awaiting import Awaiting
from tests.web.served import ORIGIN, Site

FACTS: Final = "คุณบอกว่าลูกไม่ได้อยู่ด้วย และไม่มีรายได้อื่น"
BROWSER: Final = {"accept": "text/html", "sec-fetch-site": "same-origin"}
FORM: Final = BROWSER | {"content-type": "application/x-www-form-urlencoded"}


def say(site: Site, stream: str, says: Event, name: str, sealed: Mapping[str, str] | None = None) -> Receipt:
    """Record ``says`` in ``stream``, signed by ``name`` of the cast."""
    holder = Keyring(site.settings.keys).load(name)
    here = replace(author(ORIGIN), instant=site.time.instant)
    made = here.compose(stream, says, by=holder.actor, keys=[holder.key], sealed=sealed)
    (answer,) = site.ledger.submit([made])
    assert isinstance(answer, Receipt), answer
    return answer


def refuse_together(site: Site, stream: str, first: str, second: str) -> str:
    """Let ``first`` refuse a claim and wait for ``second`` to sign too; return the id of what waits."""
    keyring = Keyring(site.settings.keys)
    decider, other = keyring.load(first), keyring.load(second)
    rows = site.ledger.store.stream(stream)
    application = EntryRef(stream, 1, rows[0].leaf.hex())
    made = replace(author(ORIGIN), instant=site.time.instant).compose(
        stream,
        acts.refusal(application),
        by=decider.actor,
        keys=[decider.key],
        seen=Seen(rows[-1].version, rows[-1].leaf.hex()),
        sealed={"applicant/facts": FACTS, "applicant/considerations": "เป็นไปตามหลักเกณฑ์"},
        others=[other.key.id],
    )
    begun = Approvals(site.ledger, site.time.now).begin(made, Reader(decider.actor, decider.key.id))
    assert isinstance(begun, Awaiting), begun
    return begun.id


def attest(site: Site, stream: str) -> None:
    """Let two volunteers of two categories attest that the applicant is poor."""
    for name in ("village-head", "volunteer-health"):
        say(site, stream, acts.attestation(site.time.today), name, {"applicant/observations": "ไปเยี่ยมบ้าน"})


def step_into(page: Page, name: str, language: str = "th") -> None:
    """Let the browser hold the key of ``name`` and sign in with it."""
    page.goto(f"/?lang={language}")
    page.locator(f'form[data-demonstration="{name}"] button').dispatch_event("click")
    page.locator('form[action="/sign-out"]').wait_for()


def pass_gate(page: Page, stream: str) -> None:
    """Open a case, and say that one has no part of one's own in it if that is asked."""
    page.goto(f"/work/{stream}")
    gate = page.locator("[data-gate] button")
    if gate.count():
        gate.click()
        page.wait_for_url(f"**/work/{stream}")


@contextmanager
def entered(site: Site, name: str | None) -> Iterator[httpx2.Client]:
    """A browser without scripts in which ``name`` has signed in; None: nobody."""
    with httpx2.Client(base_url=site.url, headers=BROWSER, timeout=30) as client:
        if name is not None:
            assert client.post(f"/demonstration/{name}/session", headers=FORM).status_code == 303
        yield client
