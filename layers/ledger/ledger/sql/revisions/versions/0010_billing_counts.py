"""Requests, invoices and payments are counted as they change."""

from importlib import resources

from alembic import op

revision = "0010_billing_counts"
down_revision = "0009_answered_requests"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
