"""Lifetimes: the template's parameters, the values that the database stores, and how long events are redelivered."""

from typing import Any

from ledger.storage import lifetimes, migration
from tests.contract.test_template import TEMPLATE
from tests.support.kit import Database
from tests.support.stack import properties

PARAMETERS: dict[str, dict[str, Any]] = TEMPLATE["Parameters"]
DAY_S = 24 * 60 * 60
QUEUE_DAYS = 4  # SQS's default, which the template keeps for queues


def days(database: Database) -> dict[str, int]:
    return {row["table_name"]: row["days"] for row in database.rows("select table_name, days from lifetimes")}


def default(parameter: str) -> int:
    return int(PARAMETERS[parameter]["Default"])


def test_a_key_is_kept_for_30_days_by_default_and_for_1_to_365() -> None:
    parameter = PARAMETERS["KeyDays"]

    assert (parameter["Default"], parameter["MinValue"], parameter["MaxValue"]) == (30, 1, 365)


def test_a_new_database_has_the_lifetimes_of_the_template_s_defaults(database: Database) -> None:
    events = default("EventArchiveDays") + migration.REDELIVERY_DAYS

    assert days(database) == {
        "requests": default("KeyDays"),
        "inbox": events,
        "feed": events,
        "mails": events,
        "access_log": 90,
    }


def test_the_relay_expires_every_table_that_has_a_lifetime(database: Database) -> None:
    assert set(lifetimes.TABLES) == days(database).keys()


def test_a_changed_lifetime_is_migrated() -> None:
    (resource,) = properties("Custom::Migration").values()
    variables: dict[str, Any] = properties("AWS::Lambda::Function")["MigrateFunction"]["Environment"]["Variables"]

    assert variables["KEY_DAYS"] == resource["KeyDays"] == {"Ref": "KeyDays"}
    assert variables["EVENT_ARCHIVE_DAYS"] == resource["EventArchiveDays"] == {"Ref": "EventArchiveDays"}


def test_records_of_events_outlive_every_redelivery() -> None:
    """An event leaves the archive on its last day, becomes a dead letter, is replayed, and becomes one again."""
    queues = properties("AWS::SQS::Queue")
    longest_s = max(queue.get("MessageRetentionPeriod", QUEUE_DAYS * DAY_S) for queue in queues.values())

    assert 2 * longest_s / DAY_S <= migration.REDELIVERY_DAYS
