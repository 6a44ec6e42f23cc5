"""Merkle vectors of other projects: 98 inclusion and 98 consistency cases, and the eight leaves of old."""

import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any, TypeAlias

from ledger.tlog.errors import InvalidProof
from ledger.tlog.tree import check_consistency, check_inclusion, leaf_hash, root_of
from tests.support.shared import shared

Case: TypeAlias = dict[str, Any]
Check: TypeAlias = Callable[[Case], None]


def cases(kind: str) -> list[Case]:
    folder = shared("vectors", "transparency-dev-merkle", "testdata", kind)
    return [json.loads(path.read_bytes()) for path in sorted(folder.rglob("*.json"))]


def hashes(case: Case) -> list[bytes]:
    return [b64decode(each) for each in case["proof"] or []]


def inclusion(case: Case) -> None:
    check_inclusion(
        hashes(case),
        size=case["treeSize"],
        root=b64decode(case["root"]),
        index=case["leafIdx"],
        leaf=b64decode(case["leafHash"]),
    )


def consistency(case: Case) -> None:
    check_consistency(
        hashes(case),
        old_size=case["size1"],
        new_size=case["size2"],
        old_root=b64decode(case["root1"]),
        new_root=b64decode(case["root2"]),
    )


def disagreements(kind: str, check: Check) -> list[str]:
    """Return the descriptions of the cases that ``check`` judges otherwise than the vectors do."""
    found = []
    for case in cases(kind):
        try:
            check(case)
        except InvalidProof:
            refused = True
        else:
            refused = False
        if refused != case["wantErr"]:
            found.append(case["desc"])
    return found


def test_all_98_inclusion_cases_agree() -> None:
    assert len(cases("inclusion")) == 98
    assert disagreements("inclusion", inclusion) == []


def test_all_98_consistency_cases_agree() -> None:
    assert len(cases("consistency")) == 98
    assert disagreements("consistency", consistency) == []


def test_a_check_that_takes_consistency_from_nothing_for_granted_fails_the_vectors() -> None:
    def lenient(case: Case) -> None:
        if case["size1"] > 0:
            consistency(case)

    assert len(disagreements("consistency", lenient)) >= 3


def test_a_check_that_overlooks_surplus_hashes_fails_the_vectors() -> None:
    def lenient(case: Case) -> None:
        for end in range(len(case["proof"] or []) + 1):
            try:
                return inclusion({**case, "proof": (case["proof"] or [])[:end]})
            except InvalidProof:
                continue
        raise InvalidProof("no beginning of the proof holds")

    assert disagreements("inclusion", lenient)


def test_a_check_that_accepts_any_root_fails_the_vectors() -> None:
    def lenient(case: Case) -> None:
        if not 0 <= case["leafIdx"] < case["treeSize"]:
            raise InvalidProof("outside")

    assert disagreements("inclusion", lenient)


def test_the_roots_over_eight_leaves_agree() -> None:
    vector = json.loads(shared("vectors", "rfc6962-8leaf.json").read_bytes())
    leaves = [leaf_hash(bytes.fromhex(each)) for each in vector["leaf_inputs_hex"]]

    assert len(leaves) == 8
    assert [root_of(leaves[:size]).hex() for size in range(9)] == vector["root_by_size_hex"]
