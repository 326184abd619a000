"""A lint of the ledger's SQL: no statement pins a proxied session, and each statement names its tenant.

It reads every .sql file, and every string with SQL in the ledger's Python.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.support.kit import ROOT
from tests.support.pinning import MAX_STATEMENT_BYTES

LEDGER = ROOT / "layers/ledger/ledger"
SQL_FILES = sorted((LEDGER / "sql").rglob("*.sql"))
FUNCTIONS = LEDGER / "sql/functions"
PYTHON_FILES = sorted([*LEDGER.rglob("*.py"), *(ROOT / "functions").glob("*/app.py")])
# Files that use direct sessions, as an administrator or for the run lock.
DIRECT_SESSION_FILES = {LEDGER / "storage/migration.py", LEDGER / "reconciliation/lock.py"}

TENANTS = re.compile(
    r"\b(?:from|join|update|into)\s+(?:only\s+)?(?:ledger\.)?"
    r"(account_changes|accounts|agent_transactions|checkpoints|customer_accounts|customers|entries|financial_transactions|"
    r"inbox|outbox|published|requests|tenants|transactions|turnovers_of_kinds|turnovers_of_wallets|wallets|"
    r"bets|cash_out_customers|cash_out_days|feed|feed_heads|settlements|"
    r"awards|coin_policies|event_settings|monitors|webhooks|webhook_secrets|deliveries|"
    r"billing_counts|contacts|invoice_details|invoice_lines|invoices|mails|payment_details|payment_methods|payments|"
    r"topup_request_details|topup_requests)(?:_[012])?\b"
)
# Platform jobs work for all tenants. test_catalogue checks which of them the application's role may call.
PLATFORM = {
    "make_checkpoints": "one run for all wallets",
    "add_turnovers": "one run for all wallets",
    "begin_epoch": "transaction ids belong to the cluster",
    "begin_feed_epoch": "concerns the feeds of every tenant",
    "lease_outbox": "one relay for all tenants; each returned row has its tenant",
    "outbox_age": "one figure for one alarm",
    "lease_transactions": "one relay for all tenants",
    "transactions_between": "one relay for all tenants; each returned row has its tenant",
    "transactions_age": "one figure for one alarm",
    "advance_reader": "each refused event has its tenant",
    "read_hold_changes": "one relay for all tenants; each change has its tenant",
    "hold_changes_age": "one figure for one alarm",
    "watch_balances": "one relay for all tenants; each crossed bound has its tenant",
    "write_deliveries": "one run for all tenants; each delivery has the tenant of its event and its webhook",
    "due_tenants": "one run for all tenants",
    "forget_deliveries": "one run for all tenants",
    "notify_failing": "one run for all tenants; each event has the tenant of its webhook",
    "forget_published": "deletes old rows of every tenant",
    "send_again": "a lost bus concerns all tenants",
    "tenants_of_ledger": "reconciliation checks every tenant",
    "tenants_of_wallet": "an operator names a wallet by its id alone",
    "suspects_among_entries": "new rows of every tenant",
    "suspects_among_wallets": "changed rows of every tenant",
    "overdue": "overdue rows of every tenant",
    "end_reconciliation_part": "each of its events has its tenant",
}

BANNED = {
    "a named prepared statement": r"^(prepare|execute|deallocate)\b",
    "a setting of the session": r"^(set|reset)\s+(?!constraints)|\bset_config\s*\(",
    "a reset of the session": r"^discard\b",
    "notifications": r"^(un)?(listen|notify)\b|\bpg_notify\s*\(",
    "a declared cursor": r"^declare\s+\S+\s+((no\s+)?scroll\s+|binary\s+|insensitive\s+)*cursor\b|^(fetch|move)\b",
    "a sequence": r"\b(nextval|currval|setval|lastval)\s*\(|\bcreate\s+sequence\b|\b(big|small)?serial\b",
    "a temporary table": r"\bcreate\s+(local\s+|global\s+)?(temp|temporary)\b|\binto\s+(temp|temporary)\b",
    "an advisory lock of the session": r"\bpg_(try_)?advisory_(lock|unlock)",
    "SERIALIZABLE": r"\bserializable\b",
    "a table lock": r"^lock\b",
}


@dataclass(frozen=True)
class Statement:
    where: str
    text: str
    function: str | None = None


def bare(sql: str) -> str:
    """The SQL without comments and without the content of string literals."""
    without_comments = re.sub(r"--[^\n]*|/\*.*?\*/", " ", sql, flags=re.DOTALL)
    return re.sub(r"'(?:[^']|'')*'", "''", without_comments).lower()


def parts(sql: str) -> Iterator[str]:
    """The statements, including those in the bodies of functions."""
    for part in re.split(r";|\$\w*\$|\bbegin\b|\bthen\b|\belse\b|\bloop\b", sql):
        if part.strip():
            yield part.strip()


def in_sql_files() -> Iterator[Statement]:
    for file in SQL_FILES:
        name = str(file.relative_to(LEDGER))
        for chunk in re.split(r"(?=\bcreate or replace function\b)", bare(file.read_text())):
            function = re.match(r"create or replace function (\w+)", chunk)
            header = re.compile(r"^(\s*set (?:search_path|plan_cache_mode|enable_\w+) = [\w, ]+)$", re.MULTILINE)
            for part in parts(header.sub("", chunk)):
                yield Statement(name, part, function and function[1])


def text_of(node: ast.expr, names: Mapping[str, str] | None = None) -> str | None:
    """The text of a string or f-string. Inserted expressions are left out, except names whose text is known."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_inserted_text(part, names or {}) for part in node.values)
    return None


