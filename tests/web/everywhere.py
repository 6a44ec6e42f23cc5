"""Every page, and who stands before it: what is looked at by rule in tests and by eye in pictures."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from playwright.sync_api import Browser, Page

from tests.web.served import Site

PHONE: Final = {"width": 360, "height": 740}


class Stop(NamedTuple):
    """A page: its name, the route that serves it, who looks (a name of the cast; None: anybody), its path.

    ``{story.kind}`` in a path is the uuid of that stream of a story.
    """

    name: str
    route: str
    who: str | None
    path: str


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
    "/me": "leads on",
    "/work/{kind}/{name}/decide": "leads on",
    "/work/{kind}/{name}/document/{digest}": "a file to be saved",
    "/work/{kind}/{name}/letter/{version}.pdf": "paper",
    "/rooms/{name}/act/{act}": "tests/web/test_rooms.py looks at them, in a consultation that is open",
    "/approve/{name}": "tests/web/test_official.py looks at one, once somebody began it",
}
"""Routes of pages that show none, and why."""


def path_of(site: Site, stop: Stop) -> str:
    """Return the path of ``stop`` in this ledger."""
    path = stop.path
    for story, streams in site.streams.items():
        for kind, stream in streams.items():
            path = path.replace(f"{{{story}.{kind}}}", stream.partition("/")[2])
    return path


@contextmanager
def standing(
    browser: Browser, site: Site, who: str | None, language: str = "th", **more: object
) -> Iterator[Page]:
    """Yield a telephone in the hands of ``who``, who has stepped into the demonstration."""
    still = {
        "reduced_motion": "reduce",
        "bypass_csp": True,
    }  # colours on their way from day to night are neither
    look = {"locale": "th-TH", "viewport": PHONE, "base_url": site.url} | still | more
    with browser.new_context(**look) as context:  # type: ignore[arg-type]
        context.clock.set_system_time(site.time.now())
        page = context.new_page()
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
