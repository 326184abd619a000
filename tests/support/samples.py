"""The sample events in events/: the database state that each needs, and the check of its answer."""

import base64
import inspect
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from ledger.approvals import PendingApproval
from ledger.bets import bets
from ledger.core.models import DryRun
from ledger.holds import holds
from ledger.webhooks import webhooks
from tests.support import approvals, billing, damage, kit, live
from tests.support.holds import expire
from tests.support.kit import ROOT, Database
from tests.support.live import Bus

EVENTS = {file.stem: file for file in sorted((ROOT / "events").glob("*.json"))}
EXAMPLES = {file.stem: file for file in sorted((ROOT / "docs" / "examples").iterdir())}
BY_ROUTE = {route.key: route.function for route in kit.DEPLOYED.routes}
# Samples of functions that no route calls. Their events have other formats.
UNROUTED = {name for name, file in EVENTS.items() if "routeKey" not in json.loads(file.read_text(encoding="utf-8"))}
CONSUMERS = sorted({feed.function for feed in kit.DEPLOYED.wiring.event_sources})
# The query that counts the effects of a consumer, and the number that its sample adds.
EFFECTS = {
    "cash_out_feed": ("select count(*) from feed", 1),
    "cash_out_triggered": ("select count(*) from bets where status = 'cashed_out'", 1),
    "registration_confirmed": ("select count(*) from transactions where kind = 'participation'", 2),
    "tournament_completed": ("select count(*) from transactions where kind in ('winner', 'runner_up')", 3),
    "reconciliation_requested": ("select count(*) from reconciliation_runs where state = 'finished'", 1),
    "billing_mail": ("select count(*) from mails where outcome = 'sent'", 1),
    "tournament_cancelled": ("select count(*) from transactions where kind = 'refund'", 1),
    "webhooks_record": ("select count(*) from deliveries where delivered_at is not null", 1),
}
ALICE = UUID("019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30")
BRUNO = UUID("019bc0de-7a11-71f4-8a66-0c9d2e5b7f18")
CARLA = UUID("019bc0de-7a12-7b55-a1c4-3d6e9f0b8a27")
DIEGO = UUID("019bc0de-7a13-7e09-b7f2-51a8c4d3e690")
TRANSACTION = UUID("019bc0de-7c20-7d31-8a42-5b6c7d8e9f01")
RUN = UUID("019bc0de-7c30-7e41-9b52-6c7d8e9f0a12")
FINDING = UUID("019bc0de-7c31-7f51-8c62-7d8e9f0a1b23")
WEBHOOK = UUID("019bc0de-7c50-7a61-9b72-8c9d0e1f2a34")
DELIVERY = UUID("019bc0de-7c51-7b71-8a82-9d0e1f2a3b45")
FAILED_DELIVERY = UUID("019bc0de-7c51-7b71-8a82-9d0e1f2a3b46")
HOLD = UUID("019bc0de-7c60-7b71-8c82-9d0e1f2a3b47")
APPROVAL = UUID("019bc0de-7c40-7e51-8c62-7d8e9f0a1b23")
PENDING = UUID("019bc0de-7b10-7a2b-9c3d-4e5f60718293")
# Billing: a pending request, a due invoice, a draft, a pending payment, and one that succeeded.
REQUEST = UUID("019bc0de-7c10-7d5e-8f90-1a2b3c4d5e6f")
DUE = UUID("019bc0de-7c20-7e1f-a2b3-c4d5e6f70819")
DRAFT = UUID("019bc0de-7c21-7f20-b3c4-d5e6f708192a")
WAITING = UUID("019bc0de-7c30-7a31-84d5-e6f708192a3b")
SUCCEEDED = UUID("019bc0de-7c31-7b42-95e6-f708192a3b4c")
INVOICE = UUID("019bc0de-7c10-7d2e-8f41-5a6b7c8d9e01")
CUSTOMERS = [
    (ALICE, "alice", "postup", "agent-ada"),
    (BRUNO, "bruno", "credit", "agent-ada"),
    (CARLA, "carla", "postup", "agent-grace"),
    (DIEGO, "diego", "credit", "agent-grace"),
]
_CHANGING = re.compile(
    r"(?P<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)"
    r"|(?P<secret>\bwhsec_[A-Za-z0-9+/]{43}=)|(?P<day>\b\d{4}-\d\d-\d\d\b)|(?P<number>\b(TOP|USE|SUB)-\d{6}-[0-9A-F]{12}-[0-9A-F]{8}\b)"
)


