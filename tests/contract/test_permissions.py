"""docs/permissions.md shows what the tests expect for every role."""

from ledger.core.principal import ROLES
from tests.support import permissions


def test_the_page_of_permissions_is_up_to_date() -> None:
    assert permissions.TARGET.read_text(encoding="utf-8") == permissions.text(), "run `make openapi`"


def test_every_role_has_a_column() -> None:
    assert set(permissions.COLUMNS) == ROLES
