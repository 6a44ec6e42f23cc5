"""The page in a browser, where there is one: on a telephone nothing runs out of the side."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ledger.projections.pictures.page import render_page
from tests.pictures.envelopes import REPORTS

PROBE = """<!doctype html><meta charset="utf-8">
<iframe id="f" width="360" height="740" srcdoc="{page}"></iframe><pre id="out"></pre><script>
document.getElementById("f").addEventListener("load", (event) => {{
  const page = event.target.contentDocument;
  const beyond = [...page.querySelectorAll("body *")].filter((one) => !one.closest(".wide")
    && one.getBoundingClientRect().right > 361).map((one) => one.tagName);
  document.getElementById("out").textContent = JSON.stringify({{
    wide: page.documentElement.scrollWidth, beyond, letters: page.fonts.check("16px Sarabun", "กำ"),
    size: parseFloat(page.defaultView.getComputedStyle(page.querySelector("td")).fontSize)}});
}});</script>"""


@pytest.fixture(scope="module")
def browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no chromium: the page is not looked at")
    return found


@pytest.mark.parametrize("name", ["R01", "R04", "R06", "R13"])
def test_a_page_is_no_wider_than_a_telephone(browser: str, name: str, tmp_path: Path) -> None:
    page = html.escape(render_page(REPORTS[name]).decode())
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.format(page=page), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]

    seen = subprocess.run(
        [browser, *flags, "--virtual-time-budget=5000", "--dump-dom", probe.as_uri()],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    told = re.search(r'<pre id="out">(.*?)</pre>', seen)
    assert told is not None
    measured = json.loads(html.unescape(told[1]))
    assert measured["wide"] <= 360
    assert measured["beyond"] == []
    assert measured["letters"]
    assert measured["size"] >= 14
