"""Every function starts from its own package and the layer, and works with the permissions of its role."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.prove.emulator import Emulator
from tests.prove.stage import BESIDE_A_SECOND_STAGE, REPETITIONS, Stage, logical_id
from tests.support import samples

# Every function. The gate calls those of each role.
pytestmark = [pytest.mark.search, *BESIDE_A_SECOND_STAGE]

NOT_CALLED = {
    "migrate": "CloudFormation and test_first_deployment call it",
    "pre_traffic": "it calls CodeDeploy, which the emulator does not have",
    "billing_mail": "the invoice of its sample does not exist; test_roles and test_walk make it send mail",
}
REFUSED_CALLERS = {401, 403}
"""Statuses with which a function refuses a caller before it does anything."""
SIMULTANEOUS_CALLS = 2


def failure(stage: Stage, aws: Emulator, sample: str) -> str | None:
    """The failure of a function on its sample, or None."""
    function = logical_id(function_of(sample))
    error, answer = stage.invoke(function, stage.event(sample))
    for _ in range(REPETITIONS):
        if isinstance(answer, dict) and answer.get("statusCode") == 503:  # it could not connect in time
            error, answer = stage.invoke(function, stage.event(sample))
    # The processes of all functions together would take five gigabytes.
    aws.end_environments(stage.current_resources()[function])
    if error:
        return f"{error}: {answer}"
    if not isinstance(answer, dict):
        return None
    status = answer.get("statusCode", 200)
    failed = status in REFUSED_CALLERS or status >= 500 or answer.get("batchItemFailures")
    return str(answer) if failed else None


def function_of(sample: str) -> str:
    """The function to which a sample in events/ belongs."""
    return sample if sample in samples.UNROUTED else samples.BY_ROUTE[samples.event(sample)["routeKey"]]


def test_every_function_does_its_work_with_its_own_role(deployed: Stage, aws: Emulator) -> None:
    """A refusal of the request counts as work, since the samples' customers and invoices do not exist. A refusal of the
    caller does not."""
    first_sample: dict[str, str] = {}
    for sample in samples.EVENTS:
        first_sample.setdefault(function_of(sample), sample)
    called = sorted(first_sample.keys() - NOT_CALLED.keys())
    deployed_functions = {
        name
        for name, resource in deployed.workspace.template()["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert {logical_id(name) for name in first_sample} == deployed_functions

    with ThreadPoolExecutor(SIMULTANEOUS_CALLS) as executor:
        failures = list(executor.map(lambda name: failure(deployed, aws, first_sample[name]), called))

    assert {name: wrong for name, wrong in zip(called, failures, strict=True) if wrong} == {}
    assert [attempt for attempt in aws.databases.attempts if attempt.refused] == []
