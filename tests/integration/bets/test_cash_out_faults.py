"""Cash-outs that fail, are repeated or are simultaneous have one payout and one event, or no effect."""

from collections.abc import Callable

import pytest

from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

pytestmark = pytest.mark.session


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


DAYS = ("cash_out_customers", "cash_out_days")
BREAKS = {
    "the claim": "before insert on requests for each row",
    "the bet's transition": "before update of status on bets for each row",
    "the transaction": "before insert on transactions for each row",
    "the entries": "before insert on entries for each row",
    "the balance": "before update on wallets for each row",
    "the event": "before insert on outbox for each row",
    "the bet's outcome_transaction_id": "before update of outcome_transaction_id on bets for each row",
    "the answer": "before insert on requests for each row",
    "the customer's days": "before insert on cash_out_customers for each row",
    "the agent's day": "before insert on cash_out_days for each row",
}


def test_a_cash_out_that_fails_at_any_statement_has_no_effect(
    agent: Person, ann: Person, service: Person, bus: Bus, database: Database
) -> None:
    bet_id = live.place(ann)
    tables = ("bets", "wallets", "transactions", "entries", "requests", "outbox", "published", *DAYS)

    def contents() -> list[object]:
        return [database.rows(f"select t::text from {table} t order by t::text") for table in tables]

    before = contents()
    with database.admin() as admin:
        admin.execute(
            "create function break() returns trigger language plpgsql security definer as "
            "$$ begin raise exception 'broken'; end $$"
        )
        breaks = {name: f"create trigger break {when}" for name, when in BREAKS.items()}
        breaks["the commit"] = (
            "create constraint trigger break after insert on outbox deferrable initially deferred for each row"
        )
        for step, trigger in breaks.items():
            admin.execute(f"{trigger} execute function break()".encode())

            answer = live.cash_out(service, bet_id, "12.50", key="k")

            assert (answer.status, answer.code) == (500, "internal_error"), step
            assert contents() == before, step
            table = trigger.split(" on ")[1].split()[0]
            admin.execute(f"drop trigger break on {table}".encode())
    assert bus.calls == []
    assert live.cash_out(service, bet_id, "12.50", key="k").status == 200, "the same key succeeds later"


def test_a_retry_with_its_key_gets_the_first_answer_and_one_with_another_key_gets_a_409(
    ann: Person, service: Person, bus: Bus, database: Database
) -> None:
    bet_id = live.place(ann)
    first = live.cash_out(service, bet_id, "12.50", key="k")

    again, other = live.cash_out(service, bet_id, 12.5, key="k"), live.cash_out(service, bet_id, "12.50", key="l")

    assert (again.status, again.text, again.headers["idempotency-replayed"]) == (200, first.text, "true")
    assert (other.status, other.code, other.json["bet_status"]) == (409, "bet_already_settled", "cashed_out")
    assert live.cash_out(service, live.place(ann), "12.50", key="k").status == 422
    assert len(bus.accepted) == 1
    database.assert_consistent()


type Way = Callable[[Person, str], object]
BY_HTTP: Way = lambda trading, bet: live.cash_out(trading, bet, "12.50")  # noqa: E731
WITH_A_KEY: Way = lambda trading, bet: live.cash_out(trading, bet, "12.50", key="k")  # noqa: E731
BY_EVENT: Way = lambda _, bet: live.deliver(live.TRIGGERED, live.messages(live.triggered(bet)))  # noqa: E731


@pytest.mark.parametrize(
    ("ways", "statuses"),
    [
        pytest.param([BY_HTTP, BY_EVENT], [[200], [409]], id="through HTTP and through the event"),
        pytest.param([BY_EVENT, BY_EVENT], [[]], id="through two events"),
        pytest.param([BY_HTTP, BY_HTTP], [[200, 409]], id="through HTTP twice"),
        pytest.param([WITH_A_KEY, WITH_A_KEY], [[200, 200]], id="with one key"),
    ],
)
def test_two_simultaneous_cash_outs_of_a_bet_pay_once(
    agent: Person,
    ann: Person,
    service: Person,
    bus: Bus,
    database: Database,
    ways: list[Way],
    statuses: list[list[int]],
) -> None:
    bet_id = live.place(ann)

    outcomes = kit.simultaneously(*(lambda way=way: way(service, bet_id) for way in ways))

    answers = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
    assert sorted(answer.status for answer in answers) in statuses
    assert [outcome for outcome in outcomes if not isinstance(outcome, Answer)] == [[]] * (2 - len(answers))
    assert live.account(agent, ann)["account_balance"] == "102.50"
    assert len({detail["event_id"] for detail in bus.details}) == 1
    assert database.value("select count(*) from transactions where kind = 'bet_cash_out'") == 1
    assert len({answer.text for answer in answers if answer.status == 200}) <= 1
    database.assert_consistent()
