"""What the page checks by itself: it says what the command says, and nothing that was altered passes it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, Route

from ledger.application.evidence import make_bundle, make_proof
from ledger.signing.dsse import format_envelope, parse_envelope, sign_envelope
from ledger.store.recorder import Recorder
from ledger.tlog.policy import parse_policy
from ledger.verify.__main__ import _as_json
from ledger.verify.archive import read_archive, write_archive
from ledger.verify.evidence import PARTIAL, verify_bundle, verify_proof
from ledger.verify.result import Report
from tests.docs.pages import ROOT
from tests.support.shared import shared
from tests.verify.history import History, enrol, founded, key, lived, refuse, restamped, revoke
from tests.verify.stored import opened, policy_text, sign, store
from tests.web.served import Site

Told: TypeAlias = dict[str, Any]
MODULES: Final = ROOT / "api" / "web" / "static" / "js" / "verify"
POLICY: Final = "default-src 'none'; script-src 'self'; connect-src 'self'"
FORM, RULES = 4, 7  # the steps of a bundle that ask for the domain
UNCHECKED: Final = "could not be checked"
RUN: Final = """async ([name, cases]) => {
  const bytes = (each) => typeof each === "string" && each.startsWith("base64:")
    ? Uint8Array.from(atob(each.slice(7)), (letter) => letter.charCodeAt(0)) : each;
  const { [name]: run } = await import("/js/judge.js");
  const told = [];
  for (const each of cases) told.push(await run(...each.map(bytes)));
  return told;
}"""
JUDGE: Final = """
import { checkSignature } from "./verify/ed25519.js";
import { parseCanonical, canonical } from "./verify/json.js";
import { parseNote, parseVkey, verifyNote, parseCheckpoint } from "./verify/note.js";
import { checkConsistency, checkInclusion, leafHash } from "./verify/tree.js";
import { concat, fromHex, toHex, utf8 } from "./verify/bytes.js";
import { recomputeRoot } from "./verify/tiles.js";
export { verifyBundle, verifyFile, verifyProof } from "./verify/evidence.js";
export { verifyLog } from "./verify/log.js";

const holds = (check) => async (...given) => {
  try { await check(...given); return true; } catch (error) { if (!error.code) throw error; return false; }
};
export const signature = holds((key, sig, message) => checkSignature(fromHex(key), fromHex(sig), message));
export const bare = async (key, sig, message) => {
  const raw = await crypto.subtle.importKey("raw", fromHex(key), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", raw, fromHex(sig), message);
};
export const noted = holds(async (text, vkey) => {
  const [note, known] = [await parseNote(text), await parseVkey(vkey)];
  if (!(await verifyNote(note, [known])).size) throw Object.assign(new Error(), { code: "unsigned" });
});
export const inclusion = holds((size, index, root, leaf, ...proof) =>
  checkInclusion(proof, { size: BigInt(size), index: BigInt(index), root, leaf }));
export const consistency = holds((oldSize, newSize, oldRoot, newRoot, ...proof) =>
  checkConsistency(proof, { oldSize: BigInt(oldSize), newSize: BigInt(newSize), oldRoot, newRoot }));
export const canonically = holds((data) => parseCanonical(data));
export const written = (text) => canonical(JSON.parse(text));
export const rebuilt = async (size, ...leaves) => {
  const cut = (path) => {
    const [, number, width] = /^[/]tile[/]0[/](\\d+)(?:[.]p[/](\\d+))?$/.exec(path);
    return concat(...leaves.slice(number * 256, number * 256 + Number(width ?? 256)));
  };
  return toHex((await recomputeRoot(async (path) => cut(path), size)).root);
};
"""


class Desk(NamedTuple):
    """A page that holds the modules and asks nobody."""

    page: Page

    def run(self, name: str, cases: Sequence[Sequence[object]]) -> list[Any]:
        found: list[Any] = self.page.evaluate(RUN, [name, [[*map(_given, case)] for case in cases]])
        return found


def _given(value: object) -> object:
    return f"base64:{b64encode(value).decode()}" if isinstance(value, bytes) else value


def serve(page: Page, url: str, *, judge: str = JUDGE, changes: dict[str, Callable[[str], str]] | None = None) -> None:
    """Serve the modules on the site's address, each as ``changes`` makes it."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/js/")[2]
        if not name:
            return route.fulfill(body="<!doctype html><title>desk</title>", headers={"content-security-policy": POLICY})
        text = judge if name == "judge.js" else (MODULES.parent / name).read_text(encoding="utf-8")
        text = (changes or {}).get(name.rpartition("/")[2], str)(text)
        return route.fulfill(body=text, content_type="text/javascript; charset=utf-8")

    page.route("**/js/**", answer)
    page.goto(f"{url}/js/")


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site) -> Iterator[Desk]:
    with browser.new_context(locale="th-TH") as context:
        page = context.new_page()
        serve(page, site.url)
        yield Desk(page)


@pytest.fixture(scope="module")
def pinned(site: Site) -> str:
    return (site.settings.keys / "policy").read_text(encoding="utf-8")


def said(report: Report) -> Told:
    """Return what the command prints with ``--json``."""
    found: Told = json.loads(_as_json(report))
    return found


def beyond(told: Told) -> Told:
    """Return what the command says, but for the two steps that a page cannot decide in favour."""
    steps = [dict(step) for step in told["steps"]]
    for number in (FORM, RULES):
        if steps[number]["outcome"] == "passed":
            steps[number]["outcome"] = UNCHECKED
    outcomes = [step["outcome"] for step in steps]
    worst = next(each for each in ("failed", UNCHECKED) if each in outcomes)
    remarks = [remark for remark in told["remarks"] if remark != PARTIAL]
    return {"outcome": worst, "steps": steps, "facts": told["facts"], "remarks": remarks}


def without_reasons(told: Told) -> Told:
    """Return ``told`` without the reasons of what could not be checked, which are the page's own."""
    steps = [
        {**step, "code": "", "why": ""} if step["outcome"] == UNCHECKED else step for step in told["steps"]
    ]
    return {**told, "steps": steps}


def entry_at(site: Site, index: int) -> bytes:
    row = site.ledger.store.entry(index)
    assert row is not None
    return row.entry


def test_proofs_of_the_ledger_get_the_verdict_of_the_command(desk: Desk, site: Site, pinned: str) -> None:
    newest = site.ledger.store.checkpoint()
    assert newest is not None
    proofs = [(make_proof(site.ledger.store, at), entry_at(site, at)) for at in (0, 1, 127, newest.size - 1)]

    told = desk.run("verifyProof", [(proof, entry, pinned) for proof, entry in proofs])

    for found, (proof, entry) in zip(told, proofs, strict=True):
        assert found == said(verify_proof(proof.encode(), entry, parse_policy(pinned)))
        assert found["outcome"] == "passed"


def test_bundles_get_the_verdict_of_the_command_but_for_its_rules(desk: Desk, site: Site, pinned: str) -> None:
    streams = [s for kinds in site.streams.values() for kind, s in kinds.items() if kind in {"claim", "grievance"}]
    bundles = [make_bundle(site.ledger.store, stream) for stream in streams[:6]]
    assert bundles

    told = desk.run("verifyBundle", [(bundle, pinned) for bundle in bundles])

    for found, bundle in zip(told, bundles, strict=True):
        command = said(verify_bundle(bundle, parse_policy(pinned)))
        assert command["outcome"] == "passed"
        assert without_reasons(found) == beyond(command)
        assert [step["outcome"] for step in found["steps"]].count(UNCHECKED) == 2
        assert found["outcome"] == UNCHECKED
