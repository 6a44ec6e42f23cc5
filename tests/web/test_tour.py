"""A case from its refusal to its reversal, lived on the pages by everybody whom it takes."""

from typing import Final

from playwright.sync_api import Browser, Page

from ledger.application.verifying import verify_ledger
from ledger.tlog.policy import parse_policy
from tests.web.grandmother import STEPS, walking
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site

MOST_BYTES: Final = 400 * 1024
"""Of a step, for all whom it takes, letters and scripts included; docs/weights.md has what each took."""


def look(_name: str, page: Page) -> None:
    """Nothing bars anybody from a page that is on the way."""
    assert [*violations(page), *close_lines(page), *sticking_out(page)] == []


def test_a_case_is_lived_on_the_pages_for_a_few_hundred_kilobytes(browser: Browser, site: Site) -> None:
    with walking(browser, site, look) as walk:
        for step in STEPS:
            step(walk)
            assert walk.scales.taken()[0] <= MOST_BYTES, step.__name__
    told = verify_ledger(site.ledger.store, parse_policy(site.settings.policy.read_text()))
    assert told.exit_code == 0
