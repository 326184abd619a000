"""Every refusal of the ledger, caused through the API."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ledger.cashier import people
from ledger.core import errors
from ledger.core.errors import Refusal
from ledger.posting import transaction
from ledger.storage import sessions
from ledger.wallets import statements
from tests.support import approvals, billing, erasures, holds, kit, live, webhooks
from tests.support.kit import Answer, Database, Person, assert_problem

MAX = 9_007_199_254_740_991
ROOT = billing.root("root-1")
MOVE = {"amount": "1", "currency": "COIN", "reason": "winner"}


class World:
    """The callers of these tests, and an agent's customer with 5.00."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database, self.monkeypatch = database, monkeypatch
        self.agent, self.other, self.service = kit.agent(), kit.agent("agent-2"), kit.service()
        self.ann = kit.new_customer(self.agent, balance="5.00")

    def post_at_cashier(
        self, what: str = "debit", amount: str = "1.00", by: Person | None = None, **more: object
    ) -> Answer:
        body = {"customer_id": self.ann, "amount": amount, "description": "Cash"} | more
        return (by or self.agent).post(f"/api/v1/cashier/{what}", body)

    def change(self, **terms: object) -> Answer:
        return self.agent.patch(f"/api/v1/agent/clients/{self.ann}", terms)

    def ended_hold(self, how: str) -> Answer:
        """A capture of a hold on another person's wallet that has ended."""
        kit.credit(self.service, "bob", "2.00", "USD")
        hold = holds.hold(self.service, "bob", "2.00")
        if how == "expired":
            holds.expire(self.database, hold)
        else:
            assert self.service.post(f"/api/v1/holds/{hold['hold_id']}/{how}", {}).status in (200, 201)
        return holds.capture(self.service, hold)

    def spent(self) -> str:
        """A person whose wallet is empty again, and whose erasure can wait for a second person."""
        self.monkeypatch.setenv("TWO_PEOPLE", "on")
        for direction in ("credit", "debit"):
            assert self.service.post(f"/api/v1/wallets/bob/{direction}", MOVE).status == 201
        return "bob"


def too_much_credit(world: World) -> Answer:
    world.change(account_type="credit", credit_limit="10.00")
    return world.post_at_cashier(amount="15.01")


def with_a_clock_ahead(world: World) -> Answer:
    world.monkeypatch.setattr(transaction, "clock", lambda: datetime.now(UTC) - timedelta(hours=1))
    return world.post_at_cashier()


def overdraft_of_a_credit_customer(world: World) -> Answer:
    world.change(account_type="credit", credit_limit="10.00")
    return world.service.patch(f"/api/v1/wallets/{world.ann}", {"currency": "USD", "allow_overdraft": True})


def approved_after_somebody_changed_it(world: World) -> Answer:
    world.monkeypatch.setenv("TWO_PEOPLE", "on")
    approval_id = approvals.pending(approvals.adjust(ROOT, "1.00"))
    with approvals.without_immutability(world.database) as connection:
        connection.execute("update approvals set payload = replace(payload::text, '1.00', '9999.00')::json")
    return approvals.approve(billing.root("root-2"), approval_id)


def paid_above_the_odds(world: World) -> Answer:
    world.post_at_cashier("credit", "1.00")  # the stake
    placed = world.service.post(
        "/api/v1/bets", {"customer_id": world.ann, "stake": "1.00", "description": "Home win", "odds": "2.00"}
    )
    return live.cash_out(world.service, placed.json["bet_id"], "2.01")


def sent_to_nobody(world: World) -> Answer:
    sent = {"to_owner_id": "nobody", "amount": "1.00", "currency": "USD"}
    return kit.customer(world.ann).post("/api/v1/transfers", sent)


def looked_up_too_often(world: World) -> Answer:
    def looked_up() -> Answer:
        return kit.customer(world.ann).get("/api/v1/people/lookup", {"owner_id": "nobody"})

    for _ in range(people.LOOKUPS_PER_HOUR):
        assert looked_up().status == 404
    return looked_up()


