"""What Alembic runs: every revision up to the newest, in the transaction that it is handed."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table_schema="ledger")
context.run_migrations()
