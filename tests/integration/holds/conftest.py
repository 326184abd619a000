"""Fixtures of the tests of holds."""

import pytest

from tests.support import kit
from tests.support.kit import Database, Person


@pytest.fixture
def ann(service: Person, database: Database) -> str:
    """An owner with 100.00 USD."""
    kit.credit(service, "ann", "100", "USD")
    return "ann"
