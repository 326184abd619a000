"""`make deploy`: check, build and install the system, test that it answers, and print what to type next.

python -m tools.deploy <stage>, in the folder that has samconfig.toml. REPLACE=1 lets this one deployment replace the
database, the user pool or the bus, as a restore does.
"""

import hashlib
import os
import re
import subprocess  # nosec B404 (programs that stand here, without a shell)
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cli import service_clients
from local import transform
from tools import answers, preflight, protection, smoke, stages
from tools.stages import Refused, Stage, Stopped

BUILT: Final = Path(".aws-sam/build/template.yaml")
_STAMP: Final = re.compile(r"""PARAMETERS: (["'])0\1""")
_BUSY: Final = "_IN_PROGRESS"
_CHANGE_SETS: Final = "samcli-deploy"
_FIRST_FAILED: Final = "its first deployment failed; `{destroy}` removes what is left, then `{deploy}` tries again"
_NEXT_STEPS: Final = {
    "CREATE_FAILED": _FIRST_FAILED,
    "ROLLBACK_COMPLETE": _FIRST_FAILED,
    "ROLLBACK_FAILED": _FIRST_FAILED,
    "UPDATE_ROLLBACK_FAILED": "it could not go back; "
    "`aws cloudformation continue-update-rollback --stack-name {stack}` tries again, then `{deploy}` deploys",
    "DELETE_FAILED": "it could not be deleted; `{destroy}` tries again",
}


@dataclass(frozen=True)
class Options:
    """asks: somebody is there to answer. replaces: this deployment may replace what has data. sleep: takes seconds."""

    asks: bool
    replaces: bool
    sleep: Callable[[float], None]


def stamped(template: str, parameters: Mapping[str, str]) -> str:
    """A template that says what its parameters' values hash to, where SAM looks for changes; template.yaml says why.

    Raises Refused where there is no place for it.
    """
    values = "\n".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    text, times = _STAMP.subn(f'PARAMETERS: "{hashlib.sha256(values.encode()).hexdigest()[:12]}"', template)
    if times != 1:
        raise Refused(f"the template has {times} places for what its parameters hash to, and not one")
    return text


def deploy(one: Stage, root: Path, region: str, options: Options) -> None:
    """Check, build, deploy and test, asking what is not known yet.

    Raises Refused before anything is changed; Stopped, and CalledProcessError where the build failed, later.
    """
    stack = _present(one, region)
    declared = transform.parsed((root / "template.yaml").read_text(encoding="utf-8"))["Parameters"]
    one = _answered(one, root, declared, asks=options.asks)
    values = _values(declared, one, stack)
    chosen = preflight.run(preflight.Plan(region, values, stack)) | _service_clients(values, stack, region)
    _build(one, root, values)
    if stack:
        protection.set_stack_policy(one.stack, region)
    allowed: AbstractContextManager[None] = nullcontext()
    if stack and options.replaces:
        allowed = protection.replacement_allowed(one.stack, region)
    with allowed:
        _install(one, root, region, chosen, options)
    deployed = stages.existing(one.stack, region)
    if deployed is None:
        raise Stopped(f"sam deploy ended, and there is no stack {one.stack}")
    protection.set_stack_policy(one.stack, region)
    if values["DeletionProtection"] == "true":
        protection.enable_termination_protection(one.stack, region)
    print(_summary(deployed))
    smoke.run(stages.outputs_of(deployed)["ApiUrl"], options.sleep)
    print(_next_command(deployed))


def _present(one: Stage, region: str) -> Mapping[str, Any] | None:
    """The stack, None where the first deployment is still to come. Raises Refused where it takes no deployment."""
    stack = stages.existing(one.stack, region)
    state = stack["StackStatus"] if stack else stages.REVIEW_IN_PROGRESS
    if state == stages.REVIEW_IN_PROGRESS:
        return None
    if state.endswith(_BUSY):
        raise Refused(f"the stack {one.stack} is being worked on ({state}); wait until it is done")
    if state in _NEXT_STEPS:
        raise Refused(_next_step(one, state))
    return stack


def _next_step(one: Stage, state: str) -> str:
    commands = {
        "stack": one.stack,
        "deploy": f"make deploy STAGE={one.name}",
        "destroy": f"make destroy STAGE={one.name}{' UNPROTECT=1' if one.name == 'prod' else ''}",
    }
    return f"the stack {one.stack} is {state}: {_NEXT_STEPS[state].format(**commands)}"


def _answered(one: Stage, root: Path, declared: Mapping[str, Any], *, asks: bool) -> Stage:
    """The stage with every parameter that has no default. Raises Refused where nobody is there to answer."""
    missing = answers.missing(declared, one.parameters)
    if not missing:
        return one
    if not asks:
        raise Refused(f"samconfig.toml does not say {', '.join(missing)} for {one.name}, and nobody is there to ask")
    given = {name: answers.ask_parameter(name, declared[name]) for name in missing}
    answers.write(root, one.name, settings={}, parameters=given)
    return stages.read(one.name, root)


