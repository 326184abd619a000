"""cashier_debit in its own interpreter, as in Lambda. A script, not a module: it imports only what it needs.

python bench/cashier_calls.py import [<function>] | reference | memory <event> <calls> | compare <event> <rounds>

Prints one JSON value. The output of the function itself (log, metrics) is discarded.
"""

import importlib.util
import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

FUNCTIONS = Path(__file__).parents[1] / "functions"
WARM_UP_CALLS = 500  # calls after which memory should no longer grow

# The handler's own statement with its own arguments.
_SAME_SQL = """
    select posting.post_once(
        row(%(tenant)s, %(sub)s, null, %(key)s, %(hash)s, 201::smallint, %(answer)s, 'direct', now()),
        row('debit', 'Bench', null, null, null, null, null, null,
            'person', %(customer)s, %(sub)s, 'agent', %(sub)s, null, null, -0.01, null))
"""


class Context:
    """The part of Lambda's context that Powertools and the edge use."""

    function_name = "cashier_debit"
    function_version = "$LATEST"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:cashier_debit"
    aws_request_id = "00000000-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


def load(function: str = "cashier_debit") -> Callable[[dict[str, Any], Context], dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("app", FUNCTIONS / function / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Callable[[dict[str, Any], Context], dict[str, Any]] = module.handler
    return handler


def import_handler(*function: str) -> dict[str, object]:
    began, began_cpu = time.perf_counter(), time.process_time()
    load(*function)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - began_cpu
    return {
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "aws": [name for name in ("boto3", "botocore.session") if name in sys.modules],
    }


def import_reference() -> dict[str, object]:
    began, began_cpu = time.perf_counter(), time.process_time()
    import psycopg  # noqa: F401, PLC0415
    from aws_lambda_powertools import Logger, Metrics  # noqa: F401, PLC0415
    from pydantic import BaseModel, Field, StringConstraints  # noqa: F401, PLC0415  (by itself it imports nothing)

    return {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - began_cpu}


def memory(event: dict[str, Any], calls: int) -> dict[str, float]:
    """Resident MB after WARM_UP_CALLS calls and at the end."""
    handler = load()
    warmed_up = 0.0
    for call in range(1, calls + 1):
        answer = handler(event, Context())
        assert answer["statusCode"] == 201, answer
        if call == min(WARM_UP_CALLS, calls):
            warmed_up = _resident()
    return {"warmed_up": warmed_up, "end": _resident()}


def compare(event: dict[str, Any], rounds: int) -> dict[str, list[float]]:
    """Seconds of the handler and of its SQL alone, alternating call by call."""
    import psycopg  # noqa: PLC0415

    handler = load()
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    fixed = {
        "tenant": claims["tenant_id"],
        "sub": claims["sub"],
        "customer": json.loads(event["body"])["customer_id"],
        "hash": bytes(32),
    }
    seconds: dict[str, list[float]] = {"handler": [], "sql": []}
    address = psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], user=os.environ["DATABASE_ROLE"])
    with psycopg.connect(address, autocommit=True, prepare_threshold=None) as connection:
        answer: Any = handler(event, Context())
        for _ in range(rounds):
            began = time.perf_counter()
            connection.execute(_SAME_SQL, {**fixed, "key": str(uuid.uuid4()), "answer": answer["body"]}).fetchall()
            between = time.perf_counter()
            answer = handler(event, Context())
            seconds["handler"].append(time.perf_counter() - between)
            seconds["sql"].append(between - began)
            assert answer["statusCode"] == 201, answer
    return seconds


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(what: str, *arguments: str) -> object:
    match what:
        case "import":
            return import_handler(*arguments)
        case "reference":
            return import_reference()
        case "memory":
            return memory(json.loads(arguments[0]), int(arguments[1]))
        case _:
            return compare(json.loads(arguments[0]), int(arguments[1]))


if __name__ == "__main__":
    with os.fdopen(os.dup(1), "w") as output:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        json.dump(main(*sys.argv[1:]), output)
