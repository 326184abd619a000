"""Clients that others generate from docs/openapi.json compile, and do the same against a running system."""

import json
import sys
from typing import Any

import pytest

from tests.clients.conftest import DOCUMENT, ENVIRONMENT, PACKAGES, SESSIONS, Generated, run

LISTED: dict[str, dict[str, str]] = json.loads((SESSIONS / "warnings.json").read_text(encoding="utf-8"))
SEEN: dict[str, Any] = {
    "available": "70.00",
    "replayed": "true",
    "refusal": [400, "insufficient_funds", "70.00"],
    "bet": ["cashed_out", "31.50", True],
    "balance": "81.50",
    "reasons": ["credit", "debit", "bet_stake", "bet_cash_out"],
    "topup": ["pending", "500.00", 1],
}
"""What a session sees: 120.00 - 50.00 - 20.00 + 31.50 = 81.50."""
COMPILER_OPTIONS = [
    *("--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes"),
    *("--target", "ES2023", "--module", "NodeNext", "--types", "node", "--skipLibCheck"),
]


def test_python_s_generator_prints_exactly_the_listed_warnings(python_client: Generated) -> None:
    assert python_client.warnings == LISTED["openapi-python-client"].keys()


def test_typescript_s_generator_prints_exactly_the_listed_warnings(typescript_client: Generated) -> None:
    assert typescript_client.warnings == LISTED["openapi-typescript"].keys()


def test_the_linter_of_documents_finds_exactly_the_listed_problems() -> None:
    linted = run(PACKAGES / ".bin" / "redocly", "lint", DOCUMENT, "--format=json", cwd=SESSIONS)
    found = json.loads(linted.stdout)["problems"]

    assert {f"{one['ruleId']}: {one['message']}" for one in found} == LISTED["redocly"].keys()


def test_the_generated_python_client_has_a_model_of_every_schema_with_fields(python_client: Generated) -> None:
    schemas = json.loads(DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    models = (python_client.folder / "generated_client" / "models" / "__init__.py").read_text(encoding="utf-8")

    assert [name for name, schema in schemas.items() if "properties" in schema and f'"{name}"' not in models] == []


def test_the_session_in_python_passes_the_strict_type_check(python_client: Generated) -> None:
    checked = run(
        *(sys.executable, "-m", "mypy", "--strict", "--python-executable", ENVIRONMENT / "python"),
        # What the generator writes into every client, whatever the document, is not checked.
        *("--follow-imports=silent", "--config-file", "", "--cache-dir", python_client.folder / "cache", "session.py"),
        cwd=python_client.folder,
    )

    assert checked.returncode == 0, checked.stdout


def test_the_session_in_python_sees_its_customer_bet_and_top_up(python_client: Generated, base_url: str) -> None:
    done = run(ENVIRONMENT / "python", "session.py", base_url, cwd=python_client.folder)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == SEEN


@pytest.fixture(scope="session")
def compiled(typescript_client: Generated) -> Generated:
    """The session in TypeScript, compiled to session.js with a strict type check."""
    made = run(PACKAGES / ".bin" / "tsc", *COMPILER_OPTIONS, "session.ts", cwd=typescript_client.folder)
    assert made.returncode == 0, made.stdout
    return typescript_client


def test_the_session_in_typescript_passes_the_strict_type_check_and_sees_the_same(
    compiled: Generated, base_url: str
) -> None:
    done = run("node", "session.js", base_url, cwd=compiled.folder)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == SEEN