def limit_removed_by_a_system(world: World) -> Answer:
    assert world.service.put("/api/v1/agent-limits", {"daily": "5.00"}).status == 200
    return world.service.put("/api/v1/agent-limits", {"daily": None})


def credited_above_the_limit(world: World) -> Answer:
    assert world.service.put("/api/v1/agent-limits", {"daily": "5.00"}).status == 200
    return world.post_at_cashier("credit", "5.01")


def one_webhook_too_many(world: World) -> Answer:
    body = {"url": "https://receiver.example/", "types": ["LowBalance"]}
    answers = [world.service.post("/api/v1/webhooks", body) for _ in range(11)]
    assert [answer.status for answer in answers[:-1]] == [201] * 10
    return answers[-1]


def disabled_webhook_tested(world: World) -> Answer:
    path = f"{webhooks.PATH}/{webhooks.create(world.service)['webhook_id']}"
    assert world.service.patch(path, {"disabled": True}).status == 200
    return world.service.post(f"{path}/test", {})


def unknown_delivery_sent_again(world: World) -> Answer:
    path = f"{webhooks.PATH}/{webhooks.create(world.service)['webhook_id']}"
    return world.service.post(f"{path}/deliveries/{live.UNKNOWN}/resend", {})


def one_monitor_too_many(world: World) -> Answer:
    answers = [
        world.service.put(f"/api/v1/monitors/low-{number}", {"account": "house", "currency": "USD", "below": "0"})
        for number in range(11)
    ]
    assert [answer.status for answer in answers[:-1]] == [200] * 10
    return answers[-1]


def one_method_too_many(_: World) -> Answer:
    method = {"type": "bank_transfer", "display_name": "Bank", "instructions": "Pay", "bank_details": {"iban": "x"}}

    def configured(number: int) -> Answer:
        path = f"{billing.BASE}/payment-methods/bank-{number}"
        return billing.operator().put(path, method | {"is_default": False, "is_enabled": True})

    return [configured(number) for number in range(11)][-1]


def one_stream_too_many(world: World) -> Answer:
    limit = int(os.environ["STREAMS_OF_AGENT"])
    for number in range(limit):
        waits = (world.agent.tenant_id, world.agent.sub, str(number))
        world.database.rows("select begin_stream_wait(%s, %s, %s, 35, %s, %s)", *waits, limit, limit)
    return live.stream(world.agent, last=0, wait=20)


def frozen(world: World) -> Answer:
    world.change(status="frozen")
    return world.post_at_cashier()


def settled_already(world: World) -> Answer:
    bet_id = live.place(kit.customer(world.ann), "1.00")
    live.settle(world.service, bet_id, "void")
    return live.cash_out(world.service, bet_id, "1.00")


def approved_by_the_requester(_world: World) -> Answer:
    both = Person("ann", ("billing.view", "billing.manage"))
    return both.post(f"{billing.TOPUPS}/{billing.request_topup(both)}/approve")


def rejected_twice(_world: World) -> Answer:
    request_id, olga = billing.request_topup(billing.member()), billing.operator()
    return [olga.post(f"{billing.TOPUPS}/{request_id}/reject") for _ in range(2)][-1]


def cancelled_by_another(_world: World) -> Answer:
    return billing.member("bob").post(f"{billing.TOPUPS}/{billing.request_topup(billing.member())}/cancel")


def invoiced_again(_world: World) -> Answer:
    body = {"purpose": "usage", "lines": [{"description": "SMS", "amount": "1"}]} | billing.JANUARY
    return [billing.operator().post(billing.INVOICES, body) for _ in range(2)][-1]


def paid_again(_world: World) -> Answer:
    _, invoice_id = billing.topped_up(billing.member(), billing.operator())
    return billing.submit(billing.member(), invoice_id)


def submitted_again(_world: World) -> Answer:
    _, invoice_id = billing.invoiced(billing.member(), billing.operator())
    return [billing.submit(billing.member(), invoice_id, f"TR-{n}") for n in range(2)][-1]


