"""POST /api/v1/transactions: transactions of many entries, in several currencies, and dry runs of them."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.posting import transaction
from tests.support import damage, kit, live
from tests.support.kit import Answer, Database, Person, assert_problem
from tests.support.live import Bus


def entry(owner: str, amount: str, currency: str = "USD") -> dict[str, str]:
    """owner: a person's id, or the name of an account."""
    kind = "account" if owner.partition(":")[0] in {"house", "treasury", "bank", "agent", "tenant"} else "owner_id"
    return {kind: owner, "currency": currency, "amount": amount}


def post(caller: Person, *entries: dict[str, str], key: str | None = None, **more: object) -> Answer:
    return caller.post("/api/v1/transactions", {"entries": entries, "reason": "order_paid"} | more, key=key)


def balances(service: Person, *owners: str, currency: str = "USD") -> list[str]:
    return [kit.balance_of(service, owner, currency) for owner in owners]


@pytest.fixture
def ann(service: Person) -> str:
    """Who has 100.00 USD."""
    kit.credit(service, "ann", "100.00", "USD")
    return "ann"


PAIR = (entry("ann", "-20.00"), entry("house:fees", "20.00"))
SPLIT = (entry("ann", "-20.00"), entry("shop", "18.50"), entry("house:fees", "1.50"))


def test_a_payment_is_split_among_persons_and_accounts(service: Person, ann: str, database: Database) -> None:
    said = {"description": "Order 7", "external_reference": "order-7", "meta": {"items": 2}}

    answer = post(service, *SPLIT, key="order-7", **said)

    assert answer.status == 201
    done = answer.json
    assert {name: done[name] for name in said} == said
    assert (done["kind"], done["reason"], done["idempotency_key"]) == ("custom", "order_paid", "order-7")
    assert done["effective_at"] == done["created_at"]
    shown = ("owner_id", "account", "currency", "amount", "balance_before", "balance_after", "held", "available")
    assert [[one[name] for name in shown] for one in done["entries"]] == [
        ["ann", None, "USD", "-20.00", "100.00", "80.00", "0.00", "80.00"],
        ["shop", None, "USD", "18.50", "0.00", "18.50", "0.00", "18.50"],
        [None, "house:fees", "USD", "1.50", None, None, None, None],
    ]
    assert post(service, *SPLIT, key="order-7", **said).text == answer.text
    seen = service.get(f"/api/v1/transactions/{done['transaction_id']}").json
    common = (*said, "kind", "reason", "effective_at", "created_at")
    assert {name: seen[name] for name in common} == {name: done[name] for name in common}
    ids = {one["id"]: (one["owner_id"], one["account"], one["wallet_id"], one["amount"]) for one in seen["entries"]}
    assert ids == {
        one["entry_id"]: (one["owner_id"], one["account"], one["wallet_id"], one["amount"]) for one in done["entries"]
    }
    assert balances(service, "ann", "shop") == ["80.00", "18.50"]
    database.assert_consistent()


def test_an_exchange_is_four_entries_through_an_account(service: Person, ann: str, database: Database) -> None:
    """An answer in the order of the request, though the lock order is another one. A reversal gives both back."""
    exchange = (
        entry("house:exchange", "10.00"),
        entry("ann", "9.20", "EUR"),
        entry("house:exchange", "-9.20", "EUR"),
        entry("ann", "-10.00"),
    )

    done = post(service, *exchange, reason="exchange", meta={"rate": "0.92"}).json

    assert [(one["currency"], one["amount"]) for one in done["entries"]] == [
        (one["currency"], one["amount"]) for one in exchange
    ]
    assert [kit.balance_of(service, "ann", currency) for currency in ("USD", "EUR")] == ["90.00", "9.20"]
    reversal = service.post(f"/api/v1/transactions/{done['transaction_id']}/reverse", {"reason": "Wrong rate"})
    assert reversal.status == 201
    assert [kit.balance_of(service, "ann", currency) for currency in ("USD", "EUR")] == ["100.00", "0.00"]
    database.assert_consistent()


def test_an_exchange_of_one_person_is_no_transfer_between_persons(service: Person, agent: Person) -> None:
    customer = kit.new_customer(agent, balance="50.00")
    dollars = (entry(customer, "-10.00"), entry("house:exchange", "10.00"))
    euros = (entry(customer, "9.20", "EUR"), entry("house:exchange", "-9.20", "EUR"))
    assert post(service, *dollars, *euros).status == 201
    assert post(service, entry(customer, "-3.00"), entry("shop", "2.00"), entry("house:fees", "1.00")).status == 201

    (figures,) = agent.get("/api/v1/agent/settlement/preview", {"customer_id": customer}).json["customers"]

    assert (figures["transfers_out"], figures["transfers_in"], figures["other"]) == ("3.00", "0.00", "-10.00")


