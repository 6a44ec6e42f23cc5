"""A case from its refusal to its reversal, lived on the pages by everybody whom it takes."""

from playwright.sync_api import Browser, Page

from tests.web import grandmother
from tests.web.grandmother import walking
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site


def look(_name: str, page: Page) -> None:
    """Nothing bars anybody from a page that is on the way."""
    assert [*violations(page), *close_lines(page), *sticking_out(page)] == []


def test_a_case_is_lived_on_the_pages(browser: Browser, site: Site) -> None:
    with walking(browser, site, look) as walk:
        grandmother.decline(walk)
        grandmother.refuse(walk)
        grandmother.attest(walk)
        grandmother.appeal(walk)
