"""Permissions. Each role calls every route for its own object, for one of another person in the tenant, and for one of
another tenant. Billing is in test_billing_roles."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import pytest

from ledger.core.principal import ROLES
from tests.support import approvals, billing, kit, live, webhooks
from tests.support.damage import reconcile
from tests.support.kit import DEPLOYED, Database, Person
from tests.support.live import Bus

OWNERSHIPS = ("own", "foreign", "other tenant's")
# The console's files are listed in test_console.
OPEN = {"GET /healthz", "$default"} | {route.key for route in DEPLOYED.routes if route.function == "console"}

type Codes = tuple[int, int, int]
# The statuses of each role for an own, a foreign and another tenant's object. A role that is not named gets 403.
# An owner id is a name within a tenant: for a system, an owner or an auditor, another tenant's id is an owner without a
# wallet.
ANY = (200, 200, 200)
OF_TENANT = (200, 200, 404)
READ: dict[str, Codes] = {
    "customer": (200, 403, 404),
    "agent": (200, 403, 404),
    **dict.fromkeys(("owner", "auditor", "service", "root"), ANY),
}
OF_A_TENANT = dict.fromkeys(("owner", "auditor", "service", "root"), ANY)
ONE_OF_A_TENANT = dict.fromkeys(("owner", "auditor", "service"), OF_TENANT) | {"root": ANY}
READ_COIN = READ | {"tournaments": ANY}
MOVE = {"tournaments": (201, 201, 201), "service": (201, 201, 201)}
TAKE = {"tournaments": (201, 201, 400), "service": (201, 201, 400)}
END_BET = {"trading": OF_TENANT, "service": OF_TENANT}
OWN_CUSTOMER: dict[str, Codes] = {"agent": (200, 403, 404), "owner": OF_TENANT, "auditor": OF_TENANT}
NO_OBJECT = dict.fromkeys(("agent", "owner", "auditor"), ANY)
REQUESTERS = ("agent", "tournaments", "service", "billing.manage")
OWN_REQUEST = dict.fromkeys(REQUESTERS, (200, 403, 404)) | {"root": ANY}
OF_ONE_CUSTOMER = {
    "/api/v1/agent/transactions",
    "/api/v1/agent/bets",
    "/api/v1/agent/cash-out/activity",
    "/api/v1/agent/settlement/preview",
    "/api/v1/agent/settlements",
}
"""Lists that take a `customer_id`."""
ROOT_NAMES_TENANT = (
    *(
        "/api/v1/wallets/",
        "/api/v1/people/",
        "/api/v1/transactions",
        "/api/v1/reconciliation/runs",
        "/api/v1/holds",
        "/api/v1/accounts",
        "/api/v1/trial-balance",
        "/api/v1/monitors/",
        "/api/v1/webhooks/",
    ),
)
"""The beginnings of paths whose objects belong to a tenant that root names; root belongs to the platform's."""
EXPECTED: dict[str, dict[str, Codes]] = {
    "POST /api/v1/agent/clients": {"agent": (201, 201, 201)},
    "GET /api/v1/agent/clients": NO_OBJECT,
    "GET /api/v1/agent/clients/{customer_id}": OWN_CUSTOMER,
    "PATCH /api/v1/agent/clients/{customer_id}": {"agent": (200, 403, 404)},
    "GET /api/v1/agent/clients/{customer_id}/limits": OWN_CUSTOMER,
    "POST /api/v1/agent/clients/import": {"agent": (201, 201, 201)},
    "GET /api/v1/agent/transactions": OWN_CUSTOMER,
    "GET /api/v1/agent/float": NO_OBJECT,
    "POST /api/v1/cashier/debit": {"agent": (201, 403, 404)},
    "POST /api/v1/cashier/credit": {"agent": (201, 403, 404)},
    "POST /api/v1/wallets/{owner_id}/credit": MOVE,
    "POST /api/v1/wallets/{owner_id}/debit": TAKE,
    "GET /api/v1/wallets/{owner_id}": READ,
    "PATCH /api/v1/wallets/{owner_id}": {"owner": ANY, "service": ANY},
    "GET /api/v1/wallets/{owner_id}/balance": READ_COIN,
    "GET /api/v1/wallets/{owner_id}/transactions": READ_COIN,
    "GET /api/v1/wallets/{owner_id}/statement": READ_COIN,
    "POST /api/v1/transfers": {"customer": (201, 403, 403)} | TAKE,
    "POST /api/v1/transactions": TAKE,
    "GET /api/v1/transactions": OF_A_TENANT | {"agent": (200, 403, 404)},
    "POST /api/v1/batches": TAKE,
    # A customer with a balance or a bet is not erased.
    "POST /api/v1/people/{owner_id}/erasure": dict.fromkeys(("owner", "service", "billing.manage"), (409, 409, 404))
    | {"root": (409, 409, 409)},
    "GET /api/v1/people/lookup": {"customer": (200, 200, 404), "service": (200, 200, 404)},
    "GET /api/v1/agent-limits": OF_A_TENANT | {"agent": ANY},
    "PUT /api/v1/agent-limits": {"owner": ANY, "service": ANY, "root": ANY},
    "GET /api/v1/accounts": OF_A_TENANT,
    # An account belongs to the tenant, and its name is a name within it.
    "PUT /api/v1/accounts/{account}": {"service": ANY, "root": ANY},
    "GET /api/v1/trial-balance": OF_A_TENANT,
    "GET /api/v1/event-settings": OF_A_TENANT,
    "PUT /api/v1/event-settings": {"service": ANY, "root": ANY},
    # A hold belongs to a wallet. A tournament platform holds and sees coins.
    "POST /api/v1/holds": TAKE,
    "GET /api/v1/holds": READ | {"tournaments": ANY},
    "GET /api/v1/holds/{hold_id}": READ | ONE_OF_A_TENANT | {"tournaments": OF_TENANT},
    "POST /api/v1/holds/{hold_id}/capture": {"tournaments": (201, 201, 404), "service": (201, 201, 404)},
    "POST /api/v1/holds/{hold_id}/release": {"tournaments": OF_TENANT, "service": OF_TENANT},
    # A monitor belongs to the tenant, whoever set it. An id is a name within a tenant, as an owner's is.
    "GET /api/v1/monitors": OF_A_TENANT,
    "GET /api/v1/monitors/{monitor_id}": ONE_OF_A_TENANT,
    "PUT /api/v1/monitors/{monitor_id}": {"service": ANY, "root": ANY},
    "DELETE /api/v1/monitors/{monitor_id}": {"service": OF_TENANT, "root": ANY},
    "GET /api/v1/webhooks": OF_A_TENANT,
    "POST /api/v1/webhooks": {"service": (201, 201, 201), "root": (201, 201, 201)},
    "GET /api/v1/webhooks/{webhook_id}": ONE_OF_A_TENANT,
    "PATCH /api/v1/webhooks/{webhook_id}": {"service": OF_TENANT, "root": ANY},
    "DELETE /api/v1/webhooks/{webhook_id}": {"service": OF_TENANT, "root": ANY},
    "POST /api/v1/webhooks/{webhook_id}/test": {"service": (201, 201, 404), "root": (201, 201, 201)},
    "GET /api/v1/webhooks/{webhook_id}/deliveries": ONE_OF_A_TENANT,
    "POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend": {"service": OF_TENANT, "root": ANY},
    "POST /api/v1/bets": {"customer": (201, 403, 403), "trading": (201, 201, 404), "service": (201, 201, 404)},
    "GET /api/v1/bets": {"customer": (200, 200, 200)},
    "GET /api/v1/bets/{bet_id}": OWN_CUSTOMER | END_BET | {"customer": (200, 403, 404)},
    "POST /api/v1/bets/{bet_id}/cash-out": END_BET,
    "POST /api/v1/bets/{bet_id}/settle": END_BET,
    "GET /api/v1/agent/bets": OWN_CUSTOMER,
    "GET /api/v1/agent/cash-out/activity": OWN_CUSTOMER,
    "GET /api/v1/agent/cash-out/summary": NO_OBJECT,
    "GET /api/v1/agent/cash-out/stream": {"agent": ANY},
    "GET /api/v1/agent/settlement/preview": OWN_CUSTOMER,
    "POST /api/v1/agent/settlements": {"agent": (201, 403, 404)},
    "GET /api/v1/agent/settlements": OWN_CUSTOMER,
    "PUT /api/v1/tournaments/{tournament_id}/coin-policy": dict.fromkeys(("owner", "tournaments", "service"), ANY),
    "GET /api/v1/tournaments/{tournament_id}/coin-policy": dict.fromkeys(
        ("owner", "auditor", "tournaments", "service"), ANY
    ),
    "GET /api/v1/transactions/{transaction_id}": ONE_OF_A_TENANT | {"agent": (200, 403, 404)},
    "POST /api/v1/transactions/{transaction_id}/reverse": dict.fromkeys(("owner", "service"), (201, 201, 404))
    | {"root": (201, 201, 201)},
    # Own: what the caller requested. A reversal is approved by root and by the tenant's owner: where TwoPeople is off,
    # the own one too.
    "GET /api/v1/approvals": dict.fromkeys(("owner", "auditor", "root", *REQUESTERS), ANY),
    "GET /api/v1/approvals/{approval_id}": OWN_REQUEST | {"owner": OF_TENANT, "auditor": OF_TENANT},
    "POST /api/v1/approvals/{approval_id}/approve": {
        "owner": OF_TENANT,
        "billing.manage": (403, 403, 404),
        "root": (403, 200, 200),
    },
    "POST /api/v1/approvals/{approval_id}/reject": OWN_REQUEST | {"owner": OF_TENANT},
    "GET /api/v1/approval-policy": dict.fromkeys(("owner", "auditor", "billing.manage", "root"), ANY),
    "PUT /api/v1/approval-policy": dict.fromkeys(("owner", "billing.manage", "root"), ANY),
    "GET /api/v1/tenants": dict.fromkeys(("owner", "auditor", "root"), ANY),
    "GET /api/v1/changes": dict.fromkeys(("owner", "auditor", "billing.manage", "service", "root"), ANY),
    "GET /api/v1/access-log": dict.fromkeys(("owner", "auditor", "billing.manage"), ANY),
    # Runs and findings belong to the platform: root sees those of every tenant, an owner and an auditor runs of theirs.
    "GET /api/v1/reconciliation/runs": dict.fromkeys(("owner", "auditor", "root"), ANY),
    "GET /api/v1/reconciliation/runs/{run_id}": {"owner": OF_TENANT, "auditor": OF_TENANT, "root": ANY},
    "POST /api/v1/reconciliation/runs": {"root": (201, 201, 201)},
    "POST /api/v1/reconciliation/findings/{finding_id}/acknowledge": {"root": (200, 200, 200)},
}
GUARDED = [route for route in DEPLOYED.routes if route.key not in OPEN and not route.path.startswith(billing.BASE)]


