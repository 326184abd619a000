"""docs/database-roles.md: each database role, its SQL functions and its tables, read from the catalogue of a database.

PostgreSQL does not record which tables a PL/pgSQL function uses. They are found in the functions' texts, by the names
of tables after `from`, `join`, `insert into`, `update`, `delete from` and `truncate`; a function also uses the tables
of the functions that it calls.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from ledger.storage.migration import migrate
from local import postgres
from local.lambdas import ROLE_VARIABLE
from tools.operations import ROOT, deployed

TARGET: Final = ROOT / "docs" / "database-roles.md"
RECONCILIATION: Final = "purser_reconcile"
_RECONCILIATION_VARIABLE: Final = "RECONCILE_DATABASE_URL"
_NOTHING: Final = "-"

_ABOUT: Final = """\
`make database-roles` writes this page from the catalogue of a migrated database. Each Lambda function connects as one
of these roles, which `DATABASE_ROLE` names in `template.yaml`, and its IAM role may connect as no other. No login may
insert, update or delete: every change goes through a SQL function that runs as `purser_owner`, for an erasure as
`purser_eraser`, or for a write in one call as `purser_writer`. The reasons are in
[decision 0085](decisions/0085-give-each-need-its-own-database-role.md),
[decision 0094](decisions/0094-replace-erased-texts-by-keyed-marks.md) and
[decision 0112](decisions/0112-exempt-writes-in-one-call-from-the-policies.md).
"""
_ABOUT_TABLES: Final = """\
The tables and views that a role's own statements may read. Members of a group read the group's tables too.
"""
_ABOUT_FUNCTIONS: Final = """\
Each SQL function that a role may execute, with the tables that it uses, itself or by functions that it calls. Members
of a group may execute the group's functions. A table that a function writes is not listed again as read. Triggers also
update `billing_counts`, `cash_out_days` and `cash_out_customers`.
"""
_WHERE_TO_GO_ON: Final = """\
## Where to go on

