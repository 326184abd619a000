"""Awards for participation and placements: each is paid once, even if events are repeated or out of order."""

import pytest

from ledger import awards
from ledger.messaging.events import RegistrationConfirmed, TournamentCompleted
from tests.support import kit, live, tournaments
from tests.support.kit import Database, Person
from tests.support.live import Detail
from tests.support.tournaments import COMPLETED, CONFIRMED, CUP, cancelled, coins, completed, confirmed, deliver, placed


@pytest.fixture
def database_role() -> str:
    return "purser_coins"


def test_each_owner_of_a_confirmed_registration_gets_the_participation_award(
    service: Person, database: Database
) -> None:
    deliver(confirmed("r1", "ann", "bob", "cid"))

    assert coins(service, "ann", "bob", "cid") == {"ann": 5, "bob": 5, "cid": 5}
    assert database.value("select count(*) from transactions where kind = 'participation'") == 3
    database.assert_consistent()


def test_the_key_of_a_participation_award_names_the_registration_and_in_a_team_also_the_owner(service: Person) -> None:
    deliver(confirmed("r1", "ann"), confirmed("r2", "bob", "cid"))

    assert tournaments.coin_entries(service, "ann") == [("participation", 5, "participation_award_reg_r1")]
    assert tournaments.coin_entries(service, "bob") == [("participation", 5, "participation_award_reg_r2_bob")]
    assert tournaments.coin_entries(service, "cid") == [("participation", 5, "participation_award_reg_r2_cid")]


def test_placements_1_to_4_get_their_awards_and_others_nothing(service: Person, database: Database) -> None:
    deliver(completed(*(placed(f"r{n}", n, f"owner-{n}") for n in (5, 3, 1, 4, 2, 6, 10**30))))

    assert [tournaments.coin_entries(service, f"owner-{n}") for n in (1, 2, 3, 4)] == [
        [("winner", 100, "placement_award_reg_r1_place_1")],
        [("runner_up", 50, "placement_award_reg_r2_place_2")],
        [("top4", 25, "placement_award_reg_r3_place_3")],
        [("top4", 25, "placement_award_reg_r4_place_4")],
    ]
    assert [tournaments.history(service, f"owner-{n}") for n in (5, 6, 10**30)] == [[], [], []]
    assert database.value("select count(*) from wallets where owner_kind = 'person'") == 4
    assert database.value("select count(*) from awards") == 4
    database.assert_consistent()


def test_the_key_of_a_placement_award_names_the_owner_in_a_team(service: Person) -> None:
    deliver(completed(placed("r1", 1, "ann", "bob")))

    assert tournaments.coin_entries(service, "ann") == [("winner", 100, "placement_award_reg_r1_place_1_ann")]
    assert tournaments.coin_entries(service, "bob") == [("winner", 100, "placement_award_reg_r1_place_1_bob")]


def test_an_award_names_its_tournament_and_its_registration(service: Person, database: Database) -> None:
    deliver(confirmed("r1", "ann"))

    (item,) = tournaments.history(service, "ann")
    assert item["meta"] == {"tournament_id": CUP, "registration_id": "r1"}
    (row,) = database.rows("select * from awards")
    assert (str(row["transaction_id"]), row["amount"]) == (item["transaction_id"], 5)
    assert database.value("select posted_by from transactions") == CONFIRMED


def test_awards_are_paid_from_the_treasury_like_credits(service: Person, database: Database) -> None:
    kit.credit(service, "bob", "1")
    deliver(confirmed("r1", "ann"))

    assert database.value("select count(*) from wallets where owner_kind = 'treasury'") == 1
    assert database.value("select sum(e.amount) from entries e where e.version is null") == -6


def test_a_policy_sets_the_amounts_of_awards(service: Person) -> None:
    tournaments.set_policy(service, participation=1, top4=2, runner_up=3, winner=1_000_000)

    deliver(confirmed("r0", "ann"), completed(*(placed(f"r{n}", n, f"owner-{n}") for n in (1, 2, 3, 4))))

    assert coins(service, "ann", "owner-1", "owner-2", "owner-3", "owner-4") == {
        "ann": 1,
        "owner-1": 1_000_000,
        "owner-2": 3,
        "owner-3": 2,
        "owner-4": 2,
    }


def test_an_award_keeps_the_amount_of_its_first_payment_when_the_policy_changes(
    service: Person, database: Database
) -> None:
    events = [confirmed("r1", "ann"), completed(placed("r1", 1, "ann"))]
    deliver(*events)

    tournaments.set_policy(service, participation=6, winner=200)
    deliver(*events, confirmed("r2", "bob"))

    assert coins(service, "ann", "bob") == {"ann": 105, "bob": 6}
    assert tournaments.total_awarded(database) == 111


