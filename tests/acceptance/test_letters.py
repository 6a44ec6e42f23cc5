"""``phayan letter``: at a desk, with and without a key that opens what is sealed."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from ledger.application.access import Purpose, What
from ledger.application.stories import grandmother
from ledger.cli import letters
from tests.acceptance.conftest import Shell
from tests.acceptance.test_commands import refusal
from tests.pictures.test_pdf import texts
from tests.stories.stage import Theatre, told

Desk = tuple[Shell, Theatre, str, str]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A grandmother's case, told to its end: its claim and its grievance."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with told(folder, grandmother.STORY) as (here, story):
        shell = Shell(folder, f"sqlite:///{folder / 'ledger.db'}")
        yield shell, here, story.stream("claim"), story.stream("grievance")


@pytest.fixture(autouse=True)
def day_of_the_stage(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mandates end; whoever opens sealed words does so on a day of the story."""
    monkeypatch.setattr(letters, "now", desk[1].stage.time.now)


def on_paper(shell: Shell, name: str) -> str:
    return texts(pypdf.PdfReader(io.BytesIO((shell.folder / name).read_bytes())))


def readings(here: Theatre, stream: str) -> list[tuple[What, Purpose | None]]:
    return [(one.access.what, one.access.purpose) for one in here.stage.ledger.access.reads(stream)]


def test_without_a_key_a_letter_has_no_sealed_word_and_nothing_is_recorded(desk: Desk) -> None:
    shell, here, claim, _ = desk
    before = readings(here, claim)
    shell.done("letter", claim, "--version", "4", "--output", "plain.pdf")

    text = on_paper(shell, "plain.pdf")
    assert "หนังสือแจ้งคำสั่ง" in text
    assert "๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๙" in text
    assert grandmother.NAME not in text
    assert readings(here, claim) == before


def test_with_the_key_of_whoever_may_open_it_the_name_is_there_and_the_reading_recorded(desk: Desk) -> None:
    shell, here, claim, _ = desk
    before = readings(here, claim)
    page = "https://phayan.example.org/track"
    shell.done("letter", claim, "--version", "4", "--key", "officer-2", "--page", page, "-o", "named.pdf")

    text = on_paper(shell, "named.pdf")
    assert grandmother.NAME in text
    assert page in text
    assert readings(here, claim)[len(before) :] == [(What.SEALED, Purpose.NOTICE)]


def test_a_key_that_may_not_open_the_case_gets_no_letter(desk: Desk) -> None:
    shell, here, claim, _ = desk
    before = readings(here, claim)

    assert refusal(shell.run("letter", claim, "--key", "neighbour", "-o", "no.pdf")) == (2, "no_such_entry")
    assert not (shell.folder / "no.pdf").exists()
    assert readings(here, claim) == before


def test_the_last_entry_that_has_a_letter_is_taken_and_told_as_data_too(desk: Desk) -> None:
    shell, _, claim, grievance = desk

    made = {stream: shell.done("letter", stream, "--json").json for stream in (claim, grievance)}
    assert {one["letter"]["title"]["en"] for one in made.values()} == {
        "Notice of a decision",
        "Notice of a determination",
    }
    assert made[claim]["version"] == 9
    assert shell.done("letter", claim, "-o", "en.pdf", "--english").out.startswith("wrote en.pdf")


def test_what_has_no_letter_and_no_place_to_go_is_said(desk: Desk) -> None:
    shell, _, claim, _ = desk

    assert refusal(shell.run("letter", claim, "--version", "1", "-o", "a.pdf")) == (2, "no_such_entry")
    assert refusal(shell.run("letter", claim)) == (2, "usage")
    assert not (shell.folder / "a.pdf").exists()
