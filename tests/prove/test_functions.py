"""Every function starts from its own package and the layer, and does its work with its own role."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.prove.emulator import Emulator
from tests.prove.stage import Stage
from tests.support import samples

# The second stage is deployed and used beside these.
pytestmark = pytest.mark.usefixtures("proof_in_an_account")

WITHOUT_SAMPLE = {
    "migrate": "CloudFormation called it, and test_first_deployment did",
    "pre_traffic": "it asks CodeDeploy, which the emulator does not have",
}
AT_ONCE = 2


def outcome(stage: Stage, aws: Emulator, sample: str) -> str | None:
    """What is wrong with how a function ends with a sample, None where nothing is."""
    function = logical_id(function_of(sample))
    event = json.loads(samples.EVENTS[sample].read_text(encoding="utf-8"))
    error, answer = stage.invoke(function, event)
    # Eighty of them at once would take five gigabytes.
    aws.end_environments(stage.current_resources()[function])
    if error:
        return f"{error}: {answer}"
    status = answer.get("statusCode", 200) if isinstance(answer, dict) else 200
    return f"{status}: {answer.get('body')}" if status >= 500 else None


def function_of(sample: str) -> str:
    """The function that a sample of events/ is for."""
    event = json.loads(samples.EVENTS[sample].read_text(encoding="utf-8"))
    return sample if sample in samples.UNROUTED else samples.BY_ROUTE[event["routeKey"]]


def logical_id(function: str) -> str:
    return "".join(map(str.capitalize, function.split("_"))) + "Function"


def test_every_function_does_its_work_with_its_own_role(deployed: Stage, aws: Emulator) -> None:
    """A refusal of the ledger is an answer too: what a sample takes for granted is not there."""
    one_each: dict[str, str] = {}
    for sample in samples.EVENTS:
        one_each.setdefault(function_of(sample), sample)
    tried = sorted(one_each.keys() - WITHOUT_SAMPLE.keys())
    deployed_functions = {
        name
        for name, resource in deployed.workspace.template()["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert {logical_id(name) for name in one_each} == deployed_functions

    with ThreadPoolExecutor(AT_ONCE) as executor:
        ended: list[Any] = list(executor.map(lambda name: outcome(deployed, aws, one_each[name]), tried))

    assert {name: wrong for name, wrong in zip(tried, ended, strict=True) if wrong} == {}
    assert [attempt for attempt in aws.databases.attempts if attempt.refused] == []
