"""The list of interleaved operations is complete."""

from typing import Any

from tests.interleavings.operations import NOT_SCHEDULED, OPERATIONS
from tests.support import kit


def writes(function: str) -> bool:
    """Whether a function changes what other requests see: it writes, consumes events or runs on a schedule."""
    handler: Any = kit.handler(function)
    operation = getattr(handler, "operation", None)
    scheduled = {schedule.function for schedule in kit.DEPLOYED.wiring.schedules}
    return operation.writes if operation else hasattr(handler, "consumes") or function in scheduled


def test_every_function_that_writes_has_an_operation_or_a_reason() -> None:
    written = {function for function in kit.DEPLOYED.functions if writes(function)}
    assert {operation.function for operation in OPERATIONS} | NOT_SCHEDULED.keys() == written


def test_every_operation_shares_a_subject_with_another_one() -> None:
    for operation in OPERATIONS:
        assert any(operation.subjects & other.subjects for other in OPERATIONS if other is not operation), operation