def _values(declared: Mapping[str, Any], one: Stage, stack: Mapping[str, Any] | None) -> dict[str, str]:
    """Every parameter as CloudFormation will have it: given, else as it is now, else the default."""
    defaults = {name: str(parameter["Default"]) for name, parameter in declared.items() if "Default" in parameter}
    return defaults | (stages.parameters_of(stack) if stack else {}) | dict(one.parameters)


def _service_clients(values: Mapping[str, str], stack: Mapping[str, Any] | None, region: str) -> dict[str, str]:
    """The parameter that keeps the clients of `purser clients` in the authorizer; nothing with another issuer."""
    if values["Issuer"]:
        return {}
    pool_id = stages.outputs_of(stack).get("UserPoolId") if stack else None
    ids = service_clients.ids(stages.client("cognito-idp", region), pool_id) if pool_id else []
    return {"ServiceClientIds": ",".join(ids)}


def _build(one: Stage, root: Path, values: Mapping[str, str]) -> None:
    command = ["make", "--no-print-directory", "build", f"ARCHITECTURE={values['Architecture']}"]
    subprocess.run(command, cwd=root, check=True)  # noqa: S603  (of words that stand here and in samconfig.toml)
    built = root / BUILT
    built.write_text(stamped(built.read_text(encoding="utf-8"), one.parameters), encoding="utf-8")


def _install(one: Stage, root: Path, region: str, chosen: Mapping[str, str], options: Options) -> None:
    """`sam deploy`. Raises Stopped where it failed, or where its change set was declined."""
    waiting = _waiting_change_sets(one.stack, region)
    command = ["sam", "deploy", "--config-env", one.name, *([] if options.asks else ["--no-confirm-changeset"])]
    # On the command line they stand for all of those in samconfig.toml.
    overrides = [answers.override(name, value) for name, value in {**one.parameters, **chosen}.items()]
    try:
        subprocess.run(  # noqa: S603  (of words that stand here and in samconfig.toml)
            [*command, "--parameter-overrides", *overrides],
            cwd=root,
            check=True,
            env=os.environ | {"AWS_DEFAULT_REGION": region},
        )
    except subprocess.CalledProcessError as error:
        stack = stages.existing(one.stack, region)
        state = stack["StackStatus"] if stack else ""
        next_step = f"; {_next_step(one, state)}" if state in _NEXT_STEPS else ""
        raise Stopped(f"sam deploy failed, and says above why{next_step}") from error
    declined = _waiting_change_sets(one.stack, region) - waiting
    for change_set in declined:
        stages.client("cloudformation", region).delete_change_set(StackName=one.stack, ChangeSetName=change_set)
    if declined:
        again = f"make deploy STAGE={one.name}"
        raise Stopped(f"the change set was declined, and nothing was deployed; `{again}` asks again")


def _waiting_change_sets(stack: str, region: str) -> set[str]:
    """Those of `sam deploy` that could be executed and were not."""
    if stages.existing(stack, region) is None:
        return set()
    found = stages.client("cloudformation", region).list_change_sets(StackName=stack)["Summaries"]
    names = {one["ChangeSetName"] for one in found if one.get("ExecutionStatus") == "AVAILABLE"}
    return {name for name in names if name.startswith(_CHANGE_SETS)}


def _summary(stack: Mapping[str, Any]) -> str:
    """The stack's outputs, addresses first."""
    outputs = sorted(stack.get("Outputs", []), key=lambda output: not output["OutputValue"].startswith("http"))
    width = max((len(output["OutputKey"]) for output in outputs), default=0)
    lines = [
        f"  {output['OutputKey']:<{width}}  {output['OutputValue']}  ({output.get('Description', '')})"
        for output in outputs
    ]
    return "\n".join([f"Deployed: {stack['StackName']}", *lines])


def _next_command(stack: Mapping[str, Any]) -> str:
    outputs, name = stages.outputs_of(stack), stack["StackName"]
    answers_ = f"It answers: {outputs['ApiUrl']}{smoke.HEALTH_PATH} says 200, and a call without a token gets 401."
    if "UserPoolId" not in outputs:
        return answers_
    command = f"purser users add EMAIL --tenant platform --role root --stack {name}"
    return f"{answers_}\nNext, the first root user: {command}"


def main(name: str, root: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Raises Stopped, CalledProcessError."""
    one = stages.read(name, root)
    stages.check_tools(root)
    options = Options(sys.stdin.isatty(), os.environ.get("REPLACE") == "1", sleep)
    if options.asks and not stages.known_region(one):
        region = stages.check_region(answers.ask_region())
        answers.write(root, one.name, settings={"region": region}, parameters={})
        one = stages.read(name, root)
    region = stages.chosen_region(one)
    print(f"deploy: {one.stack}, in account {stages.account(region)}, {region}", flush=True)
    deploy(one, root, region, options)


if __name__ == "__main__":
    stages.carry_out("deploy", lambda: main(sys.argv[1], Path.cwd()))
