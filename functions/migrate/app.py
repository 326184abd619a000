"""On every deployment that brings other code: brings the database's schema, functions and roles to this release."""

import os

from ledger import custom_resource, migration


@custom_resource.provides("purser-schema", refuses=migration.NewerDatabase)
def handler() -> migration.Migrated:
    return migration.migrate(os.environ["ADMIN_DATABASE_URL"])
