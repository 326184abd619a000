"""The audit of code and packages: suppressed findings have reasons, and an audit that could not run is reported."""

import json
import re
from pathlib import Path

import pytest

from tests.support.kit import ROOT
from tools import audit

LOCK = Path("requirements.txt")
VULNERABILITY = {"id": "CVE-1", "fix_versions": ["2.0"]}
PACKAGE = {"name": "jinja2", "version": "2.4.1"}


def runs_with(report: object) -> audit.Runs:
    return lambda _command, _folder: report if isinstance(report, str) else json.dumps(report)


def test_every_suppressed_finding_of_bandit_has_its_rule_and_reason() -> None:
    unexplained = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in audit.CODE
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*nosec", line) and not re.search(r"# nosec B\d{3} \(\w.*\)$", line)
    ]

    assert unexplained == []


def test_a_finding_passes_only_if_its_own_line_has_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    lines = ["a  # noqa: S608  (of constants)", "b  # noqa: S608", "c  # noqa: S101  (it has its row)", "d"]
    (tmp_path / "x.py").write_text("\n".join(lines))
    findings = [
        {"filename": "x.py", "line_number": number, "line_range": [number], "test_id": "B608", "issue_text": "SQL"}
        for number in range(1, 5)
    ]

    assert list(audit.unexplained(findings)) == [f"x.py:{number}: B608 SQL" for number in (2, 3, 4)]


def test_a_known_vulnerability_is_reported_with_the_release_that_fixes_it() -> None:
    found = audit.vulnerabilities_of_python(
        [LOCK], "pypi", runs_with({"dependencies": [{**PACKAGE, "vulns": [VULNERABILITY]}]})
    )

    assert found == ["jinja2 2.4.1: CVE-1, fixed in 2.0"]
    assert audit.knows_vulnerability("pypi", runs_with({"dependencies": [{**PACKAGE, "vulns": [VULNERABILITY]}]}))


@pytest.mark.parametrize(
    "report",
    [
        pytest.param("", id="unreachable"),
        pytest.param({"dependencies": [{**PACKAGE, "vulns": []}]}, id="without any vulnerability"),
        pytest.param({"dependencies": [{"name": "jinja2", "skip_reason": "not found"}]}, id="without any package"),
    ],
)
def test_a_vulnerability_service_without_the_well_known_entries_is_not_used(report: object) -> None:
    """pip-audit reports `No known vulnerabilities found` for the last two, and exits with 0."""
    assert not audit.knows_vulnerability("pypi", runs_with(report))


def test_an_npm_service_without_the_well_known_entries_is_not_used() -> None:
    bad = {"auditReportVersion": 2, "vulnerabilities": {"lodash": {"severity": "high", "range": "<4.17.12"}}}

    assert audit.vulnerabilities_of_node(ROOT, runs_with(bad)) == ["lodash: high in <4.17.12"]
    assert audit.npm_knows_vulnerability(runs_with(bad))
    assert not audit.npm_knows_vulnerability(runs_with({"auditReportVersion": 2, "vulnerabilities": {}}))
    assert not audit.npm_knows_vulnerability(runs_with({"message": "405 Method Not Allowed", "error": {}}))


def test_an_unreachable_service_is_reported_and_passes_only_if_it_is_not_required(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIT", raising=False)
    assert audit._report("9 locks", None, "clean")
    assert "9 locks: NOT AUDITED" in capsys.readouterr().out

    monkeypatch.setenv("AUDIT", "required")
    assert not audit._report("9 locks", None, "clean")
    assert not audit._report("9 locks", ["a fault"], "clean")
    assert "clean" not in capsys.readouterr().out


def test_every_lock_is_audited() -> None:
    """Every lock file next to a manifest, in any folder."""
    locks = {path for pattern in audit.LOCKS for path in ROOT.glob(pattern)}
    lock_files = {
        path
        for path in ROOT.rglob("requirements*.txt")
        if not any(part.startswith(".") or part == "node_modules" for part in path.relative_to(ROOT).parts)
    }

    assert lock_files == locks
    assert all("--hash=sha256:" in path.read_text(encoding="utf-8") for path in locks)
