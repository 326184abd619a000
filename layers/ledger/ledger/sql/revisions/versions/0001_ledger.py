"""Wallets, transactions and entries, requests, outbox, customers."""

from importlib import resources

from alembic import op

revision = "0001_ledger"
down_revision = None


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
