"""What a posting asks of a wallet stands ready."""

from importlib import resources

from alembic import op

revision = "0008_posting"
down_revision = "0007_cash_out_days"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
