"""Every stable code that can leave the ledger, read from its source.

A code is the class variable ``code`` of an error, or a literal at a known place of a known call. A code that
is put together at run time must stand in ``COMPOSED``, so that no code can hide from the documentation.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

from api import refusing
from ledger.domain.sentences import SENTENCES
from ledger.signing import statement, strict_json
from tests.docs.pages import ROOT

PLACE: Final[Mapping[str, int]] = {
    "Malformed": 0,
    "require": 1,
    "from_base64": 1,
    "MappingRefused": 0,
    "_RowRefused": 0,
    "ReportError": 0,
    "Rejected": 1,
    "Violation": 1,
    "fail": 0,
    "Problem": 1,
    "document": 1,
    "_problem": 2,
}
"""Which argument of a call is a code. Of ``add`` it is the second one where the call has four."""

COMPOSED: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("ledger/signing/statement.py", "f'statement_{name}'"): frozenset(
        f"statement_{member}" for member in statement._FORMS
    ),
    ("ledger/signing/strict_json.py", "f'json_strict_{kind}'"): frozenset(
        f"json_strict_{kind}" for kind in ("float", "exponent", "nan")
    ),
    ("ledger/signing/strict_json.py", "code"): frozenset(
        code for _most, code in strict_json._LIMITS.values()
    ),
    ("ledger/verify/fold.py", "code"): frozenset(
        {"index_moved", "version_gap", "link_broken", "time_backwards"}
    ),
    ("ledger/cli/output.py", "getattr(error, 'code', 'machine')"): frozenset({"machine"}),
    ("api/refusing.py", "code"): frozenset(refusing.BY_STATUS.values()),
    ("api/limits.py", "code"): frozenset({"body_too_large"}),  # unless a route has one of its own
}

HANDED_ON: Final = frozenset(
    {
        *(("ledger/signing/errors.py", "code"), ("ledger/signing/forms.py", "code")),
        *((f"ledger/application/{name}.py", "refusal.code") for name in ("intake", "sequencer")),
        *((f"ledger/application/{name}.py", "error.code") for name in ("tree_check", "verifying")),
        ("ledger/application/verifying.py", "wrong.code"),
        ("ledger/application/audit_check.py", "step.code"),
        ("ledger/signing/statement.py", "refusal.code"),
        *(("ledger/verify/evidence.py", text) for text in ("error.code", "wrong.code")),
        ("ledger/verify/fold.py", "error.code"),
        *(("api/problems.py", text) for text in ("rejected.code", "error.code")),
        ("api/openapi.py", "CODES[status]"),
        *(
            ("api/refusing.py", "problem.code"),
            ("api/limits.py", "code"),
            ("api/attachments.py", "error.code"),
        ),
        *(("api/statements.py", "error.code"), ("api/sessions.py", "error.code")),
        ("api/programs.py", "_code(error)"),
        *(("api/searches.py", "error.code"), ("api/reports.py", "error.code")),
        ("api/web/oversight/numbers.py", "error.code"),
    }
)
"""Calls that hand on the code of another error."""


SCRIPT: Final = re.compile(r"""\b(?:need|Refused|explained|fromBase64)\([^;\n]*"([a-z0-9_]+)"\)""")
"""Where a script of the pages names a code: as the last argument of a call, on one line."""


def all_codes() -> dict[str, set[str]]:
    """Return the source files of every code."""
    found: dict[str, set[str]] = {code: {"ledger/domain/sentences"} for code in SENTENCES}
    for path in sorted([*(ROOT / "ledger").rglob("*.py"), *(ROOT / "api").rglob("*.py")]):
        file = path.relative_to(ROOT).as_posix()
        for code in _codes(file, ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(code, set()).add(file)
    for path in sorted((ROOT / "api" / "web" / "static" / "js").rglob("*.js")):
        for code in SCRIPT.findall(path.read_text(encoding="utf-8")):
            found.setdefault(code, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _codes(file: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _of_class(node)
        elif isinstance(node, ast.Call):
            argument = _argument(node)
            if argument is None:
                continue
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
                continue
            place = file, ast.unparse(argument)
            if place not in COMPOSED and place not in HANDED_ON:
                raise AssertionError(f"{file}:{node.lineno}: tell tests/docs/codes.py which codes this gives")
            yield from COMPOSED.get(place, ())


def _argument(call: ast.Call) -> ast.expr | None:
    """Return the argument that is a code, if ``call`` has one."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name == "add":
        return call.args[1] if len(call.args) == 4 else None
    place = PLACE.get(name)
    return call.args[place] if place is not None and len(call.args) > place else None


def _of_class(node: ast.ClassDef) -> Iterator[str]:
    values = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
    for part in node.body:
        match part:
            case ast.Assign(targets=[ast.Name(id="code")], value=value):
                values.append(value)
            case ast.AnnAssign(target=ast.Name(id="code"), value=ast.expr() as value):
                values.append(value)
            case _:
                continue
    yield from (
        value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
    )
