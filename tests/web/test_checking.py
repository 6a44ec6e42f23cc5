"""The page ``/verify`` without JavaScript: the server checks, says who checked, and never says more."""

from collections.abc import Iterator

import httpx2
import pytest

from ledger.application.evidence import make_bundle, make_proof
from tests.web.citizens import BROWSER
from tests.web.served import Site

INDEX = 5


@pytest.fixture
def client(site: Site) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=site.url, headers=BROWSER, timeout=60) as opened:
        yield opened


def checked(client: httpx2.Client, **files: bytes) -> str:
    """The page about ``files``, by the names of their fields."""
    sent = {name: (name, content, "application/octet-stream") for name, content in files.items()}
    answer = client.post("/verify", files=sent)
    assert answer.status_code == 200
    assert "เซิร์ฟเวอร์นี้เป็นผู้ตรวจเอง" in answer.text
    return answer.text


def evidence(site: Site) -> tuple[bytes, bytes]:
    row = site.ledger.store.entry(INDEX)
    assert row is not None
    return make_proof(site.ledger.store, INDEX).encode(), row.entry


def test_a_proof_passes_under_a_policy_of_ones_own(client: httpx2.Client, site: Site) -> None:
    proof, entry = evidence(site)
    policy = (site.settings.keys / "policy").read_bytes()
    page = checked(client, proof=proof, entry=entry, policy=policy)
    assert page.count("mark--") == 0
    assert page.count('class="mark"') == 4  # three steps, and all of it
    assert "คุณไม่ได้ส่งนโยบาย" not in page


def test_without_a_policy_the_page_says_whose_key_it_was(client: httpx2.Client, site: Site) -> None:
    proof, entry = evidence(site)
    page = checked(client, proof=proof, entry=entry)
    assert "คุณไม่ได้ส่งนโยบาย" in page
    assert page.count('class="mark"') == 4


@pytest.mark.parametrize("field", ["proof", "entry", "policy"])
def test_nothing_that_was_altered_passes(client: httpx2.Client, site: Site, field: str) -> None:
    proof, entry = evidence(site)
    policy = (site.settings.keys / "policy").read_bytes()
    files = {"proof": proof, "entry": entry, "policy": policy}
    middle = len(files[field]) // 2
    files[field] = files[field][:middle] + bytes([files[field][middle] ^ 1]) + files[field][middle + 1 :]
    page = checked(client, **files)
    assert "mark--" in page.split('<ol class="checks">')[0]


def test_a_bundle_is_checked_rules_and_all(client: httpx2.Client, site: Site) -> None:
    bundle = make_bundle(site.ledger.store, site.streams["fear"]["claim"])
    page = checked(client, proof=bundle, policy=(site.settings.keys / "policy").read_bytes())
    assert "mark--" not in page
    assert page.count("<li><span") > 8


def test_what_is_no_evidence_is_not_called_false(client: httpx2.Client) -> None:
    page = checked(client, proof=b"hello")
    assert "mark--unknown" in page
    assert "mark--failed" not in page