- [Security](security.md): what a stolen role could do
- [SQL and roles](operations.md#sql-and-roles): sign in as one of them
"""
_PURPOSES: Final[Mapping[str, str]] = {
    "purser_health": "the health check: connects, and no more",
    "purser_read": "what every GET shows; changes nothing but the access log and the buckets of rate limits",
    "purser_desk": "the cashier: customers, credits, debits, settlements",
    "purser_wallet": "wallets of trusted systems: credits, debits, transfers, reversals, overdraft settings",
    "purser_bets": "bets and cash-outs",
    "purser_billing": "the prepaid wallet, top-ups, invoices, payments, payment methods, contacts",
    "purser_coins": "coin policies, awards, refunds of entry fees",
    "purser_approvals": "decides what waits for a second person and executes it; approval policies",
    "purser_audit": "requests reconciliation runs and acknowledges findings",
    "purser_events": "sets which events a tenant has published, monitors of balances, and webhooks",
    "purser_relay": "publishes events, records and removes what has expired",
    "purser_webhooks": "writes deliveries of events to webhooks, leases their attempts and records the results",
    "purser_mail": "reserves mails and reads their content",
    "purser_feed": "numbers cash-outs in their agents' feeds",
    "purser_stream": "streams an agent's cash-outs, and counts the requests that wait for one",
    RECONCILIATION: "compares the ledger with itself, corrects cached balances; without the proxy",
    "purser_claims": "a group: idempotency keys and their answers",
    "purser_posts": "a group: `post`; a member of `purser_claims`",
    "purser_eraser": "no login: the function `erase_person` runs as it, and may update columns with texts",
    "purser_writer": "no login: the function `post_once` runs as it, in the tenant that it is given",
}
_TABLES: Final = """
    select c.relname as name, pg_get_userbyid(a.grantee) as role
    from pg_class c
    left join lateral (
        select x.grantee from aclexplode(c.relacl) x where x.grantee <> c.relowner and x.privilege_type = 'SELECT'
    ) a on true
    where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p', 'v')
        and (not c.relispartition or a.grantee is not null)
"""
_FUNCTIONS: Final = """
    select p.proname as name, pg_get_functiondef(p.oid) as definition, a.role
    from pg_proc p
    left join lateral (
        select pg_get_userbyid(x.grantee) as role from aclexplode(p.proacl) x where x.grantee <> p.proowner
    ) a on true
    where p.pronamespace::regnamespace::text in ('ledger', 'erasure', 'posting') and p.prokind = 'f'
"""
_MEMBERS: Final = """
    select roleid::regrole::text as role, member::regrole::text as member from pg_auth_members
    where roleid::regrole::text in ('purser_claims', 'purser_posts')
"""
_KINDS: Final = """
    select rolname as role, ledger.kinds_of_poster(rolname) as kinds from pg_roles where rolname like 'purser\\_%'
"""


@dataclass(frozen=True)
class Uses:
    """The tables that a function reads and writes, itself or by the functions that it calls."""

    reads: frozenset[str]
    writes: frozenset[str]


@dataclass(frozen=True)
class Catalogue:
    """tables, functions: the roles that may read, or execute, by name. groups: the groups of each role."""

    tables: Mapping[str, frozenset[str]]
    functions: Mapping[str, frozenset[str]]
    uses: Mapping[str, Uses]
    groups: Mapping[str, frozenset[str]]
    kinds: Mapping[str, list[str]]

    def of(self, granted: Mapping[str, frozenset[str]], role: str) -> list[str]:
        """What is granted to a role itself, by name."""
        return sorted(name for name, roles in granted.items() if role in roles)


def read(connection: psycopg.Connection[dict[str, Any]]) -> Catalogue:
    """The catalogue of a migrated database. The connection may read all of it."""

    def grouped(query: str, key: str, value: str) -> dict[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in connection.execute(query.encode()).fetchall():
            found[row[key]] |= {row[value]} - {None}
        return {name: frozenset(values) for name, values in found.items()}

    tables = grouped(_TABLES, "name", "role")
    texts: defaultdict[str, str] = defaultdict(str)
    for row in connection.execute(_FUNCTIONS.encode()).fetchall():
        texts[row["name"]] += row["definition"]
    return Catalogue(
        tables=tables,
        functions=grouped(_FUNCTIONS, "name", "role"),
        uses=_uses(texts, tables),
        groups=grouped(_MEMBERS, "member", "role"),
        kinds={row["role"]: row["kinds"] for row in connection.execute(_KINDS.encode()) if row["kinds"]},
    )


def _uses(texts: Mapping[str, str], tables: Iterable[str]) -> dict[str, Uses]:
    names = f"({'|'.join(sorted(tables))})(?:_[012])?"  # or one of its partitions
    reading = re.compile(rf"\b(?:from|join)\s+(?:only\s+)?(?:ledger\.)?{names}\b(?!\s*\()")
    writing = re.compile(rf"\b(?:insert\s+into|update|delete\s+from|truncate)\s+(?:only\s+)?(?:ledger\.)?{names}\b")
    bare = {name: re.sub(r"--[^\n]*", " ", text).lower() for name, text in texts.items()}
    calls = {
        name: {other for other in texts if other != name and re.search(rf"\b{other}\(", bare[name])} for name in texts
    }

    def called(name: str, seen: set[str]) -> set[str]:
        for other in calls[name] - seen:
            seen |= {other}
            called(other, seen)
        return seen

    found = {}
    for name in texts:
        own = [bare[one] for one in called(name, {name})]
        writes = {table for text in own for table in writing.findall(text)}
        reads = {table for text in own for table in reading.findall(text)}
        found[name] = Uses(frozenset(reads - writes), frozenset(writes))
    return found


def text(catalogue: Catalogue) -> str:
    """The page."""
    lines = [
        "# Database roles",
        "",
        _ABOUT,
        "## Roles",
        "",
        *_table(["Role", "Is for", "Lambda functions", "Kinds that it may post"], _roles(catalogue)),
        "",
        "## Roles and tables",
        "",
        _ABOUT_TABLES,
        *_table(["Role", "Reads"], [[f"`{role}`", _names(catalogue.of(catalogue.tables, role))] for role in _PURPOSES]),
        "",
        "## Roles, SQL functions and tables",
        "",
        _ABOUT_FUNCTIONS,
        *_table(["SQL function", "Roles", "Writes", "Reads"], _functions(catalogue)),
        "",
        _WHERE_TO_GO_ON,
    ]
    return "\n".join(lines)


def _roles(catalogue: Catalogue) -> Iterable[list[str]]:
    lambdas: defaultdict[str, list[str]] = defaultdict(list)
    for function in deployed().functions.values():
        role = function.environment.get(ROLE_VARIABLE)
        if _RECONCILIATION_VARIABLE in function.environment:
            role = RECONCILIATION
        if role is not None:
            lambdas[role].append(function.name)
    for role, purpose in _PURPOSES.items():
        groups = _names(sorted(catalogue.groups.get(role, ())))
        described = purpose if groups == _NOTHING else f"{purpose}; in {groups}"
        yield [f"`{role}`", described, _names(sorted(lambdas[role])), _names(catalogue.kinds.get(role, []))]


def _functions(catalogue: Catalogue) -> Iterable[list[str]]:
    for name, roles in sorted(catalogue.functions.items()):
        if roles:
            uses = catalogue.uses[name]
            yield [f"`{name}`", _names(sorted(roles)), _names(sorted(uses.writes)), _names(sorted(uses.reads))]


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or _NOTHING


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def main() -> None:
    """Write the page from a new database."""
    with postgres.temporary() as server:
        migrate(server.url())
        with psycopg.connect(server.url(postgres.SUPERUSER, "purser"), row_factory=dict_row) as connection:
            TARGET.write_text(text(read(connection)), encoding="utf-8")


if __name__ == "__main__":
    main()
