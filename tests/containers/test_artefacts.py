"""`make build` packages libraries for the processor of the functions, not for the processor of this machine."""

import struct
from pathlib import Path

import pytest

from local import containers
from tests.support.kit import ROOT

MACHINES = {183: "arm64", 62: "x86_64"}  # e_machine of elf(5): EM_AARCH64, EM_X86_64
BUILT = {"arm64": ROOT / ".aws-sam" / "build", containers.architecture(): containers.BUILT}


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
