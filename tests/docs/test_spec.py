"""The worked example follows from the words of the specifications: the standard library and PyNaCl alone."""

import json
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from nacl.signing import SigningKey, VerifyKey

from ledger.signing.entry import parse_entry
from ledger.signing.statement import parse_statement
from ledger.tlog.note import parse_vkey
from ledger.tlog.policy import parse_policy
from ledger.verify.evidence import verify_proof
from ledger.verify.result import Outcome
from tests.docs import worked
from tests.docs.pages import ROOT, fences, generated

PARTS = {
    key: next(fences(part)).text.removesuffix("\n")
    for page in ("statement", "entry")
    for key, part in generated((ROOT / "docs" / "spec" / f"{page}.md").read_text(encoding="utf-8")).items()
}
TYPE = "application/vnd.phayan.statement+json"


def _jcs(value: object) -> str:
    """RFC 8785 for what the example holds: ASCII names, integers, texts without escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _pae(payload: bytes) -> bytes:
    return f"DSSEv1 {len(TYPE)} {TYPE} {len(payload)} ".encode() + payload


def test_the_payload_is_canonical_and_a_statement() -> None:
    for key in ("payload", "payload-2"):
        assert _jcs(json.loads(PARTS[key])) == PARTS[key]
        assert parse_statement(PARTS[key].encode()).type == "OfficeRegistered"


def test_the_key_id_begins_the_digest_of_the_key() -> None:
    (_, _, public), (_, _, key_id) = (line.split() for line in PARTS["key"].splitlines())

    assert public == SigningKey(b"\x01" * 32).verify_key.encode().hex()
    assert sha256(bytes.fromhex(public)).hexdigest()[:16] == key_id


def test_the_signature_covers_the_pae_of_the_payload() -> None:
    payload = PARTS["payload"].encode()

    assert _pae(payload).startswith(PARTS["pae"].removesuffix("…").encode())
    assert b64encode(SigningKey(b"\x01" * 32).sign(_pae(payload)).signature).decode() == PARTS["signature"]


def test_the_envelope_holds_payload_and_signature() -> None:
    key_id = PARTS["key"].split()[-1]

    assert PARTS["envelope"] == _jcs(
        {
            "payload": b64encode(PARTS["payload"].encode()).decode(),
            "payloadType": TYPE,
            "signatures": [{"keyid": key_id, "sig": PARTS["signature"]}],
        }
    )


def test_the_disclosure_opens_to_what_the_statement_commits_to() -> None:
    text, (_, told) = PARTS["disclosure"].splitlines()[0], PARTS["disclosure"].splitlines()[1].split()
    salt, name, value = json.loads(urlsafe_b64decode(text + "=="))
    digest = urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()

    assert urlsafe_b64decode(salt + "==") == b"\x03" * 16
    assert (name, value) == ("office/reason", "ย้ายที่ทำการ")
    assert digest == told
    assert json.loads(PARTS["payload-2"])["sd"] == [told]


def test_leaves_links_and_root_follow_from_the_entries() -> None:
    first, second = (sha256(b"\x00" + PARTS[key].encode()).digest() for key in ("entry", "entry-2"))
    root = sha256(b"\x01" + first + second).digest()

    assert [line.split()[-1] for line in PARTS["leaves"].splitlines()] == [
        first.hex(),
        second.hex(),
        root.hex(),
    ]
    assert json.loads(PARTS["entry-2"])["prev"] == first.hex()
    assert json.loads(PARTS["payload-2"])["seen"] == {"version": 1, "leaf": first.hex()}
    assert PARTS["checkpoint"].splitlines()[:3] == [worked.ORIGIN, "2", b64encode(root).decode()]
    assert parse_entry(PARTS["entry"].encode()).envelope == PARTS["envelope"].encode()


def test_the_checkpoint_is_signed_by_the_key_of_the_policy() -> None:
    text, _, line = PARTS["checkpoint"].partition("\n\n")
    blob = b64decode(line.split(" ")[2])
    key = parse_vkey(PARTS["vkey"])

    VerifyKey(key.key).verify((text + "\n").encode(), blob[4:])
    assert blob[:4] == sha256(worked.ORIGIN.encode() + b"\n\x01" + key.key).digest()[:4]


def test_the_verifier_takes_the_proof() -> None:
    policy = parse_policy(f"log {PARTS['vkey']}\nquorum none\n")

    report = verify_proof((PARTS["proof"] + "\n").encode(), PARTS["entry-2"].encode(), policy)

    assert report.outcome is Outcome.PASSED