@dataclass(frozen=True)
class World:
    """Customers of one agent, of another agent and of another tenant, by their relation to the caller; a bet of each
    and its transaction. From reconciled(): a reconciliation run of each tenant; a finding for each."""

    customers: dict[str, str]
    bets: dict[str, str]
    stakes: dict[str, str]
    runs: dict[str, str] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)

    def caller(self, role: str) -> Person:
        if role == "root":
            return billing.root("agent-1")
        return Person("agent-1", (role,), "acme", self.customers["own"] if role == "customer" else None)


@pytest.fixture
def world(database: Database, bus: Bus) -> World:
    agents = {
        "own": kit.agent("agent-1"),
        "foreign": kit.agent("agent-2"),
        "other tenant's": kit.agent("agent-1", "globex"),
    }
    customers = {ownership: kit.new_customer(agent, f"u-{ownership}") for ownership, agent in agents.items()}
    kit.credit(kit.service(), "bob", "1")  # receives transfers
    bets = {}
    for ownership, customer_id in customers.items():
        tenant_id = agents[ownership].tenant_id
        kit.credit(kit.service(tenant_id), customer_id, "1010", "USD")
        kit.credit(kit.service(tenant_id), customer_id, "100")
        bets[ownership] = live.place(kit.customer(customer_id, tenant_id), "10.00")
    stakes = {
        ownership: str(database.value("select stake_transaction_id from bets where bet_id = %s", bet_id))
        for ownership, bet_id in bets.items()
    }
    return World(customers, bets, stakes)


