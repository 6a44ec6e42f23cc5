"""What the page checks by itself: it says what the command says, and nothing that was altered passes it."""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from playwright.sync_api import Browser

from ledger.application.evidence import make_bundle, make_proof
from ledger.signing.canonical import canonical
from ledger.signing.dsse import format_envelope, parse_envelope, sign_envelope
from ledger.signing.forms import to_base64
from ledger.tlog.errors import LogError
from ledger.tlog.note import COSIGNATURE, Vkey, format_vkey, sign_note
from ledger.tlog.policy import parse_policy
from ledger.verify.__main__ import _as_json
from ledger.verify.archive import read_archive, write_archive
from ledger.verify.evidence import PARTIAL, verify_bundle, verify_proof
from ledger.verify.result import Report
from tests.verify.history import History, enrol, found, key, lived, restamped, revoke, vkey
from tests.verify.stored import opened, policy_text, sign, store
from tests.web.served import Site
from tests.web.verify_desk import Desk, desk_of

Told: TypeAlias = dict[str, Any]
FORM, RULES = 4, 7  # the steps of a bundle that ask for the domain
UNCHECKED: Final = "could not be checked"
UNREADABLE: Final = {
    "what": "the file and the policy can be read",
    "outcome": UNCHECKED,
    "code": "not_checkable",
    "why": "the policy cannot be read, and nothing can be trusted without it",
}


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site) -> Iterator[Desk]:
    with desk_of(browser, site.url) as opened_desk:
        yield opened_desk


@pytest.fixture(scope="module")
def pinned(site: Site) -> str:
    return (site.settings.keys / "policy").read_text(encoding="utf-8")


def said(report: Report) -> Told:
    """Return what the command prints with ``--json``."""
    told: Told = json.loads(_as_json(report))
    return told


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

    for page, (proof, entry) in zip(told, proofs, strict=True):
        assert page == said(verify_proof(proof.encode(), entry, parse_policy(pinned)))
        assert page["outcome"] == "passed"


def test_bundles_get_the_verdict_of_the_command_but_for_its_rules(
    desk: Desk, site: Site, pinned: str
) -> None:
    streams = [
        s for kinds in site.streams.values() for kind, s in kinds.items() if kind in {"claim", "grievance"}
    ]
    bundles = [make_bundle(site.ledger.store, stream) for stream in streams[:6]]
    assert bundles

    told = desk.run("verifyBundle", [(bundle, pinned) for bundle in bundles])

    for page, bundle in zip(told, bundles, strict=True):
        command = said(verify_bundle(bundle, parse_policy(pinned)))
        assert command["outcome"] == "passed"
        assert without_reasons(page) == beyond(command)
        assert [step["outcome"] for step in page["steps"]].count(UNCHECKED) == 2
        assert page["outcome"] == UNCHECKED


# Proofs that were altered


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def altered_proofs(
    history: History, proofs: list[str]
) -> Iterator[tuple[str, bytes, bytes | None, str | None]]:
    """Yield what somebody could do to the proof of entry 11, to its entry, or to the policy."""
    policy, proof, entry = policy_text(history), proofs[11].encode(), history.entries[11]
    lines = proofs[11].split("\n")
    note = proofs[11].partition("\n\n")[2]
    for at in range(0, len(proof), 7):
        yield f"proof, byte {at}", flip(proof, at), entry, policy
    for at in range(0, len(entry), 97):
        yield f"entry, byte {at}", proof, flip(entry, at), policy
    for line, name in ((2, "first hash"), (-2, "signature"), (-4, "root"), (-5, "size")):
        for end in (1, 3):
            changed = flip("\n".join(lines).encode(), len("\n".join(lines[:line])) + end)
            yield f"{name}, {end}", changed, entry, policy
    yield "another entry", proof, history.entries[12], policy
    yield "the proof of another", proofs[12].encode(), entry, policy
    yield "another index", proofs[11].replace("index 11", "index 12").encode(), history.entries[12], policy
    yield "an index with a nought", proofs[11].replace("index 11", "index 011").encode(), entry, policy
    yield "a hash less", "\n".join(lines[:2] + lines[3:]).encode(), entry, policy
    yield "a hash more", "\n".join([*lines[:3], *lines[2:]]).encode(), entry, policy
    yield (
        "an extra that is true",
        proofs[11].replace("\nindex", "\nextra AA==\nindex").encode(),
        flip(entry, 9),
        policy,
    )
    yield "another root, signed by another key", _signed_by(proofs[11], note, bytes(32)), entry, policy
    yield "no entry", proof, None, policy
    yield "no policy", proof, entry, None
    yield "a policy of another log", proof, entry, f"log {vkey(bytes(32))}\nquorum none\n"
    yield "a policy with a broken key", proof, entry, policy.replace("+A", "+B", 1)
    yield "a policy without a quorum", proof, entry, policy.replace("quorum none\n", "")
    witness = format_vkey(Vkey("witness.example.net/a", COSIGNATURE, key("stranger").public))
    yield "a witness who did not sign", proof, entry, f"log {vkey()}\nwitness a {witness}\nquorum a\n"
    yield (
        "another founding changes no proof of an entry",
        proof,
        flip(entry, 1),
        policy.replace("#founding ", "# "),
    )


