"""The activities of clients. A client chooses one activity at a time, and the activity sends its operations."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from tests.chaos import billing, holds
from tests.chaos.clients import Client
from tests.chaos.history import Effect, Wallet
from tests.chaos.ledger import by_award, by_bet, by_corrected, by_key
from tests.chaos.money import text
from tests.chaos.reads import BALANCE, BALANCE_AT, BANK, HISTORY
from tests.chaos.world import (
    BANK_TOTAL_MINOR,
    BANKER,
    GAMES,
    PERSONS,
    TENANT,
    TRADING,
    Customer,
    World,
    at_cashier,
    credit_person,
    wallet_of,
)
from tests.chaos.writes import CANCEL, ENTRY_FEE

type Activity = Callable[[Client, World], object]
HISTORY_LIMIT = 20
CASH_OUT_EVENT = "cash out by an event"


def cashier(client: Client, world: World) -> None:
    """Credit or debit a customer at the cashier. Most amounts are large, so that wallets are often near their floor."""
    chooser = client.chooser
    customer = chooser.choice(world.customers)
    what = chooser.choice(("credit", "debit"))
    amount = chooser.choice((1, 999, 5_000, 20_000))
    at_cashier(client, customer, what, amount, client.tag, keyless=chooser.random() < 0.1)


def empty(client: Client, world: World) -> None:
    """Debit the whole opening balance of one wallet, or credit the same amount. All clients use this one wallet."""
    customer = world.customers[0]
    what = client.chooser.choice(("credit", "debit", "debit", "debit"))
    at_cashier(client, customer, what, 20_000, client.tag)


def transfer_coins(client: Client, world: World) -> None:
    sender, receiver = client.chooser.sample(PERSONS, 2)
    _transfer(client, sender, receiver, "COIN", client.chooser.choice((1, 50, 3_000)))


def transfer_in_bank(client: Client, world: World) -> None:
    sender, receiver = client.chooser.sample(world.bank, 2)
    amount = client.chooser.choice((1, 100, 15_000))
    _transfer(client, sender.customer_id, receiver.customer_id, "USD", amount)


def _transfer(client: Client, sender: str, receiver: str, currency: str, amount: int) -> None:
    tag = client.tag
    wallets = ("person", sender, currency), ("person", receiver, currency)
    body = {"from_owner_id": sender, "to_owner_id": receiver, "amount": text(amount, currency), "currency": currency}
    client.send(
        "transfer",
        GAMES,
        "/api/v1/transfers",
        body,
        key=tag,
        identity=by_key(GAMES.sub, tag),
        kind="p2p_transfer",
        effects=(Effect(wallets[0], -amount), Effect(wallets[1], amount)),
        about={"balances": {"from_balance_after": wallets[0], "to_balance_after": wallets[1]}},
    )


def credit_coins(client: Client, world: World) -> None:
    person, amount = client.chooser.choice(PERSONS), client.chooser.choice((1, 100))
    made = credit_person(client, person, amount, client.tag)
    if made.answer:
        effect = Effect(wallet_of(person), amount)
        world.remember(world.credits, (made.answer.json["transaction_id"], effect))


def reverse(client: Client, world: World) -> None:
    """Reverse a credit. Another client may send a reversal of the same credit."""
    credit = world.draw(world.credits, client.chooser, keep_share=0.4)
    if credit is None:
        return
    transaction_id, effect = credit
    client.send(
        "reverse",
        GAMES,
        f"/api/v1/transactions/{transaction_id}/reverse",
        {"reason": "A mistake"},
        key=client.tag,
        identity=by_corrected(transaction_id),
        kind="reversal",
        effects=(Effect(effect.wallet, -effect.minor),),
    )


def place_bet(client: Client, world: World) -> None:
    customer, tag = client.chooser.choice(world.customers), client.tag
    stake = client.chooser.choice((100, 1_000))
    placed = client.send(
        "place a bet",
        customer.login,
        "/api/v1/bets",
        {"stake": text(stake, "USD"), "description": tag},
        key=tag,
        identity=by_key(customer.login.sub, tag),
        kind="bet_stake",
        effects=(Effect(customer.wallet, -stake),),
    )
    if placed.answer:
        world.remember(world.bets, (placed.answer.json["bet_id"], customer, stake))


def end_bet(client: Client, world: World) -> None:
    """End a bet. Another client may try to end the same bet."""
    bet = world.draw(world.bets, client.chooser, keep_share=0.3)
    end = client.chooser.choice(("cash-out", "cash-out", "event", "won", "lost", "void"))
    if bet is not None:
        _end_bet(client, *bet, end)


def cash_out(client: Client, world: World) -> None:
    """Cash out a bet, or place one if no bet is known. Another client may try to cash out the same bet."""
    bet = world.draw(world.bets, client.chooser, keep_share=0.5)
    if bet is None:
        place_bet(client, world)
    else:
        _end_bet(client, *bet, "cash-out")


def _end_bet(client: Client, bet_id: str, customer: Customer, stake: int, end: str) -> None:
    amount = stake if end == "void" else client.chooser.randrange(1, 3 * stake)
    effects, identity, path = (Effect(customer.wallet, amount),), by_bet(bet_id), f"/api/v1/bets/{bet_id}"
    price = {"cash_out_amount": text(amount, "USD")}
    common: dict[str, Any] = {"identity": identity, "effects": effects}
    about = {"balances": {"balance_after": customer.wallet}}
    match end:
        case "cash-out":
            name, kind = "cash out", "bet_cash_out"
            client.send(name, TRADING, f"{path}/cash-out", price, key=client.tag, kind=kind, about=about, **common)
        case "event":
            detail = {"tenant_id": TENANT, "bet_id": bet_id, "trigger_reason": "stop-loss"} | price
            _event(client, CASH_OUT_EVENT, "trading", "CashOutTriggered", detail, kind="bet_cash_out", **common)
        case "lost":
            body, key = {"outcome": "lost"}, client.tag
            client.send("lose a bet", TRADING, f"{path}/settle", body, key=key, identity=identity)
        case outcome:
            payout = {"payout": text(amount, "USD")} if outcome == "won" else {}
            kind = "bet_payout" if outcome == "won" else "bet_void"
            body = {"outcome": outcome} | payout
            client.send(
                "settle a bet", TRADING, f"{path}/settle", body, key=client.tag, kind=kind, about=about, **common
            )


def settle(client: Client, world: World) -> None:
    customer = client.chooser.choice(world.customers)
    method, tag = client.chooser.choice(("zero", "carry")), client.tag
    client.send(
        "close a settlement",
        customer.agent,
        "/api/v1/agent/settlements",
        {"customer_id": customer.customer_id, "method": method},
        key=tag,
        identity=by_key(customer.agent.sub, tag),
        kind="settlement",
        effects=None,
        about={"balances": {"balance_after": customer.wallet}} if method == "zero" else {},
    )


def register(client: Client, world: World) -> None:
    """Confirm a registration. Its owner receives the coins of the default policy."""
    person, tag = client.chooser.choice(PERSONS), client.tag
    detail = {"tenant_id": TENANT, "tournament_id": "cup", "registration_id": tag, "owner_ids": [person]}
    _event(
        client,
        "register for a tournament",
        "tournaments",
        "RegistrationConfirmed",
        detail,
        identity=by_award(f"participation_award_reg_{tag}"),
        kind="participation",
        effects=(Effect(wallet_of(person), 5),),
    )


def enter(client: Client, world: World) -> None:
    """Pay an entry fee, or cancel a tournament."""
    if client.chooser.random() < 0.3:
        if tournament_id := world.draw(world.tournaments, client.chooser, keep_share=0.0):
            detail = {"tenant_id": TENANT, "tournament_id": tournament_id}
            about = {"tournament_id": tournament_id}
            _event(client, CANCEL, "tournaments", "TournamentCancelled", detail, about=about)
        return
    person, tag = client.chooser.choice(PERSONS), client.tag
    tournament_id = world.draw(world.tournaments, client.chooser)
    if tournament_id is None or client.chooser.random() < 0.3:
        tournament_id = f"cup-{tag}"
        world.remember(world.tournaments, tournament_id)
    wallet = wallet_of(person)
    client.send(
        ENTRY_FEE,
        GAMES,
        f"/api/v1/wallets/{person}/debit",
        {"amount": "3", "reason": "entry_fee_debit", "meta": {"tournament_id": tournament_id}},
        key=tag,
        identity=by_key(GAMES.sub, tag),
        kind="entry_fee_debit",
        effects=(Effect(wallet, -3),),
        about={"balances": {"balance_after": wallet}, "tournament_id": tournament_id},
    )


def read(client: Client, world: World) -> None:
    """Read a balance, repeat an earlier read of a balance, read a history, or list the customers of `BANKER`."""
    match client.chooser.randrange(4):
        case 0:
            read_balance(client, world)
        case 1:
            read_balance_again(client, world)
        case 2:
            wallet = _wallet(client, world)
            query = urlencode({"currency": wallet[2], "limit": HISTORY_LIMIT})
            path = f"/api/v1/wallets/{wallet[1]}/transactions?{query}"
            client.get(HISTORY, GAMES, path, {"wallet": wallet, "limit": HISTORY_LIMIT})
        case _:
            client.get(BANK, BANKER, "/api/v1/agent/clients?limit=100", {"total": BANK_TOTAL_MINOR})


def read_balance(client: Client, world: World) -> None:
    wallet = _wallet(client, world)
    path = f"/api/v1/wallets/{wallet[1]}/balance?currency={wallet[2]}"
    made = client.get(BALANCE, GAMES, path, {"wallet": wallet})
    if made.answer:
        world.remember(world.balances, (wallet, made.answer.json))


def read_balance_again(client: Client, world: World) -> None:
    """Repeat an earlier read of a balance: read it again for the time in the earlier answer."""
    known = world.draw(world.balances, client.chooser)
    if known is not None:
        repeat_balance_read(client, *known)


def repeat_balance_read(client: Client, wallet: Wallet, answer: Mapping[str, Any]) -> None:
    query = urlencode({"currency": wallet[2], "at": answer["at"]})
    path = f"/api/v1/wallets/{wallet[1]}/balance?{query}"
    client.get(BALANCE_AT, GAMES, path, {"wallet": wallet, "expected": answer["balance"]})


def _wallet(client: Client, world: World) -> Wallet:
    customer = client.chooser.choice(world.customers)
    return client.chooser.choice((customer.wallet, wallet_of(client.chooser.choice(PERSONS))))


def _event(client: Client, name: str, source: str, type_: str, detail: Mapping[str, object], **more: Any) -> None:
    """Put an event on the bus, as another system would."""
    body = {"source": source, "detail-type": type_, "detail": detail}
    client.send(name, TRADING, "/local/events", body, is_event=True, **more)


EVERYTHING: Mapping[Activity, int] = {
    cashier: 8,
    transfer_coins: 6,
    transfer_in_bank: 4,
    credit_coins: 3,
    reverse: 2,
    place_bet: 6,
    end_bet: 6,
    settle: 1,
    register: 2,
    enter: 2,
    billing.topup: 2,
    billing.charge: 3,
    holds.hold: 4,
    holds.end_hold: 4,
    read: 8,
}
WORKLOADS: Mapping[str, Mapping[Activity, int]] = {
    "everything": EVERYTHING,
    "empty": {empty: 1},
    "cash-outs": {cash_out: 1},
    "cashier": {cashier: 1},
    "holds": {holds.hold: 1, holds.end_hold: 3},
    "webhooks": {billing.topup: 1, read: 8},
    "balances": {transfer_coins: 3, credit_coins: 1, read_balance: 3, read_balance_again: 1},
}
"""The activities of each workload, with their weights. Every workload but `everything` tests one subject."""
