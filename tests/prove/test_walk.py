"""A deployed stage works for people and for other systems. Safe in a real account (`make prove STAGE=...`)."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.prove.stage import Stage, eventually
from tests.prove.workspace import Ended
from tools import smoke

# Each run uses new names, since a real stage keeps the data of earlier runs.
RUN = uuid4().hex[:8]
TENANT, OTHER_TENANT = f"acme-{RUN}", f"beta-{RUN}"
ADA, BEA, OLGA, ANN, ALICE, TRADING = (
    f"{name}-{RUN}@acme.example" for name in ("ada", "bea", "olga", "ann", "alice", "trading")
)
CUP = f"cup-{RUN}"
# Amazon's own address for tests: it also accepts mail from an account whose SES is in its sandbox.
MAILBOX = "success@simulator.amazonses.com"
CREDIT, DEBIT = "/api/v1/cashier/credit", "/api/v1/cashier/debit"


def test_the_deployment_prints_an_address_that_answers(installation: tuple[Stage, Ended]) -> None:
    walked, done = installation

    assert walked.outputs()["ApiUrl"] in done.text
    assert walked.call(None, "GET", smoke.HEALTH_PATH).json() == {"status": "ok"}
    assert walked.call(None, "GET", smoke.PROTECTED_PATH).status_code == 401


@pytest.fixture(scope="module")
def people(walked: Stage) -> None:
    """Users, added and signed in with the commands of the operator's guide."""
    walked.add_user(ADA, TENANT, "agent")
    walked.add_user(BEA, OTHER_TENANT, "agent")
    walked.add_user(ANN, TENANT, "billing.view")
    walked.add_user(OLGA, TENANT, "billing.manage")
    walked.add_user(TRADING, TENANT, "service")


@pytest.fixture(scope="module")
def customer(walked: Stage, people: None) -> str:
    """A customer of Ada's with 100.00, who can sign in."""
    created = walked.answered(ADA, "POST", "/api/v1/agent/clients", {"username": "alice", "account_type": "postup"})
    customer_id: str = created["customer_id"]
    deposit = {"customer_id": customer_id, "amount": "100.00", "description": "Cash paid in"}
    assert walked.answered(ADA, "POST", CREDIT, deposit)["balance_after"] == "100.00"
    walked.add_user(ALICE, TENANT, "customer", customer=customer_id)
    return customer_id


@pytest.fixture
def place(walked: Stage, customer: str) -> Callable[[], str]:
    """Lets Alice place a bet of 10.00, and returns its id."""

    def placed() -> str:
        bet = walked.answered(ALICE, "POST", "/api/v1/bets", {"stake": "10.00", "description": "Home", "odds": "1.85"})
        return str(bet["bet_id"])

    return placed


def balance(stage: Stage, customer_id: str) -> str:
    found = stage.answered(ADA, "GET", f"/api/v1/agent/clients/{customer_id}")
    return str(found["account_balance"])


def coins(stage: Stage, owner_id: str) -> str:
    return str(stage.answered(TRADING, "GET", f"/api/v1/wallets/{owner_id}/balance")["balance"])


def streamed_bets(stage: Stage) -> list[str]:
    """The bets whose cash-outs are in Ada's stream."""
    answer = stage.call(ADA, "GET", "/api/v1/agent/cash-out/stream?last_event_id=0&wait=1")
    assert answer.status_code == 200, answer.text
    return re.findall(r'"bet_id":"([^"]+)"', answer.text)


def test_a_person_that_the_operator_added_is_listed_and_their_token_is_accepted(walked: Stage, people: None) -> None:
    listed = walked.purser("users", "list")

    assert ADA in listed.text
    assert walked.call(ADA, "GET", "/api/v1/agent/clients").status_code == 200


def test_a_token_that_the_issuer_did_not_sign_is_refused(walked: Stage, people: None) -> None:
    forged = walked.sign_in(ADA)[:-4] + "AAAA"

    answer = walked.call(None, "GET", "/api/v1/agent/clients", Authorization=f"Bearer {forged}")

    assert answer.status_code == 401


def test_a_debit_is_posted_once_and_its_repeat_gets_the_same_answer(walked: Stage, customer: str) -> None:
    before = balance(walked, customer)
    debit = {"customer_id": customer, "amount": "50.00", "description": "Cash paid out"}

    first = walked.call(ADA, "POST", DEBIT, debit, Idempotency_Key=f"till-{RUN}")
    repeat = walked.call(ADA, "POST", DEBIT, debit, Idempotency_Key=f"till-{RUN}")

    assert first.status_code == 201, first.text
    assert repeat.json() == first.json()
    assert repeat.headers["idempotency-replayed"] == "true"
    assert float(balance(walked, customer)) == float(before) - 50