def test_an_award_of_zero_posts_nothing_and_stays_zero(service: Person, database: Database) -> None:
    tournaments.set_policy(service, participation=0)
    deliver(confirmed("r1", "ann"))
    assert database.value("select count(*) from transactions") == 0

    tournaments.set_policy(service, participation=5)
    deliver(confirmed("r1", "ann"))

    assert coins(service, "ann") == {"ann": 0}


def test_a_repeated_event_pays_nothing_and_causes_no_conflict(service: Person, database: Database) -> None:
    events = [confirmed("r1", "ann"), completed(placed("r1", 2, "ann"))]

    deliver(*events, *events, *events[::-1])

    assert [entry[0] for entry in tournaments.coin_entries(service, "ann")] == ["participation", "runner_up"]
    database.assert_consistent()


def test_placements_may_come_before_the_confirmation_of_the_registration(service: Person) -> None:
    deliver(completed(placed("r1", 1, "ann")), confirmed("r1", "ann"))

    assert coins(service, "ann") == {"ann": 105}


def test_a_large_tournament_may_be_completed_in_several_events(service: Person) -> None:
    deliver(completed(placed("r1", 1, "ann")), completed(placed("r2", 2, "bob")), completed(placed("r1", 1, "ann")))

    assert coins(service, "ann", "bob") == {"ann": 100, "bob": 50}


def test_tied_registrations_get_the_full_award_of_their_placement(service: Person) -> None:
    deliver(completed(placed("r1", 1, "ann"), placed("r2", 1, "bob"), placed("r3", 3, "cid"), placed("r4", 3, "dan")))

    assert coins(service, "ann", "bob", "cid", "dan") == {"ann": 100, "bob": 100, "cid": 25, "dan": 25}


def test_an_owner_named_twice_in_a_registration_counts_once_and_is_paid_once(service: Person) -> None:
    deliver(confirmed("r1", "ann", "ann"), completed(placed("r1", 1, "ann", "bob", "ann"), placed("r1", 1, "ann")))

    assert tournaments.coin_entries(service, "ann") == [
        ("participation", 5, "participation_award_reg_r1"),
        ("winner", 100, "placement_award_reg_r1_place_1_ann"),
    ]


def test_an_owner_in_two_teams_is_paid_for_each(service: Person, database: Database) -> None:
    deliver(
        confirmed("r1", "ann", "bob"),
        confirmed("r2", "ann", "cid"),
        completed(placed("r1", 1, "ann", "bob"), placed("r2", 2, "ann", "cid")),
    )

    assert coins(service, "ann", "bob", "cid") == {"ann": 160, "bob": 105, "cid": 55}
    database.assert_consistent()


def test_an_owner_who_joins_a_registration_later_is_paid_and_the_others_are_not_paid_again(service: Person) -> None:
    deliver(confirmed("r1", "ann"), confirmed("r1", "ann", "bob"))

    assert coins(service, "ann", "bob") == {"ann": 5, "bob": 5}
    assert tournaments.coin_entries(service, "bob")[0][2] == "participation_award_reg_r1_bob"


def test_registrations_with_equal_award_keys_are_awarded_separately(service: Person) -> None:
    deliver(confirmed("r1", "a", "b"), confirmed("r1_a", "cid"))

    assert tournaments.coin_entries(service, "a") == [("participation", 5, "participation_award_reg_r1_a")]
    assert tournaments.coin_entries(service, "cid") == [("participation", 5, "participation_award_reg_r1_a")]


def test_a_registration_is_awarded_once_even_if_two_tournaments_name_it(service: Person) -> None:
    """The key of an award contains the registration and no tournament."""
    tournaments.set_policy(service, "other", participation=7)

    deliver(confirmed("r1", "ann"), confirmed("r1", "ann", tournament_id="other"))

    assert tournaments.coin_entries(service, "ann") == [("participation", 5, "participation_award_reg_r1")]


@pytest.mark.parametrize("detail", [confirmed("r1"), completed(), completed(placed("r1", 1)), cancelled("no-cup")])
def test_an_event_without_owners_has_no_effect(detail: Detail, database: Database) -> None:
    deliver(detail)

    assert database.value("select count(*) from transactions") == 0


def test_another_placement_of_a_registration_pays_a_new_award_and_logs_a_warning(
    service: Person, caplog: pytest.LogCaptureFixture
) -> None:
    deliver(completed(placed("r1", 2, "ann"), placed("r2", 1, "bob")))
    assert [line for line in caplog.records if line.levelname == "WARNING"] == []

    deliver(completed(placed("r1", 1, "ann"), placed("r3", 4, "cid")), completed(placed("r1", 1, "ann")))

    assert [entry[2] for entry in tournaments.coin_entries(service, "ann")] == [
        "placement_award_reg_r1_place_2",
        "placement_award_reg_r1_place_1",
    ]
    (warning,) = [vars(line) for line in caplog.records if line.levelname == "WARNING"]
    assert warning["message"] == "a registration has awards for several placements"
    assert (warning["registration_id"], warning["tournament_id"]) == ("r1", CUP)
    assert warning["awards"] == ["place_1", "place_2"]
    assert warning["operation"] == COMPLETED


