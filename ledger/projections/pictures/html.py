"""HTML that cannot be broken out of: whatever is no markup of ours is escaped."""

import html
from typing import Final

from ledger.projections.pictures.canvas import printable
from ledger.projections.pictures.words import Lang, Words

_EMPTY: Final = frozenset({"meta"})


class Markup(str):
    """Text that is HTML already: made here, or by the drawing of pictures."""

    __slots__ = ()


def el(name: str, /, *children: str, **attributes: str) -> Markup:
    """Return an element; children that are no ``Markup`` are escaped, and so is every attribute.

    >>> el("td", "a<b", el("b", "c"), class_="x")
    '<td class="x">a&lt;b<b>c</b></td>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(printable(value))}"'
        for key, value in attributes.items()
    )
    if name in _EMPTY:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    """Return ``children`` one after another, escaped where they are no markup."""
    return Markup(
        "".join(
            child if isinstance(child, Markup) else html.escape(printable(child), quote=False)
            for child in children
        )
    )


def said(words: Words, lang: Lang) -> Markup:
    """Return both texts, ``lang`` first, each marked with its language; what has none is said once."""
    texts = words.led_by(lang)
    if len(texts) == 1:
        return join(texts[0][1])
    (first, text), (second, beside) = texts
    return join(el("span", text, lang=first), " ", el("span", beside, lang=second, class_="beside"))