def acme(database: Database, bus: Bus) -> None:
    """The basic state: two customers each of agent-ada and agent-grace, coins of player-7, an entry fee of player-5, a
    monitor of agent-ada's float, the account house:fees, a hold on player-7's wallet, a webhook with an attempt under
    way and a delivery that has failed."""
    with database.admin() as connection:
        connection.execute("insert into tenants (tenant_id) values ('acme')")
        for customer_id, username, account_type, agent_id in CUSTOMERS:
            connection.execute(
                """
                with wallet as (
                    insert into wallets
                        (tenant_id, wallet_id, owner_kind, owner_id, currency, agent_id, account_type, credit_limit)
                    values ('acme', new_id(), 'person', %(id)s::uuid::text, 'USD', %(agent)s, %(type)s, %(limit)s)
                    returning wallet_id
                )
                insert into customers (tenant_id, customer_id, wallet_id, username, username_key)
                select 'acme', %(id)s, wallet_id, %(name)s, %(name)s from wallet
                """,
                {
                    "id": customer_id,
                    "name": username,
                    "agent": agent_id,
                    "type": account_type,
                    "limit": 40000 if account_type == "credit" else 0,
                },
            )
    ada, games = kit.agent("agent-ada"), kit.service()
    answers = [
        ada.post(
            "/api/v1/cashier/credit", {"customer_id": str(ALICE), "amount": "120.00", "description": "Opening deposit"}
        ),
        ada.patch(f"/api/v1/agent/clients/{BRUNO}", {"credit_limit": "500.00"}),
        games.post(
            "/api/v1/wallets/player-7/credit",
            {"amount": "50", "currency": "COIN", "reason": "runner_up", "meta": {"tournament_id": "winter-cup"}},
            key="winter-cup-7",
        ),
        games.post("/api/v1/wallets/player-7/credit", {"amount": "5", "currency": "COIN", "reason": "participation"}),
        games.post("/api/v1/wallets/player-5/credit", {"amount": "20", "currency": "COIN", "reason": "participation"}),
        games.post(
            "/api/v1/wallets/player-5/debit",
            {"amount": "20", "currency": "COIN", "reason": "entry_fee_debit", "meta": {"tournament_id": "summer-cup"}},
        ),
    ]
    assert [answer.status for answer in answers] == [201, 200, 201, 201, 201, 201]
    monitor = {"account": "agent:agent-ada", "currency": "USD", "below": "-400.00"}
    back_office = kit.Person("back-office", ("service",))
    answer = back_office.put("/api/v1/monitors/float-of-ada", monitor)
    assert answer.status == 200, answer.text
    fees = {"category": "revenue/fees", "currency": "USD", "description": "Fees of orders", "floor": "0"}
    answer = back_office.put("/api/v1/accounts/house:fees", fees)
    assert answer.status == 200, answer.text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holds, "new_id", lambda: HOLD)
        fee = {"owner_id": "player-7", "currency": "COIN", "amount": "10", "reason": "entry_fee_debit"}
        more = {"external_reference": "summer-cup-7", "meta": {"tournament_id": "summer-cup"}}
        answer = kit.Person("game-backend", ("service",)).post("/api/v1/holds", fee | more)
    assert answer.status == 201, answer.text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhooks, "new_id", lambda: WEBHOOK)
        body = {"url": "https://ledger.acme.example/purser", "types": ["CashOutRecorded", "LowBalance"]}
        answer = back_office.post("/api/v1/webhooks", body | {"description": "The back office"})
    assert answer.status == 201, answer.text
    with database.admin() as connection:
        connection.execute(
            """
            insert into deliveries (tenant_id, delivery_id, webhook_id, event_id, type, detail, occurred_at, created_at,
                                    due_at, leased_until, retry_until, attempts)
            select 'acme', %s, %s, new_id(), 'LowBalance', '{}', now, now, now + interval '1 day',
                   now + interval '1 day', now + interval '1 day', 1
            from clock_timestamp() now
            """,
            (DELIVERY, WEBHOOK),
        )
        connection.execute(
            """
            insert into deliveries (tenant_id, delivery_id, webhook_id, event_id, type, detail, occurred_at, created_at,
                                    retry_until, attempts, answered_at, error)
            select 'acme', %s, %s, new_id(), 'CashOutRecorded', '{}', now, now, now, 22, now, 'timeout'
            from clock_timestamp() now
            """,
            (FAILED_DELIVERY, WEBHOOK),
        )


