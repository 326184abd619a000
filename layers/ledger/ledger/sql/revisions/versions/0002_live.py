"""Bets, settlements, the relay of the outbox, the inbox, the feed of cash-outs."""

from importlib import resources

from alembic import op

revision = "0002_live"
down_revision = "0001_ledger"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
