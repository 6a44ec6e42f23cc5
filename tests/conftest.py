"""Fixtures for every test, and the order of their files."""

import pytest

from tests.support.databases import database_url, engines_closed, postgres_url

__all__ = ["database_url", "engines_closed", "postgres_url"]

collect_ignore = ["interop/mine_processes.py"]
"""A program of its own, for an environment of its own."""

LONG = (
    "tests/web/test_everywhere.py",
    "tests/web/test_everywhere_in_english.py",
    "tests/api/test_schemathesis.py",
    "tests/api/test_storm.py",
    "tests/api/test_canary_served.py",
    "tests/store/test_processes.py",
    "tests/api/test_authorisation.py",
    "tests/api/test_processes.py",
    "tests/acceptance/test_registers.py",
    "tests/web/test_tour.py",
    "tests/web/test_citizen_pages.py",
    "tests/web/test_act.py",
)
"""Files of many seconds and few tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files: else one worker is busy with the last of them and the other with nothing."""
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.nodeid.partition("::")[0], len(LONG)))
