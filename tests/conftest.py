"""Fixtures for every test."""

from tests.support.databases import database_url, engines_closed, postgres_url

__all__ = ["database_url", "engines_closed", "postgres_url"]
