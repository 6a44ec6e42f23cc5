"""A program that reads from a ledger: python ask.py ADDRESS KEY.pem ORIGIN.

ADDRESS is what is asked, such as https://ledger.example.org/queue; KEY.pem the program's private key, of
which the ledger was told the public half; ORIGIN the name of the ledger, as its checkpoint has it.
"""

import secrets
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519


class Request(NamedTuple):
    """What is signed, and sent as it was signed."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""


address, file, origin = sys.argv[1:]
pem = Path(file).read_bytes()
public = load_pem_private_key(pem, None).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
name = sha256(public).hexdigest()[:16]
now = datetime.now(UTC)
request = Request("GET", address, {})
HTTPMessageSigner(
    signature_algorithm=ED25519,
    key_resolver=MappingKeyResolver(public_keys={}, private_keys={name: pem}),
).sign(
    request,
    key_id=name,
    tag=origin,
    created=now,
    expires=now + timedelta(minutes=1),
    nonce=secrets.token_urlsafe(16),
    covered_component_ids=("@method", "@authority", "@path", "@query"),
    body=request.body,  # adds the digest, and covers it
)
with urllib.request.urlopen(urllib.request.Request(request.url, headers=request.headers)) as answer:
    sys.stdout.buffer.write(answer.read())