def paid_while_a_payment_waits(_world: World) -> Answer:
    _, invoice_id = billing.invoiced(billing.member(), billing.operator())
    billing.submitted(billing.member(), invoice_id)
    return billing.pay(billing.operator(), invoice_id)


def reference_used_again(_world: World) -> Answer:
    ids = [billing.invoiced(billing.member(), billing.operator())[1] for _ in range(2)]
    return [billing.submit(billing.member(), invoice_id) for invoice_id in ids][-1]


def method_disabled(_world: World) -> Answer:
    method = {"type": "bank_transfer", "display_name": "Bank", "instructions": "None", "bank_details": {"iban": "x"}}
    olga = billing.operator()
    disabled = olga.call(
        "PUT",
        f"{billing.BASE}/payment-methods/bank_transfer",
        method | {"is_default": False, "is_enabled": False},
    )
    assert disabled.status == 200
    _, invoice_id = billing.invoiced(billing.member(), olga)
    return billing.submit(billing.member(), invoice_id)


def reverse(world: World, transaction_id: str) -> Answer:
    return world.service.post(f"/api/v1/transactions/{transaction_id}/reverse", {"reason": "A mistake"})


def reversed_before(world: World) -> Answer:
    moved = world.post_at_cashier("credit").json["transaction_id"]
    reverse(world, moved)
    return reverse(world, moved)


def reversal_of_a_reversal(world: World) -> Answer:
    moved = world.post_at_cashier("credit").json["transaction_id"]
    return reverse(world, reverse(world, moved).json["transaction_id"])


def key_used_again(world: World) -> Answer:
    world.service.post("/api/v1/wallets/bob/credit", MOVE, key="k")
    return world.service.post("/api/v1/wallets/bob/credit", MOVE | {"amount": "2"}, key="k")


def above_the_range(world: World) -> Answer:
    kit.credit(world.service, "bob", str(MAX))
    return world.service.post("/api/v1/wallets/bob/credit", MOVE)


def answer_too_large(world: World) -> Answer:
    world.monkeypatch.setattr(statements, "MAX_ROWS", 0)
    kit.credit(world.service, "bob", "1")
    return world.service.get("/api/v1/wallets/bob/statement", {"currency": "COIN"})


def without_a_database(world: World) -> Answer:
    sessions.disconnect()
    world.monkeypatch.setattr(sessions, "sleep", lambda _: None)
    world.monkeypatch.setenv("DATABASE_URL", "postgresql:///purser?host=/nowhere")
    return world.post_at_cashier()


def erasure_of_an_open_account(world: World) -> Answer:
    return erasures.request(world.service, world.ann)


def erased_again(world: World) -> Answer:
    erasures.erase(world.service, world.spent())
    return erasures.request(world.service, "bob")


def erased_without_a_key(world: World) -> Answer:
    waiting = approvals.pending(erasures.request(world.service, world.spent()))
    world.monkeypatch.setenv("ERASURE_KEY", "")
    return approvals.approve(ROOT, waiting)


def entries(*amounts: str) -> dict[str, object]:
    """The body of a transaction between accounts."""
    return {
        "entries": [{"account": "house", "currency": "USD", "amount": amount} for amount in amounts],
        "reason": "order_paid",
    }


