"""The reply of whoever a row speaks of: a signed note over the report and the row, beside the report.

A report is a file and no event, so the reply is one too. Its envelope has a payload type of its own: what
was signed as a reply is never a statement, and no statement is taken for a reply.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from unicodedata import is_normalized

from ledger.domain.directory import RegistryState
from ledger.domain.relations import actors_of
from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import PERSONS
from ledger.projections.reports.envelope import Json, result_digest
from ledger.signing.canonical import canonical, parse_canonical
from ledger.signing.dsse import format_envelope, parse_envelope, sign_envelope, verify_envelope
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey

REPLY_TYPE: Final = "application/vnd.phayan.report-reply+json"
LONGEST: Final = 4_000  # characters


class Reply(NamedTuple):
    """What is said of one row of one report: ``result_digest`` is that of the report as it was issued."""

    origin: str
    result_digest: str
    row: str
    text: str


def write_reply(reply: Reply, key: SigningKey) -> bytes:
    """Return the envelope in which ``key`` says it."""
    members = reply._asdict() | {"v": 1}
    return format_envelope(sign_envelope(canonical(members), [key], payload_type=REPLY_TYPE))


def with_replies(envelope: Json, notes: Sequence[bytes], registry: RegistryState) -> Json:
    """Return the report with each row marked to which somebody replied.

    The row gets the flag REPLIED, and the digest of the note; ``reproduce.replied_to`` is the digest of the
    report as it was issued. Who may reply: the person of a row, and whoever has a mandate of its office.

    Raises:
        ReportError: ``reply_form``, ``reply_other_report``, ``reply_no_row``, ``reply_signature``,
            ``reply_not_yours``.
    """
    if not notes:
        return envelope
    issued = envelope["reproduce"]["result_digest"]
    rows = {row["key"]: dict(row) for row in envelope["rows"]}
    for note in notes:
        reply, actor = read_reply(note, registry)
        if reply.origin != envelope["snapshot"]["origin"] or reply.result_digest != issued:
            raise ReportError(
                "reply_other_report", "the reply is about another report, or another issue of it"
            )
        row = rows.get(reply.row)
        if row is None or row["suppressed"]:
            raise ReportError("reply_no_row", "the report shows no such row")
        if not _speaks_for(actor, reply.row, envelope["unit"], registry):
            raise ReportError("reply_not_yours", "only whoever a row speaks of, or its office, replies to it")
        row["flags"] = [*(flag for flag in row["flags"] if flag != "REPLIED"), "REPLIED"]
        row["extra"] = (row.get("extra") or {}) | {"reply": hashlib.sha256(note).hexdigest()}
    marked = envelope | {"rows": [rows[row["key"]] for row in envelope["rows"]]}
    digests = {"result_digest": result_digest(marked), "replied_to": issued}
    return marked | {"reproduce": envelope["reproduce"] | digests}


def read_reply(note: bytes, registry: RegistryState) -> tuple[Reply, str]:
    """Return the reply, and who signed it.

    Raises:
        ReportError: ``reply_form``, ``reply_signature``.
    """
    try:
        signed = parse_envelope(note.strip(), payload_type=REPLY_TYPE)
        reply = _parse(parse_canonical(signed.payload))
    except Malformed as error:
        raise ReportError("reply_form", "this is no reply to a report") from error
    key = registry.keys.get(signed.signatures[0][0]) if len(signed.signatures) == 1 else None
    if key is None or key.revoked is not None:
        raise ReportError("reply_signature", "the reply is not signed by one enrolled key that holds")
    try:
        verify_envelope(signed, {key.id: bytes.fromhex(key.public)})
    except Malformed as error:
        raise ReportError("reply_signature", "the signature of the reply does not hold") from error
    return reply, key.actor


def _parse(members: Any) -> Reply:  # noqa: ANN401 - parsed JSON
    names = {*Reply._fields, "v"}
    if not isinstance(members, dict) or members.keys() != names or members["v"] != 1:
        raise Malformed("reply_form", "a reply has origin, result_digest, row and text")
    reply = Reply(*(members[name] for name in Reply._fields))
    if not all(isinstance(one, str) for one in reply) or not 0 < len(reply.text) <= LONGEST:
        raise Malformed("reply_form", "the members of a reply are texts")
    if not is_normalized("NFC", reply.text):
        raise Malformed("reply_form", "the text of a reply is in its composed form")
    return reply


def _speaks_for(actor: str, row: str, unit: str, registry: RegistryState) -> bool:
    """Return whether a row of ``unit`` is about the person of ``actor``, or about an office of theirs.

    A key ends with whom it is about; of an attester it begins with them, of a pair it names both.
    """
    persons = set(actors_of(registry, actor))
    if unit in PERSONS:
        named = f"/{row.replace(' ', '/')}/"
        return any(f"/{one}/" in named for one in persons)
    held = (mandate for one in persons for mandate in registry.mandates.get(one, ()))
    offices = {mandate.office for mandate in held if mandate.revoked is None}
    return unit == "office" and row.rpartition("/")[2] in offices
