"""A deployed stage works for people and for other systems. The tests are safe in a real
account (`make prove STAGE=...`)."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.prove.stage import Stage, eventually
from tests.prove.workspace import CommandResult
from tests.support.stack import properties
from tools import smoke

# Each run uses new names, since a real stage keeps the data of earlier runs.
RUN = uuid4().hex[:8]
TENANT, OTHER_TENANT = f"acme-{RUN}", f"beta-{RUN}"
ADA, BEA, OLGA, OTTO, ANN, ALICE, TRADING = (
    f"{name}-{RUN}@acme.example" for name in ("ada", "bea", "olga", "otto", "ann", "alice", "trading")
)
CUP = f"cup-{RUN}"
# Amazon's own address for tests: it also accepts mail from an account whose SES is in its sandbox.
MAILBOX = "success@simulator.amazonses.com"
CREDIT, DEBIT = "/api/v1/cashier/credit", "/api/v1/cashier/debit"


def test_the_deployment_prints_an_address_that_answers(installation: tuple[Stage, CommandResult]) -> None:
    account_stage, result = installation

    assert account_stage.outputs()["ApiUrl"] in result.text
    assert account_stage.call(None, "GET", smoke.HEALTH_PATH).json() == {"status": "ok"}
    assert account_stage.call(None, "GET", smoke.PROTECTED_PATH).status_code == 401


@pytest.fixture(scope="module")
def people(account_stage: Stage) -> None:
    """Users, added and signed in with the commands of the operator's guide."""
    account_stage.add_user(ADA, TENANT, "agent")
    account_stage.add_user(BEA, OTHER_TENANT, "agent")
    account_stage.add_user(ANN, TENANT, "billing.view")
    account_stage.add_user(OLGA, TENANT, "billing.manage")
    account_stage.add_user(OTTO, TENANT, "billing.manage")
    account_stage.add_user(TRADING, TENANT, "service")


@pytest.fixture(scope="module")
def customer(account_stage: Stage, people: None) -> str:
    """A customer of Ada with a balance of 100.00, who can sign in."""
    created = account_stage.call_ok(
        ADA, "POST", "/api/v1/agent/clients", {"username": "alice", "account_type": "postup"}
    )
    customer_id: str = created["customer_id"]
    deposit = {"customer_id": customer_id, "amount": "100.00", "description": "Cash paid in"}
    assert account_stage.call_ok(ADA, "POST", CREDIT, deposit)["balance_after"] == "100.00"
    account_stage.add_user(ALICE, TENANT, "customer", customer=customer_id)
    return customer_id


@pytest.fixture
def place(account_stage: Stage, customer: str) -> Callable[[], str]:
    """A function with which Alice places a bet of 10.00. It returns the bet's id."""

    def place_bet() -> str:
        bet = account_stage.call_ok(ALICE, "POST", "/api/v1/bets", {"stake": "10.00", "description": "Home"})
        return str(bet["bet_id"])

    return place_bet


def test_the_bus_accepts_events_by_the_way_that_the_stage_has_chosen(account_stage: Stage, customer: str) -> None:
    """Before anything else about events: see decisions/0143. The customer's deposit is one."""

    def left() -> Any:
        error, relayed = account_stage.invoke("RelayOutboxFunction")
        return error or relayed["waiting"]

    chosen = account_stage.parameters()["ServiceEndpoints"]
    eventually(
        left,
        lambda found: found == 0,
        hint=f"Functions do not reach EventBridge with ServiceEndpoints={chosen}, or may not put events. Nothing is "
        "lost; deploy with another value (docs/operations.md, How functions reach AWS's services)",
    )


def balance(stage: Stage, customer_id: str) -> str:
    found = stage.call_ok(ADA, "GET", f"/api/v1/agent/clients/{customer_id}")
    return str(found["account_balance"])


def coins(stage: Stage, owner_id: str) -> str:
    return str(stage.call_ok(TRADING, "GET", f"/api/v1/wallets/{owner_id}/balance?currency=COIN")["balance"])


