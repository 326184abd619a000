"""A cashier debit: the handler compared with its own SQL, its cold import, its memory."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.database import Bench
from bench.report import Figure, at_most
from tests.support import kit, tokens
from tests.support.kit import ROOT

_CALLS = Path(__file__).parent / "cashier_calls.py"
_ENVIRONMENT = kit.DEPLOYED.functions["cashier_debit"].environment


def measure(bench: Bench) -> Iterator[Figure]:
    os.environ["DATABASE_URL"] = bench.ledger.url
    event = json.dumps(_event())
    calls = 50 if bench.smoke else 2_000

    seconds = run("compare", event, str(calls))
    handler, sql = median(seconds["handler"]) * 1000, median(seconds["sql"]) * 1000
    yield at_most(
        "cashier_debit warm, above its SQL in one call", handler - sql, 1.0, " ms", handler_ms=handler, sql_ms=sql
    )

    run("import"), run("reference")  # compiles what is not compiled yet
    pairs = [(run("import"), run("reference")) for _ in range(1 if bench.smoke else 15)]
    ratio = median(handler["seconds"] / reference["seconds"] for handler, reference in pairs)
    milliseconds = median(handler["seconds"] for handler, _ in pairs) * 1000
    yield at_most(
        "cashier_debit cold import, relative to its libraries alone", ratio, 1.2, "x", milliseconds=milliseconds
    )
    aws = pairs[0][0]["aws"]
    yield Figure("the same imports boto3 or botocore", ", ".join(aws) or "neither", "neither", not aws)

    memory = run("memory", event, str(60 if bench.smoke else 5_000))
    yield at_most("resident memory after 5,000 calls", memory["end"], 130.0, " MB", **memory)
    yield at_most("growth of resident memory since call 500", memory["end"] - memory["warmed_up"], 2.0, " MB")


def _event() -> dict[str, Any]:
    """The sample event, for an agent and a customer that exist; without a key each call posts a transaction."""
    event: dict[str, Any] = json.loads((ROOT / "events" / "cashier_debit.json").read_text(encoding="utf-8"))
    agent = kit.agent("agent-bench", "bench-cashier")
    customer = kit.new_customer(agent, balance="1000000.00")
    made = tokens.request(agent.claims)
    event["headers"] |= made["headers"]
    event["requestContext"] |= made["requestContext"]
    event["body"] = json.dumps({"customer_id": customer, "amount": "0.01", "description": "Bench"})
    del event["headers"]["idempotency-key"]
    return event


def run(*arguments: str) -> Any:
    """Run cashier_calls.py in a fresh interpreter, with the function's variables. Returns its JSON output."""
    own = {name: value for name, value in _ENVIRONMENT.items() if not name.startswith("REQUEST_")}  # no rate limits
    environment = os.environ | own | {"DATABASE_URL": os.environ["DATABASE_URL"]}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # deployed code is compiled already
    command = [sys.executable, str(_CALLS), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
