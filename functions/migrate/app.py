"""Migrates the database's schema, functions and roles to this release, in one transaction and under a lock."""

import os

from ledger.edge import cloudformation
from ledger.storage import migration


@cloudformation.custom_resource("purser-schema", refusal_type=migration.CannotMigrate)
def handler() -> migration.Migrated:
    parameters = migration.Parameters(
        cluster=os.environ["DATABASE_CLUSTER"],
        key_days=int(os.environ["KEY_DAYS"]),
        archive_days=int(os.environ["EVENT_ARCHIVE_DAYS"]),
    )
    return migration.migrate(os.environ["ADMIN_DATABASE_URL"], parameters=parameters)
