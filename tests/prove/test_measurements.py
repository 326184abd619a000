"""Measurements of a stage: cold starts, and whether the proxy pins sessions with pipelining on and off."""

import base64
import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ledger.edge.http.tokens import read as read_token
from tests.prove.stage import Stage, logical_id
from tests.support import tokens

SAMPLES = ("healthz", "agent_clients_list", "cashier_debit", "cash_out_summary")
INIT = re.compile(r"Init Duration: ([\d.]+) ms")
PINNED = "DatabaseConnectionsCurrentlySessionPinned"
METRIC_DELAY_S = 180
"""RDS Proxy's datapoint for a minute appears in CloudWatch some minutes later."""

type Note = Callable[[str], None]


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Adds a line to the transcript."""
    return lambda text: request.node.user_properties.append(("note", text))


def of_new_tenant(stage: Stage, sample: str) -> bytes:
    """A sample's event through the stage's API. Its tenant may exist in a real account, so it names a new one."""
    event = stage.event(sample)
    if authorization := event["headers"].get("authorization"):
        caller = tokens.request({**read_token(authorization).claims, "tenant_id": f"load-{uuid4().hex[:8]}"})
        event["headers"] |= caller["headers"]
        event["requestContext"] |= caller["requestContext"]
    return json.dumps(event).encode()


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_cold_start_is_measured(account_stage: Stage, note: Note, sample: str) -> None:
    """A changed description makes a function start in a new environment. Afterwards the description is restored."""
    client, function = account_stage.client("lambda"), logical_id(sample)
    name = account_stage.current_resources()[function]
    request = of_new_tenant(account_stage, sample)
    configured = client.get_function_configuration(FunctionName=name)
    client.update_function_configuration(FunctionName=name, Description=f"Measured {uuid4()}")
    client.get_waiter("function_updated_v2").wait(FunctionName=name)
    began = time.perf_counter()
    cold = client.invoke(FunctionName=name, Payload=request, LogType="Tail")
    whole_ms = (time.perf_counter() - began) * 1000
    warm_ms = [_duration_ms(lambda: client.invoke(FunctionName=name, Payload=request)) for _ in range(5)]
    client.update_function_configuration(FunctionName=name, Description=configured["Description"])
    client.get_waiter("function_updated_v2").wait(FunctionName=name)

    init = INIT.search(base64.b64decode(cold.get("LogResult", "")).decode(errors="replace"))
    reported = f"{init[1]} ms of it for its start, as Lambda reports" if init else "no report of its start"
    note(f"{function}: first call {whole_ms:.0f} ms ({reported}), later ones {statistics.median(warm_ms):.0f} ms")
    assert "FunctionError" not in cold
    assert json.loads(cold["Payload"].read())["statusCode"] in (200, 404)


@pytest.fixture(scope="module")
def own_pipeline(account_stage: Stage) -> Iterator[str]:
    """The stage's own value of Pipeline. samconfig.toml is restored at the end."""
    path = account_stage.workspace.folder / "samconfig.toml"
    text = path.read_text(encoding="utf-8")
    yield account_stage.parameters()["Pipeline"]
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("uses_own_value", [False, True])
def test_the_proxy_pins_no_session(
    account_stage: Stage, own_pipeline: str, note: Note, pytestconfig: pytest.Config, uses_own_value: bool
) -> None:
    """The stage is deployed with the other value of Pipeline first, and then with its own value again."""
    if account_stage.parameters()["UseProxy"] != "true":
        pytest.skip("left out: this stage has no proxy")
    pipeline = own_pipeline if uses_own_value else {"on": "off", "off": "on"}[own_pipeline]
    account_stage.workspace.set_parameters(account_stage.name, Pipeline=pipeline)
    result = account_stage.workspace.deploy(account_stage.name)
    assert result.code == 0, result.text
    assert account_stage.parameters()["Pipeline"] == pipeline

    began = datetime.now(UTC)
    calls = _load(account_stage, float(pytestconfig.getoption("load_seconds")))
    pinned = _max_pinned(account_stage, began)

    note(f"Pipeline={pipeline}: {calls} calls, {'no datapoint' if pinned is None else f'{pinned:.0f} pinned at most'}")
    assert not pinned


def _duration_ms(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _load(account_stage: Stage, seconds: float) -> int:
    """Credit one customer again and again for some seconds. Returns the number of credits."""
    email, tenant = f"load-{uuid4().hex[:8]}@acme.example", f"load-{uuid4().hex[:8]}"
    account_stage.add_user(email, tenant, "agent")
    customer = account_stage.call_ok(
        email, "POST", "/api/v1/agent/clients", {"username": "load", "account_type": "postup"}
    )
    credit = {"customer_id": customer["customer_id"], "amount": "1.00", "description": "Load"}
    calls, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        account_stage.call_ok(email, "POST", "/api/v1/cashier/credit", credit)
        calls += 1
    return calls


def _max_pinned(account_stage: Stage, since: datetime) -> float | None:
    """The highest number of pinned sessions; None if CloudWatch has no datapoint in time."""
    cloudwatch, deadline = account_stage.client("cloudwatch"), time.monotonic() + METRIC_DELAY_S
    proxy = {"Name": "ProxyName", "Value": account_stage.current_resources().get("DatabaseProxy", "none")}
    while True:
        found = cloudwatch.get_metric_statistics(
            Namespace="AWS/RDS",
            MetricName=PINNED,
            Dimensions=[proxy],
            StartTime=since,
            EndTime=datetime.now(UTC) + timedelta(minutes=1),
            Period=60,
            Statistics=["Maximum"],
        )["Datapoints"]
        if found:
            return float(max(point["Maximum"] for point in found))
        if time.monotonic() > deadline or proxy["Value"] == "none":
            return None
        time.sleep(15)