def _signed_by(proof: str, note: str, seed: bytes) -> bytes:
    size = int(note.split("\n")[1])
    return proof.replace(note, sign(size, bytes(32), seed)).encode()


def commanded(proof: bytes, entry: bytes | None, policy: str | None) -> Told:
    try:
        pinned = None if policy is None else parse_policy(policy)
    except LogError:
        return {"outcome": UNCHECKED, "steps": [UNREADABLE], "facts": {}, "remarks": []}
    return said(verify_proof(proof, entry, pinned))


@pytest.fixture(scope="module")
def history_and_proofs(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, list[str]]:
    history = lived(2)
    with opened(f"sqlite:///{tmp_path_factory.mktemp('js') / 'ledger.db'}") as (recorder, _):
        store(recorder, history)
        return history, [make_proof(recorder, index) for index in range(len(history.entries))]


def test_no_altered_proof_is_accepted_and_the_step_that_fails_is_the_command_s(
    desk: Desk, history_and_proofs: tuple[History, list[str]]
) -> None:
    cases = list(altered_proofs(*history_and_proofs))

    told = desk.run("verifyProof", [case[1:] for case in cases])

    for (name, proof, entry, policy), page in zip(cases, told, strict=True):
        assert page["outcome"] != "passed", name
        assert page == commanded(proof, entry, policy), name


def test_a_cosigned_checkpoint_passes_under_the_policy_that_asks_for_it(
    desk: Desk, history_and_proofs: tuple[History, list[str]]
) -> None:
    history, proofs = history_and_proofs
    body = proofs[3].partition("\n\n")[2].partition("\n\n")[0] + "\n"
    names = ("witness.example.net/a", "witness.example.net/b")
    lines = [sign_note(body, name, key(name).seed, time=1_772_420_000) for name in names]
    vkeys = [format_vkey(Vkey(name, COSIGNATURE, key(name).public)) for name in names]
    policy = f"log {vkey()}\nwitness a {vkeys[0]}\nwitness b {vkeys[1]}\ngroup both all a b\nquorum both\n"
    cases = [
        (proofs[3] + "".join(some), history.entries[3], policy) for some in (lines, lines[:1], lines[1:], [])
    ]

    told = desk.run("verifyProof", cases)

    assert [each["outcome"] for each in told] == ["passed", "failed", "failed", "failed"]
    assert told == [commanded(proof.encode(), entry, text) for proof, entry, text in cases]


# Bundles that were altered, or that the log's own key signed falsely


