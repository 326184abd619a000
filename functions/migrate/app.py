"""Migrates the database's schema, functions and roles to this release, in one transaction and under a lock."""

import os

from ledger.edge import cloudformation
from ledger.storage import migration


@cloudformation.custom_resource("purser-schema", refuses=migration.CannotMigrate)
def handler() -> migration.Migrated:
    return migration.migrate(os.environ["ADMIN_DATABASE_URL"])