@pytest.mark.parametrize(
    ("entries", "currency", "difference"),
    [
        ((entry("ann", "-20.00"), entry("shop", "18.50")), "USD", "-1.50"),
        ((entry("ann", "-20.00"), entry("shop", "20.00", "EUR")), "USD", "-20.00"),
        ((entry("shop", "5.00"), entry("house", "-5.00"), entry("shop", "0.01", "EUR")), "EUR", "0.01"),
    ],
    ids=["a difference", "two currencies that cancel out", "one entry in a currency"],
)
def test_entries_that_do_not_sum_to_zero_in_each_currency_are_unbalanced(
    service: Person, ann: str, entries: tuple[dict[str, str], ...], currency: str, difference: str
) -> None:
    for dry_run in (False, True):
        answer = post(service, *entries, dry_run=dry_run)

        assert_problem(answer, 400, "unbalanced")
        assert (answer.json["currency"], answer.json["difference"]) == (currency, difference)
    assert balances(service, "ann", "shop") == ["100.00", "0.00"]


def test_a_transaction_has_2_to_20_entries(service: Person, ann: str, database: Database) -> None:
    parts = [entry(f"p{number}", "1.00") for number in range(20)]

    for entries in ([], parts[:1], [entry("ann", "-20.00"), *parts]):
        assert_problem(post(service, *entries), 400, "invalid_request")
    assert post(service, entry("ann", "-19.00"), *parts[:19]).status == 201
    assert balances(service, "ann", "p0", "p18") == ["81.00", "1.00", "1.00"]
    database.assert_consistent()


def test_all_entries_are_posted_or_none(service: Person, ann: str, database: Database) -> None:
    kit.credit(service, "bob", "5.00", "USD")

    answer = post(service, entry("shop", "30.00"), entry("ann", "-24.00"), entry("bob", "-6.00"))

    assert_problem(answer, 400, "insufficient_funds")
    assert (answer.json["available"], answer.json["currency"]) == ("5.00", "USD")
    assert balances(service, "ann", "bob", "shop") == ["100.00", "5.00", "0.00"]
    database.assert_consistent()


def test_a_persons_wallet_has_one_entry_and_an_account_may_have_several(service: Person, ann: str) -> None:
    twice = post(service, entry("ann", "-2.00"), entry("ann", "-1.00"), entry("house", "3.00"))
    assert_problem(twice, 400, "invalid_wallet")
    assert twice.pointers == ["/entries/1/owner_id"]

    parts = post(service, entry("ann", "-3.00"), entry("house", "2.00"), entry("house", "1.00"))
    assert parts.status == 201


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        (entry("agent:agent-1", "1.00"), "invalid_request", "/entries/1"),
        (entry("house: ", "1.00"), "invalid_request", "/entries/1/account"),
        (entry("house:\ud800", "1.00"), "invalid_request", "/entries/1/account"),
        (entry("bank:4111111111111111", "1.00"), "invalid_request", "/entries/1/account"),
        (entry("tenant:acme", "1.00"), "invalid_request", "/entries/1"),
        ({"currency": "USD", "amount": "1.00"}, "invalid_request", "/entries/1"),
        (entry("bob", "1.00") | {"account": "house"}, "invalid_request", "/entries/1"),
        (entry("bob", "0.00"), "invalid_amount", "/entries/1/amount"),
        (entry("bob", "0.001"), "invalid_amount", "/entries/1/amount"),
        (entry("bob", "90071992547409.92"), "invalid_amount", "/entries/1/amount"),
    ],
)
def test_an_entry_that_is_not_valid_is_named(
    service: Person, ann: str, wrong: dict[str, str], code: str, pointer: str
) -> None:
    answer = post(service, entry("ann", "-1.00"), wrong)

    assert_problem(answer, 400, code)
    assert answer.pointers == [pointer]


def test_a_dry_run_answers_what_would_happen_and_stores_nothing(service: Person, ann: str, database: Database) -> None:
    rows = damage.all_rows(database)

    tried = post(service, *SPLIT, key="k", dry_run=True)

    assert tried.status == 200
    assert (tried.json["dry_run"], tried.json["reason"]) == (True, "order_paid")
    assert [one["balance_after"] for one in tried.json["entries"]] == ["80.00", "18.50", None]
    stored = damage.all_rows(database)
    assert {table for table in stored if stored[table] != rows[table]} == {"access_log", "access_log_0"}
    assert balances(service, "ann", "shop") == ["100.00", "0.00"]

    done = post(service, *SPLIT, key="k")  # the key is not used
    assert (done.status, "idempotency-replayed" in done.headers) == (201, False)
    posted = done.json["entries"]
    assert tried.json["entries"] == [{name: one[name] for name in tried.json["entries"][0]} for one in posted]
    again = post(service, *SPLIT, key="k", dry_run=True)  # nor are its answers repeated
    assert [one["balance_after"] for one in again.json["entries"]] == ["60.00", "37.00", None]


def test_a_dry_run_has_the_refusals_of_the_transaction(service: Person, ann: str) -> None:
    too_much = (entry("ann", "-100.01"), entry("shop", "100.01"))

    assert_problem(post(service, *too_much, dry_run=True), 400, "insufficient_funds")
    assert balances(service, "ann", "shop") == ["100.00", "0.00"]


