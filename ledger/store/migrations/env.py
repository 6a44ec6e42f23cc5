"""What Alembic runs for every command: always on a connection that is handed in."""

from alembic import context

from ledger.store.schema import BRANCHES

branch = context.config.attributes["branch"]
# A version table of its own, should two of our databases share one schema of a server.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=BRANCHES[branch],
    version_table=f"{branch}_schema",
)
with context.begin_transaction():
    context.run_migrations()
