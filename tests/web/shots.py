"""Pictures of every page, for eyes: ``make shots`` writes them to docs/shots."""

import argparse
import io
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.web.conftest import FLAGS
from tests.web.everywhere import tour
from tests.web.grandmother import STEPS, walking
from tests.web.served import live, serving

FOLDER: Final = Path(__file__).parents[2] / "docs" / "shots"
WEIGHTS: Final = FOLDER.parent / "weights.md"
PAGE: Final = """# What the pages weigh

Reviewed: {day}.

Measured in Chromium by `make shots` while the [tour](tour.md) is walked, as it travels: packed, with letters, styles and scripts.
Whoever appears first in a step fetches these once; afterwards they are in the telephone.
A filing by itself, and one over a slow line, are held to limits by `tests/web/test_citizen_pages.py`, each of these steps by `tests/web/test_tour.py`.

| step, for all whom it takes | requests | KB |
|---|--:|--:|
{rows}"""
COLOURS: Final = 32
TALLEST: Final = 4000  # of a picture; what is longer tells no more by its end


def main() -> int:
    """Take a picture of each page, in both languages, by day and by night."""
    parser = argparse.ArgumentParser(description="Take pictures of every page.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to put them")
    folder: Path = parser.parse_args().folder
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("no chromium: install it, then try again\n")
        return 3
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        lived = Path(name, "lived")
        lived.mkdir()
        live(lived)
        with serving(lived, Path(name, "site")) as site, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
            for language in ("th", "en"):
                for stop, page in tour(browser, site, language):
                    for scheme in ("light", "dark"):
                        take(page, folder / f"{stop.name}.{language}-{scheme}.png", scheme)
            weights = []
            with walking(browser, site, lambda name, page: take(page, folder / f"tour-{name}.png")) as walk:
                for step in STEPS:
                    step(walk)
                    weights.append((step.__doc__ or "", *walk.scales.taken()))
            browser.close()
    if folder == FOLDER:
        WEIGHTS.write_text(PAGE.format(rows="".join(map(row, weights)), day=date.today()), encoding="utf-8")
    return 0


def row(weight: tuple[str, int, int]) -> str:
    """Return a step as a line of the table."""
    told, size, requests = weight
    return f"| {told.strip()} | {requests} | {size / 1024:.0f} |\n"


def take(page: Page, file: Path, scheme: str = "light") -> None:
    """Write a picture of the whole page, in few colours: it is looked at, not measured."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as taken:
        seen = taken.convert("RGB").crop((0, 0, taken.width, min(taken.height, TALLEST)))
        seen.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":
    sys.exit(main())
