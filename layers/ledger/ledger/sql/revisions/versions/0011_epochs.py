"""Epochs of transaction ids are known by the transaction that wrote them."""

from importlib import resources

from alembic import op

revision = "0011_epochs"
down_revision = "0010_billing_counts"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
