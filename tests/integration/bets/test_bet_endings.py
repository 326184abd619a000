"""A pending bet ends once, with the payout of its outcome."""

import threading
from collections.abc import Callable
from functools import partial
from typing import get_args

import pytest

from ledger.bets.bets import TRANSITIONS, BetStatus
from ledger.storage import sessions
from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

END: dict[str, Callable[[Person, str], Answer]] = {
    "won": lambda trading, bet: live.settle(trading, bet, "won", "25.00"),
    "lost": lambda trading, bet: live.settle(trading, bet, "lost"),
    "void": lambda trading, bet: live.settle(trading, bet, "void"),
    "cashed_out": lambda trading, bet: live.cash_out(trading, bet, "12.50"),
}


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


@pytest.mark.parametrize("status", get_args(BetStatus))
def test_a_bet_makes_exactly_the_transitions_of_the_table(
    ann: Person, service: Person, database: Database, status: BetStatus
) -> None:
    for move, end in END.items():
        bet = live.place(ann)
        if status != "pending":
            assert END[status](service, bet).status == 200
        before = service.get(f"/api/v1/bets/{bet}").json
        moved = database.value("select count(*) from transactions")

        answer = end(service, bet)

        after = service.get(f"/api/v1/bets/{bet}").json
        if move in set(TRANSITIONS[status]):
            assert (answer.status, after["status"]) == (200, move)
        else:
            assert (answer.status, answer.code, answer.json["bet_status"]) == (409, "bet_already_settled", status)
            assert after == before
            assert database.value("select count(*) from transactions") == moved
    database.assert_consistent()


def test_the_table_of_transitions_has_every_status() -> None:
    assert set(TRANSITIONS) == set(get_args(BetStatus))


@pytest.mark.parametrize(
    ("outcome", "payout", "profit_loss", "balance"),
    [("won", "25.00", "15.00", "115.00"), ("lost", "0.00", "-10.00", "90.00"), ("void", "10.00", "0.00", "100.00")],
)
def test_settling_a_bet_pays_according_to_its_outcome(
    agent: Person,
    ann: Person,
    service: Person,
    database: Database,
    outcome: str,
    payout: str,
    profit_loss: str,
    balance: str,
) -> None:
    bet = live.place(ann)

    answer = live.settle(service, bet, outcome, payout if outcome == "won" else None)

    assert answer.status == 200
    ended = answer.json
    assert (ended["status"], ended["payout"], ended["profit_loss"]) == (outcome, payout, profit_loss)
    assert (ended["cash_out_amount"], ended["is_auto_cash_out"], ended["balance_after"]) == (None, False, balance)
    assert ended["settled_at"] >= ended["placed_at"]
    assert (ended["held"], ended["available"]) == ("0.00", balance)
    for name in ("balance_after", "held", "available"):
        del ended[name]
    assert ann.get(f"/api/v1/bets/{bet}").json == ended
    seen = live.account(agent, ann)
    assert (seen["account_balance"], seen["pending_bets"]) == (balance, "0.00")
    assert database.value("select count(*) from outbox") == 0
    database.assert_consistent()


def test_a_payout_is_credited_to_a_frozen_customer(agent: Person, ann: Person, service: Person) -> None:
    bets = [live.place(ann) for _ in range(3)]
    agent.patch(f"/api/v1/agent/clients/{live.owner(ann)}", {"status": "frozen"})

    answers = [END[move](service, bet) for move, bet in zip(("won", "void", "cashed_out"), bets, strict=True)]

    assert [answer.json.get("balance_after") for answer in answers] == ["95.00", "105.00", "117.50"]


def test_a_payout_with_more_decimals_than_the_currency_has_leaves_the_bet_pending(ann: Person, service: Person) -> None:
    bet = live.place(ann)

    for answer in (live.settle(service, bet, "won", "1.001"), live.cash_out(service, bet, "1.001")):
        assert (answer.status, answer.code) == (400, "invalid_amount")
    assert ann.get(f"/api/v1/bets/{bet}").json["status"] == "pending"


@pytest.mark.usefixtures("without_policies")
def test_a_service_can_end_only_bets_of_its_own_tenant(ann: Person, service: Person) -> None:
    bet = live.place(ann)

    for end in END.values():
        for answer in (end(kit.service("globex"), bet), end(service, live.UNKNOWN)):
            assert (answer.status, answer.code) == (404, "bet_not_found")
    assert ann.get(f"/api/v1/bets/{bet}").json["status"] == "pending"


def test_only_one_of_two_simultaneous_ends_of_a_bet_succeeds(ann: Person, service: Person, database: Database) -> None:
    for move, other in [("won", "cashed_out"), ("lost", "won"), ("void", "cashed_out"), ("void", "void")]:
        bet = live.place(ann, "1.00")

        outcomes = kit.simultaneously(partial(END[move], service, bet), partial(END[other], service, bet))

        answers = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
        assert sorted(answer.status for answer in answers) == [200, 409], (move, other)
        assert database.value("select count(*) from transactions where external_reference = %s", bet) <= 2
    database.assert_consistent()


def test_a_payout_above_the_range_of_a_balance_leaves_the_bet_pending(ann: Person, service: Person) -> None:
    bet = live.place(ann)
    kit.credit(service, str(ann.customer_id), "90071992540000.00", currency="USD")

    answer = live.settle(service, bet, "won", "99999.00")

    assert (answer.status, answer.code) == (400, "balance_out_of_range")
    assert ann.get(f"/api/v1/bets/{bet}").json["status"] == "pending"


@pytest.mark.parametrize("move", ["lost", "cashed out at zero"])
def test_a_bet_that_ends_without_a_payout_returns_the_balance_after_concurrent_transactions(
    ann: Person, service: Person, database: Database, move: str
) -> None:
    bet = live.place(ann)
    answers: list[Answer] = []

    def end() -> None:
        answers.append(live.settle(service, bet, "lost") if move == "lost" else live.cash_out(service, bet, "0"))
        sessions.disconnect()

    other = threading.Thread(target=end)
    with database.admin() as holding:
        with holding.transaction():
            holding.execute("update wallets set balance = balance + 500 where agent_id is not null")
            other.start()
            while other.is_alive() and not database.rows("select from pg_locks where not granted"):
                other.join(0.01)
        other.join()

    assert [(answer.status, answer.json["balance_after"]) for answer in answers] == [(200, "95.00")]
