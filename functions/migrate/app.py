"""Migrates the database's schema, functions and roles to this release: forward only, all or nothing, one at a time."""

import os

from ledger.edge import cloudformation
from ledger.storage import migration


@cloudformation.custom_resource("purser-schema", refuses=migration.NewerDatabase)
def handler() -> migration.Migrated:
    return migration.migrate(os.environ["ADMIN_DATABASE_URL"])
