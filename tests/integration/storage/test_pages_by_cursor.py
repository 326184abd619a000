"""Pages by cursor: no item of a list is skipped or repeated, whatever is written meanwhile."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.records.test_changes import METHOD
from tests.support import approvals, billing, damage, kit, live, webhooks
from tests.support.kit import ROOT, Database, Person, assert_problem
from tests.support.live import Bus

ADA, SERVICE, TRADING = kit.agent("agent-ada"), kit.service(), kit.service()
ANN, OLGA, RITA, DORA = billing.member(), billing.operator(), billing.root(), Person("dora", ("auditor",))


class World:
    """A customer and a webhook that lists belong to. number: of what was written last."""

    def __init__(self) -> None:
        self.number = 0
        self.bob = live.bettor(ADA, "bob", "500.00", account_type="credit", credit_limit="1.00")
        self.bob_id = live.owner(self.bob)
        self.webhook = webhooks.create(SERVICE)["webhook_id"]

    def __next__(self) -> int:
        self.number += 1
        return self.number


class Listed(NamedTuple):
    """A list. reader: None: the customer. key: the fields of an item that name it. write: adds an item. tied: the table
    and column of the time that the list is ordered by, if it is ordered by one."""

    reader: Person | None
    path: str
    key: str
    write: Callable[[World], object]
    tied: str | None = None
    items: str = "items"
    length: str = "limit"


def put_monitor(world: World) -> object:
    terms = {"owner_id": "bob", "currency": "COIN", "below": "5"}
    return billing.ok(SERVICE.put(f"/api/v1/monitors/m-{next(world)}", terms))


def change_limit(world: World) -> object:
    path = f"/api/v1/agent/clients/{world.bob_id}"
    return billing.ok(ADA.patch(path, {"credit_limit": f"{next(world) + 1}.00"}))


def change_limit_of_another(world: World) -> object:
    """Each is the first change of a customer, so that only the customer tells those of one moment apart."""
    eve = kit.new_customer(ADA, f"c-{next(world)}", account_type="credit", credit_limit="1.00")
    return billing.ok(ADA.patch(f"/api/v1/agent/clients/{eve}", {"credit_limit": "2.00"}))


def put_method(world: World) -> object:
    """Of each name two, one of a country."""
    number = next(world)
    terms = METHOD | ({"country": "KE"} if number % 2 else {})
    return billing.ok(OLGA.put(f"{billing.BASE}/payment-methods/bank-{number // 2}", terms))


def close_settlement(world: World) -> object:
    return billing.ok(ADA.post("/api/v1/agent/settlements", {"customer_id": world.bob_id, "method": "carry"}))


def deliver(world: World) -> object:
    kit.credit(SERVICE, "bob", "1")
    return webhooks.write()


def adjust(_: World) -> object:
    return approvals.pending(approvals.adjust(RITA))


def credit(world: World) -> object:
    return kit.cashier(ADA, "credit", world.bob_id, "1.00")


def issue_invoice(world: World) -> str:
    day = f"2026-01-{next(world):02}"
    return billing.issued(OLGA, period_start=day, period_end=day)


def submit_payment(world: World) -> object:
    return billing.submitted(ANN, issue_invoice(world), f"TR-{next(world)}")


def charge(world: World) -> object:
    if not world.number:
        billing.topped_up(ANN, OLGA)
    return billing.ok(billing.charge(SERVICE, "1.00", f"order-{next(world)}"))


LISTS: Final = {
    "access_log": Listed(
        *(DORA, "/api/v1/access-log", "request_id", lambda _: SERVICE.get("/api/v1/wallets/bob")),
        tied="access_log.accessed_at",
    ),
    "agent_bets": Listed(ADA, "/api/v1/agent/bets", "bet_id", lambda world: live.place(world.bob), "bets.placed_at"),
    "agent_clients_limits": Listed(
        ADA, "/api/v1/agent/clients/{bob}/limits", "field new_value changed_at", change_limit, None
    ),
    "agent_clients_list": Listed(
        *(ADA, "/api/v1/agent/clients", "customer_id", lambda world: kit.new_customer(ADA, f"c-{next(world)}"))
    ),
    "agent_transactions": Listed(ADA, "/api/v1/agent/transactions", "transaction_id", credit, "entries.posted_at"),
    "approvals_list": Listed(RITA, "/api/v1/approvals", "approval_id", adjust, "approvals.requested_at"),
    "bets_list": Listed(*(None, "/api/v1/bets", "bet_id", lambda world: live.place(world.bob), "bets.placed_at")),
    "cash_out_activity": Listed(
        *(ADA, "/api/v1/agent/cash-out/activity", "bet_id", lambda world: live.cashed_out(world.bob, TRADING)),
        tied="bets.settled_at",
    ),
    "changes": Listed(
        DORA, "/api/v1/changes", "kind subject before after", change_limit_of_another, "account_changes.changed_at"
    ),
    "invoices_list": Listed(
        *(ANN, billing.INVOICES, "invoice_id", issue_invoice, "invoices.created_at"),
        length="page_size",
    ),
    "monitors_list": Listed(SERVICE, "/api/v1/monitors", "monitor_id", put_monitor),
    "payment_methods_list": Listed(OLGA, f"{billing.BASE}/payment-methods", "id country", put_method),
    "payments_list": Listed(
        ANN, billing.PAYMENTS, "payment_id", submit_payment, "payments.created_at", length="page_size"
    ),
    "prepaid_transactions": Listed(ANN, f"{billing.WALLET}/transactions", "transaction_id", charge),
    "prepaid_transactions of a kind": Listed(
        ANN, f"{billing.WALLET}/transactions?kind=message_charge", "transaction_id", charge, "transactions.posted_at"
    ),
    "reconciliation_runs_list": Listed(
        *(RITA, damage.RUNS, "run_id", lambda _: billing.ok(RITA.post(damage.RUNS, {"dry_run": True, "full": True}))),
        tied="reconciliation_runs.requested_at",
    ),
    "settlement_preview": Listed(
        *(ADA, "/api/v1/agent/settlement/preview", "customer_id"),
        lambda world: kit.new_customer(ADA, f"c-{next(world)}"),
        items="customers",
    ),
    "settlements_list": Listed(
        ADA, "/api/v1/agent/settlements", "settlement_id", close_settlement, "settlements.until"
    ),
    "tenants_list": Listed(
        RITA, "/api/v1/tenants", "tenant_id", lambda world: kit.credit(kit.service(f"t-{next(world)}"), "bob", "1")
    ),
    "topups_list": Listed(
        *(RITA, billing.TOPUPS, "request_id", lambda _: billing.request_topup(ANN), "topup_requests.requested_at"),
        length="page_size",
    ),
    "topups_list_own": Listed(
        *(ANN, f"{billing.TOPUPS}/me", "request_id", lambda _: billing.request_topup(ANN)),
        length="page_size",
    ),
    "wallets_transactions": Listed(
        *(SERVICE, "/api/v1/wallets/bob/transactions", "transaction_id", lambda _: kit.credit(SERVICE, "bob", "1"))
    ),
    "webhooks_deliveries": Listed(SERVICE, "/api/v1/webhooks/{webhook}/deliveries", "delivery_id", deliver),
    "webhooks_list": Listed(
        *(SERVICE, "/api/v1/webhooks", "webhook_id"),
        lambda world: webhooks.create(SERVICE, url=f"https://{next(world)}.example/"),
    ),
}


def page(world: World, listed: Listed, **query: object) -> Any:
    path, _, filters = listed.path.format(bob=world.bob_id, webhook=world.webhook).partition("?")
    reader = listed.reader or world.bob
    tenant = {"tenant_id": "acme"} if reader is RITA and listed.path not in {damage.RUNS, "/api/v1/tenants"} else {}
    return billing.ok(reader.get(path, dict(one.split("=") for one in filters.split("&") if one) | tenant | query))


def names(listed: Listed, found: Any) -> list[tuple[str, ...]]:
    return [tuple(str(item[name]) for name in listed.key.split()) for item in found[listed.items]]


def pages(world: World, listed: Listed, length: int = 1) -> Iterator[Any]:
    """The pages by cursor, with an item that is written after each of the first four."""
    found = page(world, listed, **{listed.length: length})
    yield found
    for number in range(100):
        if found["next_cursor"] is None:
            return
        if number < 4:
            listed.write(world)
        found = page(world, listed, **{listed.length: length, "cursor": found["next_cursor"]})
        yield found
    raise AssertionError("the list has no end")


def tie(database: Database, listed: Listed) -> None:
    """Let all items have the same time, as those of one database transaction may."""
    if listed.tied is None:
        return
    table, column = listed.tied.split(".")
    with database.admin() as connection:
        connection.execute(f"alter table {table} disable trigger user".encode())
        connection.execute(f"update {table} set {column} = '2026-01-01' where {column} is not null".encode())


@pytest.fixture
def world(database: Database, bus: Bus) -> World:
    return World()


@pytest.mark.parametrize("name", LISTS)
def test_pages_by_cursor_neither_skip_nor_repeat_an_item_whatever_is_written_meanwhile(
    name: str, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = LISTS[name]
    monkeypatch.setenv("TWO_PEOPLE", "on" if name == "approvals_list" else "off")
    for _ in range(3):
        listed.write(world)
    tie(database, listed)
    before = names(listed, page(world, listed, **{listed.length: 100}))

    found = list(pages(world, listed))

    read = [one for each in found for one in names(listed, each)]
    assert len(before) >= 3
    assert [one for one in read if one in before] == before
    assert len(set(read)) == len(read)
    numbers = [each.get("offset", each.get("page_number")) for each in found]
    assert numbers == [0 if listed.length == "limit" else 1, *[None] * (len(found) - 1)]
    assert [each["has_more"] for each in found if "has_more" in each] in ([], [True] * (len(found) - 1) + [False])


def test_every_list_takes_a_cursor() -> None:
    taken = {
        operation["operationId"]: {parameter.get("name") for parameter in operation.get("parameters", [])}
        for path in json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"].values()
        for operation in path.values()
    }
    paged = {operation for operation, names in taken.items() if names & {"offset", "page_number", "cursor"}}

    assert {operation for operation in paged if "cursor" not in taken[operation]} == set()
    assert paged == {name.split()[0] for name in LISTS} | {"accounts_list", "holds_list", "transactions_list"}


def test_a_cursor_is_accepted_at_the_longest_place(database: Database) -> None:
    """In a username's key this letter has 18 characters."""
    created = [kit.new_customer(ADA, "\ufdfa" * 63 + last) for last in "\u0627\u0628"]
    cursor = ADA.get("/api/v1/agent/clients", {"limit": 1}).json["next_cursor"]

    second = billing.ok(ADA.get("/api/v1/agent/clients", {"limit": 1, "cursor": cursor}))

    assert [item["customer_id"] for item in second["items"]] == created[1:]


