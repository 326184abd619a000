"""What a cold start imports, in a new interpreter for each function."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.support.kit import ROOT


def cold_start(function: str, expression: str) -> Any:
    """The value of an expression after the import of the function, in a new interpreter without other imports."""
    program = f"""
import gc, json, sys
def collections():
    return sum(generation["collections"] for generation in gc.get_stats())
sys.path[:0] = {[str(ROOT / "layers" / "ledger"), str(ROOT / "functions" / function)]}
before = collections()
import app
print(json.dumps({expression}))
"""
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"POWERTOOLS_SERVICE_NAME": "purser", "POWERTOOLS_METRICS_NAMESPACE": "Purser"},
    )
    return json.loads(result.stdout)


@pytest.mark.parametrize("function", ["cashier_credit", "cashier_debit", "bets_cash_out", "cash_out_stream"])
def test_a_cold_start_imports_neither_the_aws_sdk_nor_modules_of_other_functions(function: str) -> None:
    """Callers wait for these functions."""
    modules = cold_start(function, "sorted(sys.modules)")
    packages = {name.split(".")[0] for name in modules}

    assert {"ledger", "psycopg", "pydantic", "aws_lambda_powertools"} <= packages
    unwanted = {"boto3", "aws_xray_sdk", "sqlalchemy", "alembic", "starlette", "flask", "moto", "local"}
    assert packages & unwanted == set()
    parts = [name for name in modules if name.startswith("botocore.")]
    assert parts == [], "only botocore/__init__.py is imported: there, Powertools adds its name to the SDK's user agent"


def test_a_cold_start_of_the_cashier_imports_no_operation_of_other_approvals() -> None:
    modules = cold_start("cashier_credit", "sorted(sys.modules)")

    assert "ledger.approvals.agent_credit" in modules
    assert [name for name in modules if name.startswith(("ledger.billing", "ledger.awards"))] == []


@pytest.mark.parametrize("function", ["cashier_debit", "invoices_pdf"])
def test_a_cold_start_runs_no_garbage_collection(function: str) -> None:
    assert cold_start(function, "collections() - before") == 0
