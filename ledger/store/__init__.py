"""The store: an eventsourcing persistence module on SQLAlchemy Core, for SQLite and PostgreSQL alike."""

from ledger.store.factory import Factory

__all__ = ["Factory"]
