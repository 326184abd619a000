"""Coin policies, awards, the entry fees of tournaments."""

from importlib import resources

from alembic import op

revision = "0005_awards"
down_revision = "0004_contacts_methods"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