def reconciled(world: World, database: Database) -> World:
    """The world after a run of each customer's tenant."""
    tenants = dict(zip(OWNERSHIPS, ("acme", "acme", "globex"), strict=True))
    runs = {ownership: str(reconcile(full=True, tenant=tenant_id).run_id) for ownership, tenant_id in tenants.items()}
    findings = {
        ownership: str(
            database.value(
                "insert into reconciliation_findings (tenant_id, finding_id, run_id, kind, corrected)"
                " values (%s, new_id(), %s, 'balance', false) returning finding_id",
                tenant_id,
                runs[ownership],
            )
        )
        for ownership, tenant_id in tenants.items()
    }
    return replace(world, runs=runs, findings=findings)


def waiting_reversal(ownership: str) -> str:
    """The approval of a reversal that the caller requested, or somebody else."""
    tenant_id = "globex" if ownership == "other tenant's" else "acme"
    system = Person("agent-1" if ownership == "own" else "somebody", ("service",), tenant_id)
    patch = approvals.ask_for_two_people()
    waiting = approvals.pending(approvals.reverse(system, kit.credit(system, "bob", "5")["transaction_id"]))
    patch.undo()
    return waiting


def webhook_of(tenant_id: str) -> str:
    """The tenant's webhook, of which it has one only."""
    service = kit.service(tenant_id)
    found = service.get(webhooks.PATH).json["items"] or [webhooks.create(service)]
    return str(found[0]["webhook_id"])


