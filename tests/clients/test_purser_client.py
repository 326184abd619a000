"""purser-client moves money once against a running system, also if the network is cut; its wheel is typed."""

import asyncio
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from standardwebhooks import Webhook

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
from tests.clients.conftest import ENVIRONMENT, run
from tests.clients.cutting import Cut, Proxy, proxy_of
from tests.support.kit import ROOT
from tests.support.local_system import free_port
from tests.support.waiting import HANG_S
from tools import client

FOLDER = ROOT / "client"
CUTS: list[Cut] = ["before it arrives", "before the answer", "in the answer"]


@pytest.fixture(scope="module")
def token(base_url: str) -> str:
    claims = {"sub": "agent-ada", "tenant_id": "purser-client", "roles": ["agent", "service"]}
    answer = httpx.post(f"{base_url}/local/token", json=claims).raise_for_status().json()
    access_token: str = answer["access_token"]
    return access_token


@pytest.fixture
def purser(base_url: str, token: str) -> Iterator[Purser]:
    with Purser(base_url, token) as purser:
        yield purser


@pytest.fixture
def alice(purser: Purser) -> UUID:
    """A customer with 120.00."""
    customer = purser.agent_clients_create(models.CustomerCreate(username=uuid4().hex, account_type="postup"))
    purser.cashier_credit(
        models.CashierCredit(customer_id=customer.customer_id, amount=Decimal("120.00"), description="Cash paid in")
    )
    return customer.customer_id


@pytest.fixture
def proxy(base_url: str) -> Iterator[Proxy]:
    with proxy_of(base_url) as proxy:
        yield proxy


def debit_of(customer: UUID, amount: str = "50.00") -> models.CashierDebit:
    return models.CashierDebit(customer_id=customer, amount=Decimal(amount), description="Cash paid out")


def amounts(purser: Purser, customer: UUID) -> list[Decimal]:
    """Of the customer's transactions, newest first."""
    return [row.amount for row in purser.agent_transactions_all(customer_id=customer, limit=1)]


def test_models_and_operations_are_up_to_date() -> None:
    for file, text in client.texts().items():
        assert file.read_text(encoding="utf-8") == text, "run `make client`"


@pytest.mark.parametrize("cut", CUTS)
def test_a_debit_whose_connection_is_cut_is_executed_once(
    purser: Purser, token: str, alice: UUID, proxy: Proxy, cut: Cut
) -> None:
    proxy.cuts = [cut]

    with Purser(proxy.url, token) as through_proxy:
        receipt = through_proxy.cashier_debit(debit_of(alice))

    assert receipt.balance_after == Decimal("70.00")
    assert amounts(purser, alice) == [Decimal("-50.00"), Decimal("120.00")]
    assert len(proxy.keys) == 2
    assert proxy.keys[0] == proxy.keys[1] == receipt.idempotency_key


@pytest.mark.parametrize("cut", CUTS)
def test_an_awaited_debit_whose_connection_is_cut_is_executed_once(
    purser: Purser, token: str, alice: UUID, proxy: Proxy, cut: Cut
) -> None:
    async def debit() -> models.CashierReceipt:
        async with AsyncPurser(proxy.url, token) as through_proxy:
            return await through_proxy.cashier_debit(debit_of(alice))

    proxy.cuts = [cut]

    assert asyncio.run(debit()).balance_after == Decimal("70.00")
    assert amounts(purser, alice) == [Decimal("-50.00"), Decimal("120.00")]
    assert len(set(proxy.keys)) == 1


@pytest.mark.parametrize("cut", CUTS)
def test_the_key_of_an_unknown_outcome_settles_it(
    purser: Purser, token: str, alice: UUID, proxy: Proxy, cut: Cut
) -> None:
    proxy.cuts = [cut]

    # There is no time for a second attempt.
    with Purser(proxy.url, token, timeout=1) as through_proxy, pytest.raises(OutcomeUnknown) as raised:
        through_proxy.cashier_debit(debit_of(alice))
    error = raised.value
    purser.cashier_debit(debit_of(alice), idempotency_key=error.idempotency_key, lost_at=error.lost_at)

    assert amounts(purser, alice) == [Decimal("-50.00"), Decimal("120.00")]


