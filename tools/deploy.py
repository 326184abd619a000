"""`make deploy`: build the system and install it, and say where it answers.

python -m tools.deploy <stage>, in the folder that has samconfig.toml. Whatever could fail half-way is looked at first.
"""

import hashlib
import os
import re
import subprocess  # nosec B404 (programs that stand here, without a shell)
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from local import transform
from tools import stages
from tools.stages import Refused, Stage

BUILT: Final = Path(".aws-sam/build/template.yaml")
_STAMP: Final = re.compile(r"""PARAMETERS: (["'])0\1""")
_BUSY: Final = "_IN_PROGRESS"
_STUCK: Final = {
    "ROLLBACK_COMPLETE": "its first deployment failed; make destroy removes what is left of it",
    "ROLLBACK_FAILED": "its first deployment failed; make destroy removes what is left of it",
    "UPDATE_ROLLBACK_FAILED": "it could not go back; `aws cloudformation continue-update-rollback` has to be run first",
    "DELETE_FAILED": "it could not be deleted; make destroy tries again",
}


def unanswered(declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str]) -> list[str]:
    """The template's parameters that have neither a default nor a value in samconfig.toml."""
    return [name for name, parameter in declared.items() if "Default" not in parameter and name not in given]


def stamped(template: str, parameters: Mapping[str, str]) -> str:
    """A template that says what its parameters' values hash to, where SAM looks for changes; template.yaml says why.

    Raises Refused where there is no place for it.
    """
    values = "\n".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    text, times = _STAMP.subn(f'PARAMETERS: "{hashlib.sha256(values.encode()).hexdigest()[:12]}"', template)
    if times != 1:
        raise Refused(f"the template has {times} places for what its parameters hash to, and not one")
    return text


def deploy(one: Stage, root: Path, region: str, *, asks: bool) -> None:
    """Build and deploy, asking what is not known yet, and print where it answers. asks: somebody is there to answer.

    Raises Refused, and CalledProcessError where a build or the deployment failed.
    """
    stack = stages.existing(one.stack, region)
    state = stack["StackStatus"] if stack else ""
    if state.endswith(_BUSY):
        raise Refused(f"the stack {one.stack} is being worked on ({state}); wait until it is done")
    if state in _STUCK:
        raise Refused(f"the stack {one.stack} is {state}: {_STUCK[state]}")
    declared = transform.parsed((root / "template.yaml").read_text(encoding="utf-8"))["Parameters"]
    missing = unanswered(declared, one.parameters)
    if missing and not asks:
        raise Refused(f"samconfig.toml does not say {', '.join(missing)} for {one.name}, and nobody is there to ask")
    architecture = one.parameters.get("Architecture", declared["Architecture"]["Default"])
    build = ["make", "--no-print-directory", "build", f"ARCHITECTURE={architecture}"]
    subprocess.run(build, cwd=root, check=True)  # noqa: S603  (of words that stand here and in samconfig.toml)
    built = root / BUILT
    built.write_text(stamped(built.read_text(encoding="utf-8"), one.parameters), encoding="utf-8")
    questions = ["--guided"] if missing or stack is None else []
    questions = questions if asks else ["--no-confirm-changeset"]
    deployment = ["sam", "deploy", "--config-env", one.name, *questions]
    subprocess.run(  # noqa: S603  (likewise)
        deployment, cwd=root, check=True, env=os.environ | {"AWS_DEFAULT_REGION": region}
    )
    now = stages.read(one.name, root)  # with what was answered
    print(_told(stages.existing(now.stack, now.settings.get("region", region)) or {}))


def _told(stack: Mapping[str, Any]) -> str:
    """The stack's outputs: addresses first, then what else there is to know."""
    outputs = sorted(stack.get("Outputs", []), key=lambda output: not output["OutputValue"].startswith("https://"))
    width = max((len(output["OutputKey"]) for output in outputs), default=0)
    lines = [
        f"  {output['OutputKey']:<{width}}  {output['OutputValue']}  ({output.get('Description', '')})"
        for output in outputs
    ]
    return "\n".join([f"Deployed: {stack.get('StackName', '')}", *lines])


def main(name: str, root: Path) -> None:
    """Raises Refused, CalledProcessError."""
    one = stages.read(name, root)
    stages.check_tools(root)
    region = stages.chosen_region(one)
    print(f"deploy: {one.stack}, in account {stages.account(region)}, {region}", flush=True)
    deploy(one, root, region, asks=sys.stdin.isatty())


if __name__ == "__main__":
    stages.carry_out("deploy", lambda: main(sys.argv[1], Path.cwd()))
