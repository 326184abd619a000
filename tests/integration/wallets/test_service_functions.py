"""The functions of `ledger.wallets` behave like the routes of the same names, also with idempotency keys."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from ledger import wallets
from ledger.core import errors
from ledger.core.models import Answer
from ledger.storage.sessions import Session
from tests.support import kit
from tests.support.kit import Database, Person

type Call = Callable[[Session, str | None, int], Answer]
"""Its arguments are the session, the idempotency key and the amount."""


def request(amount: int, **more: Any) -> wallets.WalletTransactionCreate:
    return wallets.WalletTransactionCreate(amount=Decimal(amount), reason="manual_adjust", **more)


def credit(session: Session, key: str | None, amount: int = 5) -> wallets.WalletReceipt:
    return wallets.credit(session, "ann", request(amount), idempotency_key=key)


def debit(session: Session, key: str | None, amount: int = 5) -> wallets.WalletReceipt:
    return wallets.debit(session, "ann", request(amount), idempotency_key=key)


def transfer(session: Session, key: str | None, amount: int = 5) -> wallets.TransferReceipt:
    return wallets.transfer(
        session, "ann", wallets.TransferCreate(to_owner_id="bob", amount=Decimal(amount)), idempotency_key=key
    )


CALLS: list[Call] = [credit, debit, transfer]


def run_call(call: Call, key: str | None, amount: int = 5, **who: str) -> Answer:
    return kit.in_session(lambda session: call(session, key, amount), **who)


def transactions(database: Database) -> int:
    return int(database.value("select count(*) from transactions"))


@pytest.fixture(autouse=True)
def funded(service: Person) -> None:
    kit.credit(service, "ann", "100")


@pytest.mark.parametrize("call", CALLS)
def test_a_repeated_call_with_a_key_has_one_effect_and_one_answer(database: Database, call: Call) -> None:
    first = run_call(call, "k")
    between = run_call(call, "other")

    repeat = run_call(call, "k")

    assert (repeat, repeat.model_dump_json()) == (first, first.model_dump_json())
    assert between != first
    assert transactions(database) == 3
    database.assert_consistent()


@pytest.mark.parametrize("call", CALLS)
def test_an_answer_that_the_release_before_holds_stored_says_nothing_of_them(database: Database, call: Call) -> None:
    first = dict(run_call(call, "k"))
    of_holds = {name for name in first if name.endswith(("held", "available"))}
    with database.admin() as connection:
        connection.execute("update requests set answer = (answer::jsonb - %s::text[])::text", (sorted(of_holds),))

    repeat = dict(run_call(call, "k"))

    assert repeat == first | dict.fromkeys(of_holds)
    assert len(of_holds) in (2, 4)


@pytest.mark.parametrize("call", CALLS)
def test_each_call_without_a_key_is_a_new_transaction(database: Database, call: Call) -> None:
    assert run_call(call, None) != run_call(call, None)
    assert transactions(database) == 3


@pytest.mark.parametrize("call", CALLS)
def test_another_amount_or_operation_with_the_key_is_a_conflict(database: Database, call: Call) -> None:
    run_call(call, "k")

    with pytest.raises(errors.IdempotencyConflict):
        run_call(call, "k", 6)
    for other in CALLS:
        if other is not call:
            with pytest.raises(errors.IdempotencyConflict):
                run_call(other, "k")
    assert transactions(database) == 2


def test_another_owner_with_the_key_is_a_conflict() -> None:
    run_call(credit, "k")

    with pytest.raises(errors.IdempotencyConflict):
        kit.in_session(lambda session: wallets.credit(session, "bob", request(5), idempotency_key="k"))


@pytest.mark.parametrize("call", CALLS)
def test_simultaneous_calls_with_a_key_have_one_effect_and_equal_answers(database: Database, call: Call) -> None:
    answers = kit.simultaneously(*[partial(run_call, call, "k")] * 4)

    assert all(isinstance(answer, Answer) for answer in answers), answers
    assert len({str(answer) for answer in answers}) == 1
    assert transactions(database) == 2
    database.assert_consistent()


@pytest.mark.parametrize("call", CALLS)
def test_a_key_belongs_to_the_tenant_and_the_principal(database: Database, call: Call) -> None:
    kit.credit(kit.service("globex"), "ann", "100")

    run_call(call, "k")
    run_call(call, "k", principal="another")
    run_call(call, "k", tenant_id="globex")

    assert transactions(database) == 5
    database.assert_consistent()


def test_a_refused_call_leaves_its_key_free(service: Person, database: Database) -> None:
    with pytest.raises(errors.InsufficientFunds):
        run_call(debit, "k", 101)

    kit.credit(service, "ann", "1")

    run_call(debit, "k", 101)
    assert kit.balance_of(service, "ann") == "0"


def test_keys_of_functions_and_keys_of_api_callers_are_separate(service: Person, database: Database) -> None:
    body = {"amount": "5", "currency": "COIN", "reason": "manual_adjust"}
    assert service.post("/api/v1/wallets/ann/credit", body, key="k").status == 201

    run_call(credit, "k", principal=service.sub)

    assert kit.balance_of(service, "ann") == "110"


def test_the_key_is_shown_in_the_answer_and_in_the_history(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = run_call(credit, "k")
    sent = run_call(transfer, "t")

    monkeypatch.setenv("DATABASE_ROLE", "purser_read")
    history = kit.in_session(lambda session: wallets.get_transaction_history(session, "ann"))

    assert isinstance(moved, wallets.WalletReceipt)
    assert isinstance(sent, wallets.TransferReceipt)
    assert (moved.idempotency_key, sent.idempotency_key) == ("k", "t")
    assert [item.idempotency_key for item in history] == ["t_debit", "k", None]


def test_the_history_is_a_list_newest_first_with_a_limit_and_an_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    for amount in (1, 2, 3):
        run_call(credit, None, amount)
    monkeypatch.setenv("DATABASE_ROLE", "purser_read")

    def amounts(limit: int = 50, offset: int = 0) -> list[str]:
        items = kit.in_session(
            lambda session: wallets.get_transaction_history(session, "ann", limit=limit, offset=offset)
        )
        assert isinstance(items, list)
        return [str(item.amount) for item in items]

    assert amounts() == ["3", "2", "1", "100"]
    assert amounts(limit=2, offset=1) == ["2", "1"]
    assert kit.in_session(lambda session: wallets.get_transaction_history(session, "nobody", "COIN")) == []


def test_the_balance_is_in_coins_unless_another_currency_is_given() -> None:
    coins = kit.in_session(lambda session: wallets.get_balance(session, "ann"))
    dollars = kit.in_session(lambda session: wallets.get_balance(session, "ann", "USD"))

    assert (str(coins.balance), str(dollars.balance), dollars.wallet_id) == ("100", "0.00", None)
