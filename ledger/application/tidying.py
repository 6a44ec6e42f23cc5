"""Text as it is signed: what is seen, and nothing besides. Whoever writes a statement tidies it first.

Nothing is changed afterwards: a ledger refuses what is not tidy (``ledger.signing.forms.check_text``) and
never repairs what was signed. Browsers do the same (``api/web/static/js/text.js``), held by the same cases.
"""

import re
from functools import partial
from typing import Final
from unicodedata import normalize  # noqa: TID251 - what is typed, before it is signed

_LINE_END: Final = partial(re.compile("\r\n?|[\u2028\u2029]").sub, "\n")
_GAP: Final = partial(re.compile("[\t\v\f]").sub, " ")
_UNSEEN: Final = partial(
    re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]").sub,
    "",
)
_SARA_AM: Final = partial(re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32").sub, "\\1\u0e33")
_VOWEL_FIRST: Final = partial(re.compile("([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e39])").sub, "\\2\\1")
_SARA_AE: Final = partial(re.compile("\u0e40\u0e40").sub, "\u0e41")


def tidy(text: str) -> str:
    """Return ``text`` in the form in which it is signed, looked for and compared. Again, it changes nothing.

    >>> tidy("น้\u0e4dา") == tidy("น\u0e4d\u0e49า") == "น้ำ"
    True
    >>> tidy("เเม่") == "แม่"
    True
    >>> tidy("ท่ี") == "ที่"
    True
    >>> tidy("กอง\u200bทุน") == "กองทุน"
    True
    """
    before, after = text, _once(text)
    while before != after:  # of two tones, each passes the vowel
        before, after = after, _once(after)
    return after


def _once(text: str) -> str:
    return _SARA_AE(_VOWEL_FIRST(_SARA_AM(normalize("NFC", _UNSEEN(_GAP(_LINE_END(text)))))))
