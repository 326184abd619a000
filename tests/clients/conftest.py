"""The clients that two generators make of docs/openapi.json, and a local system for them to call."""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.support.kit import ROOT
from tests.support.local_system import free_port, start_system

DOCUMENT: Final = ROOT / "docs" / "openapi.json"
ENVIRONMENT: Final = ROOT / ".venv" / "clients" / "bin"
"""The generator of Python clients with its own packages, so that it does not change ours."""
PACKAGES: Final = ROOT / "functions" / "console" / "node_modules"
SESSIONS: Final = Path(__file__).parent
TIMEOUT_S: Final = 300


@dataclass(frozen=True)
class Generated:
    """folder: with the generated client and a copy of the session. warnings: of the generator."""

    folder: Path
    warnings: set[str]


def run(*command: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. The programs of the clients' environment come first."""
    environment = (
        os.environ
        | variables
        | {
            "PATH": f"{ENVIRONMENT}:{os.environ['PATH']}",
            "REDOCLY_TELEMETRY": "off",
            "NO_COLOR": "1",
        }
    )
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )


@pytest.fixture(scope="session")
def python_client(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("python")
    generator = ENVIRONMENT / "openapi-python-client"
    assert generator.is_file(), "run `make test-clients`"
    made = run(
        generator, "generate", "--path", DOCUMENT, "--meta", "none", "--output-path", "generated_client", cwd=folder
    )
    assert made.returncode == 0, made.stderr
    shutil.copy(SESSIONS / "session.py", folder)
    return Generated(folder, _python_warnings(made.stdout + made.stderr))


@pytest.fixture(scope="session")
def typescript_client(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("typescript")
    generator = PACKAGES / ".bin" / "openapi-typescript"
    assert generator.is_file(), "run `make test-clients`"
    (folder / "node_modules").symlink_to(PACKAGES)
    made = run(generator, DOCUMENT, "--output", "schema.d.ts", cwd=folder)
    assert made.returncode == 0, made.stderr
    shutil.copy(SESSIONS / "session.ts", folder)
    (folder / "package.json").write_text(json.dumps({"type": "module"}))
    progress = re.compile(r"\s*(✨ openapi-typescript .*|🚀 .*)?")
    lines = (made.stdout + made.stderr).splitlines()
    return Generated(folder, {line for line in lines if not progress.fullmatch(line)})


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a local system with a database of its own."""
    running = start_system(free_port(), tmp_path_factory.mktemp("system") / "kept")
    yield running.base_url
    running.process.send_signal(signal.SIGINT)
    assert running.ended() == (0, "")


def _python_warnings(output: str) -> set[str]:
    """Each warning with the first line of its detail. The generator prints an object instead of the status."""
    lines = [line for line in output.splitlines() if line]
    begins = [number for number, line in enumerate(lines) if re.match(r"WARNING|ERROR|Unable to|Skipping", line)]
    return {re.sub(r"<openapi_python_client\S* object at \S+>", "200", " ".join(lines[n : n + 2])) for n in begins}
