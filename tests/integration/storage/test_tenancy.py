"""The second wall: no statement sees or writes the rows of a tenant that its database transaction did not announce."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin, Session
from tests.contract.test_database_roles import LOGINS
from tests.contract.test_row_security import SEE_EVERY_TENANT
from tests.support import billing, kit
from tests.support.damage import Sample
from tests.support.faults import Fault
from tests.support.kit import Database, Person

pytestmark = pytest.mark.session

READERS = sorted(set(LOGINS) - {"purser_health"})
HOT = ("wallets", "entries", "transactions", "outbox", "requests")
POST = """
    select post(%s, 'request-1', '[{"kind": "p2p_transfer"}]', array[
        (1, 'person', 'zoe', 'COIN', 1, null, false), (1, 'house', '', 'COIN', -1, null, false)
    ]::posting_entry[], now())
"""


COPY = """
    insert into {0} select (json_populate_record(t, '{{"tenant_id": "rival"}}')).* from {0} t where tenant_id = 'acme'
    on conflict do nothing
"""  # a trigger that always fires may have written a row already


@pytest.fixture
def shared(sample: Sample) -> Database:
    """The sample ledger, in which every row of acme has a copy in the tenant `rival`."""
    with sample.database.admin() as admin:
        admin.execute("set session_replication_role = replica")
        for table in _tables(sample.database):
            admin.execute(sql.SQL(COPY).format(sql.Identifier(table)))
    return sample.database


def _tables(database: Database) -> list[str]:
    """The tables with a tenant, without partitions."""
    return [
        row["relname"]
        for row in database.rows("""
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            order by 1
        """)
    ]


def _readable(database: Database, role: str) -> list[str]:
    """The tables and views with a tenant that a role may read."""
    return [
        row["relname"]
        for row in database.rows(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p', 'v')
                and has_table_privilege(%s, c.oid, 'select')
            order by 1
            """,
            role,
        )
    ]


@pytest.fixture
def connected(database: Database) -> Iterator[Any]:
    """A function that connects as a role."""
    opened: list[psycopg.Connection[dict[str, Any]]] = []

    def connect(role: str) -> psycopg.Connection[dict[str, Any]]:
        opened.append(
            psycopg.connect(database.url_of(role), autocommit=True, prepare_threshold=None, row_factory=dict_row)
        )
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def tenants_seen(connection: psycopg.Connection[dict[str, Any]], tables: list[str]) -> dict[str, set[str]]:
    """The tenants of the rows that a connection sees, by table; without tables of which it sees no row."""
    found = {}
    for table in tables:
        rows = connection.execute(sql.SQL("select distinct tenant_id from {}").format(sql.Identifier(table))).fetchall()
        if rows:
            found[table] = {row["tenant_id"] for row in rows}
    return found


@pytest.mark.parametrize("role", READERS)
def test_a_login_that_announced_nothing_sees_no_row(shared: Database, connected: Any, role: str) -> None:
    assert tenants_seen(connected(role), _readable(shared, role)) == {}


@pytest.mark.parametrize("role", READERS)
def test_a_login_sees_the_rows_of_the_announced_tenant_only(shared: Database, connected: Any, role: str) -> None:
    tables = _readable(shared, role)
    with shared.admin() as admin:
        all_tenants = tenants_seen(admin, tables)
    with connected(role) as connection, kit.announced(connection, "rival"):
        seen = tenants_seen(connection, tables)

    assert seen == {table: found & {"rival", ""} for table, found in all_tenants.items() if found & {"rival", ""}}
    if {"wallets", "requests", "bets", "feed_heads", "coin_policies", "invoice_details"} & set(tables):
        assert {"rival"} in seen.values()


@pytest.mark.parametrize("role", READERS)
def test_every_tenant_is_announced_by_logins_that_may_and_refused_to_others(
    shared: Database, connected: Any, role: str
) -> None:
    connection = connected(role)
    tables = _readable(shared, role)
    with shared.admin() as admin:
        all_tenants = tenants_seen(admin, tables)
    try:
        with kit.announced(connection, None):
            announced = tenants_seen(connection, tables)
    except psycopg.errors.InsufficientPrivilege:
        announced = None
    with connection.transaction():
        connection.execute("select set_config('purser.every_tenant', 'on', true)")
        with_the_setting = tenants_seen(connection, tables)

    if role in SEE_EVERY_TENANT:
        assert announced == with_the_setting == all_tenants
    else:
        assert announced is None
        assert with_the_setting == {}, "a login that writes the setting itself gains nothing"


