"""A request has its row with its answer."""

from importlib import resources

from alembic import op

revision = "0009_answered_requests"
down_revision = "0008_posting"


def upgrade() -> None:
    script = resources.files("ledger") / "sql" / "migrations" / f"{revision}.sql"
    op.get_bind().exec_driver_sql(script.read_text(), execution_options={"no_parameters": True})
