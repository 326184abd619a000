"""Invocations by a queue or a schedule: their time budget, their log line and their metrics."""

import time
from typing import Any, Final

from pydantic import BaseModel

from ledger.edge import logging
from ledger.storage.connections import WAKING_TIMEOUT_S
from ledger.storage.sessions import Budget

_ANSWER_RESERVE_S: Final = 2.0
"""Time kept for the answer before Lambda's timeout."""


def budget(context: Any) -> Budget:
    """The time until Lambda's timeout, less a reserve for the answer.

    No caller waits, so connecting may take as long as a paused database needs to resume.
    """
    return Budget(
        lambda: context.get_remaining_time_in_millis() / 1000 - _ANSWER_RESERVE_S,
        connect_timeout_s=WAKING_TIMEOUT_S,
    )


def outcome(
    context: Any, outcome: str, began: float, budget: Budget, failure: BaseException | None = None
) -> logging.Outcome:
    """How an invocation ended. began: `time.perf_counter()` at its start."""
    return logging.Outcome(
        request_id=context.aws_request_id,
        operation=context.function_name,
        tenant_id=None,
        outcome=outcome,
        status=500 if failure else 200,
        duration_ms=(time.perf_counter() - began) * 1000,
        retries=budget.retries,
        failure=failure,
    )


def log_metrics(result: BaseModel | None) -> None:
    """Write the metrics of a result that has the property `metrics`: values by the names of metrics."""
    metrics = getattr(result, "metrics", None)
    if metrics:
        logging.log_metrics(metrics)