def test_a_refusal_after_a_cut_is_unknown_until_two_minutes_later(
    purser: Purser, token: str, alice: UUID, proxy: Proxy
) -> None:
    proxy.cuts = ["before it arrives"]

    with Purser(proxy.url, token) as through_proxy, pytest.raises(OutcomeUnknown) as raised:
        through_proxy.cashier_debit(debit_of(alice, "120.01"))
    key, lost_at = raised.value.idempotency_key, raised.value.lost_at
    with pytest.raises(OutcomeUnknown) as early:
        purser.cashier_debit(debit_of(alice, "120.01"), idempotency_key=key, lost_at=lost_at)
    with pytest.raises(Refused, match="insufficient_funds") as refused:
        purser.cashier_debit(debit_of(alice, "120.01"), idempotency_key=key, lost_at=lost_at - timedelta(minutes=2))

    assert abs(early.value.lost_at - lost_at) < timedelta(milliseconds=1)
    assert refused.value.members["available"] == "120.00"
    assert refused.value.idempotency_key == key


def test_a_lost_debit_that_arrives_after_a_refusal_was_never_called_refused(
    purser: Purser, token: str, alice: UUID, proxy: Proxy
) -> None:
    proxy.cuts = ["and arrives late"]
    debit = debit_of(alice, "120.01")

    with Purser(proxy.url, token, timeout=1) as through_proxy, pytest.raises(OutcomeUnknown) as raised:
        through_proxy.cashier_debit(debit)
    key, lost_at = raised.value.idempotency_key, raised.value.lost_at
    with pytest.raises(OutcomeUnknown, match="insufficient_funds"):
        purser.cashier_debit(debit, idempotency_key=key, lost_at=lost_at)
    purser.cashier_credit(models.CashierCredit(customer_id=alice, amount=Decimal("0.01"), description="Cash paid in"))
    proxy.released.set()
    assert proxy.arrived.wait(HANG_S)
    receipt = purser.cashier_debit(debit, idempotency_key=key, lost_at=lost_at)

    assert receipt.balance_after == 0
    assert amounts(purser, alice) == [Decimal("-120.01"), Decimal("0.01"), Decimal("120.00")]


