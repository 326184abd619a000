"""The edge to EventBridge Scheduler: functions that a schedule invokes."""

import functools
import time
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from pydantic import BaseModel

from ledger.edge import invocation, logging
from ledger.storage.sessions import Budget

__all__ = ["Budget", "scheduled"]

type Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def scheduled[Result: BaseModel](function: Callable[..., Result]) -> Handler:
    """Make a function a handler for a schedule. Its parameters are the budget and, optionally, a model of the event.

    The result's metrics are written. The result itself is returned to an operator who invokes the function by hand.
    """
    _, *others = get_type_hints(function).items()
    event_models = [kind for name, kind in others if name != "return"]

    @functools.wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        budget = invocation.budget(context)
        began = time.perf_counter()
        try:
            result = function(budget, *[model.model_validate(event) for model in event_models])
        except Exception as failure:
            logging.log_request(invocation.outcome(context, "failed", began, budget, failure))
            raise
        logging.log_request(invocation.outcome(context, "ok", began, budget))
        invocation.log_metrics(result)
        return result.model_dump(mode="json")

    return handler
