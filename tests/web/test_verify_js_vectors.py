"""The verifier of the page under the vectors of other projects, and under the odd cases of ours."""

import json
from base64 import b64decode
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from ledger.tlog.tree import root_of
from tests.support.shared import shared
from tests.web.verify_desk import Desk, desk_of


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Desk]:
    with desk_of(browser, "https://desk.example") as opened:
        yield opened


def test_roots_are_those_of_the_ledger_at_every_edge_of_a_tile(desk: Desk) -> None:
    leaves = [bytes([n % 256, n // 256]) * 16 for n in range(600)]
    sizes = (1, 2, 3, 255, 256, 257, 511, 512, 513, 600)

    assert desk.run("rebuilt", [(size, *leaves) for size in sizes]) == [
        root_of(leaves[:size]).hex() for size in sizes
    ]


def test_notes_and_proofs_of_others_are_judged_as_they_say(desk: Desk) -> None:
    folder = shared("vectors", "transparency-dev-merkle", "testdata")
    read = {
        kind: [json.loads(path.read_bytes()) for path in sorted((folder / kind).rglob("*.json"))]
        for kind in ("inclusion", "consistency")
    }
    hashes = [[b64decode(each) for each in case["proof"] or []] for case in read["inclusion"]]
    inclusion = [
        (
            str(case["treeSize"]),
            str(case["leafIdx"]),
            b64decode(case["root"]),
            b64decode(case["leafHash"]),
            *proof,
        )
        for case, proof in zip(read["inclusion"], hashes, strict=True)
    ]
    consistency = [
        (
            *(str(case["size1"]), str(case["size2"]), b64decode(case["root1"]), b64decode(case["root2"])),
            *[b64decode(each) for each in case["proof"] or []],
        )
        for case in read["consistency"]
    ]
    cosigned = [
        shared("vectors", "sunlight-cosignatures", f"{name}-checkpoint") for name in ("witness", "mirror")
    ]
    notes = [
        (
            path.read_text(encoding="utf-8"),
            json.loads(path.with_name(f"{name}.v0.json").read_text())["verifier_keys"][0],
        )
        for path, name in zip(cosigned, ("witness", "mirror"), strict=True)
    ]
    massaged = [(text.replace("\n300\n", "\n301\n"), vkey) for text, vkey in notes]

    assert desk.run("inclusion", inclusion) == [not case["wantErr"] for case in read["inclusion"]]
    assert desk.run("consistency", consistency) == [not case["wantErr"] for case in read["consistency"]]
    assert desk.run("noted", [*notes, *massaged]) == [True, True, False, False]


def test_signatures_are_judged_as_pynacl_judges_them(desk: Desk) -> None:
    """The control is the browser alone: it takes what PyNaCl refuses."""
    odd = json.loads(shared("vectors", "c2sp-cctv", "ed25519", "ed25519vectors.json").read_bytes())
    groups = json.loads(shared("vectors", "wycheproof", "testvectors_v1", "ed25519_test.json").read_bytes())
    proofs = [
        (group["publicKey"]["pk"], test["sig"], bytes.fromhex(test["msg"]), test["result"] == "valid")
        for group in groups["testGroups"]
        for test in group["tests"]
    ]
    cases = [(each["key"], each["sig"], each["msg"].encode()) for each in odd]

    assert [n for n, held in enumerate(desk.run("signature", cases)) if held] == [305]
    assert sum(desk.run("bare", cases)) > 40
    assert desk.run("signature", [case[:3] for case in proofs]) == [case[3] for case in proofs]


def test_json_has_one_reading_and_one_spelling(desk: Desk) -> None:
    refused = [
        '{"a":1,"a":1}',
        '{"b":1,"a":2}',
        '{"a": 1}',
        "1.5",
        "1.0",
        "-0",
        "1e3",
        "9007199254740992",
        "NaN",
    ]
    refused += ['"\\ud800"', '"\\u0061"', "\ufeff1", "[" * 17 + "]" * 17, "", "{}\n"]
    accepted = ['{"a":[1,-2,true,null,"ก้ำ"],"b":{}}', "9007199254740991", '"\\u000f€"', '{"__proto__":1}']
    outputs = shared("vectors", "json-canonicalization", "testdata", "output")
    pairs = [
        (
            (outputs.parent / "input" / name).read_text(encoding="utf-8"),
            (outputs / name).read_text(encoding="utf-8"),
        )
        for name in ("arrays.json", "french.json", "structures.json", "unicode.json", "weird.json")
    ]

    assert desk.run("canonically", [(text.encode(),) for text in refused]) == [False] * len(refused)
    assert desk.run("canonically", [(text.encode(),) for text in accepted]) == [True] * len(accepted)
    assert desk.run("written", [(given,) for given, _ in pairs]) == [wanted for _, wanted in pairs]
