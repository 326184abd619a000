"""Bets: the transaction of a stake, refusals, and who sees which bets."""

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus

UUID7 = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


@pytest.fixture
def ann(agent: Person) -> Person:
    return live.bettor(agent)


def test_a_new_bet_moves_its_stake_to_the_house_and_is_pending(
    agent: Person, ann: Person, service: Person, database: Database
) -> None:
    body = {"customer_id": live.owner(ann), "stake": "10", "description": " Home win ", "odds": "1.8500"}
    answer = service.post("/api/v1/bets", body, key="bet-1")

    assert answer.status == 201
    bet = answer.json
    assert re.fullmatch(UUID7, bet["bet_id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", bet["placed_at"])
    assert bet == {
        "bet_id": bet["bet_id"],
        "user_id": live.owner(ann),
        "username": "ann",
        "description": "Home win",
        "stake": "10.00",
        "odds": "1.85",
        "currency": "USD",
        "status": "pending",
        "payout": None,
        "cash_out_amount": None,
        "profit_loss": None,
        "is_auto_cash_out": False,
        "cash_out_trigger_reason": None,
        "placed_at": bet["placed_at"],
        "settled_at": None,
        "meta": None,
        "outcome_meta": None,
    }
    seen = live.account(agent, ann)
    assert (seen["account_balance"], seen["available"], seen["pending_bets"]) == ("90.00", "90.00", "10.00")
    assert database.rows(
        """
        select t.kind, t.external_reference, w.owner_kind, e.amount
        from entries e join wallets w using (tenant_id, wallet_id) join transactions t using (tenant_id, transaction_id)
        where t.kind = 'bet_stake' order by e.amount
        """
    ) == [
        {"kind": "bet_stake", "external_reference": bet["bet_id"], "owner_kind": "person", "amount": -1000},
        {"kind": "bet_stake", "external_reference": bet["bet_id"], "owner_kind": "house", "amount": 1000},
    ]
    database.assert_consistent()


def test_a_repeated_key_returns_the_same_bet(ann: Person, agent: Person) -> None:
    first = ann.call("POST", "/api/v1/bets", {"stake": 10, "description": "Home win"}, key="k")
    again = ann.call("POST", "/api/v1/bets", {"stake": "10.00", "description": "Home win", "odds": None}, key="k")

    assert (again.status, again.text) == (201, first.text)
    assert again.headers["idempotency-replayed"] == "true"
    assert live.account(agent, ann)["pending_bets"] == "10.00"


@pytest.mark.parametrize(
    ("terms", "balance", "stake", "expected"),
    [
        pytest.param({}, "10.00", "10.00", (201, None), id="PostUp to exactly zero"),
        pytest.param({}, "10.00", "10.01", (400, "insufficient_funds"), id="PostUp below zero"),
        pytest.param(
            {"account_type": "credit", "credit_limit": "5.00"}, "10.00", "15.00", (201, None), id="Credit at its limit"
        ),
        pytest.param(
            {"account_type": "credit", "credit_limit": "5.00"},
            "10.00",
            "15.01",
            (400, "insufficient_credit"),
            id="Credit over its limit",
        ),
        pytest.param({"currency": "JPY"}, "100", "60", (201, None), id="in a currency without decimals"),
        pytest.param(
            {"currency": "JPY"}, "100", "0.5", (400, "invalid_amount"), id="more decimals than the currency has"
        ),
    ],
)
def test_a_stake_is_accepted_down_to_the_floor_of_its_wallet(
    agent: Person, database: Database, terms: dict[str, str], balance: str, stake: str, expected: tuple[int, str | None]
) -> None:
    ann = live.bettor(agent, balance=balance, **terms)

    answer = live.request_bet(ann, stake)

    assert (answer.status, answer.json.get("code")) == expected
    assert database.value("select count(*) from bets") == (answer.status == 201)
    database.assert_consistent()


def test_a_frozen_customer_cannot_bet(agent: Person, ann: Person) -> None:
    agent.patch(f"/api/v1/agent/clients/{live.owner(ann)}", {"status": "frozen"})

    answer = live.request_bet(ann)

    assert (answer.status, answer.code) == (409, "wallet_frozen")


def test_odds_are_a_decimal_above_one_and_at_most_ten_thousand(ann: Person) -> None:
    for odds in ("1.0001", "10000", "9999.9999", 2, 3.5, None):
        bet = live.request_at_odds(ann, odds, "1.00").json

        assert bet["odds"] is None if odds is None else Decimal(bet["odds"]) == Decimal(str(odds))
        assert ann.get(f"/api/v1/bets/{bet['bet_id']}").json == bet
        assert ann.get("/api/v1/bets").json["items"][0] == bet


def test_a_customer_chooses_no_odds(ann: Person, agent: Person, database: Database) -> None:
    for odds in ("1.85", "10000"):
        kit.assert_problem(live.request_bet(ann, odds=odds), 403, "forbidden")

    assert live.account(agent, ann)["account_balance"] == "100.00"
    assert database.value("select count(*) from bets") == 0
    assert live.request_bet(ann, odds=None).json["odds"] is None


def test_a_customer_bets_from_their_own_wallet_only(ann: Person, agent: Person) -> None:
    bob = live.bettor(agent, "bob")

    kit.assert_problem(live.request_bet(ann, customer_id=live.owner(bob)), 403, "forbidden")

    assert live.account(agent, bob)["account_balance"] == "100.00"
    assert live.request_bet(ann, customer_id=live.owner(ann)).json["user_id"] == live.owner(ann)


def test_a_trading_system_names_a_customer_of_its_tenant(ann: Person, service: Person) -> None:
    body = {"stake": "1.00", "description": "Home win", "odds": "2"}

    unnamed = service.post("/api/v1/bets", body)
    unknown = service.post("/api/v1/bets", body | {"customer_id": live.UNKNOWN})
    foreign = kit.service("globex").post("/api/v1/bets", body | {"customer_id": live.owner(ann)})

    assert (unnamed.status, unnamed.pointers) == (400, ["/customer_id"])
    assert [(answer.status, answer.code) for answer in (unknown, foreign)] == [(404, "customer_not_found")] * 2


def test_a_bet_of_a_person_who_is_not_a_customer_of_the_tenant_is_refused(ann: Person, service: Person) -> None:
    names = ["not-a-customer", live.UNKNOWN, live.owner(ann).upper()]
    strangers = [*map(kit.customer, names), kit.customer(live.owner(ann), "globex")]
    for name in names:
        kit.credit(service, name, "100")  # a wallet does not make its owner a customer

    answers = [live.request_bet(stranger) for stranger in strangers]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "customer_not_found")] * 4
    listed = [stranger.get("/api/v1/bets") for stranger in strangers]
    assert [(answer.status, answer.json["items"]) for answer in listed] == [(200, [])] * 4, "they have no bets"