def forged() -> Iterator[tuple[str, History, str]]:
    """Yield logs that are consistent in every stamp, and yet false; and the stream to look at."""
    honest = lived(1)
    stream = honest.acts[-1].statement.stream
    last, act = len(honest.acts) - 1, honest.acts[-1]
    envelope = parse_envelope(act.envelope)

    def with_last(**changes: Any) -> History:
        return restamped([*honest.acts[:-1], replace(act, **changes)])

    strangers = sign_envelope(envelope.payload, [key("stranger"), key("head")]).signatures
    pairs = tuple((name, other[1]) for (name, _), other in zip(envelope.signatures, strangers, strict=True))
    yield "sig_invalid", with_last(envelope=format_envelope(replace(envelope, signatures=pairs))), stream
    stripped = replace(envelope, signatures=envelope.signatures[:1])
    yield "statement_signers", with_last(envelope=format_envelope(stripped)), stream
    moved = restamped(honest.acts[:last])
    moved.stamp(replace(act, recorded_at="2026-03-01T00:00:00.000Z"))
    yield "time_backwards", moved, stream
    officer = next(n for n, each in enumerate(honest.acts) if key("officer").id in each.statement.signers)
    yield "key_unknown", restamped([*honest.acts[:officer], *honest.acts[officer + 1 :]]), stream
    possessed = lived(1)
    enrol(possessed, "stranger", ["registrar"], proved_by="head")
    yield "sig_invalid", possessed, stream
    bounded = lived(1)
    revoke(bounded, "officer", sign(5, bytes(32), bytes(32)), 5)
    yield "boundary_unsigned", bounded, stream
    another = History()
    found(another, name="another")
    for each in honest.acts[1:]:
        another.add(each)
    yield "founding_differs", another, stream


def test_what_the_log_signed_falsely_fails_at_the_step_of_the_command(desk: Desk, tmp_path: Path) -> None:
    policy, cases = policy_text(lived(1)), []
    for number, (code, history, stream) in enumerate(forged()):
        with opened(f"sqlite:///{tmp_path / f'{number}.db'}") as (recorder, _):
            store(recorder, history)
            cases.append((code, make_bundle(recorder, stream)))

    told = desk.run("verifyBundle", [(bundle, policy) for _, bundle in cases])

    for (code, bundle), page in zip(cases, told, strict=True):
        command = said(verify_bundle(bundle, parse_policy(policy)))
        assert code in {step["code"] for step in page["steps"]}, code
        assert page["outcome"] == "failed"
        for number, (mine, theirs) in enumerate(zip(page["steps"], command["steps"], strict=True)):
            if mine["outcome"] != UNCHECKED or number not in {FORM, RULES}:
                assert mine == theirs, code


