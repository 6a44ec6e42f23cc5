"""Somebody at a telephone without JavaScript, as their browser speaks for them; and what stays afterwards."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Any, Final, TypeAlias

import httpx2

from ledger.application.fastpath import read_recorded
from ledger.domain.grievance.events import GrievanceFiled
from ledger.signing.disclosure import parse_disclosure
from tests.web.served import Site

BROWSER: Final = {"accept": "text/html", "sec-fetch-site": "same-origin", "accept-language": "th"}
Fields: TypeAlias = dict[str, str | Sequence[str]]
STORY: Final = "มีคนเรียกเงินเพื่อเซ็นรับรอง\nฉันไม่มีให้"
NAME: Final = "ยายตัวอย่าง นามสมมุติ"


class Somebody:
    """A person who fills in forms, page by page. Every page that they got is kept."""

    def __init__(self, site: Site, **headers: str) -> None:
        self.site = site
        self.client = httpx2.Client(base_url=site.url, headers=BROWSER | headers, timeout=60)
        self.pages: list[httpx2.Response] = []
        self.case = self.code = ""

    def get(self, path: str) -> httpx2.Response:
        return self._keep(self.client.get(path))

    def post(self, path: str, /, **fields: str | Sequence[str]) -> httpx2.Response:
        kind = {"content-type": "application/x-www-form-urlencoded"}  # also where nothing is filled in
        return self._keep(self.client.post(path, data=fields, headers=kind))

    def enter(self, name: str) -> None:
        """Step into a role of the demonstration."""
        assert self.post(f"/demonstration/{name}/session").status_code == 303

    def begin(self) -> None:
        assert self.get("/file").status_code == 200

    def answer(self, to: str = "next", /, **fields: str | Sequence[str]) -> httpx2.Response:
        """Fill in the page and press a button: what is hidden in it goes along."""
        sent: dict[str, Any] = {**hidden(self.text), **fields, "to": to}
        return self.post("/file", **sent)

    def fill(self, *pages: Fields) -> httpx2.Response:
        """Fill in one page after the other."""
        self.begin()
        for fields in pages:
            assert self.answer(**fields).status_code == 200, self.text
        return self.pages[-1]

    def follow(self) -> httpx2.Response:
        """Go where the last answer leads."""
        return self.get(self.pages[-1].headers["location"])

    @property
    def text(self) -> str:
        """The page before them, in the words that it shows."""
        return self.pages[-1].text

    @property
    def title(self) -> str:
        found = re.search("<title>(.*?) – ", self.text, re.DOTALL)
        return unescape(found[1]).strip() if found else ""

    def receipt(self) -> tuple[str, str]:
        """Case number and code of the receipt before them."""
        groups = re.findall(r"<span>(\d{4})</span>", self.text)
        number = re.search(r"code-groups--small[^>]*>([\d ]+)<", self.text)
        assert number, self.text
        return number[1].replace(" ", ""), "".join(groups)

    def _keep(self, answer: httpx2.Response) -> httpx2.Response:
        self.pages.append(answer)
        return answer


def where(site: Site) -> Fields:
    """The only benefit, and the municipality, as the form sends them."""
    programme = next(stream for _, stream in site.ledger.store.streams("programme", limit=10))
    return {"benefit": f"{programme} old_age_allowance", "area": "99 example-municipality"}


def nameless(site: Site) -> list[Fields]:
    """The answers of somebody who gives no name: a bribe was asked for."""
    told: Fields = {"story": STORY}
    return [{"who": "nameless"}, {"matter": "bribe"}, where(site), told, {}, {"remedy": "investigate"}]


@contextmanager
def somebody(site: Site, **headers: str) -> Iterator[Somebody]:
    """A person on the next day: stories go on until the evening of their last, and nobody files too often."""
    site.time.go_to(site.time.today + timedelta(days=1))
    person = Somebody(site, **headers)
    with person.client:
        yield person


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page's form, by name."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(unescape(value))
    return found


def filings(site: Site) -> list[GrievanceFiled]:
    """Every filing of the log, in order."""
    found = []
    for _, stream in site.ledger.store.streams("grievance", limit=500):
        row = site.ledger.store.stream(stream)[0]
        says = read_recorded(row.entry, row.leaf).statement.says
        assert isinstance(says, GrievanceFiled)
        found.append((row.index, says))
    return [says for _, says in sorted(found, key=lambda one: one[0])]


def sealed(site: Site, case: str) -> dict[str, Any]:
    """What is sealed in the filing of ``case``, by name: as whoever works on it may open it."""
    stream = site.desk.mailboxes.stream(case)
    assert stream is not None
    row = site.ledger.store.stream(stream)[0]
    said = read_recorded(row.entry, row.leaf).statement
    found = site.ledger.sealer.unseal(said.id, said.sd)
    return dict(parse_disclosure(one)[1:] for one in found)


def note(site: Site) -> dict[str, str]:
    """Case number and code of the grandmother's appeal."""
    found: dict[str, str] = json.loads((site.settings.keys / "demonstration.json").read_bytes())
    return found