def in_play(database: Database, bus: Bus) -> None:
    """Adds bets of agent-grace's customers: a pending bet of carla, a cashed-out bet of carla and one of diego. Both
    cash-outs are in the feed. Adds a settlement with diego."""
    grace, trading = kit.agent("agent-grace"), kit.service()
    carla, diego = kit.customer(str(CARLA)), kit.customer(str(DIEGO))
    kit.cashier(grace, "credit", str(CARLA), "120.00")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bets, "new_id", lambda: PENDING)
        live.place_at_odds(carla, "1.85")
    first = live.cashed_out(carla, trading, "24.00", stake="20.00")
    second = live.place(diego, "40.00")
    assert live.cash_out(trading, second, "30.00", is_auto=True, trigger_reason="stop_loss").status == 200
    now = datetime.now(UTC)
    for bet_id in (first, second):  # both on the same day, even at midnight
        live.set_settled_at(database, bet_id, now)
    assert live.deliver(live.FEED, live.messages(*bus.details)) == []
    settlement = grace.post(
        "/api/v1/agent/settlements", {"customer_id": str(DIEGO), "method": "carry", "note": "Week 2"}
    )
    assert settlement.status == 201, settlement.text


def invoiced(database: Database, bus: Bus) -> None:
    """Adds a contact of acme and a due invoice for its usage."""
    olga = kit.Person("olga", ("billing.manage",))
    assert olga.put("/api/v1/billing/contact", {"email": "accounts@acme.example"}).status == 200
    with database.admin() as connection:
        connection.execute(
            """
            insert into invoices (tenant_id, invoice_id, number, purpose, status, amount, currency, period_start,
                                  period_end, mail_status, created_by, issued_at, due_at)
            values ('acme', %s, 'USE-202601-822B33AD87C1-5F1E0C7A', 'usage', 'issued', 4500, 'USD', '2026-01-01',
                    '2026-01-31', 'pending', 'olga', '2026-01-31T09:31:17Z', '2026-02-14T09:31:17Z')
            """,
            (INVOICE,),
        )
        connection.execute(
            """
            insert into invoice_lines (tenant_id, invoice_id, line_no, description, amount)
            values ('acme', %(id)s, 1, '8,000 messages at 0.005 USD', 4000), ('acme', %(id)s, 2, 'Sender name', 500)
            """,
            {"id": INVOICE},
        )


def audited(database: Database, bus: Bus) -> None:
    """Adds known ids for alice's opening deposit and for a reconciliation run with a finding."""
    with damage.without_immutability(database) as connection:
        (deposit,) = connection.execute(
            "select transaction_id as id from transactions where description like 'Opening %'"
        )
        for table in ("transactions", "entries"):
            connection.execute(
                f"update {table} set transaction_id = %s where transaction_id = %s".encode(),
                (TRANSACTION, deposit["id"]),
            )
        connection.execute(
            """
            insert into reconciliation_runs (run_id, requested_by, dry_run, is_full, state, wallets_checked,
                                             transactions_checked, found, begun_at, finished_at)
            values (%s, 'reconcile', false, true, 'finished', 1204, 88012, 1, clock_timestamp(), clock_timestamp())
            """,
            (RUN,),
        )
        connection.execute(
            """
            insert into reconciliation_findings (tenant_id, finding_id, run_id, kind, wallet_id, transaction_id,
                                                 version, currency, expected, actual, corrected)
            select 'acme', %s, %s, 'balance_after', e.wallet_id, e.transaction_id, e.version, 'USD', 12000, 12500, false
            from entries e where e.transaction_id = %s and e.version is not null
            """,
            (FINDING, RUN, TRANSACTION),
        )


def billed(database: Database, bus: Bus) -> None:
    """Adds all other billing data: ann requests and pays, olga decides, and otto looks."""
    ann, olga = billing.member(email="ann@acme.example"), billing.operator()
    known = {REQUEST: ("request_id", billing.request_topup(ann, "250.00", note="For May"))}
    known[DUE] = ("invoice_id", billing.invoiced(ann, olga, "100.00")[1])
    known[DRAFT] = ("invoice_id", billing.draft(olga, purpose="subscription"))
    known[WAITING] = ("payment_id", billing.submitted(ann, billing.invoiced(ann, olga, "80.00")[1], "TR-20260115-7"))
    billing.topped_up(ann, olga, "50.00")
    _, paid = billing.topped_up(ann, olga, "30.00")
    known[SUCCEEDED] = ("payment_id", billing.paid_payment(billing.operator("otto"), paid))
    assert billing.charge(kit.service(), "4.20", "campaign-41", description="1,400 messages").status == 201
    with database.admin() as connection:
        connection.execute("set session_replication_role = replica")  # disables the foreign key checks of this session
        for known_id, (column, actual_id) in known.items():
            for table in ("topup_requests", "invoices", "invoice_lines", "payments"):
                if database.rows(
                    "select from pg_attribute where attrelid = %s::regclass and attname = %s", table, column
                ):
                    connection.execute(
                        f"update {table} set {column} = %s where {column}::text = %s".encode(), (known_id, actual_id)
                    )


