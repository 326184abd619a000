"""Reconciliation: runs and findings."""

from importlib import resources

from alembic import op

revision = "0006_reconciliation"
down_revision = "0005_awards"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
