"""Two agents and their customers: cashier transactions, bets with their outcomes, settlements and coins."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from local.demo.client import Caller, Client
from local.personas import AGENT, CUSTOMER

ADA: Final = Caller.of(AGENT)
BEN: Final = Caller("agent-ben", ("agent",))
TRADING: Final = Caller("trading", ("service",))


@dataclass(frozen=True)
class CashierTransaction:
    """kind: debit or credit, which is also the route. override: lets a PostUp customer go below zero."""

    kind: str
    amount: str
    description: str
    override: bool = False


@dataclass(frozen=True)
class Bet:
    """ended: won, lost, void, cash-out (by the customer) or automatic (by a trading system); None while it is open.
    amount: what it paid."""

    description: str
    stake: str
    odds: str
    ended: str | None = None
    amount: str | None = None


@dataclass(frozen=True)
class Customer:
    """credit_limit: None for a PostUp customer. settled: the method of the week's settlement. status: if not active."""

    agent: Caller
    username: str
    transactions: tuple[CashierTransaction, ...] = ()
    bets: tuple[Bet, ...] = ()
    credit_limit: str | None = None
    settled: str | None = None
    status: str | None = None


def _in(amount: str, description: str = "Cash paid in") -> CashierTransaction:
    return CashierTransaction("credit", amount, description)


def _out(amount: str, description: str = "Cash paid out", *, override: bool = False) -> CashierTransaction:
    return CashierTransaction("debit", amount, description, override)


CUSTOMERS: Final = (
    Customer(
        ADA,
        "alice",
        (
            _in("250.00", "Opening deposit"),
            _out("75.50"),
            _in("120.00"),
            _in("60.00", "Bank transfer of 3 March"),
            _out("35.00"),
            _in("15.25", "Bonus of the spring offer"),
        ),
        (
            Bet("Ajax - Feyenoord: home win", "20.00", "1.85", "cash-out", "27.40"),
            Bet("Roland Garros: Alcaraz in four sets", "15.00", "3.60", "lost"),
            Bet("Giro, stage 12: Pogačar", "10.00", "2.20", "won", "22.00"),
            Bet("Lakers - Celtics: over 221.5", "25.00", "1.91", "automatic", "19.75"),
            Bet("Grand National: place, no. 7", "5.00", "4.50", "void"),
            Bet("Arsenal - Spurs: both score", "30.00", "1.72", "cash-out", "41.10"),
            Bet("Wimbledon: winner, ladies", "12.50", "6.00"),
            Bet("Tour de France: green jersey", "8.00", "9.00"),
        ),
    ),
    Customer(
        ADA,
        "bruno",
        (_out("320.00", "Cash on account"), _in("120.00", "Part repaid"), _in("80.00", "Part repaid")),
        (
            Bet("Inter - Milan: draw", "40.00", "3.30", "cash-out", "52.00"),
            Bet("Chelsea - Villa: away win", "60.00", "2.85", "lost"),
            Bet("Monaco: pole position, Leclerc", "50.00", "2.10", "automatic", "61.30"),
        ),
        credit_limit="500.00",
        settled="carry",
    ),
    Customer(
        ADA,
        "chen",
        (_in("40.00", "Opening deposit"), _out("60.00", "Deposit of another customer taken back", override=True)),
    ),
    Customer(
        ADA,
        "farah",
        (_in("500.00", "Opening deposit"), _out("150.00"), _in("90.00")),
        (
            Bet("Bayern - Dortmund: home win", "80.00", "1.55", "won", "124.00"),
            Bet("Madrid - Barcelona: over 2.5", "45.00", "1.80", "cash-out", "38.25"),
            Bet("Mumbai - Chennai: top batter", "20.00", "5.50", "automatic", "64.00"),
            Bet("Boston Marathon: first African winner", "35.00", "1.30"),
        ),
    ),
    Customer(
        ADA,
        "goran",
        (_in("300.00", "Opening deposit"),),
        (
            Bet("Partizan - Zvezda: home win", "100.00", "2.60", "cash-out", "88.00"),
            Bet("Djokovic in three sets", "50.00", "1.95", "won", "97.50"),
        ),
        settled="zero",
    ),
    Customer(
        ADA,
        "hana",
        (_out("1150.00", "Cash on account"), _in("400.00", "Repaid")),
        (
            Bet("Japan Cup: winner, no. 3", "120.00", "4.20", "cash-out", "210.00"),
            Bet("Giants - Tigers: under 7.5", "75.00", "1.90", "lost"),
        ),
        credit_limit="2000.00",
    ),
    Customer(ADA, "ivo", (_in("25.00", "Opening deposit"),), (Bet("Hajduk - Dinamo: draw", "25.00", "3.40", "lost"),)),
    Customer(ADA, "joana", (_in("75.00", "Opening deposit"),), status="frozen"),
    Customer(
        ADA,
        "kofi",
        (_in("180.00", "Opening deposit"), _out("40.00")),
        (Bet("Ghana - Nigeria: home win", "30.00", "2.75", "automatic", "45.00"),),
    ),
    Customer(ADA, "lena"),
    Customer(BEN, "dora", (_in("1000.00", "Opening deposit"),), (Bet("Porto - Benfica: draw", "50.00", "3.10"),)),
    Customer(BEN, "emil", (_out("2500.00", "Up to the limit"),), credit_limit="2500.00"),
)


