"""`make deploy`: check, build and deploy the system, test that it answers, and print the next command.

python -m tools.deploy <stage>, in the folder of samconfig.toml. REPLACE=Database lets this one deployment replace the
database, which a restore needs; tools/stack_policy.json has the other names.
"""

import hashlib
import os
import re
import subprocess  # nosec B404 (fixed programs, without a shell)
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from cli import service_clients, user_pool
from cli.outcome import CannotFinish, aws_errors_in_one_line
from cli.pause import is_paused, silence_alarms
from cli.stack import Stack
from local import transform
from tools import answers, destroy, preflight, protection, smoke, stages
from tools.stages import Refused, Stage, Stopped

BUILT: Final = Path(".aws-sam/build/template.yaml")
SERVICE_ROLE: Final = "purser-cloudformation"
"""The role with which CloudFormation changes stacks, if the account has it (docs/operations.md, Who may deploy)."""
_STAMP: Final = re.compile(r"""PARAMETERS: (["'])0\1""")
_BUSY: Final = "_IN_PROGRESS"
_CHANGE_SETS: Final = "samcli-deploy"
_ROLLED_BACK: Final = "UPDATE_ROLLBACK_COMPLETE"
_FIRST_FAILED: Final = "its first deployment failed; run `{destroy}` to remove what is left, then `{deploy}`"
_NEXT_STEPS: Final = {
    stages.REVIEW_IN_PROGRESS: "nothing was created; run `{deploy}` to try again",
    **dict.fromkeys(stages.FIRST_FAILED, _FIRST_FAILED),
    "UPDATE_ROLLBACK_FAILED": "its rollback failed; run `aws cloudformation continue-update-rollback "
    "--stack-name {stack} --region {region}`, wait until it is done, then run `{deploy}`",
    "DELETE_FAILED": "its deletion failed; run `{destroy}` again",
}


UNPROTECTED: Final = (
    "DeletionProtection is false during the first deployment, so that a failed one can be removed; then it is set."
)
PAUSED: Final = """\
The stack is paused (purser pause), so its API was not tested.
When you have checked its data, start it again: {purser} resume --stack {stack}"""


@dataclass(frozen=True)
class Options:
    """asks: whether a person can answer. replaces: the logical id of the protected resource that may be replaced.
    sleep: takes seconds."""

    asks: bool
    replaces: str
    sleep: Callable[[float], None]


def stamped(template: str, parameters: Mapping[str, str]) -> str:
    """The template with a hash of the parameters' values, so that SAM notices when they change; see template.yaml.

    Raises Refused if the template does not have exactly one place for it.
    """
    values = "\n".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    text, times = _STAMP.subn(f'PARAMETERS: "{hashlib.sha256(values.encode()).hexdigest()[:12]}"', template)
    if times != 1:
        raise Refused(f"the template has {times} places for the hash of its parameters; it needs exactly one")
    return text


def deploy(stage: Stage, root: Path, region: str, options: Options) -> None:
    """Check, build, deploy and test; ask for settings that are missing.

    Raises Refused before anything is changed; later Stopped, and CalledProcessError if the build fails.
    """
    if options.replaces:
        protection.check_replaceable(options.replaces)
    stack = _present(stage, region)
    declared = transform.parsed((root / "template.yaml").read_text(encoding="utf-8"))["Parameters"]
    stage = _answered(stage, root, declared, asks=options.asks)
    values = _values(declared, stage, stack)
    chosen = preflight.run(preflight.Plan(region, values, stack)) | _service_clients(values, stack, region)
    chosen[protection.PARAMETER] = values[protection.PARAMETER] if stack else "false"  # decisions/0068
    if chosen[protection.PARAMETER] != values[protection.PARAMETER]:
        print(UNPROTECTED, flush=True)
    chosen |= (own_api := _own_api(stack))
    _build(stage, root, values, own_api)
    if stack:
        protection.set_stack_policy(stage.stack, region)
    allowed: AbstractContextManager[None] = nullcontext()
    if stack and options.replaces:
        allowed = protection.replacement_allowed(stage, region, options.replaces)
    with allowed:
        _install(stage, root, region, chosen, options)
    deployed = stages.existing(stage.stack, region)
    if deployed is None:
        raise Stopped(f"sam deploy ended, but there is no stack {stage.stack}")
    _protect(stage, deployed, region, values)
    _accept_clients(deployed, region)
    print(_summary(deployed))
    if is_paused(paused := Stack(stage.stack, region)):
        silence_alarms(paused)  # an alarm that the deployment has changed would send messages again
        print(PAUSED.format(purser=_purser(region), stack=stage.stack))
        return
    smoke.run(stages.outputs_of(deployed)["ApiUrl"], options.sleep)
    print(_next_command(deployed, region))