def delivery_to(webhook: str, tenant_id: str) -> str:
    return str(kit.service(tenant_id).post(f"{webhooks.PATH}/{webhook}/test", {}).json["delivery_id"])


def hold_of(world: World, ownership: str, caller: Person) -> str:
    """A hold on that customer's wallet, in a currency that the caller may move."""
    service = kit.service("globex" if ownership == "other tenant's" else "acme")
    currency = "COIN" if "tournaments" in caller.roles else "USD"
    body = {"owner_id": world.customers[ownership], "currency": currency, "amount": "1", "reason": "order"}
    return str(service.post("/api/v1/holds", body).json["hold_id"])


def monitored(world: World, ownership: str) -> str:
    """A monitor of that customer's balance."""
    tenant_id = "globex" if ownership == "other tenant's" else "acme"
    monitor_id = f"of-{world.customers[ownership]}"
    monitor = {"owner_id": world.customers[ownership], "currency": "USD", "below": "1.00"}
    assert kit.service(tenant_id).put(f"/api/v1/monitors/{monitor_id}", monitor).status == 200
    return monitor_id


def call(caller: Person, key: str, world: World, ownership: str) -> Any:  # noqa: C901  (a step for each kind of object)
    """Send a valid request of the route for that customer or their bet."""
    method, _, path = key.partition(" ")
    customer_id = world.customers[ownership]
    path = path.replace("{customer_id}", customer_id).replace("{owner_id}", customer_id)
    if path.endswith(("/cash-out", "/settle")) and ownership != "other tenant's":  # a bet ends once
        path = path.replace("{bet_id}", live.place(kit.customer(customer_id), "1.00"))
    path = path.replace("{bet_id}", world.bets[ownership]).replace("{tournament_id}", customer_id)
    if path.endswith("/reverse"):  # a bet's stake cannot be reversed in this way
        tenant_id = "globex" if ownership == "other tenant's" else "acme"
        path = path.replace("{transaction_id}", kit.credit(kit.service(tenant_id), "bob", "5")["transaction_id"])
    path = path.replace("{transaction_id}", world.stakes[ownership])
    if "{approval_id}" in path:
        path = path.replace("{approval_id}", waiting_reversal(ownership))
    if "/reconciliation/" in path:
        path = path.replace("{run_id}", world.runs[ownership]).replace("{finding_id}", world.findings[ownership])
    if "{webhook_id}" in path:
        tenant_id = "globex" if ownership == "other tenant's" else "acme"
        webhook = webhook_of(tenant_id)
        path = path.replace("{webhook_id}", webhook).replace("{delivery_id}", delivery_to(webhook, tenant_id))
    if "{hold_id}" in path:
        path = path.replace("{hold_id}", hold_of(world, ownership, caller))
    path = path.replace("{account}", "house:fees")
    if "{monitor_id}" in path:
        path = path.replace("{monitor_id}", monitored(world, ownership))
    new_customer = {"username": f"n-{uuid4()}", "account_type": "postup"}
    currency, amount = ("COIN", "1") if "tournaments" in caller.roles else ("USD", "1.00")
    wallet_change = {"amount": amount, "currency": currency, "reason": "manual_adjust"}
    cashier = {"customer_id": customer_id, "amount": "1.00", "description": "Cash"}
    bodies: dict[str, object] = {
        "POST /api/v1/agent/clients": new_customer,
        "PATCH /api/v1/agent/clients/{customer_id}": {"status": "active"},
        "POST /api/v1/agent/clients/import": {"rows": [new_customer]},
        "POST /api/v1/cashier/debit": cashier,
        "POST /api/v1/cashier/credit": cashier,
        "POST /api/v1/wallets/{owner_id}/credit": wallet_change,
        "POST /api/v1/wallets/{owner_id}/debit": wallet_change,
        "PATCH /api/v1/wallets/{owner_id}": {"currency": "USD", "allow_overdraft": False},
        "POST /api/v1/transfers": {
            "from_owner_id": customer_id,
            "to_owner_id": "bob",
            "amount": amount,
            "currency": currency,
        },
        "POST /api/v1/transactions": {
            "entries": [
                {"owner_id": customer_id, "amount": f"-{amount}", "currency": currency},
                {"account": "house:fees", "amount": amount, "currency": currency},
            ],
            "reason": "fee",
        },
        "POST /api/v1/batches": {
            "mode": "atomic",
            "operations": [{"op": "debit", "key": str(uuid4()), "owner_id": customer_id} | wallet_change],
        },
        "POST /api/v1/bets": {"stake": "1.00", "description": "Home win", "customer_id": customer_id},
        "PUT /api/v1/agent-limits": {"agent_id": "agent-2", "daily": "1000.00"},
        "POST /api/v1/holds": {"owner_id": customer_id, "amount": amount, "currency": currency, "reason": "order"},
        "PUT /api/v1/accounts/{account}": {"category": "revenue", "currency": currency},
        "PUT /api/v1/event-settings": {"transactions": False},
        "PUT /api/v1/monitors/{monitor_id}": {"owner_id": customer_id, "currency": "USD", "below": "1.00"},
        "POST /api/v1/webhooks": {"url": webhooks.URL, "types": ["LowBalance"]},
        "POST /api/v1/bets/{bet_id}/cash-out": {"cash_out_amount": "1.00"},
        "POST /api/v1/bets/{bet_id}/settle": {"outcome": "lost"},
        "PUT /api/v1/tournaments/{tournament_id}/coin-policy": {"winner": 1},
        "POST /api/v1/transactions/{transaction_id}/reverse": {"reason": "A mistake"},
        "POST /api/v1/approvals/{approval_id}/reject": {"reason": "A mistake"},
        "POST /api/v1/people/{owner_id}/erasure": {"reason": "The customer asked for it"},
        "PUT /api/v1/approval-policy": {"from": {"reversal": None}},
        "POST /api/v1/reconciliation/findings/{finding_id}/acknowledge": {"note": "Seen"},
        "POST /api/v1/agent/settlements": {"customer_id": customer_id, "method": "carry"},
    }
    queries = {
        "GET /api/v1/agent/float": {"agent_id": caller.sub, "currency": currency},
        "GET /api/v1/holds": {"owner_id": customer_id, "currency": currency},
        "GET /api/v1/people/lookup": {"owner_id": customer_id},
        "GET /api/v1/transactions": {"owner_id": customer_id},
    }
    query = queries.get(key, {})
    if method == "GET" and path in OF_ONE_CUSTOMER:
        query["customer_id"] = customer_id
    if EXPECTED[key] == READ_COIN:
        query["currency"] = "COIN"
    if "root" in caller.roles and path.startswith(ROOT_NAMES_TENANT) and key != "POST /api/v1/reconciliation/runs":
        query["tenant_id"] = "globex" if ownership == "other tenant's" else "acme"
    return caller.call(method, path, bodies.get(key), query=query)


