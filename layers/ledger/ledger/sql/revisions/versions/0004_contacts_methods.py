"""Billing: contacts, payment methods, and which events have had their mail."""

from importlib import resources

from alembic import op

revision = "0004_contacts_methods"
down_revision = "0003_billing"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
