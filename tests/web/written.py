"""What people and programs may write: values that two readers could read in two ways, drawn from a seed."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from ledger.application.tidying import tidy

BORDER = 2**53 - 1
PIECES = [
    *("ก", "น", "ที่", "แม่", "ช่วยเหลือ", "๑๒๓", "ำ", "น้ำ", "ฤๅ", "ฯ"),
    *(
        "\u0e4d\u0e32",
        "\u0e4d\u0e49\u0e32",
        "\u0e49\u0e4d\u0e32",
        "ท\u0e48\u0e35",
        "\u0e40\u0e40",
        "\u0e48\u0e49\u0e34",
    ),
    *("e\u0301", "\u212b", "가", "\u1112\u1161\u11ab", "\u0e48\u0e3a", "ｶﾞ", "\ufb01"),
    *("😀", "👩‍👧", "🇹🇭", "👍🏽", "\U0001d11e", "\uffee", "\ue000"),
    *(
        '"',
        "\\",
        "/",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\x7f",
        "\u0085",
        "\u2028",
        "\u200b",
        "\u202e",
        "\ufeff",
        "</script>",
    ),
    *("a", "Z", " ", "0", "__proto__", "constructor"),
]
NUMBERS = [0, 1, -1, 2**31, -(2**31) - 1, 2**32, BORDER, -BORDER, BORDER - 1, 250_000]


def text(draw: Random) -> str:
    return "".join(draw.choices(PIECES, k=draw.randrange(9)))


def value(draw: Random, depth: int) -> Any:
    kind = draw.random()
    if depth > 0 and kind < 0.2:
        return [value(draw, depth - 1) for _ in range(draw.randrange(4))]
    if depth > 0 and kind < 0.5:
        return {text(draw): value(draw, depth - 1) for _ in range(draw.randrange(4))}
    if kind < 0.7:
        return draw.choice(NUMBERS)
    return text(draw) if kind < 0.9 else draw.choice([None, True, False])


def deep(draw: Random, depth: int) -> Any:
    """A value inside exactly ``depth`` others."""
    inner: Any = text(draw)
    for _ in range(depth):
        inner = [inner] if draw.random() < 0.5 else {text(draw): inner}
    return inner


def many(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield the ``data`` of ``count`` statements; every tenth as deep as a statement may be."""
    draw = Random(seed)
    for number in range(count):
        inner = deep(draw, 14) if number % 10 == 0 else value(draw, 4)
        yield {text(draw): value(draw, 3), "said": inner}


def tidied(value: Any) -> Any:
    if isinstance(value, dict):
        return {tidy(name): tidied(part) for name, part in value.items()}
    if isinstance(value, list):
        return list(map(tidied, value))
    return tidy(value) if isinstance(value, str) else value


REFUSED = [
    ("9007199254740992", "int_range"),
    ("-9007199254740992", "int_range"),
    ("[1.5]", "json_strict_float"),
    ("-0", "json_strict_negative_zero"),
    ('"\\ud83d"', "json_strict_surrogate"),
    ('{"\\ude00": 1}', "json_strict_surrogate"),
    ("[" * 17 + "]" * 17, "json_strict_depth"),
    (json.dumps([0] * 1001), "json_strict_items"),
    (json.dumps({str(number): 0 for number in range(257)}), "json_strict_members"),
    *(
        (json.dumps(untidy), "text_form")
        for untidy in (
            *(
                "e\u0301",
                "\u0e4d\u0e32",
                "\u0e4d\u0e49\u0e32",
                "\u0e48\u0e35",
                "\u0e40\u0e40",
                "\u200b",
                "\r\n",
                "\t",
            ),
            *("\u202e", "\u2028", "\ufeff", "\0", "\x7f", "\u061c", {"\u0e40\u0e40": 1}, ["\u2060"]),
        )
    ),
]
"""Values, as JSON, that no ledger takes, and the code with which it refuses them."""
