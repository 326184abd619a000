"""The edge to EventBridge Scheduler: a function that a schedule calls."""

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
    """A function that a schedule calls with its budget and, where its second parameter is a model, with the event as
    that. What it answers is for whoever called it by hand, and is measured.
    """
    _, *others = get_type_hints(function).items()
    takes = [kind for name, kind in others if name != "return"]

    @functools.wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        budget = invocation.budget(context)
        began = time.perf_counter()
        try:
            result = function(budget, *[kind.model_validate(event) for kind in takes])
        except Exception as failure:
            logging.tell(invocation.outcome(context, "failed", began, budget, failure))
            raise
        logging.tell(invocation.outcome(context, "ok", began, budget))
        invocation.measure(result)
        return result.model_dump(mode="json")

    return handler
