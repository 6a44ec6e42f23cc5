"""The worked example of the two specifications: one office is registered, then closed.

Keys and salt are repeated bytes, so that anybody can follow it by hand. Nothing judges the example: it shows
bytes, and a real log begins with its founding.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from typing import Final

from ledger.application.composing import make_disclosure
from ledger.domain.registry.events import OfficeRegistered
from ledger.domain.types import Area, Code, Seen, Statement, Text
from ledger.signing.disclosure import digest
from ledger.signing.dsse import STATEMENT_TYPE, format_envelope, pae, sign_envelope
from ledger.signing.entry import format_entry
from ledger.signing.keys import SigningKey
from ledger.signing.statement import format_statement
from ledger.tlog.checkpoint import Checkpoint, format_checkpoint
from ledger.tlog.note import ED25519, Vkey, format_vkey, sign_note
from ledger.tlog.proof import TlogProof, format_proof
from ledger.tlog.tree import leaf_hash, node_hash

ORIGIN: Final = "ledger.example.org/2026"
STREAM: Final = "registry/00000000-0000-4000-8000-000000000001"
ACTOR: Final = "actor/00000000-0000-4000-8000-000000000002"
SIGNER: Final = SigningKey(b"\x01" * 32)
LOG: Final = SigningKey(b"\x02" * 32)
SALT: Final = b"\x03" * 16


@dataclass(frozen=True, slots=True)
class Made:
    """One statement on its way: what was signed, the envelope, the entry."""

    payload: bytes
    envelope: bytes
    entry: bytes


def disclosure() -> str:
    return make_disclosure(SALT, "office/reason", "ย้ายที่ทำการ")


@cache
def entries() -> tuple[Made, Made]:
    first = _made(0, _statement("3", "2026-11-22T03:04:05Z"), b"", "2026-11-22T03:04:06.123Z")
    leaf = leaf_hash(first.entry)
    closing = _statement("4", "2026-11-23T03:04:05Z", seen=Seen(1, leaf.hex()), sd=(digest(disclosure()),))
    return first, _made(1, closing, leaf, "2026-11-23T03:04:06.456Z")


def _statement(digit: str, at: str, *, seen: Seen | None = None, sd: tuple[str, ...] = ()) -> Statement:
    office = OfficeRegistered(
        code=Code("mueang"),
        name_th=Text("เทศบาลเมือง"),
        kind=Code("municipality"),
        area=Area("50"),
        closed=bool(sd),
    )
    return Statement(
        origin=ORIGIN,
        id=f"00000000-0000-4000-8000-00000000000{digit}",
        stream=STREAM,
        type="OfficeRegistered",
        schema=1,
        by=ACTOR,
        signers=(SIGNER.id,),
        at=at,
        seen=seen,
        as_of=None,
        says=office,
        sd=sd,
    )


def _made(index: int, statement: Statement, prev: bytes, recorded_at: str) -> Made:
    payload = format_statement(statement)
    envelope = format_envelope(sign_envelope(payload, [SIGNER]))
    return Made(payload, envelope, format_entry(envelope, index, prev.hex(), recorded_at, index + 1))


def root() -> bytes:
    first, second = entries()
    return node_hash(leaf_hash(first.entry), leaf_hash(second.entry))


def checkpoint() -> str:
    body = format_checkpoint(Checkpoint(ORIGIN, 2, root()))
    return f"{body}\n{sign_note(body, ORIGIN, LOG.seed)}"


def proof() -> str:
    first, _second = entries()
    return format_proof(TlogProof(1, (leaf_hash(first.entry),), checkpoint()))


def parts() -> dict[str, str]:
    """Return the fenced blocks of the specifications by name."""
    first, second = entries()
    message = pae(STATEMENT_TYPE, first.payload)
    blocks = {
        "payload": first.payload.decode(),
        "payload-2": second.payload.decode(),
        "pae": message[: len(message) - len(first.payload)].decode() + "…",
        "key": f"public key  {SIGNER.public.hex()}\nkey id      {SIGNER.id}",
        "signature": b64encode(SIGNER.sign(message)).decode(),
        "envelope": first.envelope.decode(),
        "disclosure": f"{disclosure()}\ndigest  {digest(disclosure())}",
        "entry": first.entry.decode(),
        "entry-2": second.entry.decode(),
        "leaves": f"leaf 0  {leaf_hash(first.entry).hex()}\nleaf 1  {leaf_hash(second.entry).hex()}\n"
        f"root    {root().hex()}",
        "vkey": format_vkey(Vkey(ORIGIN, ED25519, LOG.public)),
        "checkpoint": checkpoint().rstrip("\n"),
        "proof": proof().rstrip("\n"),
    }
    return {name: f"```text\n{text}\n```\n" for name, text in blocks.items()}