@pytest.mark.parametrize("entries", [SPLIT, PAIR], ids=["in several calls", "in one call"])
def test_a_transaction_may_have_happened_before_it_was_posted(
    service: Person, ann: str, entries: tuple[dict[str, str], ...]
) -> None:
    assert post(service, *entries).status == 201  # so that all wallets exist, without which nothing is one call

    done = post(service, *entries, effective_at="2026-01-31T12:00:00Z").json

    assert done["effective_at"] == "2026-01-31T12:00:00Z" < done["created_at"]
    seen = service.get(f"/api/v1/transactions/{done['transaction_id']}").json
    assert (seen["effective_at"], seen["created_at"]) == (done["effective_at"], done["created_at"])


def test_a_time_that_another_clock_already_shows_is_the_time_of_the_posting(service: Person, ann: str) -> None:
    soon = (transaction.clock() + timedelta(seconds=50)).isoformat()

    done = post(service, *SPLIT, effective_at=soon).json

    assert done["effective_at"] <= done["created_at"]
    seen = service.get(f"/api/v1/transactions/{done['transaction_id']}").json
    assert seen["effective_at"] == done["effective_at"]


def test_a_transaction_cannot_happen_after_it_was_posted(service: Person, ann: str) -> None:
    tomorrow = (transaction.clock() + timedelta(days=1)).isoformat()

    answer = post(service, *SPLIT, effective_at=tomorrow)

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/effective_at"]
    assert balances(service, "ann") == ["100.00"]


def test_a_tournament_platform_moves_coins(ann: str, service: Person) -> None:
    platform = Person("cups", ("tournaments",))
    coins = (entry("house:prizes", "-5", "COIN"), entry("bob", "5", "COIN"))

    assert post(platform, *coins).status == 201
    assert_problem(post(platform, *coins, entry("ann", "-1.00"), entry("bob", "1.00")), 403, "forbidden")


OWN = "black_friday_24"


def test_a_reason_is_a_word_of_the_tenants_own_everywhere(service: Person, ann: str, bus: Bus) -> None:
    """It is shown in the history and in events, and by the transaction itself, whose kind is custom."""
    live.relay()
    bus.accepted.clear()
    usd = {"amount": "1.00", "currency": "USD", "reason": OWN}
    calls = [
        service.post("/api/v1/wallets/ann/credit", usd),
        service.post("/api/v1/wallets/ann/debit", usd),
        service.post("/api/v1/transfers", usd | {"from_owner_id": "ann", "to_owner_id": "bob"}),
        post(service, *SPLIT, reason=OWN),
    ]

    assert [answer.status for answer in calls] == [201] * 4
    seen = [service.get(f"/api/v1/transactions/{answer.json['transaction_id']}").json for answer in calls]
    assert [(one["kind"], one["reason"]) for one in seen] == [("custom", OWN)] * 4
    history = service.get("/api/v1/wallets/ann/transactions", {"currency": "USD"}).json["items"]
    assert [item["reason"] for item in history] == [OWN] * 4 + ["manual_adjust"]
    live.relay()
    posted = [(one["kind"], one["reason"]) for one in bus.details_of("TransactionPosted")]
    assert posted == [("custom", OWN)] * 4


@pytest.mark.parametrize(
    "reason", ["deposit", "bet_stake", "hold_capture", "custom", "Gift", "1st", "a b", "", "a" * 65]
)
def test_a_reason_that_another_operation_has_or_that_is_no_word_is_refused(
    service: Person, ann: str, reason: str
) -> None:
    usd = {"amount": "1.00", "currency": "USD", "reason": reason}
    calls = [
        service.post("/api/v1/wallets/ann/credit", usd),
        service.post("/api/v1/wallets/ann/debit", usd),
        service.post("/api/v1/transfers", usd | {"from_owner_id": "ann", "to_owner_id": "bob"}),
        post(service, *SPLIT, reason=reason),
    ]

    assert [(answer.status, answer.code, answer.pointers) for answer in calls] == [
        (400, "invalid_request", ["/reason"])
    ] * 4


def test_a_word_of_a_page_keeps_its_meaning_in_a_transaction(service: Person, ann: str) -> None:
    """An entry fee does not: its refund goes to one person."""
    done: Any = post(service, *SPLIT, reason="correction").json
    assert (done["kind"], done["reason"]) == ("correction", "correction")

    refused = post(service, *SPLIT, reason="entry_fee_debit")
    assert_problem(refused, 400, "invalid_request")
    assert refused.pointers == ["/reason"]


def test_the_transaction_of_a_capture_has_the_reason_of_the_hold(service: Person, ann: str) -> None:
    hold = {"owner_id": "ann", "currency": "USD", "amount": "5.00", "reason": OWN}
    hold_id = service.post("/api/v1/holds", hold).json["hold_id"]

    captured = service.post(f"/api/v1/holds/{hold_id}/capture", {}).json

    seen = service.get(f"/api/v1/transactions/{captured['transaction_id']}").json
    assert (seen["kind"], seen["reason"]) == ("hold_capture", OWN)
