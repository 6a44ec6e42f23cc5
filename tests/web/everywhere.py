"""Every page, and who stands before it: what is looked at by rule in tests and by eye in pictures."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from playwright.sync_api import Browser, Page

from ledger.application.keyring import Keyring
from tests.web.served import Site

_ACTOR: Final = re.compile("{actor[.]([a-z0-9-]+)}")
PHONE: Final = {"width": 360, "height": 740}


class Stop(NamedTuple):
    """A page: its name, the route that serves it, who looks (a name of the cast; None: anybody), its path.

    In a path ``{story.kind}`` is the uuid of that stream of a story, ``{story.kind@4}`` the index of its
    fourth entry, ``{actor.name}`` the uuid of somebody.
    """

    name: str
    route: str
    who: str | None
    path: str


SOMEBODY: Final = "00000000-0000-4000-8000-000000000000"
INVITED: Final = f"actor={SOMEBODY}&registrar={SOMEBODY}&key=0000000000000000"
"""What an invitation to a new key says after its ``#``."""
STOPS: Final = (
    Stop("front", "/", None, "/"),
    Stop("sign-in", "/sign-in", None, "/sign-in"),
    Stop("fault", "", None, "/nowhere"),
    Stop("work", "/work", "officer-2", "/work"),
    Stop("gate", "/work/{kind}/{name}/gate", "officer-2", "/work/claim/{visit.claim:3}/gate"),
    Stop("case", "/work/{kind}/{name}", "officer-2", "/work/claim/{visit.claim}"),
    Stop(
        "decide", "/work/{kind}/{name}/{act}", "officer-2", "/work/claim/{visit.claim:2}/EligibilityDecided"
    ),
    Stop("revise", "", "officer-2", "/work/claim/{visit.claim}/DecisionRevised"),
    Stop("notify", "", "officer-2", "/work/claim/{visit.claim}/DecisionNotified"),
    Stop("ask", "", "officer-2", "/work/claim/{visit.claim:2}/AttestationRequested"),
    Stop("ask-person", "", "officer-2", "/work/claim/{visit.claim:2}/InformationRequested"),
    Stop("letter", "/work/{kind}/{name}/letter/{version}", "officer-2", "/work/claim/{visit.claim}/letter/4"),
    Stop("seen", "/work/{kind}/{name}/seen/{version}", "officer-2", "/work/claim/{visit.claim}/seen/4"),
    Stop("handled", "", "handler", "/work/grievance/{songkran.grievance}"),
    Stop("pay", "", "payer", "/work/claim/{fear.claim}/BenefitExecuted"),
    Stop("approve", "/approve", "supervisor-district", "/approve"),
    Stop("file", "/file", None, "/file"),
    Stop("file-short", "/file/short", None, "/file/short"),
    Stop("track", "/track", None, "/track"),
    Stop("verify", "/verify", None, "/verify"),
    Stop("numbers", "/numbers", None, "/numbers"),
    Stop("number", "/numbers/{name}", None, "/numbers/R05"),
    Stop("watch", "/watch", "oversight", "/watch"),
    Stop("watch-cases", "/watch/cases", "oversight", "/watch/cases?of=grievance"),
    Stop("watch-find", "/watch/find", "oversight", "/watch/find"),
    Stop("replay", "/watch/{kind}/{name}", "oversight", "/watch/claim/{grandmother.claim}?v=4"),
    Stop(
        "seen-by",
        "/watch/{kind}/{name}/seen-by/{index}",
        "oversight",
        "/watch/claim/{grandmother.claim}/seen-by/{grandmother.claim@4}",
    ),
    Stop("between", "/watch/{kind}/{name}/between", "oversight", "/watch/claim/{grandmother.claim}/between"),
    Stop("reads", "/watch/{kind}/{name}/reads", "oversight", "/watch/claim/{grandmother.claim}/reads"),
    Stop("officials", "/watch/officials", "oversight", "/watch/officials"),
    Stop("official", "/watch/officials/{name}", "oversight", "/watch/officials/{actor.officer-1}"),
    Stop(
        "own-rows",
        "/watch/officials/{official}/reports/{name}",
        "oversight",
        "/watch/officials/{actor.officer-1}/reports/R01",
    ),
    Stop("office", "/watch/offices/{code}", "oversight", "/watch/offices/example-municipality"),
    Stop("reports", "/watch/reports", "oversight", "/watch/reports"),
    Stop("report", "/watch/reports/{name}", "oversight", "/watch/reports/R01"),
    Stop("log", "/watch/log", "custodian", "/watch/log"),
    Stop("audits", "/watch/audits", "oversight", "/watch/audits"),
    Stop("frame", "/watch/audits/new", "oversight", "/watch/audits/new"),
    Stop("audit", "/watch/audits/{name}", "oversight", "/watch/audits/{visit.audit}"),
    Stop(
        "finding",
        "/watch/audits/{name}/finding",
        "auditor",
        "/watch/audits/{visit.audit}/finding?case=claim/{visit.claim:2}",
    ),
    Stop("attest", "/attest", "volunteer-social", "/attest"),
    Stop("attest-claim", "/attest/{name}", "volunteer-social", "/attest/{grandmother.claim}"),
    Stop("key", "/keys", "volunteer-social", "/keys"),
    Stop("key-none", "", None, "/keys"),
    Stop(
        "key-new",
        "/keys/new",
        None,
        "/keys/new#actor=00000000-0000-4000-8000-000000000000&registrar=00000000-0000-4000-8000-000000000000&key=0000000000000000",
    ),
    Stop("key-invite", "/keys/invite", "registrar", "/keys/invite?office=example-village"),
    Stop("key-holders", "/keys/holders", "registrar", "/keys/holders?office=example-village"),
    Stop("rooms", "/rooms", "participant-1", "/rooms"),
    Stop("room", "/rooms/{name}", "participant-1", "/rooms/{promise.consultation}"),
    Stop("promise", "/rooms/promise/{name}", "participant-1", "/rooms/promise/{promise.commitment}"),
    Stop(
        "check-promise",
        "/rooms/promise/{name}/act/{act}",
        "participant-1",
        "/rooms/promise/{promise.commitment}/act/CommitmentVerified",
    ),
    Stop("propose", "/rooms/propose", "facilitator", "/rooms/propose"),
)
UNSEEN: Final[Mapping[str, str]] = {
    "/attest/worker.js": "a script",
    "/me": "leads on",
    "/work/{kind}/{name}/decide": "leads on",
    "/work/{kind}/{name}/document/{digest}": "a file to be saved",
    "/work/{kind}/{name}/letter/{version}.pdf": "paper",
    "/approve/{name}": "tests/web/test_official.py looks at one, once somebody began it",
    "/leave": "leads away",
    "/file/done": "looked at where somebody files: test_citizen_pages",
    "/case": "looked at where somebody opened a case: test_citizen_pages",
    "/case/letter/{version}": "looked at where somebody opened a case: test_citizen_pages",
    "/case/letter/{version}.pdf": "a file",
    "/case/say/{act}": "looked at where somebody opened a case: test_citizen_pages",
    "/watch/entries/{index}": "leads on",
    "/watch/{kind}/{name}/bundle.zip": "a file",
    "/watch/officials/{name}/decisions.csv": "a file",
    "/watch/reports/{name}/report.{form}": "a file",
    "/rooms/{name}/act/{act}": "tests/web/test_rooms.py looks at them, in a consultation that is open",
}
"""Routes of pages that show none, and why."""


