"""Every page by rule, in Thai: no barrier by day and by night; no close lines, nothing over."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from playwright.sync_api import Browser

from api.web.page import Page as PageRoute
from api.web.routes import ROUTERS
from tests.web.barriers import barriers
from tests.web.everywhere import STOPS, UNSEEN
from tests.web.served import Site


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


def test_nothing_bars_anybody_from_any_page_in_thai(browser: Browser, site: Site) -> None:
    assert barriers(browser, site, "th") == {}