CAUSES: dict[type[Refusal], Callable[[World], Answer]] = {
    errors.InvalidRequest: lambda world: world.post_at_cashier(description=""),
    errors.InvalidAmount: lambda world: world.post_at_cashier(amount="1.001"),
    errors.InvalidWallet: lambda world: world.service.post(
        "/api/v1/transfers", {"from_owner_id": "bob", "to_owner_id": "bob", "amount": "1", "currency": "COIN"}
    ),
    errors.CurrencyRequired: lambda world: world.service.post(
        "/api/v1/wallets/new/credit", {"amount": "1", "reason": "winner"}
    ),
    errors.Unbalanced: lambda world: world.service.post("/api/v1/transactions", entries("5.00", "-4.00")),
    errors.EffectiveTimeAhead: lambda world: world.service.post(
        "/api/v1/transactions", entries("5.00", "-5.00") | {"effective_at": "2999-01-01"}
    ),
    errors.InsufficientFunds: lambda world: world.post_at_cashier(amount="5.01"),
    errors.InsufficientCredit: too_much_credit,
    errors.WalletFrozen: frozen,
    errors.NotYourCustomer: lambda world: world.post_at_cashier(by=world.other),
    errors.CustomerNotFound: lambda world: world.post_at_cashier(by=kit.agent(tenant_id="globex")),
    errors.BalanceOutOfRange: above_the_range,
    errors.UsernameTaken: lambda world: world.agent.post(
        "/api/v1/agent/clients", {"username": "ANN", "account_type": "postup"}
    ),
    errors.CreditLimitRequired: lambda world: world.change(account_type="credit"),
    errors.CreditLimitRefused: lambda world: world.change(credit_limit="1.00"),
    errors.OverdraftRefused: overdraft_of_a_credit_customer,
    errors.BetNotFound: lambda world: live.settle(world.service, live.UNKNOWN, "lost"),
    errors.BetAlreadySettled: settled_already,
    errors.HoldNotFound: lambda world: world.service.get(f"/api/v1/holds/{live.UNKNOWN}"),
    errors.HoldCaptured: lambda world: world.ended_hold("capture"),
    errors.HoldReleased: lambda world: world.ended_hold("release"),
    errors.HoldExpired: lambda world: world.ended_hold("expired"),
    errors.HoldExceeded: lambda world: holds.capture(
        world.service, holds.hold(world.service, world.ann, "2.00"), amount="2.01"
    ),
    errors.HoldTimeRefused: lambda world: holds.ask(world.service, world.ann, "1.00", expires_at="2999-01-01"),
    errors.BalanceChanged: lambda world: world.agent.post(
        "/api/v1/agent/settlements", {"customer_id": world.ann, "method": "zero", "expected_balance": "4.99"}
    ),
    errors.BillingSubjectNotFound: lambda _: billing.pay(billing.operator(), live.UNKNOWN),
    errors.InvalidTransition: rejected_twice,
    errors.SelfApproval: approved_by_the_requester,
    errors.NotRequester: cancelled_by_another,
    errors.PeriodAlreadyInvoiced: invoiced_again,
    errors.InvoiceAlreadyPaid: paid_again,
    errors.PaymentAlreadyPending: submitted_again,
    errors.ApprovalNotFound: lambda _: approvals.approve(ROOT, live.UNKNOWN),
    errors.PersonNotFound: lambda world: erasures.request(world.service, "nobody"),
    errors.AccountNotClosed: erasure_of_an_open_account,
    errors.PersonErased: erased_again,
    errors.ErasureNotConfigured: erased_without_a_key,
    errors.PayloadChanged: approved_after_somebody_changed_it,
    errors.PayoutAboveOdds: paid_above_the_odds,
    errors.RecipientNotFound: sent_to_nobody,
    errors.TooManyLookups: looked_up_too_often,
    errors.AgentLimitExceeded: credited_above_the_limit,
    errors.LimitRaised: limit_removed_by_a_system,
    errors.PaymentPending: paid_while_a_payment_waits,
    errors.ReferenceAlreadyUsed: reference_used_again,
    errors.PaymentMethodNotAvailable: method_disabled,
    errors.TooManyPaymentMethods: one_method_too_many,
    errors.TooManyMonitors: one_monitor_too_many,
    errors.WebhookNotFound: lambda world: world.service.get(f"/api/v1/webhooks/{live.UNKNOWN}"),
    errors.TooManyWebhooks: one_webhook_too_many,
    errors.WebhookDisabled: disabled_webhook_tested,
    errors.DeliveryNotFound: unknown_delivery_sent_again,
    errors.MonitorNotFound: lambda world: world.service.get("/api/v1/monitors/unknown"),
    errors.TooManyRequests: one_stream_too_many,
    errors.RunNotFound: lambda world: ROOT.get(f"/api/v1/reconciliation/runs/{live.UNKNOWN}"),
    errors.FindingNotFound: lambda world: ROOT.post(
        f"/api/v1/reconciliation/findings/{live.UNKNOWN}/acknowledge", {"note": "Seen"}
    ),
    errors.TransactionNotFound: lambda world: ROOT.get(f"/api/v1/transactions/{live.UNKNOWN}"),
    errors.AlreadyReversed: reversed_before,
    errors.HasItsOwnReversal: reversal_of_a_reversal,
    errors.AnswerTooLarge: answer_too_large,
    errors.Unauthorized: lambda world: world.agent.call(
        "POST", "/api/v1/cashier/debit", {}, headers={"authorization": "Bearer none"}
    ),
    errors.Forbidden: lambda world: world.post_at_cashier(by=world.service),
    errors.NotFound: lambda world: kit.customer("bob").get(f"/api/v1/wallets/{world.ann}x"),
    errors.PayloadTooLarge: lambda world: world.post_at_cashier(description="x" * 300_000),
    errors.UnsupportedMediaType: lambda world: world.agent.call(
        "POST", "/api/v1/cashier/debit", {}, headers={"content-type": "text/plain"}
    ),
    errors.IdempotencyConflict: key_used_again,
    errors.Unavailable: without_a_database,
    errors.ClockAhead: with_a_clock_ahead,
}


