"""What purser-client sends and reads."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import httpx
import pytest
from pydantic import ValidationError

from purser_client import Purser, Refused, models
from purser_client.operation import Operation, Parameter

ALICE = UUID("019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30")
UPDATE = Operation[str]("PATCH", "/accounts/{account}", {200: str}, is_write=True)
RECEIPT = Operation[models.CashierReceipt]("GET", "/receipt", {200: models.CashierReceipt})


def debit(amount: object) -> models.CashierDebit:
    return models.CashierDebit.model_validate({"customer_id": ALICE, "amount": amount, "description": "Cash paid out"})


def test_an_amount_is_sent_with_its_decimals_and_without_an_exponent() -> None:
    assert '"amount":"25.00"' in debit(Decimal("25.00")).model_dump_json()
    assert '"amount":"100"' in debit(Decimal("1E2")).model_dump_json()


def test_a_float_is_no_amount() -> None:
    with pytest.raises(ValidationError, match="not exact"):
        debit(0.1)


def test_a_field_that_was_never_set_is_left_out_and_none_is_null() -> None:
    def content(body: models.CashierDebit) -> str:
        return UPDATE.request({"account": "x"}, {}, body, None).content or ""

    plain = debit("1")
    assert "external_reference" not in content(plain)
    assert '"external_reference":null' in content(plain.model_copy(update={"external_reference": None}))


def test_names_in_the_path_are_quoted_and_parameters_have_the_api_s_form() -> None:
    query: dict[str, Parameter] = {
        "at": datetime(2026, 1, 15, 9, 30, tzinfo=UTC),
        "day": date(2026, 1, 15),
        "meta": {"order": 7, "paid": True},
        "cursor": None,
    }
    request = UPDATE.request({"account": "agent:a/b ?"}, query, None, "k")

    assert request.url == "/accounts/agent%3Aa%2Fb%20%3F"
    assert dict(request.query) == {
        "at": "2026-01-15T09:30:00+00:00",
        "day": "2026-01-15",
        "meta[order]": "7",
        "meta[paid]": "true",
    }
    assert request.headers == {"Idempotency-Key": "k"}


def test_an_answer_of_a_later_version_is_read() -> None:
    receipt = {
        "success": True,
        "transaction_id": str(ALICE),
        "customer_id": str(ALICE),
        "transaction_type": "a kind of next year",
        "amount": "50.00",
        "currency": "USD",
        "balance_before": "120.00",
        "balance_after": "70.00",
        "held": "0.00",
        "available": "70.00",
        "external_reference": None,
        "meta": None,
        "idempotency_key": None,
        "timestamp": "2026-01-15T09:31:21.585569Z",
        "a field of next year": 1,
    }

    assert RECEIPT.read(httpx.Response(200, json=receipt)).balance_after == Decimal("70.00")


def test_an_empty_key_is_sent_and_refused_and_a_write_without_one_gets_a_new_one() -> None:
    keys = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(400, json={"code": "invalid_request", "detail": "The key is empty."})

    with Purser("https://purser.example", "", http=httpx.Client(transport=httpx.MockTransport(answer))) as purser:
        for key in ("", None, None):
            with pytest.raises(Refused):
                purser.cashier_debit(debit("1"), idempotency_key=key)

    assert keys[0] == ""
    assert len({*keys, ""}) == 3


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="https://"):
        Purser("purser.example", "")
