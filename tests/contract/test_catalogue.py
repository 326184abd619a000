"""The database's catalogue: keys that begin with the tenant, privileges, and free space for updates."""

import re
from collections.abc import Mapping

import pytest

from tests.support import kit
from tests.support.kit import ROOT, Database

WITHOUT_A_TENANT = {
    "cursor_key": "the same for every tenant; a cursor is authenticated together with its tenant",
    "currencies": "reference data, the same for every tenant; each shard has a copy",
    "xid_epochs": "belongs to the cluster, not to a tenant",
    "lifetimes": "the same for every tenant",
    "feed_epochs": "belongs to the cluster, not to a tenant",
    "reconciliation_runs": "belongs to the platform: a run covers every tenant",
    "schema_migrations": "belongs to the schema, not to a tenant",
    "transaction_readers": "one relay reads the transactions of every tenant",
}
# For a lock, a statement, and a session that is idle in a transaction. The API waits for 29 s.
TIMEOUTS = dict.fromkeys(kit.APPLICATION_ROLES, ("3s", "10s", "15s")) | {"purser_reconcile": ("3s", "5min", "15s")}
LOGINS = sorted(TIMEOUTS)
# The application's functions that work for all tenants at once.
PLATFORM_FUNCTIONS = {
    "lease_outbox": "one relay publishes for all tenants; each row that it leases names its tenant",
    "outbox_age": "one figure, for one alarm",
    "lease_transactions": "one relay publishes for all tenants",
    "transactions_between": "one relay publishes for all tenants; each transaction names its tenant",
    "advance_reader": "one relay publishes for all tenants; each refused event names its tenant",
    "transactions_age": "one figure, for one alarm",
    "watch_balances": "one relay looks for all tenants; each crossed bound names its tenant",
    "read_hold_changes": "one relay reads for all tenants; each change names its tenant",
    "hold_changes_age": "one figure, for one alarm",
    "write_deliveries": "one run writes for all tenants; each delivery has the tenant of its event and its webhook",
    "due_tenants": "one run serves all tenants",
    "forget_deliveries": "one run deletes for all tenants",
    "notify_failing": "one run notifies all tenants; each event has the tenant of its webhook",
    "forget_published": "the same age limit holds for every tenant",
    "lock_reader": "one run reads for all tenants",
    "expire": "the same lifetime holds for every tenant",
    "expire_holds": "one run records for all tenants; each hold names its tenant",
    "delete_full_buckets": "a full bucket is as good as none, whose-ever it is",
    "request_reconciliation": "a run covers every tenant",
    "acknowledge_finding": "the platform's operator acknowledges findings of every tenant",
    "settled_until": "one time for every tenant's postings",
}
ACCESS_LOG = ("access_log", "access_log_0", "access_log_1", "access_log_2")
FILLFACTORS = (
    {"wallets": 70, "rate_buckets": 50}
    | {"bets": 80, "feed_heads": 70, "cash_out_days": 70, "cash_out_customers": 50}
    | {"awards": 80}
    | {"approvals": 70, "payment_method_changes": 80}
    | {"mails_0": 80, "mails_1": 80, "mails_2": 80}
    | {"billing_counts": 70, "contacts": 80, "topup_requests": 80, "invoices": 80, "payments": 80}
)


def of_tenants(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["on_table"] not in WITHOUT_A_TENANT]


def test_the_tenant_leads_every_primary_key_and_unique_index(database: Database) -> None:
    indexes = of_tenants(
        database.rows("""
            select i.indrelid::regclass::text as on_table, i.indexrelid::regclass::text as name,
                   a.attname as first_column
            from pg_index i
            join pg_class c on c.oid = i.indrelid
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
            where c.relnamespace = 'ledger'::regnamespace and i.indisunique
        """)
    )

    assert len(indexes) >= 12
    assert [index for index in indexes if index["first_column"] != "tenant_id"] == []


def test_the_planner_has_no_statistics_about_tenants(database: Database) -> None:
    """Statistics that do not know a tenant make the planner expect one row of it: see statistics.sql."""
    with_statistics = """
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and a.attstattarget is distinct from 0
    """

    assert {row["relname"] for row in database.rows(with_statistics)} == {"outbox", "published"}, "read by time"


