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

from tests.prove.stage import Stage, logical_id
from tests.support import samples

SAMPLES = ("healthz", "agent_clients_list", "cashier_debit", "cash_out_summary")
INIT = re.compile(r"Init Duration: ([\d.]+) ms")
PINNED = "DatabaseConnectionsCurrentlySessionPinned"
METRIC_DELAY_S = 180
"""RDS Proxy's datapoint of a minute appears in CloudWatch some minutes later."""

type Note = Callable[[str], None]


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Adds a line to the transcript."""
    return lambda text: request.node.user_properties.append(("note", text))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_cold_start_is_measured(walked: Stage, note: Note, sample: str) -> None:
    """After a change of its description, which is undone later, the function starts in a new environment."""
    client, function = walked.client("lambda"), logical_id(sample)
    name = walked.current_resources()[function]
    # A real account may have the sample's tenant.
    request = samples.EVENTS[sample].read_bytes().replace(b'"acme"', f'"load-{uuid4().hex[:8]}"'.encode())
    configured = client.get_function_configuration(FunctionName=name)
    client.update_function_configuration(FunctionName=name, Description=f"Measured {uuid4()}")
    client.get_waiter("function_updated_v2").wait(FunctionName=name)
    began = time.perf_counter()
    cold = client.invoke(FunctionName=name, Payload=request, LogType="Tail")
    whole_ms = (time.perf_counter() - began) * 1000
    warm_ms = [_took(lambda: client.invoke(FunctionName=name, Payload=request)) for _ in range(5)]
    client.update_function_configuration(FunctionName=name, Description=configured["Description"])
    client.get_waiter("function_updated_v2").wait(FunctionName=name)

    init = INIT.search(base64.b64decode(cold.get("LogResult", "")).decode(errors="replace"))
    reported = f"{init[1]} ms of it for its start, as Lambda reports" if init else "no report of its start"
    note(f"{function}: first call {whole_ms:.0f} ms ({reported}), later ones {statistics.median(warm_ms):.0f} ms")
    assert "FunctionError" not in cold
    assert json.loads(cold["Payload"].read())["statusCode"] in (200, 404)


@pytest.fixture(scope="module")
def samconfig(walked: Stage) -> Iterator[str]:
    """The stage's own value of Pipeline. samconfig.toml is restored at the end."""
    path = walked.workspace.folder / "samconfig.toml"
    text = path.read_text(encoding="utf-8")
    yield walked.parameters()["Pipeline"]
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("own", [False, True])
def test_the_proxy_pins_no_session(
    walked: Stage, samconfig: str, note: Note, pytestconfig: pytest.Config, own: bool
) -> None:
    """First with the other value of Pipeline, then with the stage's own, which it keeps."""
    if walked.parameters()["UseProxy"] != "true":
        pytest.skip("left out: this stage has no proxy")
    pipeline = samconfig if own else {"on": "off", "off": "on"}[samconfig]
    walked.workspace.answer(walked.name, Pipeline=pipeline)
    done = walked.workspace.deploy(walked.name)
    assert done.code == 0, done.text
    assert walked.parameters()["Pipeline"] == pipeline

    began = datetime.now(UTC)
    calls = _load(walked, float(pytestconfig.getoption("load_seconds")))
    pinned = _most_pinned(walked, began)

    note(f"Pipeline={pipeline}: {calls} calls, {'no datapoint' if pinned is None else f'{pinned:.0f} pinned at most'}")
    assert not pinned


def _took(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _load(walked: Stage, seconds: float) -> int:
    """Credit one customer again and again for some seconds. Returns the number of credits."""
    email, tenant = f"load-{uuid4().hex[:8]}@acme.example", f"load-{uuid4().hex[:8]}"
    walked.add_user(email, tenant, "agent")
    customer = walked.answered(email, "POST", "/api/v1/agent/clients", {"username": "load", "account_type": "postup"})
    credit = {"customer_id": customer["customer_id"], "amount": "1.00", "description": "Load"}
    calls, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        walked.answered(email, "POST", "/api/v1/cashier/credit", credit)
        calls += 1
    return calls


def _most_pinned(walked: Stage, since: datetime) -> float | None:
    """The highest number of pinned sessions; None if CloudWatch has no datapoint in time."""
    cloudwatch, deadline = walked.client("cloudwatch"), time.monotonic() + METRIC_DELAY_S
    proxy = {"Name": "ProxyName", "Value": walked.current_resources().get("DatabaseProxy", "none")}
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
