"""What is told of a request: one structured log line and its metrics. No names, notes, amounts or tokens."""

import json
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

# Powertools imports botocore where there is one, to put its name into the SDK's; no request needs an SDK.
_unimported = sys.modules.setdefault("botocore", None) is None  # type: ignore[arg-type]
from aws_lambda_powertools import Logger  # noqa: E402
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit  # noqa: E402

if _unimported:
    del sys.modules["botocore"]

# A good part of what Powertools does by itself is of no use here: a new encoder for each line, the place in this file
# that wrote it, and a look whether the sentence is JSON.
_written: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=str).encode
_logger = Logger(location=None, json_serializer=_written, json_deserializer=str)


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
    """Write the line, and the metrics with the outcome as their dimension."""
    line: dict[str, Any] = {
        "request_id": ended.request_id,
        "operation": ended.operation,
        "tenant_id": ended.tenant_id,
        "outcome": ended.outcome,
        "status": ended.status,
        "duration_ms": round(ended.duration_ms, 3),
        "retries": ended.retries,
    }
    if ended.transient:
        line["transient"] = ended.transient
    if ended.failure is None:
        _logger.info("request", extra=line)
    else:
        _logger.error("request", extra=line | _of_failure(ended.failure))

    counted = {
        "Requests": _metric(MetricUnit.Count, 1),
        "Duration": _metric(MetricUnit.Milliseconds, ended.duration_ms),
        "Retries": _metric(MetricUnit.Count, ended.retries),
        "Postings": _metric(MetricUnit.Count, ended.postings),
    }
    EphemeralMetrics(
        metric_set=counted,
        dimension_set={"outcome": ended.outcome},
        metadata_set={"operation": ended.operation},
    ).flush_metrics()


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
    return {"Unit": unit.value, "Value": [float(value)]}


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
