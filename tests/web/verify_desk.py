"""A page that holds the verifier's modules and nothing else."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.sync_api import Browser, Page, Route

from tests.docs.pages import ROOT

MODULES: Final = ROOT / "api" / "web" / "static" / "js" / "verify"
JUDGE: Final = Path(__file__).parent / "judge.js"
POLICY: Final = "default-src 'none'; script-src 'self'; connect-src 'self'"
HEADERS: Final = {"content-security-policy": POLICY, "content-type": "text/html; charset=utf-8"}
RUN: Final = """async ([name, cases]) => {
  const bytes = (each) => typeof each === "string" && each.startsWith("base64:")
    ? Uint8Array.from(atob(each.slice(7)), (letter) => letter.charCodeAt(0)) : each;
  const { [name]: run } = await import("/desk/judge.js");
  const told = [];
  for (const each of cases) told.push(await run(...each.map(bytes)));
  return told;
}"""


class Desk(NamedTuple):
    """A page that holds the modules and asks nobody."""

    page: Page

    def run(self, name: str, cases: Sequence[Sequence[object]]) -> list[Any]:
        found: list[Any] = self.page.evaluate(RUN, [name, [[*map(_given, case)] for case in cases]])
        return found


def _given(value: object) -> object:
    return f"base64:{b64encode(value).decode()}" if isinstance(value, bytes) else value


@contextmanager
def desk_of(
    browser: Browser,
    url: str,
    changes: Mapping[str, tuple[str, str]] | None = None,
    body: str = "",
    *,
    looked_at: bool = False,
) -> Iterator[Desk]:
    """Yield a desk at ``url``; in each of ``changes``, by a module's name, one text stands for another.

    Where it is ``looked_at``, the page's policy is set aside for whoever looks for barriers.
    """

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/desk/")[2]
        if not name:
            return route.fulfill(body=f"<!doctype html><title>desk</title>{body}", headers=HEADERS)
        module = name.removeprefix("verify/")
        text = (JUDGE if name == "judge.js" else MODULES / module).read_text(encoding="utf-8")
        old, new = (changes or {}).get(module, ("", ""))
        assert not old or text.count(old) == 1
        text = text.replace(old, new) if old else text
        return route.fulfill(body=text, content_type="text/javascript; charset=utf-8")

    with browser.new_context(
        locale="th-TH",
        viewport={"width": 360, "height": 740},
        reduced_motion="reduce",  # colours on their way from day to night are neither
        bypass_csp=looked_at,
    ) as context:
        page = context.new_page()
        page.route("**/desk/**", answer)
        page.goto(f"{url}/desk/")
        yield Desk(page)
