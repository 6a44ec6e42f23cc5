"""The page of events, made from the domain's dataclasses: what a form says stands in the code alone."""

import ast
import inspect
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from ledger.domain import types as nouns
from ledger.domain.catalogue import EVENTS, SHARED, STREAM_KINDS
from ledger.domain.forms import FIELD_FORMS, FORMS, MAX_INT, member

KINDS: Final = {
    "registry": "Founding, offices, mandates and keys. One stream, which entry 0 begins.",
    "programme": "The rules of one programme, version by version.",
    "claim": "One application for one benefit, from the counter to the last decision.",
    "grievance": "One complaint, appeal or objection.",
    "consultation": "One question, asked by evidence and answered by a named owner.",
    "commitment": "One promise of an official, and whether others found it kept.",
    "listing": "One public posting of candidates, open to objection.",
    "audit": "One random audit: its frame, its draw, its findings.",
}
BASIC: Final[dict[Any, str]] = {
    str: "text, see below",
    int: "integer",
    bool: "`true` or `false`",
    date: "day, `YYYY-MM-DD`",
}


class Catalogue:
    """Collects the parts, code lists and text forms that the events of the catalogue reach."""

    def __init__(self) -> None:
        self.parts: dict[str, type] = {}
        self.codes: dict[str, type[StrEnum]] = {}
        self.texts: set[str] = set()

    def form(self, hint: Any, owner: type, field: str) -> str:
        """Return how the page names the annotation ``hint`` of one field."""
        origin = typing.get_origin(hint)
        if origin in {types.UnionType, typing.Union}:
            (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
            return self.form(inner, owner, field)
        if origin is tuple:
            return f"list of {self.form(typing.get_args(hint)[0], owner, field)}"
        if isinstance(hint, typing.NewType):
            self.texts.add(hint.__name__)
            return _link(hint.__name__)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            self.codes[hint.__name__] = hint
            return _link(hint.__name__)
        if is_dataclass(hint) and isinstance(hint, type):
            if hint.__name__ not in self.parts:
                self.parts[hint.__name__] = hint
                self.table(hint)  # for what it reaches in turn
            return _link(hint.__name__)
        if hint is str:
            return f"text, `{FIELD_FORMS[owner, field]}`"
        return BASIC[hint]

    def table(self, kind: Any) -> str:
        """Return the table of the members of a dataclass."""
        hints = typing.get_type_hints(kind)
        rows = ["| member | form | needed |", "|---|---|---|"]
        for field in fields(kind):
            needed = "yes" if field.default is MISSING else ""
            form = self.form(hints[field.name], kind, field.name).replace("|", "\\|")
            rows.append(f"| `{member(field.name)}` | {form} | {needed} |")
        return "\n".join(rows)


def events() -> str:
    """Return the sections of all events, parts, code lists and text forms."""
    catalogue = Catalogue()
    out: list[str] = []
    for kind, what in KINDS.items():
        out += [f"## Stream `{kind}`", what]
        for (name, schema), event in EVENTS.items():
            if STREAM_KINDS[event] == (kind,):
                out += [f"### `{name}`", f"Schema {schema}.\n{_about(event)}", catalogue.table(event)]
    out += ["## Shared events", "Events that stand in streams of several kinds."]
    for event, kinds in SHARED.items():
        stands = ", ".join(f"`{kind}`" for kind in kinds)
        out += [
            f"### `{event.__name__}`",
            f"Schema 1.\nIn {stands}.\n{_about(event)}",
            catalogue.table(event),
        ]
    out += ["## Parts", "Objects that stand inside events."]
    for name, part in sorted(catalogue.parts.items()):
        out += [f"### `{name}`", _about(part), catalogue.table(part)]
    out += ["## Code lists", "A member of these forms holds one of the codes, spelt exactly so."]
    for name, codes in sorted(catalogue.codes.items()):
        out += [f"### `{name}`", _about(codes), ", ".join(f"`{code.value}`" for code in codes)]
    out += ["## Text forms", "Strings whose form is fixed. The pattern must match from end to end."]
    meanings = _meanings()
    for name in sorted(catalogue.texts):
        out += [f"### `{name}`", meanings[name].replace("``", "`"), f"```text\n{_shown(FORMS[name])}\n```"]
    out.append(f"An integer lies between -{MAX_INT} and {MAX_INT}.")
    return "\n\n".join(out) + "\n"


def _shown(pattern: str) -> str:
    """Return ``pattern`` with everything that cannot be seen written as an escape."""
    return "".join(char if " " <= char < "\x7f" else f"\\u{ord(char):04x}" for char in pattern)


def _about(kind: type) -> str:
    about = " ".join((inspect.getdoc(kind) or "").replace("``", "`").split())
    return about.replace("_`", "`").replace(". ", ".\n")  # a Python name may end in _, its member does not


def _link(name: str) -> str:
    return f"[{name}](#{name.casefold()})"


def _meanings() -> dict[str, str]:
    """Return the sentence that stands below each NewType in the source of ``ledger.domain.types``."""
    body = ast.parse(inspect.getsource(nouns)).body
    return {
        node.targets[0].id: str(below.value.value)
        for node, below in pairwise(body)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }
