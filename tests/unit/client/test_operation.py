"""What purser-client sends and reads."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from traceback import format_exception
from uuid import UUID

import httpx
import pytest
from pydantic import ValidationError

from purser_client import (
    AsyncPurser,
    InvalidWebhook,
    NoAnswer,
    OutcomeUnknown,
    Purser,
    Refused,
    models,
    verify_webhook,
)
from purser_client.operation import Operation, Parameter
from purser_client.stream import Position

ALICE = UUID("019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30")
UPDATE = Operation[str]("PATCH", "/accounts/{account}", {200: str}, is_write=True)
RECEIPT = Operation[models.CashierReceipt]("GET", "/receipt", {200: models.CashierReceipt})


def client_of(
    answer: Callable[[httpx.Request], httpx.Response], *, token: str = "", follow_redirects: bool = False
) -> Purser:
    http = httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=follow_redirects)
    return Purser("https://purser.example", token, http=http)


def debit(amount: object) -> models.CashierDebit:
    return models.CashierDebit.model_validate({"customer_id": ALICE, "amount": amount, "description": "Cash paid out"})


def test_an_amount_is_sent_with_its_decimals_and_without_an_exponent() -> None:
    assert '"amount":"25.00"' in debit(Decimal("25.00")).model_dump_json()
    assert '"amount":"100"' in debit(Decimal("1E2")).model_dump_json()


def test_a_float_is_no_amount_however_it_is_set() -> None:
    with pytest.raises(ValidationError, match="not exact"):
        debit(0.1)
    with pytest.raises(ValueError, match="must be a Decimal, and is float"):
        debit("1").model_copy(update={"amount": 0.1}).model_dump_json()


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

    with client_of(answer) as purser:
        for key in ("", None, None):
            with pytest.raises(Refused):
                purser.cashier_debit(debit("1"), idempotency_key=key)

    assert keys[0] == ""
    assert len({*keys, ""}) == 3


@pytest.mark.parametrize(
    "address",
    ["purser.example", "https://purser.example/?a=1", "https://purser.example/#a", "https://u:p@purser.example"],
)
def test_an_address_that_is_none_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValueError, match="https://host"):
        Purser(address, "")


@pytest.mark.parametrize(
    ("token", "key"), [("secret\n", "k"), ("sécret", "k"), ("secret", "k\r\nX: y"), ("secret", " k")]
)
def test_what_no_header_may_have_is_refused_before_anything_is_sent_and_not_shown(token: str, key: str) -> None:
    with (
        client_of(lambda _: pytest.fail("sent"), token=token) as purser,
        pytest.raises(ValueError, match="printable") as raised,
    ):
        purser.cashier_debit(debit("1"), idempotency_key=key)

    assert "cret" not in str(raised.value)


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_that_would_make_another_path_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="/accounts"):
        UPDATE.request({"account": name}, {}, None, None)


def test_a_redirection_is_not_followed_whatever_the_http_client_does() -> None:
    methods = []

    def answer(request: httpx.Request) -> httpx.Response:
        methods.append(request.method)
        return httpx.Response(303, headers={"Location": "https://purser.example/elsewhere"})

    with client_of(answer, follow_redirects=True) as purser, pytest.raises(OutcomeUnknown, match="303"):
        purser.cashier_debit(debit("1"))

    assert methods == ["POST"]


def test_after_an_error_that_is_not_the_network_s_a_write_is_unknown() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise RuntimeError("a hook of the caller")

    async def awaited() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        async with AsyncPurser("https://purser.example", "", http=http) as purser:
            await purser.cashier_debit(debit("1"), idempotency_key="k")

    with client_of(answer) as purser, pytest.raises(OutcomeUnknown, match=r"hook of the caller; repeat .* key k"):
        purser.cashier_debit(debit("1"), idempotency_key="k")
    with pytest.raises(OutcomeUnknown, match=r"hook of the caller; repeat .* key k"):
        asyncio.run(awaited())


def test_a_page_of_a_portal_is_neither_csv_nor_a_stream() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, html="<html>Please sign in</html>")

    with client_of(answer) as purser:
        with pytest.raises(NoAnswer, match="text/html instead of text/csv"):
            purser.agent_transactions_csv()
        with pytest.raises(NoAnswer, match="text/html instead of text/event-stream"):
            next(purser.cash_out_stream())


def test_a_list_whose_cursor_does_not_move_ends_with_an_error() -> None:
    page = {"items": [], "total_count": 1, "limit": 1, "offset": 0, "has_more": True, "next_cursor": "again"}
    answers = [httpx.Response(200, json=page) for _ in range(2)]

    with client_of(lambda _: answers.pop()) as purser, pytest.raises(NoAnswer, match="same cursor"):
        list(purser.access_log_all())


def test_a_stream_that_ends_before_its_first_event_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    answers = [
        httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=b"retry: 0\nid: 7\n\n"),
        httpx.Response(403, json={"code": "forbidden"}),
    ]

    with client_of(lambda _: answers.pop(0)) as purser:
        stream = purser.cash_out_stream()
        with pytest.raises(Refused):
            next(stream)

    assert stream.last_event_id == 7
    assert pauses == [0.25]


@pytest.mark.parametrize("frame", [b"event: cash_out\nid: 8\ndata: {}\n\n", b"id: x\n\n"])
def test_an_event_that_cannot_be_read_is_no_answer(frame: bytes) -> None:
    with pytest.raises(NoAnswer, match="cannot be read"):
        list(Position(None).read(frame))


def test_an_answer_that_cannot_be_read_is_not_shown() -> None:
    answer = httpx.Response(200, json={"balance_after": "whsec_secret"})

    with pytest.raises(ValueError, match="14 faults, the first at success: Field required") as raised:
        RECEIPT.read(answer)

    assert "whsec_secret" not in "".join(format_exception(raised.value))


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!!", "whsec_c2hvcnQ="])
def test_a_secret_that_is_none_is_the_caller_s_error(secret: str) -> None:
    with pytest.raises(ValueError, match="24 bytes"):
        verify_webhook(secret, {}, b"")


def test_a_message_without_its_headers_is_invalid() -> None:
    with pytest.raises(InvalidWebhook):
        verify_webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {}, b"{}")