def test_exactly_the_guarded_routes_have_expected_statuses() -> None:
    assert {route.key for route in GUARDED} == set(EXPECTED)


@pytest.mark.parametrize("key", [route.key for route in GUARDED])
def test_a_route_answers_each_role_as_expected(key: str, world: World, database: Database) -> None:
    expected = {role: EXPECTED[key].get(role, (403, 403, 403)) for role in ROLES}
    if "/reconciliation/" in key:
        world = reconciled(world, database)

    found = {
        role: tuple(call(world.caller(role), key, world, ownership).status for ownership in OWNERSHIPS)
        for role in ROLES
    }

    assert found == expected
    other = kit.service("globex")
    assert kit.balance_of(other, world.customers["other tenant's"], "USD") == "1000.00", (
        "the other tenant's wallet is unchanged"
    )
    assert kit.balance_of(other, world.customers["own"], "USD") == "0.00"
    database.assert_consistent()


INVALID_JSON = "{"


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.key)
def test_a_role_without_permission_is_refused_before_validation(route: Any) -> None:
    for role in ROLES - set(EXPECTED[route.key]):
        caller = replace(kit.agent(), roles=(role,), tenant_id=billing.home_of(role))
        answer = caller.call(route.method, route.path.replace("{", "").replace("}", ""), INVALID_JSON)
        assert (role, answer.status, answer.code) == (role, 403, "forbidden")