def create(client: Client) -> dict[str, Caller]:
    """Create the customers. Returns their callers by username, without customers whose username is taken."""
    players = {}
    for customer in CUSTOMERS:
        player = _create(client, customer)
        if player is None:
            print(f"{customer.username} exists already, created by somebody else")
        else:
            players[customer.username] = player
    if alice := players.get("alice"):
        _coins(client, alice)
    return players


def _create(client: Client, customer: Customer) -> Caller | None:
    account: dict[str, Any] = {"username": customer.username, "account_type": "postup"}
    if customer.credit_limit is not None:
        account |= {"account_type": "credit", "credit_limit": customer.credit_limit}
    made = client.write(customer.agent, "/api/v1/agent/clients", account, customer.username)
    if made is None:
        return None
    customer_id = made["customer_id"]
    login = CUSTOMER.sub if customer.username == CUSTOMER.username else f"login-{customer.username}"
    player = Caller(login, CUSTOMER.roles, customer_id=customer_id)
    for number, transaction in enumerate(customer.transactions):
        wanted: dict[str, Any] = {
            "customer_id": customer_id,
            "amount": transaction.amount,
            "description": transaction.description,
        }
        wanted |= {"allow_overdraft": True} if transaction.override else {}
        client.write(customer.agent, f"/api/v1/cashier/{transaction.kind}", wanted, f"{customer.username}-{number}")
    for number, bet in enumerate(customer.bets):
        _bet(client, customer_id, bet, f"{customer.username}-bet-{number}")
    if customer.settled:
        closing = {"customer_id": customer_id, "method": customer.settled, "note": "The week before"}
        client.write(customer.agent, "/api/v1/agent/settlements", closing, f"{customer.username}-settled")
    if customer.status:
        path = f"/api/v1/agent/clients/{customer_id}"
        client.write(customer.agent, path, {"status": customer.status}, f"{customer.username}-status", "PATCH")
    return player


def _bet(client: Client, customer_id: str, bet: Bet, key: str) -> None:
    slip = {"customer_id": customer_id, "stake": bet.stake, "description": bet.description, "odds": bet.odds}
    path = f"/api/v1/bets/{client.write(TRADING, '/api/v1/bets', slip, key)['bet_id']}"
    match bet.ended:
        case "cash-out":
            client.write(TRADING, f"{path}/cash-out", {"cash_out_amount": bet.amount}, f"{key}-end")
        case "automatic":
            reason = "take_profit" if Decimal(bet.amount or 0) > Decimal(bet.stake) else "stop_loss"
            wanted = {"cash_out_amount": bet.amount, "is_auto": True, "trigger_reason": reason}
            client.write(TRADING, f"{path}/cash-out", wanted, f"{key}-end")
        case str(outcome):
            client.write(TRADING, f"{path}/settle", {"outcome": outcome, "payout": bet.amount}, f"{key}-end")


def _coins(client: Client, alice: Caller) -> None:
    """Give one customer a second currency, and transfer some of it."""
    for reason, amount in (("participation", "20"), ("runner_up", "50")):
        wanted = {"amount": amount, "currency": "COIN", "reason": reason, "meta": {"tournament_id": "spring-cup"}}
        client.write(TRADING, f"/api/v1/wallets/{alice.customer_id}/credit", wanted, f"alice-{reason}")
    wanted = {"amount": "5", "currency": "COIN", "reason": "participation"}
    client.write(TRADING, "/api/v1/wallets/player-8/credit", wanted, "player-8-participation")
    sent = {"to_owner_id": "player-8", "amount": "15", "currency": "COIN"}
    client.write(alice, "/api/v1/transfers", sent, "alice-transfer")
