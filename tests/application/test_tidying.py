"""Text is tidied before it is signed, and then passes every ledger."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.application.tidying import tidy
from ledger.signing.errors import Malformed
from ledger.signing.forms import check_text

CASES = json.loads((Path(__file__).parents[1] / "web" / "tidy.json").read_text())
THAI = st.text(
    st.sampled_from(
        "กนทม\u0e31\u0e32\u0e33\u0e34\u0e35\u0e38\u0e3a\u0e40\u0e47\u0e48\u0e49\u0e4d\u200b\r\n\t e\u0301"
    )
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_text_is_tidied_as_the_browser_does_it(case: dict[str, Any]) -> None:
    assert tidy(case["text"]) == case["tidy"]


@given(THAI | st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_tidied_can_be_signed_and_is_not_tidied_twice(text: str) -> None:
    check_text(tidy(text))
    assert tidy(tidy(text)) == tidy(text)


def test_what_is_not_tidied_is_refused() -> None:
    """The control: else the law above would hold of anything."""
    with pytest.raises(Malformed, match="not tidied"):
        check_text("น\u0e4d\u0e49\u0e32")