def requested(database: Database, bus: Bus) -> None:
    """Adds a reversal of alice's opening deposit that waits for a second person."""
    patch = approvals.ask_for_two_people()
    trading = kit.Person("trading", ("service",))
    approval_id = approvals.pending(approvals.reverse(trading, str(TRANSACTION), "Paid in at the wrong desk"))
    patch.undo()
    approvals.set_id(database, approval_id, APPROVAL)


def waiting(database: Database, bus: Bus) -> None:
    """Adds a cash-out whose event the bus did not accept and which is due, and lets the hold have expired."""
    bus.down = True
    assert live.cash_out(kit.service(), str(PENDING), "12.50").status == 200
    bus.down = False
    live.make_due(database)
    expire(database, {"hold_id": HOLD})


# The steps that create each state, in order.
STATES = {
    "nothing": (),
    "in_play": (acme, in_play),
    "waiting": (acme, in_play, waiting),
    "invoiced": (acme, in_play, invoiced),
    "billed": (acme, in_play, invoiced, billed, audited, requested),
}


def arrange(state: str, database: Database, bus: Bus) -> None:
    """Bring a fresh database into one of STATES."""
    for step in STATES[state]:
        step(database, bus)


def state_of(name: str) -> str:
    """The state that a sample needs."""
    if name in EXAMPLES:
        return "billed"
    states = {"migrate": "nothing", "reconcile": "in_play", "relay_outbox": "waiting", "cash_out_feed": "waiting"}
    states |= {"webhooks_dispatch": "waiting", "holds_expire": "waiting"}
    return states.get(name, "invoiced")


def event(name: str) -> dict[str, Any]:
    return dict(json.loads(EVENTS[name].read_text(encoding="utf-8")))


def documented_answer(file: Path) -> Any:
    if file.suffix == ".pdf":
        return page_texts(file.read_bytes())
    return json.loads(file.read_text(encoding="utf-8")) if file.suffix == ".json" else file.read_bytes().decode()


def body_of(answer: dict[str, Any], suffix: str) -> Any:
    if answer["isBase64Encoded"]:
        return page_texts(base64.b64decode(answer["body"]))
    return json.loads(answer["body"]) if suffix == ".json" else answer["body"]


def page_texts(document: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document)]


def comparable(answer: Any) -> Any:
    """The answer with ids and times, which change from run to run, replaced by their kind."""
    text = json.dumps(answer)
    return json.loads(_CHANGING.sub(lambda found: f"({found.lastgroup})", text))


def is_dry_run(name: str) -> bool:
    """Whether a route's sample only tries what its operation does."""
    operation = getattr(kit.handler(BY_ROUTE[event(name)["routeKey"]]), "operation", None)
    can_be_tried = operation and operation.body and issubclass(operation.body[1], DryRun)
    return bool(can_be_tried and json.loads(event(name)["body"]).get("dry_run"))


def expected_status(name: str) -> int:
    """The expected status of the answer to a route's sample."""
    function = BY_ROUTE[event(name)["routeKey"]]
    if function in {"not_found", "console"}:
        return 404 if function == "not_found" else 200
    operation = kit.handler(function).operation  # type: ignore[attr-defined]
    if inspect.get_annotations(operation.function)["return"] is PendingApproval:
        return 202
    if is_dry_run(name):
        return 200
    return 201 if operation.created else 200


def assert_answered(name: str, answer: Any) -> None:
    """Assert that the answer to a sample is the expected one. For a route, docs/examples/ has the expected answer."""
    match name:
        case "migrate":
            assert (answer["before"], bool(answer["after"])) == (None, True)
        case "reconcile":
            assert (answer["status"], answer["full"], answer["findings"]) == ("clean", False, [])
            assert answer["transactions_checked"] > 0
        case "relay_outbox":
            assert (answer["accepted"] - answer["hold_changes"], answer["refused"], answer["waiting"]) == (1, 0, 0)
        case "holds_expire":
            assert answer == {"expired": 1}
        case "webhooks_dispatch":
            assert answer["written"] == answer["attempts"] == 3
        case "pre_traffic":
            assert answer == {"status": "Failed"}, "the release fails if CodeDeploy does not answer"
        case "pre_token":
            claims = answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"][
                "claimsToAddOrOverride"
            ]
            assert (claims["tenant_id"], claims["roles"]) == ("acme", ["agent", "billing.view"])
        case _ if name in CONSUMERS:
            assert answer == {"batchItemFailures": []}
        case _:
            example = EXAMPLES[name]
            assert answer["statusCode"] == expected_status(name), answer["body"]
            assert comparable(body_of(answer, example.suffix)) == comparable(documented_answer(example))
