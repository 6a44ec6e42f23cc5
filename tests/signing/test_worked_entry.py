"""The worked example, value by value, from the payload to the leaf."""

import json
from hashlib import sha256
from typing import Any

import pytest

from ledger.signing.canonical import parse_canonical
from ledger.signing.disclosure import digest, parse_disclosure
from ledger.signing.dsse import (
    STATEMENT_TYPE,
    Envelope,
    format_envelope,
    pae,
    parse_envelope,
    sign_envelope,
    verify_envelope,
)
from ledger.signing.entry import Entry, format_entry, parse_entry
from ledger.signing.forms import from_base64, to_base64
from ledger.signing.keys import SigningKey, check_key
from ledger.signing.statement import parse_statement
from ledger.tlog.tree import leaf_hash
from tests.signing.examples import code_of
from tests.support.shared import shared


@pytest.fixture
def values() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("vectors", "worked-entry", "values.json").read_bytes())
    return found


def entry(number: int) -> bytes:
    return shared("vectors", "worked-entry", f"entry-{number}.json").read_bytes()


def opened(number: int) -> tuple[Entry, Envelope]:
    found = parse_entry(entry(number))
    return found, parse_envelope(found.envelope)


def test_keys_have_the_expected_public_part_and_name(values: dict[str, Any]) -> None:
    assert len(values["keys"]) == 4
    for row in values["keys"].values():
        key = SigningKey(bytes.fromhex(row["seed"]))
        assert (key.public.hex(), key.id) == (row["public"], row["key_id"])
        check_key(key.public)


def test_payload_and_what_is_signed_have_the_expected_bytes(values: dict[str, Any]) -> None:
    _, envelope = opened(1)
    signed = pae(STATEMENT_TYPE, envelope.payload)

    assert values["payload_type"] == STATEMENT_TYPE
    assert envelope.payload == values["statement_1"].encode()
    assert len(envelope.payload) == values["statement_1_length"] == 419
    assert signed.startswith(values["pae_1_start"].encode())
    assert sha256(signed).hexdigest() == values["pae_1_sha256"]


def test_signing_again_gives_the_same_entries(values: dict[str, Any]) -> None:
    keys = {row["key_id"]: SigningKey(bytes.fromhex(row["seed"])) for row in values["keys"].values()}
    public = {name: key.public for name, key in keys.items()}
    prev = {0: "", 1: values["leaf"][0], 2: ""}
    for number in range(3):
        stamped, envelope = opened(number)
        verify_envelope(envelope, public)
        again = sign_envelope(envelope.payload, [keys[name] for name, _ in envelope.signatures])

        data = format_entry(
            format_envelope(again), number, prev[number], stamped.recorded_at, stamped.version
        )

        assert data == entry(number)
        assert len(data) == values["entry_lengths"][number]
        assert len(data).to_bytes(2, "big").hex() == values["bundle_prefixes"][number]
        assert leaf_hash(data).hex() == values["leaf"][number]
    assert [name for name, _ in opened(1)[1].signatures] == ["03396219237f75a6", "68894d58f18f2c34"]


def test_disclosures_have_the_expected_digests_and_are_committed_to(values: dict[str, Any]) -> None:
    for row, number in zip(values["disclosures"], (0, 2), strict=True):
        text = row["disclosure"]
        data = from_base64(text, "x", url=True)
        array = parse_canonical(data)
        assert data == row["json"].encode()
        assert isinstance(array, list)
        assert array[0] == to_base64(bytes.fromhex(row["salt_hex"]), url=True)
        assert digest(text) == row["digest"]
        statement = parse_canonical(opened(number)[1].payload)
        assert isinstance(statement, dict)
        assert statement["sd"] == [row["digest"]]
        # The names of the example lack the subject under whose key a value is sealed.
        assert code_of(parse_disclosure, text) == "disclosure_name"


def test_the_example_statements_name_no_signers_and_so_are_refused() -> None:
    for number in range(3):
        assert code_of(parse_statement, opened(number)[1].payload) == "statement_members"
