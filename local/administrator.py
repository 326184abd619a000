"""The administrator of a Postgres on this machine: no superuser, with what Aurora's master user has and no more.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
"""

from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

ADMINISTRATOR: Final = "purser_admin"
"""As the template names the master user of the deployed database."""

# AWS does not list what Aurora refuses of these; what works without all of them works there.
_REFUSED: Final = """
    revoke execute on function
        pg_control_checkpoint(), pg_control_init(), pg_control_recovery(), pg_control_system()
    from public
"""
# Whoever has rds_iam logs in to Aurora with a token. Here it means nothing, but has to be granted all the same.
_ROLES: Final = f"""
    create role rds_superuser nologin;
    create role rds_iam nologin;
    grant pg_monitor, pg_signal_backend, pg_checkpoint to rds_superuser with admin option;
    grant rds_iam to rds_superuser with admin true, inherit false, set false;
    create role {ADMINISTRATOR} login createdb createrole;
    grant rds_superuser to {ADMINISTRATOR} with admin option;
"""


def ensure(superuser_url: str) -> None:
    """Make it where it is not there yet.

    The functions are refused in each database for itself; those to come are copies of template1.
    """
    with psycopg.connect(superuser_url) as connection:
        if connection.execute("select from pg_roles where rolname = %s", (ADMINISTRATOR,)).fetchone() is not None:
            return
        databases = connection.execute("select datname from pg_database where datallowconn").fetchall()
        for (database,) in databases:
            with psycopg.connect(make_conninfo(superuser_url, dbname=database)) as beside:
                beside.execute(_REFUSED)
        connection.execute(_ROLES.encode())
        # Of a folder whose administrator was the superuser. On Aurora the master user made these roles itself.
        for (role,) in connection.execute(r"select rolname from pg_roles where rolname like 'purser\_%'").fetchall():
            if role != ADMINISTRATOR:
                grant = sql.SQL("grant {} to {} with admin option")
                connection.execute(grant.format(sql.Identifier(role), sql.Identifier(ADMINISTRATOR)))