def altered_bundles(bundle: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield one change of the container each, then of each kind of member in a container written anew."""
    yield "cut short", bundle[:-1]
    yield "half of it", bundle[: len(bundle) // 2]
    yield "a byte more", bundle + b"\0"
    yield "nothing in it", write_archive({})
    for at in range(11, len(bundle), len(bundle) // 23):
        yield f"byte {at}", flip(bundle, at)
    members = read_archive(bundle)
    own = sorted(name for name in members if name.startswith("entries/"))
    related = sorted(name for name in members if name.startswith("streams/"))[:2]
    for name in (*own, *related):
        content = members[name]
        for at in (9, len(content) // 2, len(content) - 9):
            yield f"{name}, byte {at}", write_archive({**members, name: flip(content, at)})
        yield f"{name} left out", write_archive({other: members[other] for other in members if other != name})
    for form in ("json", "tlog-proof"):
        one, other = f"entries/1.{form}", f"entries/2.{form}"
        members[one], members[other] = members[other], members[one]
    yield "two versions swapped", write_archive(members)
    for name in ("readme", "entries/01.json", "entries/../x.json", "disclosures/9.json"):
        yield f"a member {name}", write_archive({**read_archive(bundle), name: b"[]"})
    yield (
        "a disclosure of nothing",
        write_archive({**read_archive(bundle), "disclosures/1.json": b'["AAAA"]'}),
    )
    stranger = canonical([to_base64(canonical(["A" * 43, "complainant/text", 1]), url=True)])
    yield (
        "a disclosure of somebody else",
        write_archive({**read_archive(bundle), "disclosures/1.json": stranger}),
    )


def test_no_altered_bundle_is_accepted_and_its_steps_end_as_the_command_s(desk: Desk, tmp_path: Path) -> None:
    history = lived(1)
    with opened(f"sqlite:///{tmp_path / 'ledger.db'}") as (recorder, _):
        store(recorder, history)
        cases = list(altered_bundles(make_bundle(recorder, history.acts[-1].statement.stream)))

    told = desk.run("verifyBundle", [(bundle, policy_text(history)) for _, bundle in cases])

    policy = parse_policy(policy_text(history))
    for (name, bundle), page in zip(cases, told, strict=True):
        command = said(verify_bundle(bundle, policy))
        assert page["outcome"] == "failed", name
        for number, (mine, theirs) in enumerate(zip(page["steps"], command["steps"], strict=True)):
            if number not in {FORM, RULES}:
                assert mine["outcome"] == theirs["outcome"], (name, mine, theirs)
            else:
                assert mine["outcome"] in {theirs["outcome"], UNCHECKED}, (name, mine, theirs)


def test_without_the_reader_s_policy_a_forged_log_would_pass(
    browser: Browser, site: Site, desk: Desk, tmp_path: Path
) -> None:
    """The control: a verifier that takes the keys from the file itself believes whoever wrote the file."""
    history = lived(1)
    with opened(f"sqlite:///{tmp_path / 'ledger.db'}") as (recorder, _):
        store(recorder, history)
        members = read_archive(make_bundle(recorder, history.acts[-1].statement.stream))
    stranger = bytes(range(7, 39))
    for name in [name for name in members if name.endswith(".tlog-proof")]:
        head, _, note = members[name].decode().partition("\n\n")
        size, root = int(note.split("\n")[1]), b64decode(note.split("\n")[2])
        members[name] = f"{head}\n\n{sign(size, root, stranger)}".encode()
    members["policy"] = policy_text(history).replace(vkey(), vkey(stranger)).encode()
    case = (write_archive(members), policy_text(history))
    gullible = (
        "shown[0]?.proof.checkpoint, pinned);",
        'shown[0]?.proof.checkpoint, await parsePolicy(fromUtf8(members.get("policy"))));',
    )

    [told] = desk.run("verifyBundle", [case])
    with desk_of(browser, site.url, changes={"evidence.js": gullible}) as other:
        [believed] = other.run("verifyBundle", [case])

    assert [told["steps"][1]["outcome"], told["steps"][2]["outcome"]] == ["failed", UNCHECKED]
    assert told["steps"][1]["code"] == "checkpoint_not_trusted"
    assert [step["outcome"] for step in believed["steps"][:4]] == ["passed"] * 4
    assert believed["outcome"] == UNCHECKED


# The log


def test_the_tree_of_the_site_is_built_anew_on_the_page(desk: Desk, site: Site, pinned: str) -> None:
    [told] = desk.run("served", [(pinned, {})])

    newest = site.ledger.store.checkpoint()
    assert newest is not None
    assert told["outcome"] == "passed"
    assert [step["outcome"] for step in told["steps"]] == ["passed"] * 4
    assert (told["facts"]["size"], told["facts"]["root"]) == (newest.size, newest.root.hex())


@pytest.mark.parametrize(
    ("changed", "outcomes", "code"),
    [
        ({"tile": True}, ["passed", "failed", UNCHECKED, UNCHECKED], "root_differs"),
        ({"short": True}, ["passed", "failed", UNCHECKED, UNCHECKED], "tile_malformed"),
        ({"checkpoint": True}, ["failed", UNCHECKED, UNCHECKED, UNCHECKED], "note_signature_invalid"),
        ({"known": "00" * 32}, ["passed", "passed", "passed", "failed"], "root_differs"),
    ],
)
def test_a_server_that_shows_something_else_is_found_out(
    desk: Desk, pinned: str, changed: dict[str, object], outcomes: list[str], code: str
) -> None:
    [told] = desk.run("served", [(pinned, changed)])

    assert [step["outcome"] for step in told["steps"]] == outcomes
    assert code in {step["code"] for step in told["steps"]}


def test_a_browser_that_cannot_check_says_so_and_does_not_say_no(
    browser: Browser, history_and_proofs: tuple[History, list[str]]
) -> None:
    history, proofs = history_and_proofs
    older = {"ed25519.js": ('key, "Ed25519"', 'key, "Ed4711"')}
    with desk_of(browser, "https://desk.example", changes=older) as desk:
        [told] = desk.run("verifyProof", [(proofs[3], history.entries[3], policy_text(history))])
    with desk_of(browser, "http://desk.example") as desk:  # over a bare line browsers keep their hashes back
        [bare] = desk.run("verifyProof", [(proofs[3], history.entries[3], policy_text(history))])

    assert [step["outcome"] for step in told["steps"]] == ["passed", UNCHECKED, UNCHECKED]
    assert (told["outcome"], bare["outcome"]) == (UNCHECKED, UNCHECKED)