def test_an_administrator_without_superuser_rights_sees_the_rows_of_the_announced_tenant_only(
    shared: Database, connected: Any
) -> None:
    """Although it inherits the role that is exempt from the policy, since it could not restore a dump otherwise."""
    connection = connected("purser_admin")
    connection.execute("set search_path = ledger")

    assert tenants_seen(connection, [*HOT, "requests_0"]) == {}
    with kit.announced(connection, "rival"):
        assert tenants_seen(connection, ["wallets", "entries"]) == {"wallets": {"rival"}, "entries": {"rival"}}


def test_an_announcement_ends_with_its_database_transaction(shared: Database, connected: Any) -> None:
    connection = connected("purser_desk")
    for end in ("COMMIT", "ROLLBACK"):
        connection.execute("BEGIN")
        connection.execute("select announce('acme', 'tester')")
        assert tenants_seen(connection, ["wallets"]) == {"wallets": {"acme"}}
        connection.execute(end)

        assert tenants_seen(connection, ["wallets"]) == {}


def test_a_posting_that_announced_nothing_or_another_tenant_is_refused(shared: Database, connected: Any) -> None:
    before = shared.value("select count(*) from transactions")
    connection = connected("purser_wallet")

    for announced in ("", "rival"):
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
            kit.announced(connection, announced),
        ):
            connection.execute(POST, ("acme",))

    assert shared.value("select count(*) from transactions") == before


def test_the_announced_principal_is_the_author_of_a_transaction(shared: Database, connected: Any) -> None:
    connection = connected("purser_wallet")
    with connection.transaction():
        connection.execute("select announce('acme', 'clerk-7')")
        connection.execute(POST, ("acme",))

    newest = "select posted_by from transactions where tenant_id = 'acme' order by posted_at desc limit 1"
    assert shared.value(newest) == "clerk-7"
    parameters = "select unnest(proargnames) as name from pg_proc where proname = 'post'"
    assert "p_posted_by" not in [row["name"] for row in shared.rows(parameters)], "no caller names another author"


def test_a_statement_without_the_tenant_in_its_condition_reads_and_changes_one_tenant(shared: Database) -> None:
    """What a forgotten condition or an injected one would do."""
    every = "select tenant_id from wallets where true or tenant_id = ''"

    def forgetful(session: Session) -> Counter[str]:
        return Counter(row["tenant_id"] for row in session.rows(every))

    origin = Origin("rival", "tester", "request-1")
    seen = sessions.read(forgetful, origin, Budget(lambda: 20.0))
    assert seen.keys() == {"rival"}
    assert sessions.write(forgetful, origin, Budget(lambda: 20.0)) == seen
    with shared.admin() as owner:
        owner.execute("set role purser_owner")
        with kit.announced(owner, "rival"):
            assert owner.execute("update wallets set status = 'frozen' where true").rowcount == seen.total()
    assert shared.value("select count(*) from wallets where tenant_id = 'acme' and status = 'frozen'") == 0


def test_a_function_of_the_owner_is_covered_although_it_is_given_another_tenant(
    shared: Database, connected: Any, sample: Sample
) -> None:
    connection = connected("purser_read")
    call = "select count(wallet_id) as found from balances_at('acme', %s, 'USD', now())"
    found = {}
    for tenant_id in ("acme", "rival"):
        with connection.transaction():
            connection.execute("select announce(%s, 'tester')", (tenant_id,))
            found[tenant_id] = connection.execute(call, (sample.ann,)).fetchone()["found"]

    assert found == {"acme": 1, "rival": 0}


