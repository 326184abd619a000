"""What several files about agents need."""

import pytest

from tests.support import kit
from tests.support.kit import Database, Person


@pytest.fixture
def ann(agent: Person) -> str:
    return kit.new_customer(agent, "ann")


@pytest.fixture
def any_time(database: Database) -> None:
    """No posting is refused because its time is ahead."""
    with database.admin() as admin:
        admin.execute("""
            create or replace function clock_skew_limit() returns interval
            language sql immutable parallel safe return interval '1000 years'
        """)
