"""Every link of every page that somebody reaches from the front page leads somewhere."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from tests.web.served import Site

BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}
FORM = BROWSER | {"content-type": "application/x-www-form-urlencoded"}
MOST = 160
"""Pages for each person; of pages that differ in what they show alone, the first few stand for all."""
ALIKE = 2


def shape(path: str) -> str:
    """A path without the names in it: pages of one shape are made by one route."""
    parts = urlsplit(path)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+|(?<=/)R\d\d", "*", parts.path) + "?".join(
        sorted(re.findall(r"(\w+)=", parts.query))
    )


def crawl(client: httpx2.Client) -> dict[str, tuple[int, str]]:
    """Follow every link from the front page; return what did not lead anywhere, and where it stood."""
    waiting, seen, lost = deque([("/", "")]), {"/"}, {}
    shapes: dict[str, int] = {}
    while waiting and sum(shapes.values()) < MOST:
        path, found_on = waiting.popleft()
        kind = shape(path)
        if shapes.get(kind, 0) >= ALIKE:
            continue
        shapes[kind] = shapes.get(kind, 0) + 1
        answer = client.get(path, follow_redirects=True)
        if answer.status_code >= 400:
            lost[path] = (answer.status_code, found_on)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for link in re.findall(r'<a [^>]*href="([^"#]+)', answer.text):
            to = urljoin(str(answer.url), unescape(link))
            parts = urlsplit(to)
            if parts.scheme in {"http", "https"} and parts.netloc == answer.url.netloc.decode():
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                if target not in seen and not target.startswith(("/leave", "/static")):
                    seen.add(target)
                    waiting.append((target, path))
    return lost


@pytest.mark.parametrize(
    "who",
    [
        *(None, "volunteer-social", "officer-2", "supervisor-district", "reviewer", "oversight", "custodian"),
        *("facilitator", "participant-1", "registrar", "payer", "intake"),
    ],
)
def test_every_link_leads_somewhere(site: Site, who: str | None) -> None:
    with httpx2.Client(base_url=site.url, headers=BROWSER, timeout=60) as client:
        if who is not None:
            assert client.post(f"/demonstration/{who}/session", headers=FORM).status_code == 303
        assert crawl(client) == {}


def test_a_link_that_leads_nowhere_is_found() -> None:
    """The control."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        pages = {"/": '<a class="x" href="/a?b=1&amp;c=2">', "/a": '<a href="/gone">'}
        text = pages.get(request.url.path)
        return httpx2.Response(
            404 if text is None else 200, headers={"content-type": "text/html"}, text=text or ""
        )

    with httpx2.Client(base_url="http://pages.test", transport=httpx2.MockTransport(answer)) as client:
        assert crawl(client) == {"/gone": (404, "/a?b=1&c=2")}
