"""What can be seen of a page in a browser: barriers, lines that are too close, and what sticks out."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

AXE: Final = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
CLOSE: Final = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const written = [...one.childNodes].some((node) => node.nodeType === 3 && /[\\u0E01-\\u0E5B]/.test(node.data));
    const style = getComputedStyle(one);
    return written && one.checkVisibility() && !(parseFloat(style.lineHeight) >= 1.5 * parseFloat(style.fontSize));
}).map((one) => `${one.tagName} ${one.className}: ${getComputedStyle(one).lineHeight}`)"""
"""Elements with Thai letters whose lines are closer than one and a half times their letters.

Below that the tone mark of a line meets the vowel under the line above it. A single line (``normal``)
is among them: whatever holds text may have to break it on a narrow screen.
"""
WIDE: Final = """() => [...document.querySelectorAll("body, body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    const scrolls = (parent) => parent && (getComputedStyle(parent).overflowX !== "visible" || scrolls(parent.parentElement));
    return box.width > 1 && box.right > document.documentElement.clientWidth + 0.5 && !scrolls(one.parentElement);
}).map((one) => `${one.tagName} ${one.className}`)"""


def violations(page: Page) -> list[str]:
    """Return what axe finds on ``page``, one text for each element; the page's context has ``bypass_csp``."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def close_lines(page: Page) -> list[str]:
    """Return the elements with Thai text whose lines are so close that marks of two lines may meet."""
    return [str(one) for one in page.evaluate(CLOSE)]


def sticking_out(page: Page) -> list[str]:
    """Return the elements that stick out of ``page`` to the right, where nothing around them scrolls."""
    return [str(one) for one in page.evaluate(WIDE)]
