"""A bet with odds pays at most stake x odds, however it ends."""

import pytest

from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


def assert_above_odds(answer: Answer, maximum: str, pointer: str) -> None:
    kit.assert_problem(answer, 400, "payout_above_odds")
    assert (answer.json["maximum"], answer.json["currency"], answer.pointers) == (maximum, "USD", [pointer])


@pytest.mark.parametrize(
    ("stake", "odds", "highest", "too_high"),
    [
        pytest.param("10.00", "1.85", "18.50", "18.51", id="in whole cents"),
        pytest.param("0.33", "1.5", "0.49", "0.50", id="a fraction of a cent is never rounded up"),
        pytest.param("100.00", "1.0001", "100.01", "100.02", id="at odds near one"),
        pytest.param("0.01", "10000", "100.00", "90071992547409.91", id="at the highest odds"),
    ],
)
def test_a_cash_out_pays_at_most_stake_times_odds(
    ann: Person, agent: Person, service: Person, database: Database, stake: str, odds: str, highest: str, too_high: str
) -> None:
    bet = live.place_at_odds(ann, odds, stake)

    assert_above_odds(live.cash_out(service, bet, too_high), highest, "/cash_out_amount")

    assert service.get(f"/api/v1/bets/{bet}").json["status"] == "pending"
    assert database.value("select count(*) from outbox") == 0
    assert live.cash_out(service, bet, highest).json["cash_out_amount"] == highest
    database.assert_consistent()


def test_an_automatic_cash_out_above_the_odds_changes_nothing_and_its_event_is_not_dropped(
    ann: Person, agent: Person, database: Database
) -> None:
    bet = live.place_at_odds(ann, "1.85")
    message = live.messages(live.triggered(bet, "18.51"))

    assert len(live.deliver(live.TRIGGERED, message)) == 1, (
        "the queue delivers it again, and then keeps it as a dead letter"
    )

    assert live.account(agent, ann)["account_balance"] == "90.00"
    assert live.deliver(live.TRIGGERED, live.messages(live.triggered(bet, "18.50"))) == []
    assert live.account(agent, ann)["account_balance"] == "108.50"
    database.assert_consistent()


@pytest.mark.parametrize(
    ("stake", "odds", "highest", "too_high"),
    [
        pytest.param("10.00", "1.85", "18.50", "18.51", id="in whole cents"),
        pytest.param("0.33", "1.5", "0.50", "0.51", id="a fraction of a cent may be rounded up"),
    ],
)
def test_a_won_bet_pays_at_most_stake_times_odds_rounded_up(
    ann: Person, service: Person, database: Database, stake: str, odds: str, highest: str, too_high: str
) -> None:
    bet = live.place_at_odds(ann, odds, stake)

    assert_above_odds(live.settle(service, bet, "won", too_high), highest, "/payout")

    assert service.get(f"/api/v1/bets/{bet}").json["status"] == "pending"
    assert live.settle(service, bet, "won", highest).json["payout"] == highest
    database.assert_consistent()


def test_a_void_bet_returns_its_stake_and_a_lost_one_nothing_whatever_the_odds(ann: Person, service: Person) -> None:
    void, lost = live.place_at_odds(ann, "1.0001"), live.place_at_odds(ann, "1.0001")

    assert live.settle(service, void, "void").json["payout"] == "10.00"
    assert live.settle(service, lost, "lost").json["payout"] == "0.00"


def test_a_bet_without_odds_pays_at_most_its_stake_times_the_multiple_of_the_deployment(
    ann: Person, service: Person, database: Database
) -> None:
    first, second = live.place(ann), live.place(ann)

    assert_above_odds(live.cash_out(service, first, "100000.01"), "100000.00", "/cash_out_amount")
    assert_above_odds(live.settle(service, second, "won", "5000000000"), "100000.00", "/payout")

    assert live.cash_out(service, first, "100000.00").json["cash_out_amount"] == "100000.00"
    assert live.settle(service, second, "won", "100000.00").json["payout"] == "100000.00"
    database.assert_consistent()


def test_a_tenant_has_a_multiple_of_its_own(ann: Person, service: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bet, at_odds = live.place(ann), live.place_at_odds(ann, "30")
    monkeypatch.setenv("MAX_PAYOUT_MULTIPLE", "10000,globex=7,acme=20")

    assert_above_odds(live.settle(service, bet, "won", "200.01"), "200.00", "/payout")

    assert live.settle(service, bet, "won", "200.00").json["payout"] == "200.00"
    assert live.settle(service, at_odds, "won", "300.00").json["payout"] == "300.00", "its odds are its price"


def test_an_automatic_cash_out_above_the_multiple_changes_nothing(
    ann: Person, agent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    bet = live.place(ann)
    monkeypatch.setenv("MAX_PAYOUT_MULTIPLE", "2")

    assert len(live.deliver(live.TRIGGERED, live.messages(live.triggered(bet, "20.01")))) == 1

    assert live.account(agent, ann)["account_balance"] == "90.00"
