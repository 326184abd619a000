"""When purser-client repeats a call, and what it raises at the end. Times and jitter are given; nothing is sent."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from purser_client import NoAnswer, OutcomeUnknown, Refused
from purser_client.attempts import Attempts

KEY = "till-7/0042"
BEGUN_AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
"""The time at second 0."""


def attempts(key: str | None = KEY, lost_before: int | None = None) -> Attempts:
    """A call that began at second 0 and has 60 s, with the longest pauses. lost_before: seconds, of an earlier call."""
    lost_at = None if lost_before is None else BEGUN_AT - timedelta(seconds=lost_before)
    return Attempts(key, 0, 60, BEGUN_AT, lost_at, jitter=lambda: 1)


def problem(status: int, code: str, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=headers, json={"code": code, "detail": "A sentence.", "available": "70.00"})


def lost() -> httpx.RequestError:
    return httpx.ReadTimeout("timed out")


def test_a_pause_is_at_least_the_retry_after_and_grows_without_one() -> None:
    call = attempts()
    unavailable = problem(503, "unavailable")

    assert call.pause_after(problem(503, "unavailable", **{"Retry-After": "5"}), 1) == 5
    assert [call.pause_after(unavailable, 1) for _ in range(6)] == [0.5, 1, 2, 4, 8, 8]


def test_no_attempt_begins_for_which_there_is_no_time() -> None:
    assert attempts().pause_after_loss(lost(), 58.7) == 0.25
    with pytest.raises(OutcomeUnknown, match=KEY):
        attempts().pause_after_loss(lost(), 58.8)
    with pytest.raises(OutcomeUnknown) as raised:
        attempts().pause_after(problem(503, "unavailable", **{"Retry-After": "60"}), 1)
    assert (raised.value.idempotency_key, raised.value.retry_after) == (KEY, 60)


def test_an_attempt_has_no_more_time_than_the_call() -> None:
    assert attempts().timeout(55).read == 5
    assert attempts().timeout(0).as_dict() == {"connect": 5, "read": 30, "write": 30, "pool": 30}


def test_a_refusal_is_final_if_no_attempt_was_lost() -> None:
    with pytest.raises(Refused) as raised:
        attempts().pause_after(problem(400, "insufficient_funds", **{"X-Request-Id": "r-1"}), 1)

    refused = raised.value
    assert (refused.status, refused.code, refused.request_id) == (400, "insufficient_funds", "r-1")
    assert (refused.members, refused.idempotency_key) == ({"available": "70.00"}, KEY)


@pytest.mark.parametrize(
    ("refusal", "retry_after"), [(problem(401, "unauthorized"), None), (problem(400, "insufficient_funds"), 119)]
)
def test_after_a_lost_attempt_a_refusal_leaves_the_outcome_unknown(
    refusal: httpx.Response, retry_after: float | None
) -> None:
    call = attempts()
    call.pause_after_loss(lost(), 1)

    with pytest.raises(OutcomeUnknown) as raised:
        call.pause_after(refusal, 2)

    assert (raised.value.idempotency_key, raised.value.retry_after) == (KEY, retry_after)
    assert raised.value.lost_at == BEGUN_AT + timedelta(seconds=1)
    assert isinstance(raised.value.__cause__, Refused)


def test_the_refusal_of_a_repeated_call_is_final_two_minutes_after_the_loss() -> None:
    insufficient = problem(400, "insufficient_funds")

    with pytest.raises(OutcomeUnknown) as early:
        attempts(lost_before=118).pause_after(insufficient, 1)
    with pytest.raises(Refused):
        attempts(lost_before=119).pause_after(insufficient, 1)
    assert (early.value.retry_after, early.value.lost_at) == (1, BEGUN_AT - timedelta(seconds=118))


@pytest.mark.parametrize(
    "refusal",
    [problem(401, "unauthorized"), problem(403, "forbidden"), problem(429, "x"), httpx.Response(405, text="a proxy's")],
)
def test_a_refusal_that_precedes_the_key_never_settles_a_repeated_call(refusal: httpx.Response) -> None:
    with pytest.raises(OutcomeUnknown) as raised:
        attempts(lost_before=86_400).pause_after(refusal, 59)

    assert raised.value.lost_at == BEGUN_AT - timedelta(days=1)


def test_a_call_that_gets_no_token_after_a_loss_is_unknown() -> None:
    call = attempts()
    error = NoAnswer("the identity provider is down", None, None)

    call.end_without_token(error)
    call.pause_after_loss(lost(), 1)

    with pytest.raises(OutcomeUnknown, match=KEY):
        call.end_without_token(error)


def test_a_read_is_refused_also_after_a_loss() -> None:
    call = attempts(key=None)
    call.pause_after_loss(lost(), 1)

    with pytest.raises(Refused):
        call.pause_after(problem(404, "customer_not_found"), 2)


def test_a_retry_after_of_ages_is_a_day() -> None:
    with pytest.raises(OutcomeUnknown) as raised:
        attempts().pause_after(problem(503, "unavailable", **{"Retry-After": "9" * 400}), 1)

    assert raised.value.retry_after == 86_400


def test_too_many_requests_until_the_end_is_a_refusal_since_nothing_was_executed() -> None:
    call = attempts()
    limited = httpx.Response(429, headers={"Retry-After": "2"}, json={"message": "Too Many Requests"})

    assert call.pause_after(limited, 1) == 2
    with pytest.raises(Refused) as raised:
        call.pause_after(limited, 58)
    assert (raised.value.code, raised.value.detail) == ("too_many_requests", "Too Many Requests")


def test_a_write_that_was_never_sent_is_not_unknown_and_neither_is_a_read() -> None:
    with pytest.raises(NoAnswer):
        attempts().pause_after_loss(httpx.ConnectError("refused"), 59)
    with pytest.raises(NoAnswer):
        attempts(key=None).pause_after_loss(lost(), 59)
    assert not issubclass(OutcomeUnknown, NoAnswer)  # `except NoAnswer` means that nothing was executed


@pytest.mark.parametrize("status", [301, 408, 500, 502, 504])
@pytest.mark.parametrize("text", ["<html>", "[" * 100_000], ids=["html", "brackets"])
def test_behind_every_other_status_a_write_may_have_been_executed(status: int, text: str) -> None:
    with pytest.raises(OutcomeUnknown):
        attempts().pause_after(httpx.Response(status, text=text), 59)
