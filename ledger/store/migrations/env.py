"""What Alembic runs for every command: always on a connection that is handed in."""

from alembic import context

from ledger.store.schema import BRANCHES


def run() -> None:
    """Run the steps of one branch."""
    branch = context.config.attributes["branch"]
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=BRANCHES[branch],
        # A version table of its own, should two of our databases share one schema of a server.
        version_table=f"{branch}_schema",
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # as Alembic names it; whoever else imports it only looks
    run()
