"""The administrator of a local Postgres: not a superuser, with the privileges of Aurora's master user and no more.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
"""

from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

ADMINISTRATOR: Final = "purser_admin"
"""The name of the master user of the deployed database, as in the template."""

# Functions that Aurora may refuse. AWS has no list of them; what works locally without all of them works on Aurora.
_REFUSED: Final = """
    revoke execute on function
        pg_control_checkpoint(), pg_control_init(), pg_control_recovery(), pg_control_system()
    from public
"""
# On Aurora, a member of rds_iam logs in with a token. Locally the role has no effect, but it can be granted.
_ROLES: Final = f"""
    create role rds_superuser nologin;
    create role rds_iam nologin;
    grant pg_monitor, pg_signal_backend, pg_checkpoint to rds_superuser with admin option;
    grant rds_iam to rds_superuser with admin true, inherit false, set false;
    create role {ADMINISTRATOR} login createdb createrole;
    grant rds_superuser to {ADMINISTRATOR} with admin option;
"""


def ensure(superuser_url: str) -> None:
    """Create the administrator unless it exists.

    Functions are revoked in each existing database; a later database is a copy of template1 and inherits that.
    """
    with psycopg.connect(superuser_url) as connection:
        if connection.execute("select from pg_roles where rolname = %s", (ADMINISTRATOR,)).fetchone() is not None:
            return
        databases = connection.execute("select datname from pg_database where datallowconn").fetchall()
        for (database,) in databases:
            with psycopg.connect(make_conninfo(superuser_url, dbname=database)) as in_database:
                in_database.execute(_REFUSED)
        connection.execute(_ROLES.encode())
        # An earlier release created this folder's roles as the superuser. On Aurora the master user created them.
        for (role,) in connection.execute(r"select rolname from pg_roles where rolname like 'purser\_%'").fetchall():
            if role != ADMINISTRATOR:
                grant = sql.SQL("grant {} to {} with admin option")
                connection.execute(grant.format(sql.Identifier(role), sql.Identifier(ADMINISTRATOR)))
