"""Write docs/permissions.md from the expected permissions of the route tests."""

from typing import Final, get_args

from ledger.core.principal import Role
from tests.contract import test_billing_roles, test_roles
from tests.support.kit import ROOT

TARGET: Final = ROOT / "docs" / "permissions.md"
COLUMNS: Final = get_args(Role)
_ABOUT: Final = """\
# Who may do what

Written by `make openapi` out of what `tests/contract/test_roles.py` and `test_billing_roles.py` hold every route of
`template.yaml` to. Each cell has the statuses of three requests, all well formed: for what is the caller's own, for
what is somebody else's in the same tenant, and for what is another tenant's. A dash is 403 for all three, before
anything of the request is looked at.

An agent's own are the customers that they keep and what is theirs; a customer's, their wallet and bets; in billing,
what the caller asked for or submitted. Where a request names no object, the three are alike; in billing it then names
no tenant, the caller's own, or another: naming any is root's alone. An owner id is a name within its tenant, so to a
`service` another tenant's is one without a wallet. Without a good token every route is 401, and without a tenant or
a known role 403 (`tests/contract/test_entry.py`); `/healthz` and unknown paths answer anybody.
"""


def text() -> str:
    lines = [_ABOUT]
    for title, expected in (("The ledger", test_roles.EXPECTED), ("Billing", test_billing_roles.EXPECTED)):
        lines += [f"## {title}\n", _row("Route", *COLUMNS), _row(*["---"] * (len(COLUMNS) + 1))]
        lines += [
            _row(f"`{route}`", *(" ".join(map(str, by_role[role])) if role in by_role else "-" for role in COLUMNS))
            for route, by_role in expected.items()
            if not route.endswith("/")  # which answers as the one without does
        ]
        lines.append("")
    return "\n".join(lines)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
