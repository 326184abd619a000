"""Structured logging: one JSON line for each request, with its metrics. It has no names, notes, amounts or tokens."""

import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
_logger = Logger(location=None, use_rfc3339=True, utc=True)  # no location: it would always be a line of this file
_metrics: Final = EphemeralMetrics()  # only its namespace and service are used; no metric is added to it


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request ended. outcome: `ok`, `replayed`, or a refusal's code. duration_ms: time spent in the function.

    transient: the reason of each transient failure of the database: an SQLSTATE, or `connection`.
    """

    request_id: str
    operation: str
    tenant_id: str | None
    outcome: str
    status: int
    duration_ms: float
    retries: int = 0
    postings: int = 0
    transient: Sequence[str] = ()
    failure: BaseException | None = None


def log_request(request: Outcome) -> None:
    """Write the line of a request: its tenant, its outcome, and its metrics with the outcome as a dimension.

    The line contains the metrics in CloudWatch's embedded metric format. It is written to stdout directly, so that no
    log level or filter can suppress it.
    """
    line: dict[str, Any] = {
        "level": "INFO" if request.failure is None else "ERROR",
        "message": "request",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "request_id": request.request_id,
        "operation": request.operation,
        "tenant_id": request.tenant_id,
        "status": request.status,
    }
    if trace := os.environ.get("_X_AMZN_TRACE_ID"):
        line["xray_trace_id"] = trace.partition(";")[0].removeprefix("Root=")
    if request.transient:
        line["transient"] = request.transient
    if request.failure is not None:
        line |= _failure_fields(request.failure)
    embedded = _metrics.serialize_metric_set(
        metrics=request_metrics(request),
        dimensions={"outcome": request.outcome, "service": _metrics.service},
        metadata={},
    )
    sys.stdout.write(_encode(line | embedded) + "\n")  # one write, since threads of the local system share stdout
    sys.stdout.flush()


def request_metrics(request: Outcome) -> dict[str, Any]:
    """The metrics of a request by name, in the form in which Powertools stores them."""
    return {
        "Requests": _metric(MetricUnit.Count, 1),
        "Duration": _metric(MetricUnit.Milliseconds, round(request.duration_ms, 3)),
        "Retries": _metric(MetricUnit.Count, request.retries),
        "Postings": _metric(MetricUnit.Count, request.postings),
    }


def log_metrics(values: Mapping[str, float]) -> None:
    """Write the metrics of a job. values: each metric's value by its name; the unit is Count."""
    metrics = EphemeralMetrics()
    for name, value in values.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
    metrics.flush_metrics()


def log_dropped(message_id: str, consumer: str, reason: str) -> None:
    """Write the line of an event that was acknowledged without an effect. reason: the code of a refusal."""
    _logger.info("dropped", extra={"request_id": message_id, "operation": consumer, "outcome": reason})


def log_warning(message_id: str, consumer: str, sentence: str, facts: Mapping[str, object]) -> None:
    """Write the line of an event whose effect a person should look at. facts: ids only."""
    _logger.warning(sentence, extra={"request_id": message_id, "operation": consumer} | dict(facts))


def _metric(unit: MetricUnit, value: float) -> dict[str, Any]:
    """A metric as Powertools stores it, without the checks of `add_metric`: name and unit are fixed here."""
    return {"Unit": unit.value, "Value": value}


def _failure_fields(failure: BaseException) -> dict[str, Any]:
    """The type, the code of the database or of AWS, and the traceback of a failure, without its message: messages of
    the database quote values."""
    chain = [failure]
    while (cause := chain[-1].__cause__) is not None:
        chain.append(cause)
    return {
        "failure": [type(error).__name__ for error in chain],
        "sqlstate": next((state for error in chain if (state := getattr(error, "sqlstate", None))), None),
        "aws_code": next((code for error in chain if (code := _aws_code(error))), None),
        "where": [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(chain[-1].__traceback__)
        ],
    }


def _aws_code(error: BaseException) -> str | None:
    """The code of a refusal by AWS, as botocore raises it."""
    answer = getattr(error, "response", None)
    return answer.get("Error", {}).get("Code") if isinstance(answer, dict) else None