def test_a_debit_of_more_than_the_balance_is_refused(walked: Stage, customer: str) -> None:
    debit = {"customer_id": customer, "amount": "1000.00", "description": "Cash paid out"}

    refused = walked.call(ADA, "POST", DEBIT, debit)

    assert refused.status_code == 400
    assert refused.json()["code"] == "insufficient_funds"


def test_another_tenant_sees_nothing(walked: Stage, customer: str) -> None:
    assert walked.answered(BEA, "GET", "/api/v1/agent/clients")["items"] == []
    assert walked.call(BEA, "GET", f"/api/v1/agent/clients/{customer}").status_code == 404
    debit = {"customer_id": customer, "amount": "1.00", "description": "Cash paid out"}
    assert walked.call(BEA, "POST", DEBIT, debit).status_code == 404


def test_a_cash_out_reaches_the_stream_of_its_agent_by_the_bus_and_its_queue(
    walked: Stage, place: Callable[[], str]
) -> None:
    bet = place()

    walked.answered(TRADING, "POST", f"/api/v1/bets/{bet}/cash-out", {"cash_out_amount": "12.50"})

    eventually(lambda: streamed_bets(walked), lambda bets: bet in bets)


def test_an_event_of_a_trading_system_cashes_out_a_bet(walked: Stage, place: Callable[[], str]) -> None:
    bet = place()
    triggered = {"tenant_id": TENANT, "bet_id": bet, "cash_out_amount": "11.00", "trigger_reason": "take_profit"}

    walked.put_event("trading", "CashOutTriggered", triggered)

    eventually(
        lambda: walked.answered(ALICE, "GET", f"/api/v1/bets/{bet}")["status"], lambda status: status == "cashed_out"
    )
    eventually(lambda: streamed_bets(walked), lambda bets: bet in bets)


def test_events_of_a_tournament_award_coins_and_refund_entry_fees(walked: Stage, people: None) -> None:
    amounts = {"participation": 5, "top4": 25, "runner_up": 50, "winner": 100}
    walked.answered(TRADING, "PUT", f"/api/v1/tournaments/{CUP}/coin-policy", amounts)
    winner, late = f"player-{RUN}-1", f"player-{RUN}-2"
    named = {"tenant_id": TENANT, "tournament_id": CUP}
    placed = {"registration_id": "reg-1", "placement": 1, "owner_ids": [winner]}

    walked.put_event(
        "tournaments", "RegistrationConfirmed", named | {"registration_id": "reg-1", "owner_ids": [winner]}
    )
    eventually(lambda: coins(walked, winner), lambda balance: balance == "5")
    walked.put_event("tournaments", "TournamentCompleted", named | {"placements": [placed]})
    eventually(lambda: coins(walked, winner), lambda balance: balance == "105")

    cancelled = f"{CUP}-2"
    fee = {"amount": "20", "reason": "entry_fee_debit", "meta": {"tournament_id": cancelled}}
    walked.answered(TRADING, "POST", f"/api/v1/wallets/{late}/credit", {"amount": "20", "reason": "participation"})
    walked.answered(TRADING, "POST", f"/api/v1/wallets/{late}/debit", fee)
    walked.put_event("tournaments", "TournamentCancelled", {"tenant_id": TENANT, "tournament_id": cancelled})
    eventually(lambda: coins(walked, late), lambda balance: balance == "20")


def test_an_invoice_is_mailed_to_the_tenant(walked: Stage, people: None) -> None:
    walked.answered(OLGA, "PUT", "/api/v1/billing/contact", {"email": MAILBOX})
    requested = walked.answered(ANN, "POST", "/api/v1/billing/wallet/topup-requests", {"amount": "250.00"})
    approve = f"/api/v1/billing/wallet/topup-requests/{requested['request_id']}/approve"

    invoice = walked.answered(OLGA, "POST", approve)["invoice"]
    # The relay publishes billing's events.
    assert walked.invoke("RelayOutboxFunction")[0] is None

    path = f"/api/v1/billing/invoices/{invoice['invoice_id']}"
    eventually(lambda: walked.answered(ANN, "GET", path)["mail_status"], lambda status: status == "sent")


def test_each_schedule_names_a_function_that_does_its_work(walked: Stage) -> None:
    scheduler = walked.client("scheduler")
    names = [found["Name"] for found in scheduler.list_schedules()["Schedules"]]
    schedules = [scheduler.get_schedule(Name=name) for name in names if walked.owns(name)]

    assert len(schedules) == 3
    for schedule in schedules:
        answer = walked.client("lambda").invoke(
            FunctionName=schedule["Target"]["Arn"], Payload=schedule["Target"].get("Input", "{}").encode()
        )
        assert "FunctionError" not in answer, answer["Payload"].read()


def test_the_ledger_reconciles_and_there_are_no_dead_letters(walked: Stage) -> None:
    reconciled = walked.purser("reconcile", "--full")
    letters = walked.purser("dlq", "list")

    assert reconciled.code == 0, reconciled.text
    assert letters.code == 0, letters.text
