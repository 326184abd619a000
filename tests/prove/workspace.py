"""The folder that an operator works in: the project, or a copy of it where releases are changed."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from local import transform
from tests.support.kit import ROOT

BUILT = ".aws-sam/build/template.yaml"
# Adapts what was built, then is SAM itself. What it packages is deployed; nothing else on the way there is changed.
_SAM = """#!/bin/sh
if [ "$1" = deploy ]; then
    {python} -m tests.prove.adapter {built} {port} {authority} || exit 1
fi
exec {sam} "$@"
"""
_LEFT_OUT = shutil.ignore_patterns(".venv", ".git", ".aws-sam", "node_modules", ".*_cache", "__pycache__", ".data")
COMMAND_TIMEOUT_S = 900
REQUEST_TIMEOUT_S = 60


@dataclass(frozen=True)
class Ended:
    """How a command ended. text: everything that it printed."""

    code: int
    text: str


class Workspace:
    """folder: the project's; environment: what its commands have set."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        path = [str(folder / ".venv/bin"), str(ROOT / ".venv/prove/bin"), environment["PATH"]]
        self.environment = {**environment, "PATH": os.pathsep.join(path)}
        self.deployer: Mapping[str, str] = {}
        """Credentials of whoever deploys, where they are not those of `environment`."""

    @classmethod
    def copied(cls, folder: Path, environment: Mapping[str, str]) -> Workspace:
        """A copy of the project in a new folder. Its environment is the project's own, with links of its own."""
        shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
        installed, commands = ROOT / ".venv", folder / ".venv/bin"
        commands.mkdir(parents=True)
        for entry in installed.iterdir():
            if entry.name not in {"bin", ".installed"}:
                (folder / ".venv" / entry.name).symlink_to(entry)
        for entry in (installed / "bin").iterdir():
            (commands / entry.name).symlink_to(entry)
        # `make` sees from it where the environment is installed, and since when.
        stamp = folder / ".venv/.installed"
        stamp.write_text(f"{folder}\n", encoding="utf-8")
        shutil.copystat(installed / ".installed", stamp)
        return cls(folder, environment)

    def adapt(self, database_port: int, authority: Path) -> None:
        """From here on `sam deploy` deploys what the emulator can make."""
        sam = self.folder / ".venv/bin/sam"
        words = {"python": sys.executable, "built": BUILT, "port": database_port, "authority": authority}
        sam.unlink()
        sam.write_text(_SAM.format(sam=ROOT / ".venv/bin/sam", **words), encoding="utf-8")
        sam.chmod(0o755)

    def answer(self, stage: str, **parameters: str) -> None:
        """Parameters of a stage, as the operator writes them into samconfig.toml. The last one of a name counts."""
        path = self.folder / "samconfig.toml"
        head, section = path.read_text(encoding="utf-8").split(f"[{stage}.deploy.parameters]", 1)
        given = "".join(f" {name}={value}" for name, value in parameters.items())
        section = re.sub(r'(?m)^(parameter_overrides = ".*)"$', lambda found: f'{found[1]}{given}"', section, count=1)
        path.write_text(f"{head}[{stage}.deploy.parameters]{section}", encoding="utf-8")

    def configure(self, stage: str, **settings: str) -> None:
        """Settings of a stage, each of which is there already."""
        path = self.folder / "samconfig.toml"
        head, section = path.read_text(encoding="utf-8").split(f"[{stage}.deploy.parameters]", 1)
        for name, value in settings.items():
            section = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", section, count=1)
        path.write_text(f"{head}[{stage}.deploy.parameters]{section}", encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        """Another release: one place of one file."""
        text = (ROOT / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")

    def restore(self, file: str) -> None:
        """The release before."""
        shutil.copy(ROOT / file, self.folder / file)

    def deploy(self, stage: str) -> Ended:
        """`make deploy`, where nobody is there to answer."""
        return self.run(["make", "deploy", f"STAGE={stage}"], **self.deployer)

    def destroy(self, stage: str, **named: str) -> Ended:
        """`make destroy`. named: what stands on the command line, CONFIRM and UNPROTECT."""
        words = [f"{name}={value}" for name, value in named.items()]
        return self.run(["make", "destroy", f"STAGE={stage}", *words], **self.deployer)

    def run(self, command: list[str], **environment: str) -> Ended:
        done = subprocess.run(
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
        return Ended(done.returncode, done.stdout)

    def type_into(self, command: list[str], answers: Mapping[str, str]) -> Ended:
        """A command at a terminal. answers: by what a question contains; any other question gets a plain Enter.

        A question is a last line that ends in a colon or a bracket and stays so.
        """
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env={**self.environment, **self.deployer},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        text, answered = "", 0
        while True:
            readable, _, _ = select.select([ours], [], [], 0.5)
            if readable:
                try:
                    text += os.read(ours, 65536).decode(errors="replace")
                except OSError:  # the other end was closed
                    break
                continue
            question = text[answered:].rsplit("\n", 1)[-1]
            if re.search(r"[:\]]\s*$", question):
                reply = next((reply for words, reply in answers.items() if words in question), "")
                os.write(ours, f"{reply}\n".encode())
                answered = len(text)
            elif process.poll() is not None:
                break
        os.close(ours)
        return Ended(process.wait(), text)

    @contextmanager
    def https(self) -> Iterator[httpx.Client]:
        """A client of public addresses, by the proxy and with the authority that the environment names."""
        proxy, authority = self.environment.get("HTTPS_PROXY"), self.environment.get("SSL_CERT_FILE")
        context = ssl.create_default_context(cafile=authority)
        with httpx.Client(proxy=proxy, verify=context, trust_env=False, timeout=REQUEST_TIMEOUT_S) as client:
            yield client

    def template(self) -> dict[str, Any]:
        """What was built last, as it was deployed."""
        return transform.parsed((self.folder / BUILT).read_text(encoding="utf-8"))
