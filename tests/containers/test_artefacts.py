"""What is built: libraries for the processor of the functions, and packages with everything that functions import."""

import struct
from pathlib import Path

import pytest

from local import containers
from tests.containers.deployment import docker
from tests.support import kit
from tests.support.kit import ROOT
from tests.support.stack import properties

MACHINES = {183: "arm64", 62: "x86_64"}  # e_machine of elf(5): EM_AARCH64, EM_X86_64
BUILT = {"arm64": ROOT / ".aws-sam" / "build", containers.architecture(): containers.BUILT}

IMPORTS = """
import importlib.util
import os
import sys
import traceback
from pathlib import Path

without_layer = sys.argv[1:]
apps = {app.parent.name: app for app in Path("/built").glob("*Function/app.py")}
for name, app in sorted(apps.items(), key=lambda one: one[0] not in without_layer):
    print(name, end=": ", flush=True)
    if name not in without_layer:
        importlib.import_module("ledger.edge.http")  # once, for all that follow
    if os.fork() == 0:
        sys.path.insert(0, str(app.parent))
        if name in without_layer:
            sys.path.remove("/opt/python")
        spec = importlib.util.spec_from_file_location("app", app)
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
            print("a handler" if callable(module.handler) else "no handler", flush=True)
        except Exception:
            print(traceback.format_exc(), flush=True)
        finally:
            os._exit(0)
    os.wait()
"""
"""Imports each function in a process of its own, which has nothing but Python, the layer and the function's package.

Its arguments are the functions without the layer.
"""


def machine_of(library: Path) -> str | None:
    """The processor of a shared library, or None for another file."""
    with library.open("rb") as file:
        header = file.read(20)
    if header[:4] != b"\x7fELF":
        return None
    return MACHINES.get(struct.unpack("<H", header[18:20])[0], "another")


@pytest.mark.parametrize("architecture", sorted(BUILT))
def test_every_packaged_library_is_for_the_processor_of_the_functions(architecture: str) -> None:
    machines = {path: machine_of(path) for path in BUILT[architecture].rglob("*") if path.is_file()}
    libraries = {path: machine for path, machine in machines.items() if machine is not None or ".so" in path.suffixes}

    assert {path: machine for path, machine in libraries.items() if machine != architecture} == {}
    console = {path.name for path in (BUILT[architecture] / "ConsoleFunction").iterdir()}
    assert console == {"app.py", "dist", "site"}
    for package in ("psycopg_binary", "pydantic_core", "uharfbuzz"):
        assert any(package in str(path) for path in libraries), package


def test_every_function_is_imported_with_nothing_but_its_package_and_the_layer(bridge: str) -> None:
    volumes = {containers.BUILT: "/built", containers.BUILT / "LedgerLayer": "/opt"}
    options = [f"--volume={folder}:{place}:ro" for folder, place in volumes.items()]
    functions = kit.DEPLOYED.functions.values()
    variables = {name: value for function in functions for name, value in function.environment.items()}
    variables |= {"LD_LIBRARY_PATH": "/var/lang/lib", "PYTHONPATH": "/opt/python:/var/runtime"}
    options += [f"--env={name}={value}" for name, value in variables.items()]
    without_layer = [name for name, one in properties("AWS::Lambda::Function").items() if not one.get("Layers")]
    python = ["--entrypoint=/var/lang/bin/python3.13", containers.IMAGE, "-c", IMPORTS]

    printed = docker("run", "--rm", *options, *python, *without_layer)

    expected = [f"{function.logical_id}: a handler" for function in functions]
    assert sorted(printed.splitlines()) == sorted(expected)
    assert without_layer == ["ConsoleFunction"]
