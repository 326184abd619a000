"""The SQS edge: events from the bus, their effects in transactions, and which messages have to come again."""

import functools
import json
import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, get_type_hints

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ValidationError

from ledger import db, errors, events, observability
from ledger.db import Budget, Origin, Transaction
from ledger.events import Event

__all__ = ["Budget", "Transaction", "carries_out", "consumes", "scheduled"]

type Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]
type Failures = dict[str, Exception]
"""By message id, why it has to come again."""

_BEFORE_THE_TIMEOUT: Final = 2.0  # seconds
_MALFORMED: Final = (ValidationError, ValueError, LookupError, TypeError, InvalidOperation, RecursionError)


def consumes[E: Event](
    model: type[E], *, drops: tuple[type[errors.Refusal], ...] | None = None
) -> Callable[[Callable[[Transaction, Sequence[E]], None]], Handler]:
    """A consumer: a function of one tenant's events, in the order of their delivery, run in one transaction.

    drops: the refusals after which an event is done with: it was late. A consumer that has some gets its events one
    by one, since one transaction posts once.

    It must bear that an event comes again. A message that is malformed, or whose effect fails, is reported and comes
    again until its queue gives it up to the dead-letter queue; the others of its batch pass.
    """

    def decorated(function: Callable[[Transaction, Sequence[E]], None]) -> Handler:
        def failures(context: Any, budget: Budget, records: Sequence[Mapping[str, Any]]) -> Failures:
            return _Batch(function, model, drops, context.function_name, budget).failures(records)

        return functools.wraps(function)(_consumer(model, failures))

    return decorated


def carries_out[E: Event, Result: BaseModel](
    model: type[E],
) -> Callable[[Callable[[Budget, E], Result | None]], Handler]:
    """A consumer of orders, each carried out for itself in whatever transactions it takes.

    It must bear that an event comes again, also while the first is under way. What it answers is measured.
    """

    def decorated(function: Callable[[Budget, E], Result | None]) -> Handler:
        def failures(context: Any, budget: Budget, records: Sequence[Mapping[str, Any]]) -> Failures:
            failed: Failures = {}
            for record in records:
                try:
                    result = function(budget, _event(model, record))
                except Exception as failure:  # noqa: BLE001  (whatever it is, the message comes again)
                    failed[record["messageId"]] = failure
                else:
                    _measure(result)
            return failed

        return functools.wraps(function)(_consumer(model, failures))

    return decorated


def _consumer[E: Event](
    model: type[E], failures: Callable[[Any, Budget, Sequence[Mapping[str, Any]]], Failures]
) -> Handler:
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        budget = _budget(context)
        began = time.perf_counter()
        failed = failures(context, budget, event["Records"])

        def report(record: SQSRecord) -> None:
            if record.message_id in failed:
                raise failed[record.message_id]

        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        with processor(records=list(event["Records"]), handler=report):
            processor.process()
        for failure in failed.values():
            observability.tell(_outcome(context, "failed", began, budget, failure))
        observability.tell(_outcome(context, "ok", began, budget))
        return dict(processor.response())

    handler.consumes = model  # type: ignore[attr-defined]  # what the sample events are held to
    return handler


def scheduled[Result: BaseModel](function: Callable[..., Result]) -> Handler:
    """A function that a schedule calls with its budget and, where its second parameter is a model, with the event as
    that. What it answers is for whoever called it by hand, and is measured.
    """
    _, *others = get_type_hints(function).items()
    takes = [kind for name, kind in others if name != "return"]

    @functools.wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        budget = _budget(context)
        began = time.perf_counter()
        try:
            result = function(budget, *[kind.model_validate(event) for kind in takes])
        except Exception as failure:
            observability.tell(_outcome(context, "failed", began, budget, failure))
            raise
        observability.tell(_outcome(context, "ok", began, budget))
        _measure(result)
        return result.model_dump(mode="json")

    return handler


class _Batch[E: Event]:
    """What to do with the messages of one call."""

    def __init__(
        self,
        function: Callable[[Transaction, Sequence[E]], None],
        model: type[E],
        drops: tuple[type[errors.Refusal], ...] | None,
        consumer: str,
        budget: Budget,
    ) -> None:
        self.function = function
        self.model = model
        self.drops = drops or ()
        self.together = drops is None
        self.consumer = consumer
        self.budget = budget
        self.failed: dict[str, Exception] = {}

    def failures(self, records: Sequence[Mapping[str, Any]]) -> dict[str, Exception]:
        """By message id, why it has to come again."""
        by_tenant: dict[str, list[tuple[str, E]]] = {}
        for record in records:
            try:
                event = _event(self.model, record)
            except _MALFORMED as malformed:
                self.failed[record["messageId"]] = malformed
            else:
                by_tenant.setdefault(event.tenant_id, []).append((record["messageId"], event))
        for tenant_id, messages in by_tenant.items():
            for group in [messages] if self.together else [[message] for message in messages]:
                self._effect(tenant_id, group)
        return self.failed

    def _effect(self, tenant_id: str, messages: Sequence[tuple[str, E]]) -> None:
        """All in one transaction; where that fails for a reason of one of them, each in its own."""
        origin = Origin(tenant_id, self.consumer, messages[0][0])
        emitted: list[Any] = []

        def work(tx: Transaction) -> None:
            self.function(tx, [event for _, event in messages])
            emitted[:] = tx.emitted

        try:
            db.write(work, origin, self.budget)
        except self.drops as dropped:
            observability.drop(messages[0][0], self.consumer, dropped.code)
        except Exception as failure:  # noqa: BLE001  (whatever it is, the message comes again)
            if len(messages) == 1 or isinstance(failure, errors.Unavailable):
                self.failed.update((message_id, failure) for message_id, _ in messages)
            else:
                for message in messages:
                    self._effect(tenant_id, [message])
        else:
            if emitted:
                events.publish(emitted, origin, self.budget)


def _event[E: Event](model: type[E], record: Mapping[str, Any]) -> E:
    return model.model_validate(json.loads(record["body"], parse_float=Decimal)["detail"])


def _measure(result: BaseModel | None) -> None:
    measures = getattr(result, "measures", None)
    if measures:
        observability.measure(measures)


def _budget(context: Any) -> Budget:
    return Budget(lambda: context.get_remaining_time_in_millis() / 1000 - _BEFORE_THE_TIMEOUT)


def _outcome(
    context: Any, outcome: str, began: float, budget: Budget, failure: BaseException | None = None
) -> observability.Outcome:
    return observability.Outcome(
        request_id=context.aws_request_id,
        operation=context.function_name,
        tenant_id=None,
        outcome=outcome,
        status=500 if failure else 200,
        duration_ms=(time.perf_counter() - began) * 1000,
        retries=budget.retries,
        failure=failure,
    )