def _inserted_text(part: ast.expr, names: Mapping[str, str]) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    name = part.value.id if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) else ""
    return names.get(name, " x ")


def assigned_once(function: ast.FunctionDef) -> dict[str, str]:
    """The texts that a function assigns to local names, each once. Of a concatenation, only the first part is known."""
    found: dict[str, list[str | None]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AugAssign):
            value = node.value
            while isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
                value = value.left
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(text_of(value))
    return {name: texts[0] for name, texts in found.items() if len(texts) == 1 and texts[0] is not None}


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    known = {id(node): names for inside in functions for names in [assigned_once(inside)] for node in ast.walk(inside)}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and id(node) not in docstrings | inner:
            text = text_of(node, known.get(id(node)))
            if text is not None:
                yield node.lineno, text


def is_sql(text: str) -> bool:
    words = text.lower().split()
    first = {"select", "insert", "update", "delete", "with", "and", "set", "reset", "declare", "prepare", "listen"}
    first |= {"begin", "commit", "rollback", "notify", "unlisten", "deallocate", "discard", "lock", "call", "create"}
    return bool(words) and words[0] in first and (len(words) > 1 or words[0].upper() in text) and "." not in words[-1]


def in_python() -> Iterator[Statement]:
    for file in PYTHON_FILES:
        if file in DIRECT_SESSION_FILES:
            continue
        for line, text in strings(ast.parse(file.read_text())):
            if is_sql(text):
                yield Statement(f"{file.relative_to(ROOT)}:{line}", text)


@cache
def from_files() -> list[Statement]:
    return list(in_sql_files())


@cache
def from_python() -> list[Statement]:
    return list(in_python())


def test_the_lint_finds_statements() -> None:
    assert {statement.function for statement in from_files()} >= {"post", "claim", "make_checkpoints"}
    assert any("select post(" in bare(statement.text) for statement in from_python())
    assert {Path(s.where.split(":")[0]).stem for s in from_python()} >= {
        "sessions",
        "history",
        "customers",
        "statements",
    }
    assert len(from_python()) >= 15


