"""Validation of cashier requests: every problem is named with its field.

Malformed requests are refused without a database.
"""

from uuid import uuid4

import pytest

from tests.support import kit
from tests.support.kit import Answer, Person


def post_at_cashier(agent: Person, operation: str, customer_id: str, amount: object, **changes: object) -> Answer:
    body = {"customer_id": customer_id, "amount": amount, "description": "Cash"} | changes
    return agent.post(f"/api/v1/cashier/{operation}", body)


@pytest.mark.parametrize("amount", ["0", "0.00", "-1.00", "+1", "1e2", "1,000", " 1", "", True, None])
def test_an_invalid_amount_is_refused_and_no_other_field_is_named(amount: object) -> None:
    answer = post_at_cashier(kit.agent(), "debit", str(uuid4()), amount)

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
def test_an_invalid_field_of_a_debit_is_refused(change: dict[str, object], pointer: str) -> None:
    answer = post_at_cashier(kit.agent(), "debit", str(uuid4()), "1.00", **change)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", [pointer])


def test_a_malformed_customer_id_is_a_400_and_not_a_404() -> None:
    answer = post_at_cashier(kit.agent(), "debit", "ann", "1.00")

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", ["/customer_id"])


@pytest.mark.parametrize("field", ["customer_id", "amount", "description"])
def test_a_debit_without_a_required_field_is_refused(field: str) -> None:
    body = {"customer_id": str(uuid4()), "amount": "1.00", "description": "Cash"}
    del body[field]

    answer = kit.agent().post("/api/v1/cashier/debit", body)

    assert (answer.status, answer.pointers) == (400, [f"/{field}"])


def test_a_credit_has_no_overdraft_option() -> None:
    answer = post_at_cashier(kit.agent(), "credit", str(uuid4()), "1.00", allow_overdraft=True)

    assert (answer.status, answer.pointers) == (400, ["/allow_overdraft"])
