"""A case from its refusal to its reversal, lived on the pages by everybody whom it takes."""

from playwright.sync_api import Browser, Page

from tests.web import grandmother
from tests.web.grandmother import walking
from tests.web.served import Site


def test_a_case_is_lived_on_the_pages(browser: Browser, site: Site) -> None:
    def look(name: str, page: Page) -> None:
        page.screenshot(path=f"/tmp/ceo/tour/{name}.png", full_page=True)

    with walking(browser, site, look) as walk:
        grandmother.decline(walk)
        grandmother.refuse(walk)
        grandmother.attest(walk)
        grandmother.appeal(walk)
