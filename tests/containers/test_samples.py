"""Each function answers its samples in a container, with TLS to a database behind PgBouncer."""

import os
import platform
from typing import Any

import pytest

from tests.containers.deployment import Deployment, function_of
from tests.support import kit, samples
from tests.support.kit import ROOT
from tests.support.samples import EFFECTS, EVENTS

FUNCTIONS = sorted(kit.DEPLOYED.functions)
_HEAD = """# Functions in containers

Written by `make test-containers SEARCH=1`: the duration and memory of each function with its first sample, in an image
like Lambda's on a machine with {cores} cores ({processor}), with Postgres behind PgBouncer, over TLS. *Cold* is the
first call in a new container, including imports and connection; *warm* is the same call again. Both are the durations
in Lambda's REPORT lines. *Memory* is the peak of the function's process, since the emulator reports only its limit.

| Function | Cold, ms | Warm, ms | Memory, MB |
| --- | ---: | ---: | ---: |
"""
_WHERE_TO_GO_ON = """
## Where to go on

- [Performance](performance.md): what was done for speed, and cold starts
- [What it costs](operations.md#what-it-costs): these times in money
"""


@pytest.fixture(scope="session", autouse=True)
def _begin_all_calls(deployment: Deployment, request: pytest.FixtureRequest) -> None:
    """Begin to call all functions of the selected tests."""
    selected: list[Any] = [item for item in request.session.items if hasattr(item, "callspec")]
    names = {item.callspec.params.get("name") for item in selected} & EVENTS.keys()
    deployment.begin(sorted({function_of(name) for name in names}))


def has_own_packages(function: str) -> bool:
    """Whether a function has packages of its own. Of the others, test_invoke calls one of each kind."""
    return (ROOT / "functions" / function / "requirements.txt").exists()


SAMPLES = [
    pytest.param(name, marks=() if has_own_packages(function_of(name)) else pytest.mark.search)
    for name in sorted(EVENTS)
]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gets_the_same_answer_in_a_container(deployment: Deployment, name: str) -> None:
    calls = [call for call in deployment.outcome(function_of(name)).calls if call.sample == name]

    assert calls
    for call in calls:
        samples.assert_answered(name, call.answer)
        assert call.effect == (EFFECTS[name][1] if name in EFFECTS else None), call.mode


@pytest.mark.search  # every function
def test_every_function_runs_with_sam_local_invoke_and_its_time_and_memory_are_recorded(
    deployment: Deployment,
) -> None:
    outcomes = {name: deployment.outcome(name) for name in FUNCTIONS}

    assert all(outcome.calls[0].mode == "sam local invoke" for outcome in outcomes.values())
    rows = [
        f"| `{name}` | {outcome.cold:.0f} | {outcome.warm:.0f} | {outcome.memory:.0f} |\n"
        for name, outcome in outcomes.items()
    ]
    head = _HEAD.format(cores=os.cpu_count(), processor=platform.machine())
    (ROOT / "docs" / "containers.md").write_text(head + "".join(rows) + _WHERE_TO_GO_ON, encoding="utf-8")
