"""What is told of a request: one structured line, which holds its metrics. No names, notes, amounts or tokens."""

import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

# Powertools imports botocore where there is one, to put its name into the SDK's; no request needs an SDK.
_unimported = sys.modules.setdefault("botocore", None) is None  # type: ignore[arg-type]
from aws_lambda_powertools import Logger  # noqa: E402
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit  # noqa: E402

if _unimported:
    del sys.modules["botocore"]

_written: Final = json.JSONEncoder(separators=(",", ":")).encode
_logger = Logger(location=None, use_rfc3339=True, utc=True)  # the place in this file that wrote a line is of no use
_metrics: Final = EphemeralMetrics()  # has the namespace and the service; nothing is kept in it


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request ended. outcome: `ok`, `replayed`, or a refusal's code. duration_ms: within the function.

    transient: why the database failed for the moment, each time that it did.
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


def tell(ended: Outcome) -> None:
    """Write the line: whose request it was and how it ended, and its metrics with the outcome as their dimension.

    The metrics stand in the line itself, as CloudWatch's embedded metric format has it. So the line is written whatever
    level is logged, and by nothing that could leave it out.
    """
    line: dict[str, Any] = {
        "level": "INFO" if ended.failure is None else "ERROR",
        "message": "request",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "request_id": ended.request_id,
        "operation": ended.operation,
        "tenant_id": ended.tenant_id,
        "status": ended.status,
    }
    if trace := os.environ.get("_X_AMZN_TRACE_ID"):
        line["xray_trace_id"] = trace.partition(";")[0].removeprefix("Root=")
    if ended.transient:
        line["transient"] = ended.transient
    if ended.failure is not None:
        line |= _of_failure(ended.failure)
    embedded = _metrics.serialize_metric_set(
        metrics=metrics_of(ended),
        dimensions={"outcome": ended.outcome, "service": _metrics.service},
        metadata={},
    )
    sys.stdout.write(_written(line | embedded) + "\n")  # one write: the local system's threads all have lines
    sys.stdout.flush()


def metrics_of(ended: Outcome) -> dict[str, Any]:
    """The metrics of a request, by name, as Powertools keeps them."""
    return {
        "Requests": _metric(MetricUnit.Count, 1),
        "Duration": _metric(MetricUnit.Milliseconds, round(ended.duration_ms, 3)),
        "Retries": _metric(MetricUnit.Count, ended.retries),
        "Postings": _metric(MetricUnit.Count, ended.postings),
    }


def measure(measures: Mapping[str, float]) -> None:
    """Figures of a job, by the names of their metrics."""
    metrics = EphemeralMetrics()
    for name, value in measures.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
    metrics.flush_metrics()


def drop(message_id: str, consumer: str, reason: str) -> None:
    """An event that changes nothing any more."""
    _logger.info("dropped", extra={"request_id": message_id, "operation": consumer, "outcome": reason})


def warn(message_id: str, consumer: str, sentence: str, facts: Mapping[str, object]) -> None:
    """Something that an event did and that a person should look at. facts: ids only."""
    _logger.warning(sentence, extra={"request_id": message_id, "operation": consumer} | dict(facts))


def _metric(unit: MetricUnit, value: float) -> dict[str, Any]:
    """As Powertools keeps it; to add it there costs a check of its name, unit and resolution, which are fixed here."""
    return {"Unit": unit.value, "Value": value}


def _of_failure(failure: BaseException) -> dict[str, Any]:
    """Where and what, without the message: a database's message quotes values."""
    chain = [failure]
    while (cause := chain[-1].__cause__) is not None:
        chain.append(cause)
    return {
        "failure": [type(link).__name__ for link in chain],
        "sqlstate": next((state for link in chain if (state := getattr(link, "sqlstate", None))), None),
        "where": [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(chain[-1].__traceback__)
        ],
    }