@pytest.fixture
def people_and_bets(agent: Person, other_agent: Person, bus: Bus) -> dict[str, Any]:
    """The agent's customers ann and bob, the other agent's customer eve, and their bets."""
    trading = kit.service()
    ann, bob = live.bettor(agent), live.bettor(agent, "bob")
    eve = live.bettor(other_agent, "eve")
    bets = {
        "lost": live.place(ann),
        "pending": live.place(ann),
        "won": live.place(bob),
        "another agent's": live.place(eve),
    }
    live.settle(trading, bets["lost"], "lost")
    live.settle(trading, bets["won"], "won", "20.00")
    return {"ann": ann, "bob": bob, "eve": eve, **bets}


def test_a_bet_is_seen_by_its_customer_their_agent_and_a_service_only(people_and_bets: dict[str, Any]) -> None:
    expectations: list[tuple[Person, str, int, str | None]] = [
        (people_and_bets["ann"], "pending", 200, None),
        (kit.agent(), "pending", 200, None),
        (kit.service(), "pending", 200, None),
        (people_and_bets["bob"], "pending", 403, "forbidden"),
        (kit.agent("agent-2"), "pending", 403, "not_your_customer"),
        (kit.agent(tenant_id="globex"), "pending", 404, "bet_not_found"),
        (kit.service("globex"), "pending", 404, "bet_not_found"),
        (kit.customer(live.owner(people_and_bets["ann"]), "globex"), "pending", 404, "bet_not_found"),
        (kit.service(), "unknown", 404, "bet_not_found"),
    ]
    for person, bet, status, code in expectations:
        answer = person.get(f"/api/v1/bets/{people_and_bets.get(bet, live.UNKNOWN)}")

        assert (answer.status, answer.json.get("code")) == (status, code), person
        assert status != 200 or answer.json["bet_id"] == people_and_bets[bet]