@pytest.mark.parametrize("role", sorted(ROLES - {"service"}))
def test_a_second_role_adds_its_permissions_and_removes_none(role: str, database: Database) -> None:
    both = Person("s", (role, "service"))

    assert kit.credit(both, "bob", "5")["balance_after"] == "5"
    assert kit.balance_of(both, "bob") == "5"


def test_a_tournament_platform_moves_and_sees_wallets_in_coin_only(database: Database) -> None:
    games, service = Person("games", ("tournaments",)), kit.service()
    kit.credit(service, "bob", "9.00", "USD")
    kit.credit(games, "bob", "9")
    usd = {"amount": "1.00", "currency": "USD", "reason": "manual_adjust"}
    transfer = {"from_owner_id": "bob", "to_owner_id": "eve", "amount": "1.00", "currency": "USD"}

    writes = [
        games.post("/api/v1/wallets/bob/credit", usd),
        games.post("/api/v1/wallets/bob/debit", usd),
        games.post("/api/v1/transfers", transfer),
        games.patch("/api/v1/wallets/bob", {"currency": "COIN", "allow_overdraft": True}),
    ]
    reads = [games.get("/api/v1/wallets/bob")]
    reads += [
        games.get(f"/api/v1/wallets/bob/{read}", {"currency": "USD"})
        for read in ("balance", "transactions", "statement")
    ]

    assert {(answer.status, answer.code) for answer in writes + reads} == {(403, "forbidden")}
    assert (kit.balance_of(games, "bob"), kit.balance_of(service, "bob", "USD")) == ("9", "9.00")
    database.assert_consistent()


