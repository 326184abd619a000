"""Model validation at the cashier's desk: every problem is named by where it stands.

What is not well formed is refused before the database is asked, so that these need none.
"""

from uuid import uuid4

import pytest

from tests.support import kit
from tests.support.kit import Answer, Person


def ask(agent: Person, what: str, customer_id: str, amount: object, **more: object) -> Answer:
    body = {"customer_id": customer_id, "amount": amount, "description": "Cash at the desk"} | more
    return agent.post(f"/api/v1/cashier/{what}", body)


@pytest.mark.parametrize("amount", ["0", "0.00", "-1.00", "+1", "1e2", "1,000", " 1", "", True, None])
def test_an_amount_that_cannot_be_is_the_only_problem(amount: object) -> None:
    answer = ask(kit.agent(), "debit", str(uuid4()), amount)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_amount", ["/amount"])


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"description": None}, "/description"),
        ({"description": "   "}, "/description"),
        ({"description": "x" * 501}, "/description"),
        ({"external_reference": ""}, "/external_reference"),
        ({"external_reference": "x" * 129}, "/external_reference"),
        ({"transaction_type": "credit"}, "/transaction_type"),
        ({"allow_overdraft": "yes"}, "/allow_overdraft"),
        ({"currency": "USD"}, "/currency"),
    ],
)
def test_a_debit_request_is_validated(change: dict[str, object], pointer: str) -> None:
    answer = ask(kit.agent(), "debit", str(uuid4()), "1.00", **change)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", [pointer])


def test_a_malformed_customer_id_is_invalid_and_not_unknown() -> None:
    answer = ask(kit.agent(), "debit", "ann", "1.00")

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", ["/customer_id"])


@pytest.mark.parametrize("field", ["customer_id", "amount", "description"])
def test_a_debit_needs_its_fields(field: str) -> None:
    body = {"customer_id": str(uuid4()), "amount": "1.00", "description": "Cash"}
    del body[field]

    answer = kit.agent().post("/api/v1/cashier/debit", body)

    assert (answer.status, answer.pointers) == (400, [f"/{field}"])


def test_a_credit_has_no_overdraft_option() -> None:
    answer = ask(kit.agent(), "credit", str(uuid4()), "1.00", allow_overdraft=True)

    assert (answer.status, answer.pointers) == (400, ["/allow_overdraft"])
