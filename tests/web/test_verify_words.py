"""The words of the page's verifier are those of the command, its codes are explained, its Thai is whole."""

import re
from typing import Final

from ledger.domain.sentences import SENTENCES
from tests.docs.pages import ROOT
from tests.web.verify_desk import MODULES

SHOWING: Final = {"pinning.js", "words.js", "showing.js", "page.js"}
COMMAND: Final = "\n".join(
    path.read_text(encoding="utf-8")
    for layer in ("tlog", "signing", "verify", "store")
    for path in sorted((ROOT / "ledger" / layer).glob("*.py"))
) + "\n".join(sentence.en for sentence in SENTENCES.values())
OWN: Final = {
    "the tree built anew from the tiles has the root of the checkpoint",
    "the log begins with all that it held when this browser last checked it",
    "the browser hashes and checks signatures on secure connections alone",
    "this browser cannot check Ed25519 signatures; a newer one can",
    "all but the data of each event is; that, `python -m ledger.verify` checks",
    "a page does not have the rules; `python -m ledger.verify` judges each act again",
    "there is no checkpoint that can be trusted",
    "the policy has no line `#founding`, or the tree could not be built",
    "the tree could not be built",
    "the log is shorter than it was, or began otherwise",
    "the checkpoint is not that of the tiles before it",
    "a tile is not as long as its path says",
}


def checking() -> str:
    """Return the modules that check, without their comments."""
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(MODULES.glob("*.js")) if path.name not in SHOWING
    ]
    return "\n".join(
        line for text in texts for line in text.split("\n") if not line.lstrip().startswith(("//", "*", "/*"))
    )


def sentences(code: str) -> set[str]:
    """Return every literal of four words or more."""
    return {text for text in re.findall(r'"([^"\n]+)"', code) if text.count(" ") >= 3 and text[0].islower()}


def test_every_sentence_is_the_command_s_or_one_that_only_a_page_has_to_say() -> None:
    said = sentences(checking())

    assert len(said) > 50
    assert {text for text in said if text not in COMMAND} == OWN


def test_every_code_is_explained() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^### `([a-z0-9_]+)`$", page, re.MULTILINE))
    code = checking()
    codes = {
        *re.findall(r', "([a-z0-9]+_[a-z0-9_]+)", ["`]', code),
        *re.findall(r'Refusal\("([a-z0-9_]+)"', code),
    }

    assert {"archive_form", "sig_invalid", "version_gap"} <= codes
    assert codes <= explained


def test_what_a_reader_of_thai_needs_is_there_in_thai() -> None:
    words = (MODULES / "words.js").read_text(encoding="utf-8")
    code = checking()
    steps = re.findall(r'(?:step\(|SIGNED = |FOUNDED = |READABLE = |REBUILT = |GROWN = )"([^"]+)"', code)
    unknown = re.findall(r'Unchecked\(\s*"([^"]+)"', code)
    remarks = re.findall(r'(?:INCOMPLETE|UNWITNESSED|UNSIGNED) = "([^"]+)"', code)
    parts = re.findall(r'^  (?:form|stamp|signatures|rules): "([^"]+)"', code, re.MULTILINE)

    assert min(map(len, (steps, unknown, remarks, parts))) >= 3
    assert [text for text in (*steps, *unknown, *remarks, *parts) if f'"{text}":' not in words] == []
