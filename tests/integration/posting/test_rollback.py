"""A write that fails at any statement or any table has no effect."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.support import kit
from tests.support.faults import Fault
from tests.support.kit import Answer, Database, Person

pytestmark = pytest.mark.session

TABLES = ["account_changes", "customers", "entries", "outbox", "requests", "tenants", "transactions", "wallets"]
MAX_STATEMENTS = 20
EARLIER_TRANSACTIONS = 2  # posted by the fixture `operations`
WRITTEN = {
    "debit": ["requests", "wallets", "transactions", "entries"],
    "import": ["requests", "wallets", "customers", "transactions", "entries"],
    "transfer": ["requests", "wallets", "transactions", "entries"],
    "change": ["requests", "wallets", "account_changes"],
}

STATEMENTS = {
    "debit": ["post_once"],
    "import": ["BEGIN", "claim", "create_customers", "post", "store_answer", "COMMIT"],
    "transfer": ["post_once", "BEGIN", "claim", "post", "store_answer", "COMMIT"],  # to somebody without a wallet
    "change": ["BEGIN", "claim", "change_account", "customer_accounts", "store_answer", "COMMIT"],
}

type Operation = Callable[[int], Answer]


@pytest.fixture
def operations(agent: Person, service: Person) -> dict[str, Operation]:
    """The operations. Each takes a number for its key and for the fields that must be unique."""
    ann = kit.new_customer(agent, balance="100.00")
    kit.credit(service, "pat", "100")
    debit = {"customer_id": ann, "amount": "5.00", "description": "Cash"}

    def rows(number: int) -> list[dict[str, str]]:
        return [{"username": f"{number}-{n}", "account_type": "postup", "opening_balance": "1.00"} for n in range(3)]

    def sent(number: int) -> dict[str, str]:
        return {"from_owner_id": "pat", "to_owner_id": f"new-{number}", "amount": "4", "currency": "COIN"}

    def terms(number: int) -> dict[str, str]:
        return {"account_type": "credit", "credit_limit": f"{number + 1}"}

    return {
        "debit": lambda n: agent.post("/api/v1/cashier/debit", debit, key=f"{n}"),
        "import": lambda n: agent.post("/api/v1/agent/clients/import", {"rows": rows(n)}, key=f"{n}"),
        "transfer": lambda n: service.post("/api/v1/transfers", sent(n), key=f"{n}"),
        "change": lambda n: agent.patch(f"/api/v1/agent/clients/{ann}", terms(n), key=f"{n}"),
    }


def state(database: Database) -> Any:
    return [database.rows(f"select to_json(t) from {table} t order by to_json(t)::text") for table in TABLES]


def assert_happened(database: Database, name: str, times: int) -> None:
    assert database.value("select count(*) from requests where key is not null and key ~ '^[0-9]+$'") == times
    transactions = {"debit": 1, "import": 3, "transfer": 1, "change": 0}
    assert database.value("select count(*) from transactions") == EARLIER_TRANSACTIONS + times * transactions[name]
    # The first change sets the account type and the limit, each later one only the limit.
    assert database.value("select count(*) from account_changes") == (times + 1 if name == "change" else 0)
    database.assert_consistent()


@pytest.mark.parametrize("name", WRITTEN)
def test_an_operation_that_fails_at_any_statement_has_no_effect(
    database: Database, operations: dict[str, Operation], inject: Callable[[Fault], Fault], name: str
) -> None:
    before = state(database)
    answer, fault, failed = fail_each_statement(operations[name], inject, lambda: state(database) == before)

    assert failed == fault.statements[: len(failed)], "every statement has failed once"
    assert_are(failed, STATEMENTS[name])
    assert answer.status in {200, 201}
    assert "idempotency-replayed" not in answer.headers
    assert_happened(database, name, 1)


def assert_are(statements: Sequence[str], names: Sequence[str]) -> None:
    assert [name for name, statement in zip(names, statements, strict=True) if name not in statement] == []


def fail_each_statement(
    operation: Operation, inject: Callable[[Fault], Fault], is_unchanged: Callable[[], bool]
) -> tuple[Answer, Fault, list[str]]:
    """Fail the first statement, then the second, and so on. Return the answer of the first call without a failure."""
    failed: list[str] = []
    for at in range(1, MAX_STATEMENTS):
        fault = inject(Fault(at))
        answer = operation(0)
        if not fault.happened:
            return answer, fault, failed
        failed.append(fault.statements[at - 1])
        assert (answer.status, answer.code) == (500, "internal_error"), failed
        assert "division" not in answer.text
        assert is_unchanged(), failed
    raise AssertionError(f"too many statements: {failed}")


@pytest.mark.parametrize("name", WRITTEN)
def test_an_operation_that_fails_at_any_table_has_no_effect(
    database: Database, operations: dict[str, Operation], name: str
) -> None:
    before = state(database)

    fail_at_each_table(database, operations[name], WRITTEN[name], lambda: state(database) == before)

    assert operations[name](0).status in {200, 201}
    assert_happened(database, name, 1)


def fail_at_each_table(
    database: Database, operation: Operation, tables: Sequence[str], is_unchanged: Callable[[], bool]
) -> None:
    """Call the operation once for each table, while every change of that table fails."""
    with database.admin() as connection:
        connection.execute("create function fail() returns trigger language plpgsql as $$ begin return 1 / 0; end $$")
        for table in tables:
            connection.execute(
                f"create trigger fail after insert or update on {table} for each row execute function fail()".encode()
            )
            answer = operation(0)
            connection.execute(f"drop trigger fail on {table}".encode())
            assert (answer.status, answer.code) == (500, "internal_error"), table
            assert is_unchanged(), table


@pytest.mark.parametrize("how", ["lost before", "lost after"])
@pytest.mark.parametrize("name", WRITTEN)
def test_an_operation_has_one_effect_and_one_answer_if_its_connection_is_lost_at_any_statement(
    database: Database, operations: dict[str, Operation], inject: Callable[[Fault], Fault], name: str, how: str
) -> None:
    failed_statements: list[str] = []
    for at in range(1, MAX_STATEMENTS):
        fault = inject(Fault(at, how))
        answer = operations[name](at)
        assert answer.status in {200, 201}, answer.text
        assert "idempotency-replayed" not in answer.headers, "the caller sees no replay"
        if not fault.happened:
            break
        failed_statements.append(fault.statements[at - 1])
        assert operations[name](at).text == answer.text

    assert_are(failed_statements, STATEMENTS[name])
    assert_happened(database, name, len(failed_statements) + 1)
