"""The store: an eventsourcing persistence module on SQLAlchemy Core."""