AUDITOR = Person("dora", ("auditor",))
OVERSEER = pytest.mark.parametrize("overseer", [kit.owner(), AUDITOR], ids=["owner", "auditor"])


@OVERSEER
def test_an_owner_and_an_auditor_see_the_customers_of_every_agent_of_the_tenant(
    world: World, bus: Bus, overseer: Person
) -> None:
    for ownership in OWNERSHIPS[:2]:
        assert live.cash_out(kit.service(), world.bets[ownership], "12.50").status == 200
        agent = kit.agent({"own": "agent-1", "foreign": "agent-2"}[ownership])
        kit.cashier(agent, "credit", world.customers[ownership], "1.00")
        closed = {"customer_id": world.customers[ownership], "method": "carry"}
        assert agent.post("/api/v1/agent/settlements", closed).status == 201
    everybody = {world.customers["own"], world.customers["foreign"]}

    def listed(path: str, member: str, items: str = "items") -> set[str]:
        return {item[member] for item in overseer.get(f"/api/v1/agent/{path}").json[items]}

    assert listed("clients", "customer_id") == everybody
    assert listed("bets", "user_id") == everybody
    assert listed("transactions", "customer_id") == everybody
    assert listed("settlements", "customer_id") == everybody
    assert listed("settlement/preview", "customer_id", "customers") == everybody
    assert listed("cash-out/activity", "user_id") == everybody
    summary = overseer.get("/api/v1/agent/cash-out/summary").json
    assert (summary["total_cash_outs"], summary["total_cash_out_amount"]) == (2, "25.00")
    assert {top["user_id"] for top in summary["top_customers"]} == everybody
    assert overseer.get("/api/v1/agent/transactions", {"format": "csv"}).text.count("\n") == 3


@OVERSEER
def test_an_owner_and_an_auditor_see_the_reconciliation_runs_of_the_own_tenant_only(
    world: World, database: Database, overseer: Person
) -> None:
    world = reconciled(world, database)
    everything = str(reconcile(full=True).run_id)

    seen = overseer.get("/api/v1/reconciliation/runs").json
    assert [run["run_id"] for run in seen["items"]] == [world.runs["foreign"], world.runs["own"]]
    assert seen["total_count"] == 2
    assert overseer.get(f"/api/v1/reconciliation/runs/{everything}").code == "run_not_found"
    of_globex = billing.root().get("/api/v1/reconciliation/runs", {"tenant_id": "globex"}).json
    assert [run["run_id"] for run in of_globex["items"]] == [world.runs["other tenant's"]]


def test_an_auditor_reads_everything_that_has_no_other_owner_and_writes_nothing() -> None:
    """All bets and cash-outs of a customer or an agent are in the lists that an auditor and an owner see."""
    roles = {
        route.key: kit.handler(route.function).operation.roles  # type: ignore[attr-defined]
        for route in DEPLOYED.routes
        if route.key not in OPEN
    }

    admitted = {key for key, admitted in roles.items() if "auditor" in admitted}
    reads = {key for key in roles if key.startswith("GET ")}
    assert reads - admitted == {
        "GET /api/v1/bets",
        "GET /api/v1/agent/cash-out/stream",
        "GET /api/v1/people/lookup",  # counts as one of the lookups that a customer may make
    }
    assert admitted <= reads
    assert {key for key, admitted in roles.items() if "owner" in admitted} & reads == admitted