def streamed_bets(stage: Stage) -> list[str]:
    """The bets whose cash-outs are in Ada's stream."""
    answer = stage.call(ADA, "GET", "/api/v1/agent/cash-out/stream?last_event_id=0&wait=1")
    assert answer.status_code == 200, answer.text
    return re.findall(r'"bet_id":"([^"]+)"', answer.text)


def test_a_person_that_the_operator_added_is_listed_and_their_token_is_accepted(
    account_stage: Stage, people: None
) -> None:
    listed = account_stage.purser("users", "list")

    assert ADA in listed.text
    assert account_stage.call(ADA, "GET", "/api/v1/agent/clients").status_code == 200


def test_a_token_that_the_issuer_did_not_sign_is_refused(account_stage: Stage, people: None) -> None:
    forged = account_stage.sign_in(ADA)[:-4] + "AAAA"

    answer = account_stage.call(None, "GET", "/api/v1/agent/clients", Authorization=f"Bearer {forged}")

    assert answer.status_code == 401


def test_a_debit_is_posted_once_and_its_repeat_gets_the_same_answer(account_stage: Stage, customer: str) -> None:
    before = balance(account_stage, customer)
    debit = {"customer_id": customer, "amount": "50.00", "description": "Cash paid out"}

    first = account_stage.call(ADA, "POST", DEBIT, debit, Idempotency_Key=f"till-{RUN}")
    repeat = account_stage.call(ADA, "POST", DEBIT, debit, Idempotency_Key=f"till-{RUN}")

    assert first.status_code == 201, first.text
    assert repeat.json() == first.json()
    assert repeat.headers["idempotency-replayed"] == "true"
    assert float(balance(account_stage, customer)) == float(before) - 50


def test_a_debit_of_more_than_the_balance_is_refused(account_stage: Stage, customer: str) -> None:
    debit = {"customer_id": customer, "amount": "1000.00", "description": "Cash paid out"}

    refused = account_stage.call(ADA, "POST", DEBIT, debit)

    assert refused.status_code == 400
    assert refused.json()["code"] == "insufficient_funds"


def test_another_tenant_finds_neither_the_customer_nor_their_wallet(account_stage: Stage, customer: str) -> None:
    assert account_stage.call_ok(BEA, "GET", "/api/v1/agent/clients")["items"] == []
    assert account_stage.call(BEA, "GET", f"/api/v1/agent/clients/{customer}").status_code == 404
    debit = {"customer_id": customer, "amount": "1.00", "description": "Cash paid out"}
    assert account_stage.call(BEA, "POST", DEBIT, debit).status_code == 404


def test_a_cash_out_reaches_the_stream_of_its_agent_by_the_bus_and_its_queue(
    account_stage: Stage, place: Callable[[], str]
) -> None:
    bet = place()

    account_stage.call_ok(TRADING, "POST", f"/api/v1/bets/{bet}/cash-out", {"cash_out_amount": "12.50"})

    eventually(lambda: streamed_bets(account_stage), lambda bets: bet in bets)


def test_an_event_of_a_trading_system_cashes_out_a_bet(account_stage: Stage, place: Callable[[], str]) -> None:
    bet = place()
    triggered = {"tenant_id": TENANT, "bet_id": bet, "cash_out_amount": "11.00", "trigger_reason": "take_profit"}

    account_stage.put_event("trading", "CashOutTriggered", triggered)

    eventually(
        lambda: account_stage.call_ok(ALICE, "GET", f"/api/v1/bets/{bet}")["status"],
        lambda status: status == "cashed_out",
    )
    eventually(lambda: streamed_bets(account_stage), lambda bets: bet in bets)


