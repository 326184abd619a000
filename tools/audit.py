"""Looks for known vulnerabilities: bandit in the code, pip-audit and npm audit in the lock files.

A finding of bandit fails the audit unless its line gives a reason: by `# noqa: S608  (reason)`, which ruff reads too
(its S608 is bandit's B608), or by `nosec B603 (reason)` where ruff does not check.

A vulnerability service that does not know a well-known vulnerability cannot be trusted. So each service is first asked
about a release with one; if no service knows it, the packages are reported as not audited.
"""

import json
import os
import re
import shutil
import subprocess  # nosec B404 (programs from this project's lock files, without a shell)
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
TOOLS: Final = ROOT / ".venv" / "audit" / "bin"
CODE: Final = ("cli", "client", "functions", "layers", "local", "tools")
LOCKS: Final = ("requirements*.txt", "layers/*/requirements.txt", "functions/*/requirements.txt")
NODE: Final = "functions/*/package-lock.json"
SERVICES: Final = ("pypi", "osv")
VULNERABLE: Final = ("jinja2", "2.4.1")  # CVE-2014-1402 and others
VULNERABLE_NODE: Final = ("lodash", "4.17.4")  # CVE-2019-10744 and others
TIMEOUT_S: Final = 600

type Finding = Mapping[str, Any]
type Runs = Callable[[Sequence[str], Path], str]
"""Runs a program in a folder and returns its output."""


def output_of(command: Sequence[str], folder: Path = ROOT) -> str:
    """The program's standard output. The exit status is ignored, since the output shows whether it worked."""
    done = subprocess.run(  # noqa: S603  # nosec B603 (the commands are in this file)
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    return done.stdout


def unexplained(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings of bandit whose lines give no reason."""
    for finding in findings:
        number = finding["test_id"].removeprefix("B")
        lines = Path(ROOT, finding["filename"]).read_text(encoding="utf-8").splitlines()
        about = [lines[line - 1] for line in finding["line_range"]]
        if not any(re.search(rf"# noqa: [^(]*\bS{number}\b.*\(\w.*\)", line) for line in about):
            yield f"{finding['filename']}:{finding['line_number']}: {finding['test_id']} {finding['issue_text']}"


def vulnerabilities_of_python(locks: Sequence[Path], service: str, run: Runs = output_of) -> list[str] | None:
    """The known vulnerabilities of the packages in hashed lock files; None if the service does not answer."""
    command = [str(TOOLS / "pip-audit"), "--vulnerability-service", service, "--format", "json", "--progress-spinner"]
    command += ["off", "--timeout", "15", "--disable-pip", "--no-deps"]
    command += [word for lock in locks for word in ("--requirement", str(lock))]
    report = _json(run(command, ROOT))
    if "dependencies" not in report or any("skip_reason" in one for one in report["dependencies"]):
        return None
    return [
        f"{one['name']} {one['version']}: {fault['id']}, fixed in {', '.join(fault['fix_versions']) or 'no release'}"
        for one in report["dependencies"]
        for fault in one["vulns"]
    ]


def vulnerabilities_of_node(folder: Path, run: Runs = output_of) -> list[str] | None:
    """The known vulnerabilities of the packages in a package-lock.json; None if npm does not answer."""
    report = _json(run(["npm", "audit", "--package-lock-only", "--json"], folder))
    if "auditReportVersion" not in report:
        return None
    return [f"{name}: {one['severity']} in {one['range']}" for name, one in report["vulnerabilities"].items()]


def knows_vulnerability(service: str, run: Runs = output_of) -> bool:
    """Whether the service knows a well-known vulnerability."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "requirements.txt")
        lock.write_text("==".join(VULNERABLE), encoding="utf-8")
        return bool(vulnerabilities_of_python([lock], service, run))


def npm_knows_vulnerability(run: Runs = output_of) -> bool:
    name, version = VULNERABLE_NODE
    packages: dict[str, dict[str, object]] = {
        "": {"dependencies": {name: version}},
        f"node_modules/{name}": {"version": version},
    }
    with tempfile.TemporaryDirectory() as folder:
        lock = {"name": "asked", "lockfileVersion": 3, "requires": True, "packages": packages}
        Path(folder, "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
        Path(folder, "package.json").write_text(json.dumps({"name": "asked", **packages[""]}), encoding="utf-8")
        return bool(vulnerabilities_of_node(Path(folder), run))


def audit_code() -> bool:
    report = _json(output_of([str(TOOLS / "bandit"), "-q", "-c", "pyproject.toml", "-f", "json", "-r", *CODE]))
    found = [f"{error['filename']}: {error['reason']}" for error in report["errors"]]
    found += unexplained(report["results"])
    files = len(report["metrics"]) - 1  # one entry is the total
    return _report("the code", found, f"{files} files, {len(report['results'])} findings, each with a reason")


def audit_python() -> bool:
    locks = sorted(path for pattern in LOCKS for path in ROOT.glob(pattern))
    service = next(filter(knows_vulnerability, SERVICES), None)
    found = vulnerabilities_of_python(locks, service) if service else None
    return _report(f"{len(locks)} Python lock files", found, f"no known vulnerability, according to {service}")


def audit_node() -> bool:
    folders = sorted(path.parent for path in ROOT.glob(NODE))
    works = bool(folders) and shutil.which("npm") is not None and npm_knows_vulnerability()
    by_folder = {folder: vulnerabilities_of_node(folder) if works else None for folder in folders}
    clean = "no known vulnerability, according to npm"
    passed = [_report(f"{folder.name}'s lock file", found, clean) for folder, found in by_folder.items()]
    return all(passed)


def _report(what: str, found: list[str] | None, clean: str) -> bool:
    """Print a result; whether the audit passes. found: None if no service could be asked."""
    if found is None:
        print(f"audit: {what}: NOT AUDITED, since no vulnerability service answers on this machine")
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
