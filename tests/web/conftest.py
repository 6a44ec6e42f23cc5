"""A ledger with its stories, its pages, and a browser that looks at them."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web.served import STREAMS, Site, live, serving

FLAGS: Final = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
expect.set_options(timeout=30_000)  # a busy machine is no fault of the page
PHONE: Final = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledger of all stories; processes that test side by side share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "lived"
    folder.mkdir(exist_ok=True)
    with (folder.parent / "lived.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / STREAMS).exists():
            live(folder)
    return folder


@pytest.fixture(scope="module")
def site(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages over a copy of that ledger, which the tests of one file may change."""
    with serving(lived, tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file: as long as it is driven, nothing else can run a loop of events."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium: no page is looked at in a browser")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page on a telephone, in Thai; whatever its scripts or its policy complain of fails the test."""
    complaints: list[str] = []
    with browser.new_context(locale="th-TH", viewport=PHONE, base_url=site.url) as context:  # type: ignore[arg-type]
        context.clock.set_system_time(site.time.now())
        opened = context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
        )
        yield opened
    assert complaints == []
