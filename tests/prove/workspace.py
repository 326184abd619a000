"""The folder in which an operator works: the project itself, or a copy in which the tests create changed releases."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from local import transform
from tests.prove import adapter
from tests.support.kit import ROOT

# The `sam` command of an adapted workspace: see sam.py.
_SAM = """#!{python}
from pathlib import Path
from tests.prove import sam
sam.run({port}, Path("{authority}"))
"""
# `make build` compares these files with the sources before it repeats the lint of the template or the console's build.
_STAMPS = (".aws-sam/.linted", "functions/console/node_modules/.installed")
_LEFT_OUT = shutil.ignore_patterns(".venv", ".git", ".aws-sam", "node_modules", ".*_cache", "__pycache__", ".data")
COMMAND_TIMEOUT_S = 1800
"""The limit only ends a command that hangs. The longest command is a whole `make prove STAGE=...`."""
REQUEST_TIMEOUT_S = 600


@dataclass(frozen=True)
class CommandResult:
    """A command that ended. code: its exit status. text: everything that it printed."""

    code: int
    text: str


class Workspace:
    """folder: the project's or that of a copy. environment: the variables of its commands."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        path = [str(folder / ".venv/bin"), str(ROOT / ".venv/prove/bin"), environment["PATH"]]
        self.environment = {**environment, "PATH": os.pathsep.join(path)}
        self.deployer: Mapping[str, str] = {}
        """Variables with the credentials for `make deploy` and `make destroy`, if `environment` has others."""

    @classmethod
    def copied(cls, folder: Path, environment: Mapping[str, str]) -> Workspace:
        """A copy of the project in a new folder. Its .venv consists of links, and its commands can be replaced."""
        shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
        installed, commands = ROOT / ".venv", folder / ".venv/bin"
        commands.mkdir(parents=True)
        for entry in installed.iterdir():
            if entry.name not in {"bin", ".installed"}:
                (folder / ".venv" / entry.name).symlink_to(entry)
        for entry in (installed / "bin").iterdir():
            (commands / entry.name).symlink_to(entry)
        # From this file, `make` reads the place and the time of the installation.
        stamp = folder / ".venv/.installed"
        stamp.write_text(f"{folder}\n", encoding="utf-8")
        shutil.copystat(installed / ".installed", stamp)
        for file in _STAMPS:
            if (ROOT / file).exists():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / file, folder / file)
        return cls(folder, environment)

    def adapt(self, database_port: int, authority: Path) -> None:
        """Make `sam` deploy to the emulator. For the arguments see adapter.adapted."""
        sam = self.folder / ".venv/bin/sam"
        sam.unlink()
        sam.write_text(_SAM.format(python=sys.executable, port=database_port, authority=authority), encoding="utf-8")
        sam.chmod(0o755)

    def set_parameters(self, stage: str, **parameters: str) -> None:
        """Add parameters to those of a stage in samconfig.toml. If a name occurs twice, the last value is used."""
        given = "".join(f" {name}={value}" for name, value in parameters.items())
        self._configure(stage, r'(?m)^(parameter_overrides = ".*)"$', lambda found: f'{found[1]}{given}"')

    def configure(self, stage: str, name: str, value: str) -> None:
        """Change a setting that a stage has in samconfig.toml."""
        self._configure(stage, rf"(?m)^{name} = .*$", lambda _: f"{name} = {value}")

    def _configure(self, stage: str, line: str, change: Callable[[re.Match[str]], str]) -> None:
        """Change one line of a stage. The file keeps its time, so that `make build` does not repeat the lint."""
        path = self.folder / "samconfig.toml"
        before, heading, section = path.read_text(encoding="utf-8").partition(f"[{stage}.deploy.parameters]")
        changed, times = re.subn(line, change, section, count=1)
        assert times == 1, f"{path} has no {line} for {stage}"
        status = path.stat()
        path.write_text(before + heading + changed, encoding="utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def replace(self, file: str, old: str, new: str) -> None:
        """Make another release: replace a text that occurs once in a file of the project."""
        text = (ROOT / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")

    def restore(self, file: str) -> None:
        """Undo `replace`."""
        shutil.copy(ROOT / file, self.folder / file)

    def deploy(self, stage: str) -> CommandResult:
        """`make deploy` without a terminal, so it asks nothing."""
        return self.run(["make", "deploy", f"STAGE={stage}"], **self.deployer)

    def destroy(self, stage: str, **variables: str) -> CommandResult:
        """`make destroy`. variables: CONFIRM and UNPROTECT."""
        words = [f"{name}={value}" for name, value in variables.items()]
        return self.run(["make", "destroy", f"STAGE={stage}", *words], **self.deployer)

    def run(self, command: list[str], **environment: str) -> CommandResult:
        result = subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=COMMAND_TIMEOUT_S,
        )
        return CommandResult(result.returncode, result.stdout)

    def type_into(self, command: list[str], answers: Mapping[str, str]) -> CommandResult:
        """Run a command at a terminal. answers: by a part of each question. Other questions get an empty answer.

        A question is an output that ends with a colon or a bracket, after which the command waits.
        """
        controller, terminal = pty.openpty()
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env={**self.environment, **self.deployer},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        text, answered = "", 0
        while True:
            readable, _, _ = select.select([controller], [], [], 0.5)
            if readable:
                try:
                    text += os.read(controller, 65536).decode(errors="replace")
                except OSError:  # the other end was closed
                    break
                continue
            question = text[answered:].rsplit("\n", 1)[-1]
            if re.search(r"[:\]]\s*$", question):
                reply = next((reply for words, reply in answers.items() if words in question), "")
                os.write(controller, f"{reply}\n".encode())
                answered = len(text)
            elif process.poll() is not None:
                break
        os.close(controller)
        return CommandResult(process.wait(), text)

    @contextmanager
    def https(self) -> Iterator[httpx.Client]:
        """An HTTP client with the proxy and the certificate authority that the environment names."""
        proxy = self.environment.get("HTTPS_PROXY")
        with httpx.Client(proxy=proxy, verify=self._authorities, trust_env=False, timeout=REQUEST_TIMEOUT_S) as client:
            yield client

    @cached_property
    def _authorities(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.environment.get("SSL_CERT_FILE"))

    def template(self) -> dict[str, Any]:
        """The template of the last build, as it was deployed."""
        return transform.parsed((self.folder / adapter.BUILT).read_text(encoding="utf-8"))