def test_a_write_in_one_call_reads_and_changes_rows_of_its_own_tenant_only(
    shared: Database, sample: Sample, inject: Callable[[Fault], Fault]
) -> None:
    """Row-level security does not hold for it. Acme's rows have the same ids and come first in every index."""
    with shared.admin() as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute("update wallets set currency = 'EUR' where tenant_id = 'acme' and agent_id is not null")
        floats = "tenant_id = 'acme' and owner_kind = 'agent'"
        admin.execute(f"update wallets set wallet_id = gen_random_uuid() where {floats}".encode())
        admin.execute("update wallets set posted_at = clock_timestamp() + interval '30 s' where owner_id = 'zoe'")
    state = "select array_agg(x::text order by x::text) from {} x where tenant_id = 'acme'"
    before = {table: shared.value(state.format(table)) for table in HOT}
    log = inject(Fault())

    kit.cashier(kit.agent(tenant_id="rival"), "debit", sample.ann, "1.00")
    transfer = {"from_owner_id": "zoe", "to_owner_id": "yan", "amount": "1", "currency": "COIN"}
    assert kit.service("rival").post("/api/v1/transfers", transfer).status == 201

    assert len(log.statements) == 2, "each in one call"
    assert {table: shared.value(state.format(table)) for table in HOT} == before
    written = shared.rows("""
        select w.owner_kind, w.currency, e.amount, w.posted_at = t.posted_at as has_its_time
        from transactions t
        join entries e using (tenant_id, transaction_id)
        left join wallets w using (tenant_id, wallet_id)
        where t.tenant_id = 'rival' and t.posted_at > (select max(posted_at) from transactions where tenant_id = 'acme')
        order by w.currency, e.amount
    """)
    assert [tuple(row.values()) for row in written] == [
        ("person", "COIN", -1, True),
        ("person", "COIN", 1, True),
        ("person", "USD", -100, True),
        ("agent", "USD", 100, False),
    ]


EVENT = '[{"event_id": "019bc0de-7c30-7e41-9b52-6c7d8e9f0a12", "type": "x", "detail": {}}]'


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("purser_desk", "select store_answer('acme', 'x', 'k', '\\x00', 200::smallint, '{}')"),
        ("purser_bets", f"select emit('acme', '{EVENT}'::json)"),
        ("purser_billing", "select set_contact('acme', 'x', 'nobody', null, null, 'r')"),
        ("purser_stream", "select begin_stream_wait('acme', 'agent-1', 'r', 35, 4, 20)"),
        ("purser_coins", "select set_coin_policy('acme', 't', 1, 1, 1, 1, 'x', 'r')"),
    ],
)
def test_a_write_that_announced_nothing_is_refused(shared: Database, connected: Any, role: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        connected(role).execute(statement)


def test_root_acts_in_one_tenant_and_lists_every_tenant(database: Database, service: Person) -> None:
    ann, globex = billing.member(), billing.member(tenant_id="globex")
    for member in (ann, globex):
        billing.request_topup(member)

    listed = billing.ok(billing.root().get(billing.TOPUPS))
    assert {item["tenant_id"] for item in listed["items"]} == {"acme", "globex"}
    assert {item["tenant_id"] for item in billing.ok(ann.get(billing.TOPUPS))["items"]} == {"acme"}

    tenants: list[set[str]] = []

    def act(session: Session) -> None:
        listed = "select distinct tenant_id from topup_request_details"
        tenants.append({row["tenant_id"] for row in session.rows(listed)})
        session.act_in_tenant("globex")
        tenants.append({row["tenant_id"] for row in session.rows(listed)})

    with sessions.connected_as("purser_billing"):
        origin = Origin("platform", "root-1", "request-1", sees_every_tenant=True)
        sessions.write(act, origin, Budget(lambda: 20.0))
        sessions.disconnect()
    assert tenants == [{"acme", "globex"}, {"globex"}]


def test_a_tenant_reads_the_platform_s_payment_methods_and_cannot_change_them(
    database: Database, connected: Any
) -> None:
    connection = connected("purser_billing")
    change = """
        select set_payment_method('', 'ann', 'bank_transfer', '', 'bank_transfer', 'x', 'x', '{}', true, true,
                                  interval '0', 'r')
    """
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
        kit.announced(connection),
    ):
        connection.execute(change)

    offered = billing.ok(billing.member().get(f"{billing.BASE}/payment-methods/available"))
    assert {method["id"] for method in offered["methods"]} == {"bank_transfer", "local_wallet"}
