"""The page names what there is: every function with its module, every method, every reference value."""

import re
from importlib import import_module
from inspect import isclass, isfunction
from pathlib import Path
from pkgutil import iter_modules

from ledger.projections import statistics

PAGE = Path("docs/statistics.md").read_text(encoding="utf-8")
PLUMBING = {"distributions"}  # the door to scipy, which no report calls for itself
UNBUILT = {"M26"}
UNTESTED = {"V48", "V49"}  # of M26
ELSEWHERE = {"V52": "tests/domain/test_drawing.py"}


def names(module_name: str) -> set[str]:
    """Return the public functions that a module defines."""
    module = import_module(f"{statistics.__name__}.{module_name}")
    return {
        name
        for name, value in vars(module).items()
        if isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }


def modules() -> set[str]:
    return {module.name for module in iter_modules(statistics.__path__)}


def test_every_function_stands_on_the_page() -> None:
    missing = {
        f"{module}.{name}"
        for module in modules() - PLUMBING
        for name in names(module)
        if not re.search(rf"\b{name}\b", PAGE)
    }

    assert not missing


def test_every_function_on_the_page_exists() -> None:
    for module, name in re.findall(r"`([a-z]+)\.([a-zA-Z_]+)\(", PAGE):
        found = getattr(import_module(f"{statistics.__name__}.{module}"), name)
        assert isfunction(found) or isclass(found), f"{module}.{name}"


def test_every_method_stands_on_the_page() -> None:
    listed = set(re.findall(r"^\| (M\d\d) \|", PAGE, re.MULTILINE))

    assert listed == {f"M{number:02}" for number in range(1, 28)} - UNBUILT


def test_every_reference_value_is_a_test() -> None:
    """Names of tests tell them: ``test_v10_to_v12_…`` stands for three."""
    tested: set[int] = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        for first, joint, last in re.findall(
            r"^def test_v(\d\d)(?:_(to|and)_v(\d\d))?_", file.read_text(encoding="utf-8"), re.MULTILINE
        ):
            tested |= (
                set(range(int(first), int(last or first) + 1)) if joint != "and" else {int(first), int(last)}
            )
    missing = {f"V{number:02}" for number in range(1, 53) if number not in tested}

    assert missing == UNTESTED | set(ELSEWHERE)
    assert "e2a3e08f51f235ff" in Path(ELSEWHERE["V52"]).read_text(encoding="utf-8")
