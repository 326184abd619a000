"""One function of each kind with `sam local invoke`, and with `make invoke` and a given database address."""

import json
import subprocess
from typing import Any

import pytest

from local.containers import URL_VARIABLES
from tests.containers.deployment import ATTEMPTS, Deployment
from tests.support import samples
from tests.support.kit import ROOT
from tests.support.samples import EFFECTS

KINDS = {
    "a write over HTTP": "cashier_debit",
    "a read over HTTP": "agent_clients_list",
    "a consumer of a queue": "cash_out_feed",
    "a schedule": "reconcile",
    "a trigger of the user pool": "pre_token",
    "a custom resource": "migrate",
}


def make_invoke(function: str, addresses: dict[str, str]) -> Any:
    """Call a function. Returns its answer, or None if SAM gave none without calling it."""
    variables = [f"{name}={value}" for name, value in addresses.items()]
    result = subprocess.run(
        ["make", "--no-print-directory", "invoke", f"F={function}", *variables],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    if not result.stdout:
        assert "START RequestId" not in result.stderr, f"it was called and gave no answer: {result.stderr}"
        return None
    return json.loads(result.stdout)


@pytest.mark.parametrize("function", KINDS.values(), ids=KINDS.keys())
def test_sam_local_invoke_calls_a_function_of_each_kind(deployment: Deployment, function: str) -> None:
    answer, _, effect = deployment.call(function, function, "sam local invoke")

    samples.assert_answered(function, answer)
    assert effect == (EFFECTS[function][1] if function in EFFECTS else None)


@pytest.mark.parametrize(
    "function",
    [
        # Each builds everything again.
        pytest.param(name, id=kind, marks=() if kind == "a write over HTTP" else pytest.mark.search)
        for kind, name in KINDS.items()
    ],
)
def test_make_invoke_calls_a_function_of_each_kind(deployment: Deployment, function: str) -> None:
    database = deployment.databases.fresh(function, samples.state_of(function))
    counts, added = EFFECTS.get(function, (None, 0))
    before = database.value(counts) if counts else 0
    environment = deployment.functions[function].environment
    # The tests' layer of trusted certificates is not part of `make containers`.
    addresses = {name: environment[name].partition("?")[0] for name in URL_VARIABLES.values() if name in environment}
    assert addresses

    encrypted = {name: f"{address}?sslmode=require" for name, address in addresses.items()}
    answers = (make_invoke(function, encrypted) for _ in range(ATTEMPTS))
    answer = next(answer for answer in answers if answer is not None)

    samples.assert_answered(function, answer)
    if counts:
        assert database.value(counts) == before + added
