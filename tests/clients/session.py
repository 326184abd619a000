"""A first integration, written with the client that openapi-python-client generates: a customer, a credit, a debit, a
repeated debit, a refused one, a bet, its cash-out, and a request for a top-up. Prints what it saw as JSON.

It is compiled and run in an environment that has nothing of this project: python session.py <base URL>.
"""

import json
import sys
from http import HTTPStatus

import httpx
from generated_client import AuthenticatedClient
from generated_client.api.agent import agent_clients_create
from generated_client.api.bets import bets_cash_out, bets_create
from generated_client.api.billing import topups_create, topups_list_own
from generated_client.api.cashier import cashier_credit, cashier_debit
from generated_client.api.wallets import wallets_statement
from generated_client.models import (
    Bet,
    BetCashOut,
    BetPlace,
    CashierCredit,
    CashierDebit,
    CashierDebit400Problem,
    CashierReceipt,
    Customer,
    CustomerCreate,
    CustomerCreateAccountType,
    EndedBet,
    TopupRequest,
    TopupRequestCreate,
    TopupRequestPages,
    WalletStatement,
)

TENANT = "clients-python"


def client_of(base_url: str, sub: str, role: str) -> AuthenticatedClient:
    claims = {"sub": sub, "tenant_id": TENANT, "roles": [role]}
    token = httpx.post(f"{base_url}/local/token", json=claims).raise_for_status().json()["access_token"]
    return AuthenticatedClient(base_url=base_url, token=token, raise_on_unexpected_status=True)


def main(base_url: str) -> dict[str, object]:
    agent = client_of(base_url, "agent-ada", "agent")
    trading = client_of(base_url, "trading-system", "trading")
    member = client_of(base_url, "member-mo", "billing.view")

    customer = agent_clients_create.sync(
        client=agent, body=CustomerCreate(username="alice", account_type=CustomerCreateAccountType.POSTUP)
    )
    assert isinstance(customer, Customer), customer

    credited = cashier_credit.sync(
        client=agent, body=CashierCredit(customer_id=customer.customer_id, amount="120.00", description="Cash paid in")
    )
    assert isinstance(credited, CashierReceipt), credited

    debit = CashierDebit(customer_id=customer.customer_id, amount="50.00", description="Cash paid out")
    first = cashier_debit.sync_detailed(client=agent, body=debit, idempotency_key="till-7/0042")
    again = cashier_debit.sync_detailed(client=agent, body=debit, idempotency_key="till-7/0042")
    assert first.status_code == again.status_code == HTTPStatus.CREATED
    assert isinstance(first.parsed, CashierReceipt)
    assert first.parsed == again.parsed

    refused = cashier_debit.sync(
        client=agent, body=CashierDebit(customer_id=customer.customer_id, amount="70.01", description="Cash paid out")
    )
    assert isinstance(refused, CashierDebit400Problem), refused

    bet = bets_create.sync(
        client=trading,
        body=BetPlace(stake="20.00", description="Home win", odds="2.5", customer_id=customer.customer_id),
    )
    assert isinstance(bet, Bet), bet
    ended = bets_cash_out.sync(bet.bet_id, client=trading, body=BetCashOut(cash_out_amount="31.50", is_auto=True))
    assert isinstance(ended, EndedBet), ended

    statement = wallets_statement.sync(str(customer.customer_id), client=agent, currency="USD")
    assert isinstance(statement, WalletStatement), statement

    topup = topups_create.sync(client=member, body=TopupRequestCreate(amount="500.00"))
    assert isinstance(topup, TopupRequest), topup
    own = topups_list_own.sync(client=member)
    assert isinstance(own, TopupRequestPages), own

    return {
        "available": first.parsed.available,
        "replayed": again.headers.get("Idempotency-Replayed"),
        "refusal": [refused.status, refused.code.value, refused.available],
        "bet": [ended.status.value, ended.cash_out_amount, ended.is_auto_cash_out],
        "balance": ended.balance_after,
        "reasons": [movement.reason for movement in statement.movements],
        "topup": [topup.status.value, topup.amount, own.total_count],
    }


if __name__ == "__main__":
    json.dump(main(sys.argv[1]), sys.stdout)