def test_the_load_order_names_every_file_of_functions_once() -> None:
    lines = (FUNCTIONS / "load_order.txt").read_text().splitlines()
    ordered = [line for line in lines if line and not line.startswith("#")]

    assert sorted(ordered) == sorted(str(file.relative_to(FUNCTIONS)) for file in FUNCTIONS.rglob("*.sql"))


def test_a_grant_follows_its_function() -> None:
    create_or_grant = re.compile(r"(create or replace|grant execute on) function (\w+)\s*\(")
    for file in FUNCTIONS.rglob("*.sql"):
        previous = ""
        for verb, name in create_or_grant.findall(bare(file.read_text())):
            assert verb.startswith("create") or name == previous, f"{file}: {name}"
            previous = name


@pytest.mark.parametrize(
    ("assigned", "read"),
    [
        ('where = f"tenant_id = %s and {more}"', "select 1 from bets where tenant_id = %s and  x "),
        ('where = "tenant_id = %s" + more', "select 1 from bets where tenant_id = %s"),
        ('where = "tenant_id = %s"\n    where = more', "select 1 from bets where  x "),
        ("where = more", "select 1 from bets where  x "),
    ],
)
def test_the_lint_resolves_a_condition_that_is_inserted_by_name(assigned: str, read: str) -> None:
    source = f'def listing(more):\n    {assigned}\n    return f"select 1 from bets where {{where}}"\n'

    assert read in [text for _, text in strings(ast.parse(source))]


@pytest.mark.parametrize("what", BANNED)
def test_nothing_pins_a_proxied_session(what: str) -> None:
    banned = re.compile(BANNED[what])

    assert [s.where for s in from_python() if banned.search(bare(s.text).strip())] == []
    # EXECUTE in PL/pgSQL is not a prepared statement, so it is banned in Python only.
    in_files = re.compile(BANNED[what].replace("|execute", ""))
    assert [
        (s.where, s.text[:60])
        for s in from_files()
        if in_files.search(s.text) and s.function != "announce"  # test_catalogue checks that its settings are local
    ] == []


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("a named prepared statement", "PREPARE x AS SELECT 1"),
        ("a setting of the session", "SET lock_timeout = 1"),
        ("a setting of the session", "select set_config('lock_timeout', '1', false)"),
        ("a reset of the session", "DISCARD ALL"),
        ("notifications", "LISTEN news"),
        ("notifications", "select pg_notify('news', '')"),
        ("a declared cursor", "DECLARE c NO SCROLL CURSOR FOR select 1"),
        ("a sequence", "select nextval('s')"),
        ("a temporary table", "create temporary table t (i int)"),
        ("an advisory lock of the session", "select pg_try_advisory_lock(1)"),
        ("an advisory lock of the session", "select pg_advisory_unlock(1)"),
        ("SERIALIZABLE", "begin isolation level serializable"),
        ("a table lock", "lock table wallets"),
    ],
)
def test_the_lint_finds_a_banned_statement(what: str, sql: str) -> None:
    assert re.search(BANNED[what], bare(sql))


@pytest.mark.parametrize("allowed", ["update wallets set balance = 1", "select pg_advisory_xact_lock(1)", "BEGIN"])
def test_the_lint_accepts_an_allowed_statement(allowed: str) -> None:
    assert [what for what, pattern in BANNED.items() if re.search(pattern, bare(allowed))] == []


def test_a_statement_is_small_enough_for_the_proxy() -> None:
    limit = MAX_STATEMENT_BYTES // 2  # the other half is for inserted text

    assert [statement.where for statement in from_python() if len(statement.text.encode()) >= limit] == []


def test_every_statement_on_a_table_of_tenants_names_the_tenant() -> None:
    without = []
    for statement in [*from_files(), *from_python()]:
        text = bare(statement.text)
        names = len(re.findall(r"\btenant_id\b", text))
        if statement.function not in PLATFORM and names < len(TENANTS.findall(text)):
            without.append((statement.where, statement.function, text))

    assert without == []
