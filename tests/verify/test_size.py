"""What an auditor must read is small, and stands on two packages and the standard library."""

import ast
import io
import sys
import tokenize
from pathlib import Path

import pytest

import ledger

HOME = Path(ledger.__file__).parent
PACKAGES = ("tlog", "signing", "verify")
MOST = 1_200
ALLOWED = {"nacl", "rfc8785"}
BELOW = {
    "tlog": {"tlog"},
    "signing": {"tlog", "signing", "domain"},
    "verify": {"tlog", "signing", "domain", "verify"},
}
FILES = [path for package in PACKAGES for path in sorted((HOME / package).rglob("*.py"))]
SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def code_lines(source: str) -> int:
    """Return how many lines hold code: neither blank, nor a comment, nor a docstring. Documents count so."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in SILENT:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            text = node.body[0]
            lines.difference_update(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return len(lines)


def test_lines_are_counted_as_a_reader_would() -> None:
    source = (
        '"""One\ntwo."""\n\nimport os  # why\n\n\n'
        'def f():\n    """Doc."""\n    # note\n    return (\n        os\n    )\n'
    )

    assert code_lines(source) == 5


def test_the_audited_packages_are_read_in_one_sitting() -> None:
    """Every line counts that is not blank: comments and docstrings are read as well."""
    counted = dict.fromkeys(PACKAGES, 0)
    for path in FILES:
        lines = path.read_text(encoding="utf-8").splitlines()
        counted[path.relative_to(HOME).parts[0]] += sum(bool(line.strip()) for line in lines)

    assert sum(counted.values()) <= MOST, counted


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_the_audited_packages_import_nothing_else(path: Path) -> None:
    package = path.relative_to(HOME).parts[0]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module or "")
        elif isinstance(node, ast.Name):
            assert node.id not in {"__import__", "eval", "exec"}
    for name in names:
        top, _, rest = name.partition(".")
        if top == "ledger":
            assert rest.split(".")[0] in BELOW[package], name
        else:
            assert top in ALLOWED or top in sys.stdlib_module_names, name
        assert top not in {"socket", "urllib", "http", "sqlite3", "random", "time", "importlib"}, name
