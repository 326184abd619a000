"""Coin policies: services set and read them, and a tournament without a policy has the defaults."""

from collections.abc import Mapping

import pytest

from tests.support import kit, tournaments
from tests.support.kit import Database, Person, assert_problem
from tests.support.tournaments import CUP, DEFAULTS

PATH = f"/api/v1/tournaments/{CUP}/coin-policy"


def test_a_tournament_without_a_policy_has_the_defaults(service: Person) -> None:
    answer = service.get(PATH)

    assert (answer.status, answer.json) == (200, {"tournament_id": CUP} | DEFAULTS)


def test_a_stored_policy_is_returned_until_it_is_replaced(service: Person) -> None:
    wanted = {"participation": 0, "top4": 1, "runner_up": 999_999, "winner": 1_000_000}

    put = tournaments.policy(service, wanted)

    assert (put.status, put.json) == (200, {"tournament_id": CUP} | wanted)
    assert service.get(PATH).json == put.json
    assert tournaments.policy(service, {"winner": 7}).json == {"tournament_id": CUP} | DEFAULTS | {"winner": 7}
    assert service.get(PATH).json["winner"] == 7


def test_a_field_left_out_of_a_policy_gets_its_default(service: Person) -> None:
    tournaments.set_policy(service, participation=6, top4=7, runner_up=8, winner=9)

    assert service.call("PUT", PATH).json == {"tournament_id": CUP} | DEFAULTS


def test_a_returned_policy_can_be_stored_again_unchanged(service: Person) -> None:
    stored = service.get(PATH).json

    assert service.call("PUT", PATH, stored).json == stored
    refused = service.call("PUT", PATH, stored | {"tournament_id": "another"})
    assert_problem(refused, 400, "invalid_request")
    assert refused.pointers == ["/tournament_id"]


@pytest.mark.parametrize("name", DEFAULTS)
@pytest.mark.parametrize("value", [-1, 1_000_001, 10**40, 2.5, "5", True, None, [], {}])
def test_a_policy_accepts_only_whole_numbers_from_0_to_1_000_000(service: Person, name: str, value: object) -> None:
    answer = tournaments.policy(service, {name: value})

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == [f"/{name}"]
    assert service.get(PATH).json == {"tournament_id": CUP} | DEFAULTS


def test_every_invalid_field_of_a_policy_is_reported(service: Person) -> None:
    answer = tournaments.policy(service, {"participation": -1, "winner": "1", "gold": 3})

    assert_problem(answer, 400, "invalid_request")
    assert sorted(answer.pointers) == ["/gold", "/participation", "/winner"]


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("tournament_id", ["x" * 129, "%20", "a%20b", "%C3%A9", "a%2Fb", "a%00"])
def test_an_invalid_tournament_id_is_refused(service: Person, method: str, tournament_id: str) -> None:
    answer = service.call(method, f"/api/v1/tournaments/{tournament_id}/coin-policy")

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["tournament_id"]


@pytest.mark.parametrize("tournament_id", ["x" * 128, "a.b_c:d-1", "0"])
def test_a_tournament_id_has_the_form_of_an_owner_id(service: Person, tournament_id: str) -> None:
    tournaments.set_policy(service, tournament_id, winner=3)

    assert service.get(f"/api/v1/tournaments/{tournament_id}/coin-policy").json["winner"] == 3


def test_each_tenant_and_each_tournament_has_a_policy_of_its_own(service: Person) -> None:
    tournaments.set_policy(service, winner=3)

    assert kit.service("globex").get(PATH).json["winner"] == 100
    assert service.get("/api/v1/tournaments/another/coin-policy").json["winner"] == 100


def test_a_policy_put_twice_with_one_key_takes_effect_once(service: Person) -> None:
    def put(key: str, **amounts: int) -> Mapping[str, object]:
        answer = service.call("PUT", PATH, amounts, key=key)
        return {"status": answer.status, "replayed": "idempotency-replayed" in answer.headers}

    assert put("k", winner=3) == {"status": 200, "replayed": False}
    assert put("l", winner=4) == {"status": 200, "replayed": False}
    assert put("k", winner=3) == {"status": 200, "replayed": True}
    assert put("k", winner=5) == {"status": 422, "replayed": False}
    assert service.get(PATH).json["winner"] == 4, "a replay changes nothing"


def test_only_one_of_two_simultaneous_first_policies_is_stored(service: Person, database: Database) -> None:
    outcomes = kit.simultaneously(*(lambda n=n: tournaments.policy(service, {"winner": n}).status for n in (1, 2)))

    assert outcomes == [200, 200]
    assert service.get(PATH).json["winner"] in {1, 2}
    assert database.value("select count(*) from coin_policies") == 1