def test_a_cursor_of_a_wallet_is_refused_in_the_list_of_another_one(service: Person) -> None:
    for _ in range(2):
        kit.credit(service, "bob", "1")
    cursor = service.get("/api/v1/wallets/bob/transactions", {"limit": 1}).json["next_cursor"]
    kit.credit(service, "eve", "1")

    answer = service.get("/api/v1/wallets/eve/transactions", {"limit": 1, "cursor": cursor})

    assert (answer.status, answer.pointers) == (400, ["cursor"])


@pytest.mark.parametrize(("name", "place"), [("bets_list", {"offset": 0}), ("invoices_list", {"page_number": 1})])
def test_a_cursor_with_an_offset_or_a_page_number_is_refused(name: str, place: dict[str, int], world: World) -> None:
    for _ in range(2):
        LISTS[name].write(world)
    cursor = page(world, LISTS[name], **{LISTS[name].length: 1})["next_cursor"]

    answer = (LISTS[name].reader or world.bob).get(LISTS[name].path, place | {"cursor": cursor})

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["cursor"]


MINUTES = st.lists(st.integers(0, 5), max_size=6)


@given(MINUTES, st.lists(MINUTES, max_size=8), st.integers(1, 3))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_by_cursor_have_what_was_there_once_in_its_order_wherever_items_are_written(
    database: Database, at_first: list[int], meanwhile: list[list[int]], length: int
) -> None:
    """at_first, meanwhile: the minutes of the times of items that are there at first, and that are written after each
    page, before the place of its cursor or after it."""
    reader = str(uuid4())

    def write(minutes: list[int]) -> list[tuple[int, str]]:
        """Returns the items, each as its minute and its id."""
        written = [(minute, str(uuid4())) for minute in minutes]
        with database.admin() as connection:
            connection.cursor().executemany(
                b"insert into access_log (tenant_id, request_id, part, principal, role, route, accessed_at)"
                b" values ('acme', %s, 0, %s, 'service', 'GET /', timestamptz '2026-01-01Z' + %s * interval '1 min')",
                [(id_, reader, minute) for minute, id_ in written],
            )
        return written

    before = [id_ for _, id_ in sorted(write(at_first), reverse=True)]
    read: list[str] = []
    cursor: dict[str, str] = {}
    for written in [*meanwhile, *[[]] * 100]:
        found = billing.ok(DORA.get("/api/v1/access-log", {"principal": reader, "limit": length} | cursor))
        read += [item["request_id"] for item in found["items"]]
        write(written)
        if found["next_cursor"] is None:
            break
        cursor = {"cursor": found["next_cursor"]}

    assert [id_ for id_ in read if id_ in before] == before
    assert len(set(read)) == len(read)