def path_of(site: Site, stop: Stop) -> str:
    """Return the path of ``stop`` in this ledger."""
    path = stop.path
    for story, streams in site.streams.items():
        for kind, stream in streams.items():
            path = path.replace(f"{{{story}.{kind}}}", stream.partition("/")[2])
            for row in site.ledger.store.stream(stream) if f"{{{story}.{kind}@" in path else ():
                path = path.replace(f"{{{story}.{kind}@{row.version}}}", str(row.index))
    keyring = Keyring(site.settings.keys)
    return _ACTOR.sub(lambda found: keyring.load(found[1]).actor.partition("/")[2], path)


@contextmanager
def standing(
    browser: Browser,
    site: Site,
    who: str | None,
    language: str = "th",
    opened: Callable[[Page], None] = lambda _: None,
) -> Iterator[Page]:
    """Yield a telephone in the hands of ``who``, who has stepped into the demonstration.

    Args:
        browser: Shows the pages.
        site: Where they are.
        who: A name of the cast; None: somebody who came by.
        language: In which they are shown.
        opened: Is told of the telephone before it shows anything.
    """
    still = {
        "reduced_motion": "reduce",
        "bypass_csp": True,
    }  # colours on their way from day to night are neither
    look = {"locale": "th-TH", "viewport": PHONE, "base_url": site.url} | still
    with browser.new_context(**look) as context:  # type: ignore[arg-type]
        context.clock.set_system_time(site.time.now())
        page = context.new_page()
        opened(page)
        page.goto(f"/?lang={language}")
        if who is not None:
            page.locator(f'form[data-demonstration="{who}"] button').dispatch_event("click")
            page.locator('form[action="/sign-out"]').wait_for()
        yield page


def tour(browser: Browser, site: Site, language: str) -> Iterator[tuple[Stop, Page]]:
    """Yield each stop with the page opened there, by whoever looks at it, in ``language``."""
    for who in dict.fromkeys(stop.who for stop in STOPS):
        with standing(browser, site, who, language) as page:
            for stop in STOPS:
                if stop.who == who:
                    page.goto(path_of(site, stop))
                    if (gate := page.locator("[data-gate]")).count() and not stop.path.endswith("/gate"):
                        gate.locator("button").click()  # it is asked once a day for each case
                        page.goto(path_of(site, stop))
                    page.wait_for_load_state("networkidle")
                    yield stop, page
