"""The people of the tests of billing."""

import pytest

from tests.support.billing import member, operator
from tests.support.kit import Person


@pytest.fixture
def ann() -> Person:
    return member()


@pytest.fixture
def olga() -> Person:
    return operator()