def test_every_table_has_a_primary_key(database: Database) -> None:
    tables = {row["tablename"] for row in database.rows("select tablename from pg_tables where schemaname = 'ledger'")}
    with_key = {
        row["on_table"]
        for row in database.rows("""
            select conrelid::regclass::text as on_table from pg_constraint
            where contype = 'p' and connamespace = 'ledger'::regnamespace
        """)
    }

    assert with_key == tables


def test_the_tenant_leads_every_foreign_key_on_both_sides(database: Database) -> None:
    keys = database.rows("""
        select k.conrelid::regclass::text as on_table, k.confrelid::regclass::text as to_table, k.conname as name,
               (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as first_column,
               (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) as meets
        from pg_constraint k
        where k.contype = 'f' and k.connamespace = 'ledger'::regnamespace
    """)

    assert keys
    for key in keys:
        if key["to_table"] not in WITHOUT_A_TENANT:
            assert (key["first_column"], key["meets"]) == ("tenant_id", "tenant_id"), key["name"]


@pytest.mark.parametrize("table", ["entries", "transactions"])
def test_tables_that_every_transaction_writes_have_no_foreign_keys(database: Database, table: str) -> None:
    found = database.rows(
        "select conname from pg_constraint where contype = 'f' and conrelid = %s::regclass", f"ledger.{table}"
    )

    assert found == []


def test_names_that_callers_choose_are_compared_byte_by_byte(database: Database) -> None:
    with_another_collation = database.rows("""
        select a.attrelid::regclass::text as on_table, a.attname as name from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'ledger'::regnamespace
        where a.attname in ('tenant_id', 'owner_id', 'principal', 'key', 'username_key', 'posted_by',
                            'agent_id', 'consumer', 'tournament_id', 'registration_id')
            and a.attcollation <> 'pg_catalog."C"'::regcollation
    """)

    assert with_another_collation == []


def test_every_security_definer_function_belongs_to_the_owner_and_fixes_its_search_path(database: Database) -> None:
    functions = database.rows("""
        select proname, pg_get_userbyid(proowner) as owner, coalesce(proconfig, '{}') as settings
        from pg_proc where pronamespace = 'ledger'::regnamespace and prosecdef
    """)

    assert {f["proname"] for f in functions} >= {"post", "claim", "store_answer", "create_customers", "change_account"}
    assert {f["proname"] for f in functions} >= {"end_bet", "close_settlement", "emit", "number_cash_outs"}
    for function in functions:
        assert function["owner"] == "purser_owner", function["proname"]
        assert "search_path=ledger, pg_temp" in function["settings"], function["proname"]


def privileges(database: Database, query: str) -> Mapping[str, set[str]]:
    """The objects on which roles other than the owner, and public, have privileges, by privilege and grantee."""
    found: dict[str, set[str]] = {}
    for row in database.rows(query):
        found.setdefault(f"{row['grantee']} {row['privilege_type']}", set()).add(row["name"])
    return found


def test_no_role_has_a_privilege_on_tables_but_select(database: Database) -> None:
    granted = privileges(
        database,
        """
        select c.relname as name, a.privilege_type,
               case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end as grantee
        from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'S')
            and a.grantee <> c.relowner
        """,
    )

    of_erasures = {privilege: granted[privilege] for privilege in granted if privilege.startswith("purser_eraser")}
    of_erasures.pop("purser_eraser SELECT")
    assert of_erasures == {
        "purser_eraser INSERT": {"account_changes", "erasures", "transaction_meta"},
        "purser_eraser DELETE": {"contacts", "monitors", "transaction_meta"},
    }
    of_writes = {privilege: granted[privilege] for privilege in granted if privilege.startswith("purser_writer")}
    assert of_writes == {
        "purser_writer SELECT": {"wallets", "holds", "lifetimes", "requests_0", "requests_1", "requests_2"},
        "purser_writer UPDATE": {"wallets"},
        "purser_writer INSERT": {"logins", "entries", "transactions", "transaction_meta", "outbox", "requests"},
    }
    others = granted.keys() - of_erasures.keys() - of_writes.keys()
    assert {privilege.split()[1] for privilege in others} == {"SELECT"}
    assert {privilege.split()[0] for privilege in others} <= {*LOGINS, "purser_claims", "purser_eraser"}


