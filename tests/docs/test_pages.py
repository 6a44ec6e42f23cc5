"""Documents cannot rot in silence: links lead somewhere, dates are recent, generated parts are fresh."""

import re
from datetime import date
from pathlib import Path

import pytest

from api.command import app
from ledger.domain.codes import Custody, Role
from ledger.verify.fold import CHECKS
from tests.docs import generated
from tests.docs.pages import ROOT, TIMELESS, WRITTEN_ELSEWHERE, anchors, links, name, pages, reviewed
from tests.docs.pages import generated as generated_parts
from tests.verify.test_size import code_lines

REVIEW_DAYS = 400
PAGES = pytest.mark.parametrize("page", pages(), ids=name)
FOREIGN = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users|work|mnt|var|opt)/|[A-Z]:\\")
COUNTED = re.compile(r"^\| \d+ \| `(ledger/[\w/.]+)` \| ([\d,]+) \|", re.MULTILINE)
STEP = re.compile(r"^\d+\. \*\*(.+?)\*\*", re.MULTILINE)


def _text(page: Path | str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@PAGES
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in links(_text(page)):
        if link.startswith(("https://", "http://")):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(_text(target)), link


@PAGES
def test_no_page_names_a_path_of_one_machine(page: Path) -> None:
    assert FOREIGN.search(_text(page).replace("`/work/", "`/")) is None  # where officials work, of any ledger


@pytest.mark.parametrize(
    "page", [page for page in pages() if name(page) not in {*WRITTEN_ELSEWHERE, *TIMELESS}], ids=name
)
def test_somebody_read_the_page_within_four_hundred_days(page: Path) -> None:
    day = reviewed(_text(page))

    assert day is not None, "the page has no line `Reviewed: YYYY-MM-DD.`"
    assert (date.today() - date.fromisoformat(day)).days <= REVIEW_DAYS, "read it again, correct it, date it"  # noqa: DTZ011


@PAGES
def test_generated_parts_are_those_of_the_code(page: Path) -> None:
    made = generated.parts()
    for key, part in generated_parts(_text(page)).items():
        assert part == made[key], f"{key}: run `python -m tests.docs.generated --write`"


def test_every_generated_part_stands_on_a_page() -> None:
    shown = {key for page in pages() for key in generated_parts(_text(page))}

    assert shown == set(generated.parts())


def test_the_changelog_begins_with_what_can_break_trust() -> None:
    newest = _text("CHANGELOG.md").split("\n## ")[1]

    assert re.findall("^### (.+)$", newest, re.MULTILINE)[:2] == ["Verification", "Events"]


def test_no_page_speaks_of_a_command_that_is_not_there() -> None:
    commands = {*(one.name for one in app.registered_commands), *(one.name for one in app.registered_groups)}

    for page in pages():
        told = set(re.findall(r"(?:`|\$ |\| )phayan ([a-z]+)", _text(page)))
        assert told <= commands, name(page)


def test_every_setting_is_told() -> None:
    told = "".join(_text(page) for page in pages())
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ledger").rglob("*.py")]

    for setting in {found for source in sources for found in re.findall("PHAYAN_[A-Z_]+", source)}:
        assert f"`{setting}" in told, setting


def test_the_glossary_knows_every_role_and_custody() -> None:
    text = _text("docs/glossary.md")

    for word in (*Role, *Custody):
        assert f"`{word.value}`" in text, word


def test_the_reading_order_counts_about_the_lines_that_there_are() -> None:
    counted = COUNTED.findall(_text("docs/auditing.md"))

    assert {"ledger/tlog", "ledger/signing", "ledger/verify", "ledger/domain"} <= {
        path for path, _ in counted
    }
    for path, told in counted:
        home = ROOT / path
        files = home.rglob("*.py") if home.is_dir() else [home]
        lines = sum(code_lines(file.read_text(encoding="utf-8")) for file in files)
        assert abs(int(told.replace(",", "")) - lines) <= max(50, lines * 0.15), (path, lines)


def test_the_steps_of_a_bundle_are_those_of_the_verifier() -> None:
    source = _text("ledger/verify/evidence.py")
    body = source[source.index("def verify_bundle") : source.index("def _text")]
    steps = re.findall(r'report\.step\("(.+?)"\)', body)

    told = STEP.findall(_text("docs/auditing.md"))

    assert told == [*steps[:-1], *CHECKS.values(), steps[-1]]


def test_anchors_are_those_of_the_sites_that_show_pages() -> None:
    assert anchors("# A b\n\n## `C_d` (e), f-g\n\n```\n# no\n```\n") == {"a-b", "c_d-e-f-g"}
