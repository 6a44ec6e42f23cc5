"""Every page by rule: no barrier in either language, by day and by night; no close lines, nothing over."""

import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from api.web.page import Page as PageRoute
from api.web.routes import ROUTERS
from tests.web.everywhere import STOPS, UNSEEN, tour
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site

DEEP: Final = bool(os.environ.get("PHAYAN_DEEP"))


def pages() -> set[str]:
    """Every route that answers a browser's GET with a page."""

    def within(found: Any) -> Iterator[str]:
        for one in found.routes:
            router = getattr(one, "original_router", None)
            if router is not None:
                yield from within(router)
            elif isinstance(one, PageRoute) and "GET" in (one.methods or ()):
                yield one.path

    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    return {"/", *within(app)}


def test_every_page_is_looked_at() -> None:
    assert pages() == {stop.route for stop in STOPS if stop.route} | UNSEEN.keys()


@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_bars_anybody_from_any_page(browser: Browser, site: Site, language: str) -> None:
    """Night differs from day in its colours; the whole by night too is for ``make deep``."""
    found: dict[str, list[str]] = {}
    for stop, page in tour(browser, site, language):
        page.emulate_media(color_scheme="light")
        seen = [*violations(page), *close_lines(page), *sticking_out(page)]
        page.emulate_media(color_scheme="dark")
        seen += violations(page) if DEEP else violations(page, "color-contrast")
        if seen:
            found[stop.name] = seen
    assert found == {}
