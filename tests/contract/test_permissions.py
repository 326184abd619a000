"""The page of permissions says what the tests hold, for every role."""

from ledger.core.principal import ROLES
from tests.support import permissions


def test_the_page_is_up_to_date() -> None:
    assert permissions.TARGET.read_text(encoding="utf-8") == permissions.text(), "make openapi brings it up to date"


def test_every_role_has_a_column() -> None:
    assert set(permissions.COLUMNS) == ROLES