def _protect(stage: Stage, stack: Mapping[str, Any], region: str, values: Mapping[str, str]) -> None:
    """Set the stack policy and, if the stage's data is to be protected, both protections. Raises Stopped."""
    try:
        protection.set_stack_policy(stage.stack, region)
        if values[protection.PARAMETER] == "true":
            if stages.parameters_of(stack).get(protection.PARAMETER) != "true":
                print("Protecting the database and the user pool from deletion, which takes some minutes.", flush=True)
                protection.protect_data(stack, region)
            protection.enable_termination_protection(stage.stack, region)
    except (BotoCoreError, ClientError, WaiterError) as error:
        raise Stopped(
            f"the stack {stage.stack} works, but its database and user pool are not protected from deletion "
            f"({stages.one_line(error)}); run `make deploy STAGE={stage.name}` to try again"
        ) from error


def _present(stage: Stage, region: str) -> Mapping[str, Any] | None:
    """The stack; None before its first deployment. Raises Refused if it cannot be deployed to in its present state."""
    stack = stages.existing(stage.stack, region)
    state = stack["StackStatus"] if stack else stages.REVIEW_IN_PROGRESS
    if state == stages.REVIEW_IN_PROGRESS:
        return None
    if state.endswith(_BUSY):
        raise Refused(f"the stack {stage.stack} is busy ({state}); wait until it is done")
    if state in _NEXT_STEPS:
        raise Refused(_next_step(stage, stack or {}, region))
    return stack


def _next_step(stage: Stage, stack: Mapping[str, Any], region: str) -> str:
    """The message with the commands that end a state in which nothing can be deployed."""
    unprotect = " UNPROTECT=1" if destroy.reason_to_unprotect(stage, stack, region) else ""
    commands = {
        "stack": stage.stack,
        "region": region,
        "deploy": f"make deploy STAGE={stage.name}",
        "destroy": f"make destroy STAGE={stage.name}{unprotect}",
    }
    state = stack["StackStatus"]
    return f"the stack {stage.stack} is {state}: {_NEXT_STEPS[state].format(**commands)}"


def _answered(stage: Stage, root: Path, declared: Mapping[str, Any], *, asks: bool) -> Stage:
    """The stage with all parameters that have no default. Raises Refused if one is missing and nobody can answer."""
    missing = answers.missing(declared, stage.parameters)
    if not missing:
        return stage
    if not asks:
        raise Refused(
            f"samconfig.toml has no {', '.join(missing)} for {stage.name}, and there is no terminal to ask at"
        )
    given = {name: answers.ask_parameter(name, declared[name]) for name in missing}
    answers.write(root, stage.name, settings={}, parameters=given)
    return stages.read(stage.name, root)


def _values(declared: Mapping[str, Any], stage: Stage, stack: Mapping[str, Any] | None) -> dict[str, str]:
    """Each parameter's value in the deployment: the given one, else its present one, else the default.

    DeletionProtection is true unless the stage is given another value: its default and its present value are those of a
    first deployment, during which it is off.
    """
    defaults = {name: str(parameter["Default"]) for name, parameter in declared.items() if "Default" in parameter}
    present = stages.parameters_of(stack) if stack else {}
    return defaults | present | {protection.PARAMETER: "true"} | dict(stage.parameters)


def _own_api(stack: Mapping[str, Any] | None) -> dict[str, str]:
    """The parameter with the id of the stack's API, which is not known at the first deployment (decisions/0082)."""
    return {"ApiId": stages.outputs_of(stack)["ApiId"]} if stack else {}


def _service_clients(values: Mapping[str, str], stack: Mapping[str, Any] | None, region: str) -> dict[str, str]:
    """The parameter with which the authorizer still accepts the clients of `purser clients`. It is not set if the
    stack uses another issuer."""
    if values["Issuer"]:
        return {}
    pool_id = stages.outputs_of(stack).get("UserPoolId") if stack else None
    ids = service_clients.ids(stages.client("cognito-idp", region), pool_id) if pool_id else []
    return {"ServiceClientIds": ",".join(ids)}


def _accept_clients(stack: Mapping[str, Any], region: str) -> None:
    """Make the authorizer accept the clients that exist now: some may have been added since the deployment began.

    Raises Stopped.
    """
    if "UserPoolId" not in stages.outputs_of(stack):
        return
    try:
        with aws_errors_in_one_line():
            service_clients.accept(user_pool.of_stack(stack["StackName"], region))
    except CannotFinish as failed:
        raise Stopped(f"the clients of systems may not be accepted: {failed}") from failed


