"""What people do on the pages of acts: they fill in, read, sign; and others sign beside them elsewhere."""

from collections.abc import Mapping
from dataclasses import replace

from playwright.sync_api import Page, expect

from ledger.application.approvals import Approvals
from ledger.application.composing import Author
from ledger.application.cosigning import add_signature
from ledger.application.keyring import Keyring
from ledger.application.openings import Reader
from ledger.application.receipts import Receipt
from ledger.cli.edges import author
from ledger.domain.types import EntryRef, Event, Seen
from ledger.signing.strict_json import JsonValue
from tests.web.served import ORIGIN, Site


class Cast:
    """Everybody of the demonstration, by the name of their key, at this site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.keyring = Keyring(site.settings.keys)
        self.author: Author = replace(author(ORIGIN), instant=site.time.instant)

    def actor(self, name: str) -> str:
        return self.keyring.load(name).actor

    def head(self, stream: str) -> Seen | None:
        rows = self.site.ledger.store.stream(stream)
        return Seen(rows[-1].version, rows[-1].leaf.hex()) if rows else None

    def say(
        self, stream: str, says: Event, *names: str, sealed: Mapping[str, JsonValue] | None = None
    ) -> EntryRef:
        """Record what ``names`` sign, without a browser."""
        holders = [self.keyring.load(name) for name in names]
        made = self.author.compose(
            stream,
            says,
            by=holders[0].actor,
            keys=[holder.key for holder in holders],
            seen=self.head(stream),
            sealed=sealed,
        )
        (answer,) = self.site.ledger.submit([made])
        assert isinstance(answer, Receipt), answer
        return EntryRef(answer.stream, answer.version, answer.leaf)

    def sign_beside(self, name: str) -> Receipt:
        """Sign what waits for ``name``, the newest of it."""
        holder, approvals = self.keyring.load(name), Approvals(self.site.ledger, self.site.time.now)
        reader = Reader(holder.actor, holder.key.id)
        waiting = approvals.listed(holder.actor)[0]
        shown = approvals.show(waiting.id, reader)
        assert shown.envelope is not None
        answer = approvals.sign(waiting.id, add_signature(shown.envelope, holder.key), reader)
        assert isinstance(answer, Receipt), answer
        return answer


def sign(page: Page, says: str = "บันทึกแล้ว") -> None:
    """Read what was filled in, sign it, and see what came of it; then go on."""
    page.get_by_role("button", name="อ่านก่อนลงนาม").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.locator("[data-result]")).to_contain_text(says)
    page.get_by_role("link", name="ทำต่อ").click()


def until(page: Page, script: str) -> None:
    """Wait until ``script`` says so; a page under our policy cannot be asked to evaluate a text by itself."""
    for _ in range(600):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {script}")