def test_only_the_role_of_erasures_has_privileges_on_columns_and_only_to_update_them(database: Database) -> None:
    """test_retention lists these columns."""
    granted = database.rows("""
        select distinct pg_get_userbyid(x.grantee) as role, x.privilege_type from pg_attribute a
        join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) x
        where c.relnamespace = 'ledger'::regnamespace
    """)

    assert granted == [{"role": "purser_eraser", "privilege_type": "UPDATE"}]


def test_public_executes_no_function(database: Database) -> None:
    granted = privileges(
        database,
        """
        select p.proname as name, a.privilege_type,
               case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end as grantee
        from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where p.pronamespace = 'ledger'::regnamespace and a.grantee <> p.proowner
        """,
    )

    assert {privilege.split()[0] for privilege in granted} <= {
        *LOGINS,
        "purser_claims",
        "purser_posts",
        "purser_eraser",
        "purser_writer",
    }


def test_the_first_parameter_of_an_application_function_is_the_tenant_except_for_platform_jobs(
    database: Database,
) -> None:
    """Only functions with SECURITY DEFINER are checked; the others change no table. A `keyed_request` names its
    tenant too."""
    functions = database.rows("""
        select proname, proargnames[1] as first from pg_proc
        where pronamespace = 'ledger'::regnamespace and prosecdef
            and proargtypes[0] is distinct from 'ledger.keyed_request'::regtype
            and exists (
                select from pg_roles
                where rolname like 'purser\\_%%' and rolname not in ('purser_owner', 'purser_admin', 'purser_reconcile')
                    and has_function_privilege(rolname, pg_proc.oid, 'execute'))
    """)

    assert {f["proname"] for f in functions if f["first"] != "p_tenant"} == PLATFORM_FUNCTIONS.keys()


def test_no_role_creates_anything_in_the_schema(database: Database) -> None:
    granted = privileges(
        database,
        """
        select n.nspname as name, a.privilege_type,
               case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end as grantee
        from pg_namespace n, aclexplode(n.nspacl) a where n.nspname = 'ledger' and a.grantee <> n.nspowner
        """,
    )

    using = {*LOGINS, "purser_eraser", "purser_writer"} - {"purser_health"}
    assert granted == {f"{role} USAGE": {"ledger"} for role in using}


def test_a_role_is_a_member_of_its_groups_only(database: Database) -> None:
    """The owner is a member of the roles that post, so that settled_until() sees their database transactions."""
    members = database.rows("""
        select member::regrole::text as member, roleid::regrole::text as role, set_option from pg_auth_members
        where member::regrole::text like 'purser\\_%%' and member::regrole::text <> 'purser_admin'
            and roleid::regrole::text <> 'rds_iam'
    """)
    posting = {"purser_desk", "purser_wallet", "purser_bets", "purser_billing", "purser_coins", "purser_approvals"}

    assert {(row["member"], row["role"]) for row in members} == {
        ("purser_audit", "purser_claims"),
        ("purser_events", "purser_claims"),
        ("purser_posts", "purser_claims"),
        *((role, "purser_posts") for role in posting),
        *(("purser_owner", role) for role in posting),
    }
    assert not any(row["set_option"] for row in members), "nobody may become another role"
    assert database.rows("select from pg_class, aclexplode(relacl) where grantee = 'rds_iam'::regrole") == []


@pytest.mark.parametrize("role", LOGINS)
def test_the_settings_of_a_session_are_set_on_its_role(database: Database, role: str) -> None:
    settings = dict(
        setting.split("=", 1)
        for setting in database.value(
            "select setconfig from pg_db_role_setting where setrole = %s::regrole and setdatabase = 0", role
        )
    )

    assert settings["search_path"] == "ledger"
    assert settings["default_transaction_isolation"] == "read committed"
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    assert tuple(settings[name] for name in names) == TIMEOUTS[role]
    assert settings["jit"] == "off"


