"""What the front page of the demonstration gives away opens what it says, today."""

import json
from typing import Any

import httpx2
import pytest

from ledger.application.fastpath import read_recorded
from ledger.application.stories.handing_over import FRESH, NOTE
from ledger.domain.claim.events import EligibilityDecided
from ledger.domain.codes import Result
from ledger.domain.dates import civil
from tests.web.served import Site


@pytest.fixture
def note(site: Site) -> Any:
    return json.loads((site.settings.keys / NOTE).read_bytes())


def test_each_fresh_case_opens_with_its_code_and_with_no_other(site: Site, note: Any) -> None:
    find = site.desk.mailboxes.find
    cases = [site.streams["present"][kind] for kind in FRESH]

    assert [find(one["case"], one["code"]) for one in note["fresh"]] == cases
    assert find(note["fresh"][0]["case"], note["fresh"][1]["code"]) is None


def test_the_letter_names_a_refusal_that_may_still_be_appealed(site: Site, note: Any) -> None:
    row = site.ledger.store.entry(note["refused"]["index"])
    assert row is not None

    assert row.stream == note["refused"]["claim"] == site.streams["present"]["claim:refused"]
    says = read_recorded(row.entry, row.leaf).statement.says
    assert isinstance(says, EligibilityDecided)
    assert says.result is Result.REFUSE
    assert (site.time.today - civil(_stamp(site, row.stream))).days < 15


def test_the_front_page_shows_them_and_how_to_open_them(site: Site, note: Any) -> None:
    with httpx2.Client(base_url=site.url, headers={"accept": "text/html"}) as anybody:
        page = anybody.get("/").text

    for one in note["fresh"]:
        assert one["thai"] in page
        assert f'href="/track?case={one["case"]}"' in page
        assert one["code"][:4] in page
    assert str(note["refused"]["index"]) in page


def _stamp(site: Site, stream: str) -> str:
    """When the person was told, which is the last entry of the claim."""
    last = site.ledger.store.stream(stream)[-1]
    assert last.type == "DecisionNotified"
    return read_recorded(last.entry, last.leaf).recorded_at
