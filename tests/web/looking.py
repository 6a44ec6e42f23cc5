"""What can be seen of a page in a browser: barriers, lines that are too close, and what sticks out."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

AXE: Final = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
CLOSE: Final = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const texts = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const thai = texts.some((node) => /[\\u0E01-\\u0E5B]/.test(node.data)) && one.checkVisibility();
    const seen = one.getBoundingClientRect().width > 1;
    const { lineHeight, fontSize } = getComputedStyle(one);
    return thai && seen && !(parseFloat(lineHeight) >= 1.5 * parseFloat(fontSize) - 0.01);
}).map((one) => `${one.tagName} ${one.className}: ${getComputedStyle(one).lineHeight}`)"""
"""Elements with Thai letters whose lines are closer than one and a half times their letters.

Below that the tone mark of a line meets the vowel under the line above it. A height of ``normal`` is among
them: it follows from whatever letters the phone has. What is a point wide is there for those who hear it.
"""
WIDE: Final = """() => {
    const root = document.documentElement;
    const holds = (one) => getComputedStyle(one).overflowX !== "visible";
    const scrolls = (one) => one !== root && (holds(one) || scrolls(one.parentElement));
    return [...document.querySelectorAll("body, body *")].filter((one) => {
        const { width, right } = one.getBoundingClientRect();
        return width > 1 && right > root.clientWidth + 0.5 && !scrolls(one.parentElement);
    }).map((one) => `${one.tagName} ${one.className}`);
}"""
"""Elements beyond the right edge of the screen, unless they lie in something that scrolls by itself."""


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe finds on ``page``, one text for each element; the page's context has ``bypass_csp``.

    Args:
        page: The page.
        rules: These alone; none: all.
    """
    if page.evaluate("!globalThis.axe"):
        page.evaluate(AXE)
    only = {"runOnly": list(rules)} if rules else {}
    found = page.evaluate("(options) => axe.run(options)", {"resultTypes": ["violations"], **only})[
        "violations"
    ]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def close_lines(page: Page) -> list[str]:
    """Return the elements with Thai text whose lines are so close that marks of two lines may meet."""
    return [str(one) for one in page.evaluate(CLOSE)]


def sticking_out(page: Page) -> list[str]:
    """Return the elements that stick out of ``page`` to the right, where nothing around them scrolls."""
    return [str(one) for one in page.evaluate(WIDE)]
