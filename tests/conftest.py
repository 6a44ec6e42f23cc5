"""Fixtures for every test."""

from tests.support.databases import database_url, engines_closed, postgres_url

__all__ = ["database_url", "engines_closed", "postgres_url"]

collect_ignore = ["interop/mine_processes.py"]
"""A program of its own, for an environment of its own."""
