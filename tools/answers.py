"""The questions of `make deploy`: each setting without a default is asked for once and written into samconfig.toml."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import tomlkit

from tools.stages import CONFIG_FILE

_MAX_ATTEMPTS: Final = 3


def missing(declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str]) -> list[str]:
    """The template's parameters that have neither a default nor a value in samconfig.toml."""
    return [name for name, parameter in declared.items() if "Default" not in parameter and name not in given]


def ask_parameter(name: str, parameter: Mapping[str, Any]) -> str:
    """Ask for a parameter until the answer matches its AllowedPattern. Raises EOFError after three invalid answers."""
    print(f"{name}: {parameter.get('Description', '')}")
    pattern = str(parameter.get("AllowedPattern", ".+"))
    for _ in range(_MAX_ATTEMPTS):
        answer = input(f"{name}: ").strip()
        if re.fullmatch(pattern, answer):
            return answer
        print(f"Not valid; expected {parameter.get('ConstraintDescription', f'the form {pattern}')}.")
    raise EOFError


def ask_region() -> str:
    print("The AWS region of this stage, for example eu-central-1. It cannot be changed later.")
    return input("Region: ").strip()


def write(root: Path, stage: str, *, settings: Mapping[str, str], parameters: Mapping[str, str]) -> None:
    """Add answers to a stage's section of samconfig.toml, and change nothing else in the file.

    settings: options of `sam deploy`; parameters: of the template.
    """
    path = root / CONFIG_FILE
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    section: Any = document[stage]["deploy"]["parameters"]
    section.update(settings)
    if parameters:
        pairs = [override(name, value) for name, value in parameters.items()]
        given = section.get("parameter_overrides", "")
        section["parameter_overrides"] = (
            " ".join([given, *pairs]).strip() if isinstance(given, str) else [*given, *pairs]
        )
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def override(name: str, value: str) -> str:
    """A parameter as `sam deploy --parameter-overrides` takes it: quoted where it is empty or has spaces."""
    if value and shlex.quote(value) == value:
        return f"{name}={value}"
    escaped = value.replace('"', '\\"')
    return f'{name}="{escaped}"'
