"""Billing: requests to top up, invoices, payments."""

from importlib import resources

from alembic import op

revision = "0003_billing"
down_revision = "0002_live"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