def test_lists_contain_only_bets_that_the_caller_may_see_newest_first(people_and_bets: dict[str, Any]) -> None:
    bob = live.owner(people_and_bets["bob"])
    expected: list[tuple[Person, dict[str, str], list[str]]] = [
        (people_and_bets["ann"], {}, ["pending", "lost"]),
        (people_and_bets["ann"], {"status": "lost"}, ["lost"]),
        (people_and_bets["ann"], {"status": "won"}, []),
        (kit.agent(), {}, ["won", "pending", "lost"]),
        (kit.agent(), {"status": "pending"}, ["pending"]),
        (kit.agent(), {"customer_id": bob}, ["won"]),
        (kit.agent(), {"customer_id": bob, "status": "lost"}, []),
        (kit.agent("agent-2"), {}, ["another agent's"]),
        (kit.agent(tenant_id="globex"), {}, []),
    ]
    for person, query, bets in expected:
        answer = person.get("/api/v1/bets" if person.customer_id else "/api/v1/agent/bets", query)

        assert [item["bet_id"] for item in answer.json["items"]] == [people_and_bets[name] for name in bets], (
            person,
            query,
        )
        assert (answer.json["total_count"], answer.json["has_more"]) == (len(bets), False)


def test_an_agent_lists_bets_of_their_own_customers_only(people_and_bets: dict[str, Any]) -> None:
    eve, ann = live.owner(people_and_bets["eve"]), live.owner(people_and_bets["ann"])
    requests = [(kit.agent(), eve), (kit.agent(), live.UNKNOWN), (kit.agent(tenant_id="globex"), ann)]

    answers = [person.get("/api/v1/agent/bets", {"customer_id": customer_id}) for person, customer_id in requests]

    assert [(answer.status, answer.code) for answer in answers] == [
        (403, "not_your_customer"),
        (404, "customer_not_found"),
        (404, "customer_not_found"),
    ]


def test_lists_of_bets_are_paged(agent: Person, ann: Person) -> None:
    bets = [live.place(ann, "1.00") for _ in range(5)][::-1]
    for person, path in ((ann, "/api/v1/bets"), (agent, "/api/v1/agent/bets")):
        pages = [person.get(path, {"limit": 2, "offset": offset}).json for offset in (0, 2, 4, 6)]

        assert [[item["bet_id"] for item in page["items"]] for page in pages] == [bets[:2], bets[2:4], bets[4:], []]
        assert [page["has_more"] for page in pages] == [True, True, False, False]
        assert all((page["total_count"], page["limit"]) == (5, 2) for page in pages)


def test_a_customer_with_the_sub_of_an_agent_sees_no_bet_of_that_agent_s_customers(agent: Person, ann: Person) -> None:
    bet = ann.post("/api/v1/bets", {"stake": "10", "description": "Home win"}).json["bet_id"]
    namesake = Person(agent.sub, ("customer",))

    assert namesake.get(f"/api/v1/bets/{bet}").status == 403