@pytest.mark.parametrize(("table", "fillfactor"), FILLFACTORS.items())
def test_updated_tables_leave_free_space_in_their_pages(database: Database, table: str, fillfactor: int) -> None:
    options = database.value("select reloptions from pg_class where oid = %s::regclass", f"ledger.{table}")

    assert f"fillfactor={fillfactor}" in options


def test_a_balance_update_touches_no_index(database: Database) -> None:
    indexed = {
        row["attname"]
        for row in database.rows("""
            select a.attname from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
            where i.indrelid = 'ledger.wallets'::regclass
        """)
    }

    assert indexed.isdisjoint({"balance", "version", "posted_at"})


def test_no_sql_function_changes_its_session(database: Database) -> None:
    """A proxy does not pin a session for a function call, so the next client would get the changed session."""
    functions = database.rows("""
        select proname, prosrc, pg_get_functiondef(oid) as definition, coalesce(proconfig, '{}') as settings
        from pg_proc where pronamespace = 'ledger'::regnamespace and prokind = 'f'
    """)
    # EXECUTE in PL/pgSQL is not a prepared statement. `set` is searched for at the beginning of a statement only, since
    # UPDATE contains it too.
    statement_start = r"(?:^|;|\bbegin|\bthen|\belse|\bloop)\s*"
    pins = re.compile(
        rf"{statement_start}(set|reset|discard|listen|unlisten|load|prepare|deallocate|lock)\b(?! constraints)"
        r"|\bset_config\s*\(|\bpg_(try_)?advisory_(un)?lock|\b(next|curr|set|last)val\s*\("
        r"|\b(create|into)\s+(local\s+|global\s+)?temp(orary)?\b|\bwith\s+hold\b",
        re.IGNORECASE,
    )

    assert len(functions) > 80
    for function in functions:
        body = re.sub(r"--[^\n]*|'(?:[^']|\'\')*'", " ", function["prosrc"] or function["definition"])
        if function["proname"] == "announce":  # its settings end with the database transaction
            body, settings = re.subn(r"\bset_config\((?:[^()]|\([^()]*\))*, true\)", " ", body)
            assert settings == 3
        assert pins.search(body) is None, function["proname"]
        names = {setting.split("=")[0] for setting in function["settings"]}
        allowed = {"search_path", "plan_cache_mode", "enable_sort", "enable_hashjoin", "enable_mergejoin"}
        assert names <= allowed, "settings of a function end with its call"


def test_no_view_calls_a_volatile_function(database: Database) -> None:
    """PostgreSQL would compute such a view for the rows of all tenants before joining it to one page of rows."""
    assert (
        database.rows(
            r"""
            select c.relname, p.proname
            from pg_class c
            join pg_proc p on p.provolatile = 'v' and pg_get_viewdef(c.oid) ~ ('\m' || p.proname || '\(')
            where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'v'
            """
        )
        == []
    )


def test_the_triggers_that_protect_history_are_always_enabled(database: Database) -> None:
    triggers = database.rows("""
        select tgrelid::regclass::text as on_table, tgenabled::text as enabled from pg_trigger
        where tgname in ('immutable', 'decided_once', 'expired') order by 1
    """)

    assert [(row["on_table"], row["enabled"]) for row in triggers] == [
        *((table, "A") for table in ACCESS_LOG for _ in ("immutable", "expired")),
        ("account_changes", "A"),
        ("approval_policies", "A"),
        ("approvals", "A"),
        ("approvals", "A"),
        ("entries", "A"),
        ("erasures", "A"),
        ("hold_captures", "A"),
        ("late_entries", "A"),
        ("other_changes", "A"),
        ("settlements", "A"),
        ("transactions", "A"),
    ]


def test_every_sql_function_of_the_source_is_in_the_database(database: Database) -> None:
    sources = (ROOT / "layers/ledger/ledger/sql/functions").rglob("*.sql")
    written = {
        name
        for source in sources
        for name in re.findall(
            r"create or replace function (?:erasure\.|posting\.)?(\w+)", source.read_text(), re.IGNORECASE
        )
    }
    installed = {
        row["proname"]
        for row in database.rows("""
            select proname from pg_proc
            where pronamespace::regnamespace::text in ('ledger', 'erasure', 'posting')
        """)
    }

    assert installed == written