def test_a_placement_below_the_fourth_causes_neither_an_award_nor_a_warning(
    service: Person, caplog: pytest.LogCaptureFixture
) -> None:
    deliver(completed(placed("r1", 2, "ann")), completed(placed("r1", 5, "ann")))

    assert coins(service, "ann") == {"ann": 50}
    assert [line for line in caplog.records if line.levelname == "WARNING"] == []


def test_keys_of_awards_and_keys_of_callers_do_not_collide(service: Person, database: Database) -> None:
    keys = ["participation_award_reg_r1", "placement_award_reg_r1_place_1"]
    body = {"amount": "1", "currency": "COIN", "reason": "manual_adjust"}
    for key in keys:
        assert service.post("/api/v1/wallets/ann/credit", body, key=key).status == 201
    # Even a caller whose sub is the consumer's name does not collide.
    same_name = kit.Person(CONFIRMED, ("service",))
    assert same_name.post("/api/v1/wallets/ann/credit", body, key=keys[0]).status == 201

    deliver(confirmed("r1", "ann"), completed(placed("r1", 1, "ann")))

    assert coins(service, "ann") == {"ann": 3 + 105}
    deliver(confirmed("r2", "bob"))
    late = service.post("/api/v1/wallets/bob/credit", body, key="participation_award_reg_r2")
    assert (late.status, "idempotency-replayed" in late.headers) == (201, False)
    assert coins(service, "bob") == {"bob": 6}
    database.assert_consistent()


def test_two_tenants_use_the_same_ids_independently(service: Person) -> None:
    other = kit.service("globex")
    tournaments.set_policy(other, participation=9)

    for tenant_id in ("acme", "globex"):
        deliver(confirmed("r1", "ann", tenant_id=tenant_id), completed(placed("r1", 1, "ann"), tenant_id=tenant_id))

    assert coins(service, "ann") == {"ann": 105}
    assert coins(other, "ann") == {"ann": 109}


def test_an_award_is_credited_to_a_frozen_customer_wallet(agent: Person, service: Person) -> None:
    ann = kit.new_customer(agent, currency="COIN")
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})

    deliver(confirmed("r1", ann))

    assert coins(service, ann) == {ann: 5}


def test_the_use_cases_pay_awards_without_the_edge(service: Person) -> None:
    awards.award_participation(kit.in_session, RegistrationConfirmed.model_validate(confirmed("r1", "ann", "bob")))
    awards.award_placements(kit.in_session, TournamentCompleted.model_validate(completed(placed("r1", 4, "ann"))))

    assert coins(service, "ann", "bob") == {"ann": 30, "bob": 5}


GOOD = confirmed("r1", "ann")
PLACED = completed(placed("r1", 1, "ann"))
IDS: list[object] = ["", "a b", "x" * 129, "a\0", "é", 7, None, "\ud800"]
OWNERS: list[object] = ["ann", ["ann", ""], ["a b"], [7], [None], [["ann"]], None, {"0": "a"}]
PLACEMENTS: list[object] = [{}, "x", None, [None], [{}], [placed("r 1", 1, "ann")]]
MALFORMED: list[Detail] = [
    *({**GOOD, name: wrong} for name in ("registration_id", "tournament_id") for wrong in IDS),
    *({**GOOD, "owner_ids": wrong} for wrong in OWNERS),
    {name: value for name, value in GOOD.items() if name != "owner_ids"},
    *({**PLACED, "placements": [placed("r1", wrong, "ann")]} for wrong in (0, -1, 1.5, "1", True, None)),
    *({**PLACED, "placements": wrong} for wrong in PLACEMENTS),
    {**PLACED, "placements": [placed("r1", 1, "ann"), placed("r2", 2, "b b")]},
]


@pytest.mark.parametrize("detail", MALFORMED, ids=repr)
def test_a_malformed_event_pays_nobody_and_does_not_affect_others_of_its_batch(
    detail: Detail, service: Person, database: Database
) -> None:
    name = tournaments.consumer_of(detail) if "placements" not in detail else COMPLETED
    good = completed(placed("r9", 1, "zoe")) if name == COMPLETED else confirmed("r9", "zoe")

    assert live.deliver(name, live.messages(detail, good)) == [0]

    assert database.value("select array_agg(owner_id) from awards") == ["zoe"]