def test_events_of_a_tournament_award_coins_and_refund_entry_fees(account_stage: Stage, people: None) -> None:
    amounts = {"participation": 5, "top4": 25, "runner_up": 50, "winner": 100}
    account_stage.call_ok(TRADING, "PUT", f"/api/v1/tournaments/{CUP}/coin-policy", amounts)
    winner, player = f"player-{RUN}-1", f"player-{RUN}-2"
    named = {"tenant_id": TENANT, "tournament_id": CUP}
    place_bet = {"registration_id": "reg-1", "placement": 1, "owner_ids": [winner]}

    account_stage.put_event(
        "tournaments", "RegistrationConfirmed", named | {"registration_id": "reg-1", "owner_ids": [winner]}
    )
    eventually(lambda: coins(account_stage, winner), lambda balance: balance == "5")
    account_stage.put_event("tournaments", "TournamentCompleted", named | {"placements": [place_bet]})
    eventually(lambda: coins(account_stage, winner), lambda balance: balance == "105")

    cancelled = f"{CUP}-2"
    fee = {"amount": "20", "currency": "COIN", "reason": "entry_fee_debit", "meta": {"tournament_id": cancelled}}
    account_stage.call_ok(
        TRADING,
        "POST",
        f"/api/v1/wallets/{player}/credit",
        {"amount": "20", "currency": "COIN", "reason": "participation"},
    )
    account_stage.call_ok(TRADING, "POST", f"/api/v1/wallets/{player}/debit", fee)
    account_stage.put_event("tournaments", "TournamentCancelled", {"tenant_id": TENANT, "tournament_id": cancelled})
    eventually(lambda: coins(account_stage, player), lambda balance: balance == "20")


def test_an_invoice_is_mailed_to_the_tenant(account_stage: Stage, people: None) -> None:
    contact = account_stage.call_ok(OLGA, "PUT", "/api/v1/billing/contact", {"email": MAILBOX})
    account_stage.call_ok(OTTO, "POST", f"/api/v1/approvals/{contact['approval_id']}/approve")
    requested = account_stage.call_ok(ANN, "POST", "/api/v1/billing/wallet/topup-requests", {"amount": "250.00"})
    approve = f"/api/v1/billing/wallet/topup-requests/{requested['request_id']}/approve"

    invoice = account_stage.call_ok(OLGA, "POST", approve)["invoice"]
    # The relay publishes billing's events.
    assert account_stage.invoke("RelayOutboxFunction")[0] is None

    path = f"/api/v1/billing/invoices/{invoice['invoice_id']}"
    eventually(lambda: account_stage.call_ok(ANN, "GET", path)["mail_status"], lambda status: status == "sent")


def test_what_has_expired_of_holds_is_recorded_with_the_role_of_its_function(account_stage: Stage) -> None:
    assert account_stage.invoke("HoldsExpireFunction") == (None, {"expired": 0})


def test_a_webhook_is_tried_and_the_result_recorded_with_the_roles_of_its_functions(
    account_stage: Stage, people: None
) -> None:
    webhook = {"url": "https://receiver.invalid/", "types": ["LowBalance"]}
    path = f"/api/v1/webhooks/{account_stage.call_ok(TRADING, 'POST', '/api/v1/webhooks', webhook)['webhook_id']}"
    account_stage.call_ok(TRADING, "POST", f"{path}/test")

    assert account_stage.invoke("WebhooksDispatchFunction")[0] is None

    deliveries = eventually(
        lambda: account_stage.call_ok(TRADING, "GET", f"{path}/deliveries")["items"], lambda found: found[0]["error"]
    )
    assert [one["error"] for one in deliveries] == ["name_not_found"]
    account_stage.call_ok(TRADING, "DELETE", path)


def test_each_schedule_names_a_function_that_does_its_work(account_stage: Stage) -> None:
    scheduler = account_stage.client("scheduler")
    names = {found["Name"] for found in scheduler.list_schedules()["Schedules"]}
    resources = account_stage.current_resources()
    expected = {resources[name] for name in properties("AWS::Scheduler::Schedule")}

    assert expected <= names
    for schedule in [scheduler.get_schedule(Name=name) for name in sorted(expected)]:
        answer = account_stage.client("lambda").invoke(
            FunctionName=schedule["Target"]["Arn"], Payload=schedule["Target"].get("Input", "{}").encode()
        )
        assert "FunctionError" not in answer, answer["Payload"].read()


def test_a_full_reconciliation_is_clean_and_there_are_no_dead_letters(account_stage: Stage) -> None:
    reconciled = account_stage.purser("reconcile", "--full")
    dead_letters = account_stage.purser("dlq", "list")

    assert reconciled.code == 0, reconciled.text
    assert dead_letters.code == 0, dead_letters.text
