"""Statements: the facts that actors sign."""

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final, TypeAlias

from ledger.domain.catalogue import decode_event, encode_event
from ledger.domain.errors import Refused
from ledger.domain.forms import UUID_FORM
from ledger.domain.types import AsOf, Seen, Statement, Unknown
from ledger.signing.canonical import canonical, parse_canonical
from ledger.signing.errors import Malformed, require
from ledger.signing.forms import check_text, is_instant

_Form: TypeAlias = Callable[[Any], object]


def _text(pattern: str) -> _Form:
    form = re.compile(pattern)
    return lambda value: isinstance(value, str) and form.fullmatch(value)


def _count(least: int) -> _Form:
    return lambda value: type(value) is int and value >= least  # True is no count


def _sorted(pattern: str, most: int) -> _Form:
    form = _text(pattern)
    return lambda value: (
        (isinstance(value, list) and 1 <= len(value) <= most)
        and (all(map(form, value)) and value == sorted(set(value)))
    )


def _object(**forms: _Form) -> _Form:
    return lambda value: (
        (isinstance(value, dict) and value.keys() == forms.keys())
        and all(form(value[name]) for name, form in forms.items())
    )


_KINDS: Final = "registry|programme|claim|grievance|consultation|commitment|listing|audit"
_HASH: Final = "{42}[AEIMQUYcgkosw048]"  # 32 bytes in base64 leave two bits over, which are zero
_OPTIONAL: Final[dict[str, _Form]] = {
    "at": lambda value: isinstance(value, str) and is_instant(value, "seconds"),
    "seen": _object(version=_count(1), leaf=_text("[0-9a-f]{64}")),
    "as_of": _object(size=_count(0), root=_text(f"[A-Za-z0-9+/]{_HASH}=")),
    "sd": _sorted(f"[A-Za-z0-9_-]{_HASH}", 1_000),
}
_NEEDED: Final[dict[str, _Form]] = {
    "v": lambda value: type(value) is int and value == 1,
    "origin": _text("[a-z0-9./-]+"),
    "id": _text(UUID_FORM),
    "stream": _text(f"(?:{_KINDS})/{UUID_FORM}"),
    "type": _text("[A-Z][A-Za-z0-9]{0,63}"),
    "schema": _count(1),
    "by": _text(f"actor/{UUID_FORM}"),
    "signers": _sorted("[0-9a-f]{16}", 32),
    "data": lambda value: isinstance(value, dict),
}
_HEAD: Final = ("origin", "id", "stream", "type", "schema", "by")
_FORMS: Final = _NEEDED | _OPTIONAL


def parse_statement(payload: bytes) -> Statement:
    """Return the statement of which ``payload`` is the form. An event type of a later release is ``Unknown``.

    Raises ``statement_members``; ``statement_`` and the name of a member that is not of its form;
    ``text_form``; ``data_invalid``, its cause holds the pointer; and as ``parse_canonical``.
    """
    members: Any = parse_canonical(payload)
    known = isinstance(members, dict) and _NEEDED.keys() <= members.keys() <= _FORMS.keys()
    require(known, "statement_members", "a statement has the members of its version, and no more")
    for name in members:
        require(_FORMS[name](members[name]), f"statement_{name}", f"the member {name} is not of its form")
    check_text(members["data"])
    try:
        says = decode_event(members["type"], members["schema"], members["data"])
    except Refused as refusal:
        raise Malformed(refusal.code, str(refusal)) from refusal
    head = {name: members[name] for name in _HEAD}
    signers, sd, at = tuple(members["signers"]), tuple(members.get("sd", ())), members.get("at")
    seen = Seen(**members["seen"]) if "seen" in members else None
    as_of = AsOf(**members["as_of"]) if "as_of" in members else None
    return Statement(**head, signers=signers, at=at, seen=seen, as_of=as_of, says=says, sd=sd)


def format_statement(statement: Statement) -> bytes:
    """Return the JCS form; raise as ``parse_statement`` would, or if it would not give the same statement."""
    says = statement.says
    if isinstance(says, Unknown):
        raise Malformed("type_unknown", "what this release does not know, it cannot write")
    members = {name: getattr(statement, name) for name in _HEAD}
    members |= {"v": 1, "signers": statement.signers, "data": encode_event(says)}
    for name in _OPTIONAL:
        if value := getattr(statement, name):
            members[name] = asdict(value) if isinstance(value, Seen | AsOf) else value
    payload = canonical(members)
    require(parse_statement(payload) == statement, "statement_type", "the type is not that of the event")
    return payload