def test_control_c_leaves_the_key_in_the_exception_s_notes(base_url: str, token: str, alice: UUID) -> None:
    def interrupted(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    http = httpx.Client(transport=httpx.MockTransport(interrupted))
    with Purser(base_url, token, http=http) as purser, pytest.raises(KeyboardInterrupt) as raised:
        purser.cashier_debit(debit_of(alice), idempotency_key="till-7/0042")

    assert raised.value.__notes__ == ["the idempotency key of POST /api/v1/cashier/debit is till-7/0042"]


def test_nothing_was_executed_where_nothing_listens(token: str, alice: UUID) -> None:
    with Purser(f"http://127.0.0.1:{free_port()}", token, timeout=1) as purser, pytest.raises(NoAnswer):
        purser.cashier_debit(debit_of(alice))


def test_the_token_is_asked_for_before_each_attempt(token: str, alice: UUID, proxy: Proxy) -> None:
    tokens = [token, token]
    proxy.cuts = ["before the answer"]

    with Purser(proxy.url, tokens.pop) as purser:
        purser.cashier_debit(debit_of(alice))

    assert tokens == []


def test_a_list_is_read_to_its_end_page_by_page(base_url: str, token: str, purser: Purser, alice: UUID) -> None:
    async def read() -> list[Decimal]:
        async with AsyncPurser(base_url, token) as awaited:
            return [row.amount async for row in awaited.agent_transactions_all(customer_id=alice, limit=1)]

    for _ in range(2):
        purser.cashier_debit(debit_of(alice, "1.00"))

    assert amounts(purser, alice) == asyncio.run(read()) == [Decimal("-1.00"), Decimal("-1.00"), Decimal("120.00")]
    assert purser.agent_transactions_csv(customer_id=alice).count("\r\n") == 4


def test_the_stream_goes_on_after_the_last_id(base_url: str, token: str, purser: Purser, alice: UUID) -> None:
    async def read(last: int) -> Decimal:
        async with AsyncPurser(base_url, token) as awaited:
            return (await anext(aiter(awaited.cash_out_stream(last)))).cash_out.cash_out_amount

    def cash_out(amount: str) -> None:
        bet = purser.bets_create(
            models.BetPlace(customer_id=alice, stake=Decimal("4.00"), odds=Decimal("2.5"), description="Home win")
        )
        purser.bets_cash_out(bet.bet_id, models.BetCashOut(cash_out_amount=Decimal(amount)))

    stream = purser.cash_out_stream(0)
    cash_out("1.00")
    first = next(stream)
    cash_out("3.00")
    second = next(stream)

    assert [first.cash_out.cash_out_amount, second.cash_out.cash_out_amount] == [Decimal("1.00"), Decimal("3.00")]
    assert next(purser.cash_out_stream(first.id)) == second
    assert asyncio.run(read(first.id)) == Decimal("3.00")


def test_a_webhook_of_another_sender_is_invalid() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"type":"WebhookTest","timestamp":"2026-01-15T09:30:00Z","data":{"webhook_id":"1"}}'
    now = datetime.now(UTC)
    headers = {
        "Webhook-Id": "019bc0de",
        "Webhook-Timestamp": str(int(now.timestamp())),
        "Webhook-Signature": Webhook(secret).sign("019bc0de", now, body.decode()),
    }

    event = verify_webhook(secret, headers, body)
    assert (event.event_id, event.type, event.data) == ("019bc0de", "WebhookTest", {"webhook_id": "1"})
    for changed in ({"Webhook-Signature": "v1,AAAA"}, {"Webhook-Id": "2"}, {"Webhook-Timestamp": "1"}):
        with pytest.raises(InvalidWebhook):
            verify_webhook(secret, headers | changed, body)
    with pytest.raises(InvalidWebhook):
        verify_webhook(secret, headers, body.replace(b"1", b"2"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was installed. What it needs must be in the clients' environment."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=FOLDER)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    uv = Path(sys.executable).with_name("uv")
    needed = run(
        uv,
        "pip",
        "install",
        "--offline",
        "--dry-run",
        "--python",
        ENVIRONMENT / "python",
        wheel,
        cwd=folder,
    )
    assert needed.returncode == 0, needed.stderr
    target = folder / "installed"
    done = run(uv, "pip", "install", "--offline", "--no-deps", "--target", target, wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return target


def test_the_readme_s_example_passes_the_strict_type_check_and_prints_what_it_shows(
    installed: Path, base_url: str, tmp_path: Path
) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
    shown = "".join(re.findall(r"```\n\n```\n(.*?)```", readme, re.DOTALL))
    (tmp_path / "example.py").write_text(program.replace("http://127.0.0.1:8080", base_url), encoding="utf-8")

    checked = run(
        *(sys.executable, "-m", "mypy", "--strict", "--python-executable", ENVIRONMENT / "python"),
        *("--config-file", "", "--cache-dir", tmp_path / "cache", "example.py"),
        cwd=tmp_path,
        PYTHONPATH=str(installed),
    )
    done = run(ENVIRONMENT / "python", "example.py", cwd=tmp_path, PYTHONPATH=str(installed))

    assert checked.returncode == 0, checked.stdout
    assert (done.stdout, done.stderr) == (shown, "")