def test_a_service_that_uses_another_tenant_s_id_finds_nothing_in_its_own_tenant(world: World) -> None:
    foreign_id = world.customers["other tenant's"]
    service = kit.service()

    assert service.get(f"/api/v1/wallets/{foreign_id}").json == {"owner_id": foreign_id, "wallets": []}
    assert service.get(f"/api/v1/wallets/{foreign_id}/transactions", {"currency": "USD"}).json["items"] == []
    assert kit.balance_of(service, foreign_id, "USD") == "0.00"
    assert service.get(f"/api/v1/wallets/{foreign_id}/statement", {"currency": "USD"}).json["movements"] == []


def test_lists_contain_nothing_of_another_agent_or_tenant(world: World) -> None:
    agent = kit.agent("agent-1")
    kit.cashier(kit.agent("agent-2"), "credit", world.customers["foreign"], "1.00")
    kit.cashier(kit.agent("agent-1", "globex"), "credit", world.customers["other tenant's"], "1.00")

    customers = agent.get("/api/v1/agent/clients").json
    transactions = agent.get("/api/v1/agent/transactions").json

    assert [item["customer_id"] for item in customers["items"]] == [world.customers["own"]]
    assert (customers["total_count"], customers["totals"]["total_balance"]) == (1, "1000.00")
    assert (transactions["items"], transactions["total_count"]) == ([], 0)
    assert agent.get("/api/v1/agent/transactions", {"format": "csv"}).text.count("\n") == 1


def test_an_agent_sees_bets_and_cash_outs_of_their_own_customers_only(world: World, bus: Bus) -> None:
    for ownership, tenant_id in zip(OWNERSHIPS, ("acme", "acme", "globex"), strict=True):
        assert live.cash_out(kit.service(tenant_id), world.bets[ownership], "12.50").status == 200
    for agent_id, tenant_id, ownership in (("agent-2", "acme", "foreign"), ("agent-1", "globex", "other tenant's")):
        closing = {"customer_id": world.customers[ownership], "method": "carry"}
        assert kit.agent(agent_id, tenant_id).post("/api/v1/agent/settlements", closing).status == 201
    assert live.deliver(live.FEED, live.messages(*(one for one in bus.details if "bet_id" in one))) == []
    agent, own = kit.agent("agent-1"), world.customers["own"]

    placed = agent.get("/api/v1/agent/bets").json
    activity = agent.get("/api/v1/agent/cash-out/activity").json
    summary = agent.get("/api/v1/agent/cash-out/summary").json
    preview = agent.get("/api/v1/agent/settlement/preview").json

    assert [bet["user_id"] for bet in placed["items"]] == [own]
    assert [item["user_id"] for item in activity["items"]] == [own]
    assert (activity["total_count"], activity["totals"]["total_cash_out_amount"]) == (1, "12.50")
    assert (summary["total_cash_outs"], [top["user_id"] for top in summary["top_customers"]]) == (1, [own])
    assert [figures["customer_id"] for figures in preview["customers"]] == [own]
    assert [frame.data["user_id"] for frame in live.frames(live.stream(agent, last=0))] == [own]
    assert agent.get("/api/v1/agent/settlements").json["items"] == []


def test_two_tenants_use_the_same_names_and_keys_independently(database: Database) -> None:
    for tenant_id in ("acme", "globex"):
        agent = kit.agent(tenant_id=tenant_id)
        ann = kit.new_customer(agent, "ann")
        answer = agent.post(
            "/api/v1/cashier/credit", {"customer_id": ann, "amount": "1.00", "description": "Cash"}, key="k"
        )
        assert (answer.status, answer.json["customer_id"]) == (201, ann)
        assert kit.credit(kit.service(tenant_id), "bob", "5")["balance_after"] == "5"
    database.assert_consistent()
