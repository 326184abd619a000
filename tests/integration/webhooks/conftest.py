"""The reader of webhooks."""

import pytest

from tests.support import webhooks
from tests.support.kit import Database


@pytest.fixture
def _nothing_is_left_to_read(database: Database) -> None:
    webhooks.write()
