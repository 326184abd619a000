"""Looks for known faults: bandit over the code, pip-audit and npm over every lock.

What bandit finds is a fault, unless the line that it is about says why not: by `# noqa: S608  (why)`, which ruff reads
too (its S608 is bandit's B608), or by `nosec B603 (why)` where ruff does not look.

A service that knows of no fault where there is one knows of none at all: each is asked first about a release that
everybody knows to be faulty. Where none knows it, nothing is called audited.
"""

import json
import os
import re
import shutil
import subprocess  # nosec B404 (programs of this project's own locks, without a shell)
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
TOOLS: Final = ROOT / ".venv" / "audit" / "bin"
CODE: Final = ("cli", "functions", "layers", "local", "tools")
LOCKS: Final = ("requirements*.txt", "layers/*/requirements.txt", "functions/*/requirements.txt")
NODE: Final = "functions/*/package-lock.json"
SERVICES: Final = ("pypi", "osv")
FAULTY: Final = ("jinja2", "2.4.1")  # CVE-2014-1402 and others
FAULTY_NODE: Final = ("lodash", "4.17.4")  # CVE-2019-10744 and others
_WITHIN: Final = 600  # seconds

type Finding = Mapping[str, Any]
type Runs = Callable[[Sequence[str], Path], str]
"""What a program, run in a folder, writes."""


def output_of(command: Sequence[str], folder: Path = ROOT) -> str:
    """However it ends: that is said by what it writes, or by that it writes nothing."""
    done = subprocess.run(  # noqa: S603  # nosec B603 (the commands stand below)
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False, timeout=_WITHIN
    )
    return done.stdout


def unexplained(findings: Sequence[Finding]) -> Iterator[str]:
    """What bandit found and no line says why it is none."""
    for finding in findings:
        number = finding["test_id"].removeprefix("B")
        lines = Path(ROOT, finding["filename"]).read_text(encoding="utf-8").splitlines()
        about = [lines[line - 1] for line in finding["line_range"]]
        if not any(re.search(rf"# noqa: [^(]*\bS{number}\b.*\(\w.*\)", line) for line in about):
            yield f"{finding['filename']}:{finding['line_number']}: {finding['test_id']} {finding['issue_text']}"


def faults_of_python(locks: Sequence[Path], service: str, run: Runs = output_of) -> list[str] | None:
    """What the service knows of the releases in hashed locks; none where it does not answer."""
    command = [str(TOOLS / "pip-audit"), "--vulnerability-service", service, "--format", "json", "--progress-spinner"]
    command += ["off", "--timeout", "15", "--disable-pip", "--no-deps"]
    command += [word for lock in locks for word in ("--requirement", str(lock))]
    report = _json(run(command, ROOT))
    if "dependencies" not in report or any("skip_reason" in one for one in report["dependencies"]):
        return None
    return [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'nothing yet'}"
        for one in report["dependencies"]
        for fault in one["vulns"]
    ]


def faults_of_node(folder: Path, run: Runs = output_of) -> list[str] | None:
    """What the registry knows of the releases in a folder's lock; none where it does not answer."""
    report = _json(run(["npm", "audit", "--package-lock-only", "--json"], folder))
    if "auditReportVersion" not in report:
        return None
    return [f"{name}: {fault['severity']} in {fault['range']}" for name, fault in report["vulnerabilities"].items()]


def knowing(service: str, run: Runs = output_of) -> bool:
    """Whether the service knows what everybody knows."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "requirements.txt")
        lock.write_text("==".join(FAULTY), encoding="utf-8")
        return bool(faults_of_python([lock], service, run))


def knowing_of_node(run: Runs = output_of) -> bool:
    name, version = FAULTY_NODE
    packages = {"": {"dependencies": {name: version}}, f"node_modules/{name}": {"version": version}}
    with tempfile.TemporaryDirectory() as folder:
        lock = {"name": "asked", "lockfileVersion": 3, "requires": True, "packages": packages}
        Path(folder, "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
        Path(folder, "package.json").write_text(json.dumps({"name": "asked", **packages[""]}), encoding="utf-8")
        return bool(faults_of_node(Path(folder), run))


def audit_code() -> bool:
    report = _json(output_of([str(TOOLS / "bandit"), "-q", "-c", "pyproject.toml", "-f", "json", "-r", *CODE]))
    found = [f"{error['filename']}: {error['reason']}" for error in report["errors"]]
    found += unexplained(report["results"])
    files = len(report["metrics"]) - 1  # one is their sum
    return _say("the code", found, f"{files} files, {len(report['results'])} findings, each with a reason")


def audit_python() -> bool:
    locks = sorted(path for pattern in LOCKS for path in ROOT.glob(pattern))
    service = next(filter(knowing, SERVICES), None)
    found = faults_of_python(locks, service) if service else None
    return _say(f"{len(locks)} locks of Python", found, f"no known fault, says {service}")


def audit_node() -> bool:
    folders = sorted(path.parent for path in ROOT.glob(NODE))
    knows = bool(folders) and shutil.which("npm") is not None and knowing_of_node()
    asked = {folder: faults_of_node(folder) if knows else None for folder in folders}
    said = [_say(f"{folder.name}'s lock", found, "no known fault, says npm") for folder, found in asked.items()]
    return all(said)


def _say(what: str, found: list[str] | None, clean: str) -> bool:
    """Whether it may go on. found: none where there was nobody to ask."""
    if found is None:
        print(f"audit: {what}: NOT AUDITED, since no service that knows of faults answers on this machine")
        return os.environ.get("AUDIT") != "required"
    for one in found:
        print(f"audit: {what}: {one}")
    if not found:
        print(f"audit: {what}: {clean}")
    return not found


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    sys.exit(not all([audit_code(), audit_python(), audit_node()]))
