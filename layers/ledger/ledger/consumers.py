"""The SQS edge: events from the bus, their effects in transactions, and which messages have to come again."""

import functools
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ValidationError

from ledger import db, errors, events, observability
from ledger.db import Budget, Origin, Transaction, Warned, Write
from ledger.events import Event

__all__ = ["Budget", "Transaction", "Write", "consumes", "consumes_in_steps", "scheduled"]

type Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]

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
        return _handler(function, model, lambda consumer, budget: _Batch(function, model, drops, consumer, budget))

    return decorated


def consumes_in_steps[E: Event](model: type[E]) -> Callable[[Callable[[Write, E], None]], Handler]:
    """A consumer of events that may be too large for one transaction: a function of one event, and of what runs a
    step of it in a transaction of its own.

    Steps that were committed stay so when a later one fails, or when the function is killed: the message comes again,
    and each step has to bear that it was done before.
    """

    def decorated(function: Callable[[Write, E], None]) -> Handler:
        return _handler(function, model, lambda consumer, budget: _Steps(function, model, consumer, budget))

    return decorated


def _handler[E: Event](
    function: Callable[..., None], model: type[E], messages: "Callable[[str, Budget], _Messages[E]]"
) -> Handler:
    @functools.wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        budget = _budget(context)
        began = time.perf_counter()
        failed = messages(context.function_name, budget).failures(event["Records"])

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


def scheduled[Result: BaseModel](function: Callable[[Budget], Result]) -> Handler:
    """A function that a schedule calls; what it answers is for whoever called it by hand."""

    @functools.wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        budget = _budget(context)
        began = time.perf_counter()
        try:
            result = function(budget)
        except Exception as failure:
            observability.tell(_outcome(context, "failed", began, budget, failure))
            raise
        observability.tell(_outcome(context, "ok", began, budget))
        return result.model_dump(mode="json")

    return handler


class _Messages[E: Event]:
    """The messages of one call, read and by their tenants. What they do is _effect's."""

    together = False

    def __init__(self, model: type[E], consumer: str, budget: Budget) -> None:
        self.model = model
        self.consumer = consumer
        self.budget = budget
        self.failed: dict[str, Exception] = {}

    def failures(self, records: Sequence[Mapping[str, Any]]) -> dict[str, Exception]:
        """By message id, why it has to come again."""
        by_tenant: dict[str, list[tuple[str, E]]] = {}
        for record in records:
            try:
                event = self.model.model_validate(json.loads(record["body"], parse_float=Decimal)["detail"])
            except _MALFORMED as malformed:
                self.failed[record["messageId"]] = malformed
            else:
                by_tenant.setdefault(event.tenant_id, []).append((record["messageId"], event))
        for tenant_id, messages in by_tenant.items():
            for group in [messages] if self.together else [[message] for message in messages]:
                self._effect(Origin(tenant_id, self.consumer, group[0][0]), group)
        return self.failed

    def _effect(self, origin: Origin, messages: Sequence[tuple[str, E]]) -> None:
        """Do what the messages say, and note which failed. request_id of the origin: the first message's id."""
        raise NotImplementedError

    def _write[T](self, work: Callable[[Transaction], T], origin: Origin) -> T:
        """One transaction; what it has to tell is told, and what it emitted published, once it is committed."""
        emitted: list[Any] = []
        warnings: list[Warned] = []

        def noted(tx: Transaction) -> T:
            result = work(tx)
            emitted[:], warnings[:] = tx.emitted, tx.warnings
            return result

        result = db.write(noted, origin, self.budget)
        for warned in warnings:
            observability.warn(origin.request_id, self.consumer, warned.sentence, warned.facts)
        if emitted:
            events.publish(emitted, origin, self.budget)
        return result


class _Batch[E: Event](_Messages[E]):
    """Messages whose effect is one transaction."""

    def __init__(
        self,
        function: Callable[[Transaction, Sequence[E]], None],
        model: type[E],
        drops: tuple[type[errors.Refusal], ...] | None,
        consumer: str,
        budget: Budget,
    ) -> None:
        super().__init__(model, consumer, budget)
        self.function = function
        self.drops = drops or ()
        self.together = drops is None

    def _effect(self, origin: Origin, messages: Sequence[tuple[str, E]]) -> None:
        """All in one transaction; where that fails for a reason of one of them, each in its own."""
        try:
            self._write(lambda tx: self.function(tx, [event for _, event in messages]), origin)
        except self.drops as dropped:
            observability.drop(messages[0][0], self.consumer, dropped.code)
        except Exception as failure:  # noqa: BLE001  (whatever it is, the message comes again)
            if len(messages) == 1 or isinstance(failure, errors.Unavailable):
                self.failed.update((message_id, failure) for message_id, _ in messages)
            else:
                for message in messages:
                    self._effect(replace(origin, request_id=message[0]), [message])


class _Steps[E: Event](_Messages[E]):
    """Messages that each take transactions of their own."""

    def __init__(self, function: Callable[[Write, E], None], model: type[E], consumer: str, budget: Budget) -> None:
        super().__init__(model, consumer, budget)
        self.function = function

    def _effect(self, origin: Origin, messages: Sequence[tuple[str, E]]) -> None:
        def step[T](work: Callable[[Transaction], T]) -> T:
            if self.budget.remaining() <= 0:
                raise errors.Unavailable("The time is up. What is left comes with the next delivery.")
            return self._write(work, origin)

        ((message_id, event),) = messages
        try:
            self.function(step, event)
        except Exception as failure:  # noqa: BLE001  (whatever it is, the message comes again)
            self.failed[message_id] = failure


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
