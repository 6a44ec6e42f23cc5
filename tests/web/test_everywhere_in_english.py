"""Every page by rule, in English: no barrier by day and by night; no close lines, nothing over."""

from playwright.sync_api import Browser

from tests.web.barriers import barriers
from tests.web.served import Site


def test_nothing_bars_anybody_from_any_page_in_english(browser: Browser, site: Site) -> None:
    assert barriers(browser, site, "en") == {}
