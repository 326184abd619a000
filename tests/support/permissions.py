"""Write docs/permissions.md from the expected permissions of the route tests."""

from typing import Final, get_args

from ledger.core.principal import Role
from tests.contract import test_billing_roles, test_roles
from tests.support.kit import ROOT

TARGET: Final = ROOT / "docs" / "permissions.md"
COLUMNS: Final = get_args(Role)
_ABOUT: Final = """\
# Who may do what

Written by `make openapi` from the permissions that `tests/contract/test_roles.py` and `test_billing_roles.py` test for
every route of `template.yaml`. Each cell has the statuses of three valid requests: for the caller's own object, for an
object of somebody else in the tenant, and for one of another tenant. A dash is 403 for all three, before the request is
validated.

An agent's own objects are their customers with wallets and bets. A customer's are their wallet and bets. In billing
they are what the caller requested or submitted. If a request names no object, the three statuses are equal, except in
billing: there the first request names no tenant, the second the caller's own, and the third another. Only `root` may
name a tenant, and does so here, since it belongs to the platform's. An owner id is a name within its tenant, so for a
system, an auditor or the tenant's `owner`, another tenant's id is that of nobody with a wallet. `tournaments` is
limited to wallets in COIN. In these tests `TwoPeople` is off. Without a valid token every route is 401, and without a
tenant or with an unknown role 403 (`tests/contract/test_authentication.py`). `/healthz` and unknown paths need no
token.
"""

_WHERE_TO_GO_ON: Final = """\
## Where to go on

- [Reference](reference.md): what each operation does
- [Security](security.md): how these permissions are enforced
- [Users and systems](operations.md#users-and-systems): who gets which role, in a deployment
"""


def text() -> str:
    lines = [_ABOUT]
    for title, expected in (("The ledger", test_roles.EXPECTED), ("Billing", test_billing_roles.EXPECTED)):
        lines += [f"## {title}\n", _row("Route", *COLUMNS), _row(*["---"] * (len(COLUMNS) + 1))]
        lines += [
            _row(f"`{route}`", *(" ".join(map(str, by_role[role])) if role in by_role else "-" for role in COLUMNS))
            for route, by_role in expected.items()
            if not route.endswith("/")  # the same route with a trailing slash
        ]
        lines.append("")
    return "\n".join([*lines, _WHERE_TO_GO_ON])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