def _build(stage: Stage, root: Path, values: Mapping[str, str], own_api: Mapping[str, str]) -> None:
    """own_api: a parameter whose change makes new versions of the functions, as that of a setting does."""
    command = ["make", "--no-print-directory", "build", f"ARCHITECTURE={values['Architecture']}"]
    subprocess.run(command, cwd=root, check=True)  # noqa: S603  (fixed words, and values of samconfig.toml)
    built = root / BUILT
    built.write_text(stamped(built.read_text(encoding="utf-8"), {**stage.parameters, **own_api}), encoding="utf-8")


def _install(stage: Stage, root: Path, region: str, chosen: Mapping[str, str], options: Options) -> None:
    """Run `sam deploy`. Raises Stopped if it fails, or if a person declines its change set."""
    waiting = _waiting_change_sets(stage.stack, region)
    command = ["sam", "deploy", "--config-env", stage.name, *([] if options.asks else ["--no-confirm-changeset"])]
    command += _service_role(stage, region)
    # On the command line, overrides replace all of those in samconfig.toml.
    overrides = [answers.override(name, value) for name, value in {**stage.parameters, **chosen}.items()]
    try:
        subprocess.run(  # noqa: S603  (fixed words, and values of samconfig.toml)
            [*command, "--parameter-overrides", *overrides],
            cwd=root,
            check=True,
            env=os.environ | {"AWS_DEFAULT_REGION": region},
        )
    except subprocess.CalledProcessError as error:
        reason = "sam deploy failed; its output above has the reason"
        raise Stopped("; ".join([reason, *_after_failure(stage, region)])) from error
    declined = _waiting_change_sets(stage.stack, region) - waiting
    for change_set in declined:
        stages.client("cloudformation", region).delete_change_set(StackName=stage.stack, ChangeSetName=change_set)
    if declined:
        again = f"make deploy STAGE={stage.name}"
        raise Stopped(f"the change set was declined and nothing was deployed; run `{again}` to try again")


def _service_role(stage: Stage, region: str) -> list[str]:
    """The option of `sam deploy` with CloudFormation's role, if the account has it and samconfig.toml names none.

    CloudFormation keeps the role for later updates, and for the deletion. Without one it uses the caller's permissions.
    """
    if stage.settings.get("role_arn"):
        return []
    iam = stages.client("iam", region)
    try:
        role = iam.get_role(RoleName=SERVICE_ROLE)["Role"]
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchEntity", "AccessDenied"}:
            return []
        raise
    print(f"CloudFormation uses the role {SERVICE_ROLE}.", flush=True)
    return ["--role-arn", role["Arn"]]


def _after_failure(stage: Stage, region: str) -> list[str]:
    """What to do after a deployment that failed; nothing after a complete rollback."""
    stack = stages.existing(stage.stack, region)
    if stack and stack["StackStatus"] in _NEXT_STEPS:
        return [_next_step(stage, stack, region)]
    if stack and stack["StackStatus"] == _ROLLED_BACK:
        try:
            _accept_clients(stack, region)
        except Stopped as failed:
            return [str(failed)]
    return []


def _waiting_change_sets(stack: str, region: str) -> set[str]:
    """Change sets of `sam deploy` that were not executed."""
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


def _purser(region: str) -> str:
    """The command as it works in the project's folder, where the region may be known from samconfig.toml only."""
    return f"AWS_REGION={region} .venv/bin/purser"


def _next_command(stack: Mapping[str, Any], region: str) -> str:
    outputs, name = stages.outputs_of(stack), stack["StackName"]
    answers_ = (
        f"The API works: {outputs['ApiUrl']}{smoke.HEALTH_PATH} answers 200, and a call without a token gets 401."
    )
    if "UserPoolId" not in outputs:
        return answers_
    command = f"{_purser(region)} users add EMAIL --tenant {outputs['PlatformTenant']} --role root --stack {name}"
    return f"{answers_}\nNext, create the first root user: {command}"


def main(name: str, root: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Raises Stopped, CalledProcessError."""
    stage = stages.read(name, root)
    stages.check_tools(root)
    options = Options(sys.stdin.isatty(), os.environ.get("REPLACE", ""), sleep)
    if options.asks and not stages.known_region(stage):
        region = stages.check_region(answers.ask_region())
        answers.write(root, stage.name, settings={"region": region}, parameters={})
        stage = stages.read(name, root)
    region = stages.chosen_region(stage)
    print(f"deploy: {stage.stack}, in account {stages.account(region)}, {region}", flush=True)
    deploy(stage, root, region, options)


if __name__ == "__main__":
    stages.run_task("deploy", lambda: main(sys.argv[1], Path.cwd()))
