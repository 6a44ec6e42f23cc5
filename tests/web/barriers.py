"""What bars somebody from a page, on every page of one language."""

import os
from typing import Final

from playwright.sync_api import Browser

from tests.web.everywhere import tour
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site

DEEP: Final = bool(os.environ.get("PHAYAN_DEEP"))


def barriers(browser: Browser, site: Site, language: str) -> dict[str, list[str]]:
    """Return what is found on each page that is not free of barriers, by its name.

    Night differs from day in its colours; the whole by night too is for ``make deep``.
    """
    found: dict[str, list[str]] = {}
    for stop, page in tour(browser, site, language):
        page.emulate_media(color_scheme="light")
        seen = [*violations(page), *close_lines(page), *sticking_out(page)]
        page.emulate_media(color_scheme="dark")
        seen += violations(page) if DEEP else violations(page, "color-contrast")
        if seen:
            found[stop.name] = seen
    return found
