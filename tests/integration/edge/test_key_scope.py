"""The scope of an idempotency key: the tenant and the principal, as docs/guides/coins.md describes it."""

from typing import Final

import pytest

from tests.support import kit
from tests.support.billing import WALLET, ok, root
from tests.support.kit import ROOT, Database, Person

pytestmark = pytest.mark.session

OLD_CLIENT: Final = Person("client-1", ("service",))
NEW_CLIENT: Final = Person("client-2", ("service",))


def test_a_repeat_under_the_credentials_of_a_new_client_moves_the_amount_again(database: Database) -> None:
    body = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}

    first = OLD_CLIENT.post("/api/v1/wallets/pia/credit", body, key="k")
    repeat = NEW_CLIENT.post("/api/v1/wallets/pia/credit", body, key="k")

    assert (first.status, repeat.status) == (201, 201)
    assert "idempotency-replayed" not in repeat.headers
    assert kit.balance_of(NEW_CLIENT, "pia") == "10"
    database.assert_consistent()


def test_a_repeat_with_a_new_secret_of_the_same_client_gets_the_first_answer(database: Database) -> None:
    body = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}
    same_client = Person(OLD_CLIENT.sub, OLD_CLIENT.roles, extra={"jti": "another token"})

    first = OLD_CLIENT.post("/api/v1/wallets/pia/credit", body, key="k")
    repeat = same_client.post("/api/v1/wallets/pia/credit", body, key="k")

    assert (repeat.status, repeat.text, repeat.headers["idempotency-replayed"]) == (201, first.text, "true")
    assert kit.balance_of(OLD_CLIENT, "pia") == "5"


def test_a_charge_with_a_reference_is_posted_once_even_if_another_client_repeats_it(database: Database) -> None:
    ok(root().call("POST", f"{WALLET}/adjustments", {"amount": "9", "reason": "x"}, query={"tenant_id": "acme"}))
    body = {"amount": "5", "reference": "batch-17"}

    first = OLD_CLIENT.post(f"{WALLET}/charges", body, key="k")
    repeat = NEW_CLIENT.post(f"{WALLET}/charges", body, key="k")

    assert (first.status, repeat.status) == (201, 200)
    assert (first.json["balance"], repeat.json["balance"]) == ("4.00", "4.00")
    database.assert_consistent()


def test_the_guide_states_the_scope_of_a_key() -> None:
    guide = " ".join((ROOT / "docs/guides/coins.md").read_text().split())

    assert "A key belongs to the tenant and the principal, which is the `sub` of the token." in guide