@pytest.fixture
def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(database, monkeypatch)


def test_every_refusal_is_raised_in_a_test_of_this_file() -> None:
    assert {
        refusal for refusal in errors._with_subclasses(Refusal) if "status" in vars(refusal) or refusal.sqlstate
    } == set(CAUSES)


@pytest.mark.parametrize("refusal", CAUSES, ids=lambda refusal: refusal.__name__)
def test_a_refusal_is_a_problem_with_its_status_and_code_and_has_no_effect(
    refusal: type[Refusal], world: World
) -> None:
    answer = CAUSES[refusal](world)

    assert_problem(answer, refusal.status, refusal.code)
    assert answer.json["title"] == refusal.title
    assert kit.agent().sub not in answer.json["detail"]
    assert ("retry-after" in answer.headers) == (refusal.status in {429, 503})
    world.database.assert_consistent()
    assert world.database.value("select balance from wallets where agent_id is not null") == 500


def test_an_invalid_credit_limit_is_reported_with_its_json_pointer(world: World) -> None:
    world.change(account_type="credit", credit_limit="10.00")

    answer = world.change(credit_limit="10.001")

    assert (answer.status, answer.pointers) == (400, ["/credit_limit"])


def test_no_balance_leaves_its_range_in_either_direction(service: Person, database: Database) -> None:
    service.patch("/api/v1/wallets/bob", {"currency": "COIN", "allow_overdraft": True})
    assert kit.credit(service, "ann", str(MAX))["balance_after"] == str(MAX)
    lowest = service.post("/api/v1/wallets/bob/debit", MOVE | {"amount": MAX})
    assert (lowest.status, lowest.json["balance_after"]) == (201, str(-MAX))

    answers = [
        service.post("/api/v1/wallets/bob/debit", MOVE),
        service.post("/api/v1/wallets/ann/credit", MOVE),
        service.post(
            "/api/v1/transfers", {"from_owner_id": "bob", "to_owner_id": "eve", "amount": "1", "currency": "COIN"}
        ),
        service.post(
            "/api/v1/transfers", {"from_owner_id": "bob", "to_owner_id": "ann", "amount": "1", "currency": "COIN"}
        ),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(400, "balance_out_of_range")] * 4
    assert kit.balance_of(service, "bob") == str(-MAX)
    assert kit.balance_of(service, "ann") == str(MAX)
    database.assert_consistent()
