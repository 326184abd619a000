"""The edge to SQS: consumers, which process the events of one queue.

A consumer reports the messages that failed. SQS delivers these again, until the queue moves them to its dead-letter
queue; the other messages of the batch are done.
"""

import functools
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ValidationError

from ledger.core import errors
from ledger.edge import invocation, logging, releases
from ledger.messaging import outbox
from ledger.messaging.events import Event
from ledger.messaging.queues import Message
from ledger.storage import sessions
from ledger.storage.sessions import Budget, LoggedWarning, Origin, Session, Write

__all__ = [
    "Budget",
    "Failed",
    "Origin",
    "Session",
    "Write",
    "consumes",
    "consumes_as_job",
    "consumes_batch",
    "consumes_by_tenant",
    "consumes_in_steps",
    "consumes_without_session",
]

type Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]
type Messages[E: Event] = Sequence[tuple[str, E]]
"""Events, each with the id of its message."""
type Failed[M] = Iterable[tuple[M, Exception]]
"""Messages that failed, each with the reason."""
type Batch = Callable[[Mapping[str, Any], str, Budget], tuple[dict[str, Any], Iterable[BaseException]]]
"""Processes an SQS event for the named consumer. Returns the answer to SQS, and the failed messages' exceptions."""

_MALFORMED: Final = (ValidationError, ValueError, LookupError, TypeError, InvalidOperation, RecursionError)


def consumes[E: Event](
    model: type[E], *, drops: tuple[type[errors.Refusal], ...] = ()
) -> Callable[[Callable[[Session, E], None]], Handler]:
    """A consumer that processes each event in a database transaction of its own.

    drops: the refusals after which an event is acknowledged without an effect.

    The function must accept that an event is delivered more than once.
    """

    def decorated(function: Callable[[Session, E], None]) -> Handler:
        @functools.wraps(function)
        def in_transaction(event: E, origin: Origin, budget: Budget) -> None:
            try:
                _write(lambda session: function(session, event), origin, budget)
            except drops as refusal:
                logging.log_dropped(origin.request_id, origin.principal, refusal.code)

        return consumes_without_session(model)(in_transaction)

    return decorated


def consumes_by_tenant[E: Event](model: type[E]) -> Callable[[Callable[[Session, Sequence[E]], None]], Handler]:
    """A consumer that processes all events of a tenant in one database transaction, in the order of delivery.

    If the transaction fails because of one event, each event gets a transaction of its own. The function must accept
    that an event is delivered more than once.
    """

    def decorated(function: Callable[[Session, Sequence[E]], None]) -> Handler:
        def batch(
            event: Mapping[str, Any], consumer: str, budget: Budget
        ) -> tuple[dict[str, Any], Iterable[BaseException]]:
            by_tenant, failures = _grouped(model, event["Records"])
            for tenant_id, messages in by_tenant.items():
                failures |= _write_together(function, tenant_id, messages, consumer, budget)
            return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failures]}, failures.values()

        return _handler(function, [model], batch)

    return decorated


def consumes_in_steps[E: Event](model: type[E]) -> Callable[[Callable[[Write, E], None]], Handler]:
    """A consumer of events that may be too large for one database transaction.

    The function gets a `Write`, which runs one step in a transaction of its own, and the event. Committed steps stay
    committed if a later one fails or the function is killed. The event is then delivered again, and each step must
    accept that it was done before.
    """

    def decorated(function: Callable[[Write, E], None]) -> Handler:
        @functools.wraps(function)
        def in_steps(event: E, origin: Origin, budget: Budget) -> None:
            def step[T](work: Callable[[Session], T]) -> T:
                if budget.remaining() <= 0:
                    raise errors.Unavailable("The time is up. The next delivery does the remaining steps.")
                return _write(work, origin, budget)

            function(step, event)

        return consumes_without_session(model)(in_steps)

    return decorated


def consumes_as_job[E: Event, Result: BaseModel](
    model: type[E],
) -> Callable[[Callable[[Budget, E], Result | None]], Handler]:
    """A consumer of events that each start a job. The function opens its own sessions; its result's metrics are logged.

    The function must accept that an event is delivered more than once, also while the first delivery is processed.
    """

    def decorated(function: Callable[[Budget, E], Result | None]) -> Handler:
        @functools.wraps(function)
        def job(event: E, _origin: Origin, budget: Budget) -> None:
            invocation.log_metrics(function(budget, event))

        return consumes_without_session(model)(job)

    return decorated


def consumes_batch[M: Message](model: type[M]) -> Callable[[Callable[[Sequence[M], Budget], Failed[M]]], Handler]:
    """A consumer that processes all messages of a batch, which another function sent, in one call. It opens its own
    sessions if it needs any.

    It returns the messages that failed, each with the reason. They are delivered again; all of them if it raises. So it
    must accept that a message is delivered more than once.
    """

    def decorated(function: Callable[[Sequence[M], Budget], Failed[M]]) -> Handler:
        def batch(
            event: Mapping[str, Any], _consumer: str, budget: Budget
        ) -> tuple[dict[str, Any], Iterable[BaseException]]:
            messages: dict[str, M] = {}
            failures: dict[str, Exception] = {}
            for record in map(SQSRecord, event["Records"]):
                try:
                    messages[record.message_id] = model.model_validate_json(record.body)
                except ValidationError as malformed:
                    failures[record.message_id] = malformed
            try:
                reasons = {id(message): reason for message, reason in function(list(messages.values()), budget)}
            except Exception as failure:  # noqa: BLE001  (whatever it is, the messages are delivered again)
                reasons = dict.fromkeys(map(id, messages.values()), failure)
            failures |= {
                message_id: reasons[id(message)] for message_id, message in messages.items() if id(message) in reasons
            }
            return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failures]}, failures.values()

        return _handler(function, [], batch)

    return decorated


def consumes_without_session(*models: type[Event]) -> Callable[[Callable[[Any, Origin, Budget], None]], Handler]:
    """A consumer that processes one event at a time and opens its own sessions, as one that sends mail does.

    models: of several, the one whose TYPE is the event's detail type is used.

    The function must accept that an event is delivered more than once.
    """

    def decorated(function: Callable[[Any, Origin, Budget], None]) -> Handler:
        def batch(
            event: Mapping[str, Any], consumer: str, budget: Budget
        ) -> tuple[dict[str, Any], Iterable[BaseException]]:
            def process(record: SQSRecord) -> None:
                parsed = _parsed(models, record)
                function(parsed, Origin(parsed.tenant_id, consumer, record.message_id), budget)

            processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
            with processor(records=event["Records"], handler=process):
                processor.process()
            return dict(processor.response()), [error for _, error, _ in processor.exceptions if error is not None]

        return _handler(function, models, batch)

    return decorated


def _handler(function: Callable[..., object], models: Sequence[type[Event]], batch: Batch) -> Handler:
    @functools.wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        budget = invocation.budget(context)
        if event == releases.CHECK:
            return dict(releases.ready(budget))
        began = time.perf_counter()
        answer, failures = batch(event, context.function_name, budget)
        for failure in failures:
            logging.log_request(invocation.outcome(context, "failed", began, budget, failure))
        logging.log_request(invocation.outcome(context, "ok", began, budget))
        return answer

    handler.consumes = models  # type: ignore[attr-defined]  # compared with the template's rules and the sample events
    return handler


def _parsed[E: Event](models: Sequence[type[E]], record: SQSRecord) -> E:
    """The event in a message. Raises one of _MALFORMED."""
    envelope = json.loads(record.body, parse_float=Decimal)
    if len(models) == 1:
        return models[0].model_validate(envelope["detail"])
    return {model.TYPE: model for model in models}[envelope["detail-type"]].model_validate(envelope["detail"])


def _grouped[E: Event](
    model: type[E], records: Iterable[dict[str, Any]]
) -> tuple[dict[str, list[tuple[str, E]]], dict[str, Exception]]:
    """The events by tenant, and the exceptions of malformed messages by message id."""
    by_tenant: dict[str, list[tuple[str, E]]] = {}
    failures: dict[str, Exception] = {}
    for record in map(SQSRecord, records):
        try:
            event = _parsed([model], record)
        except _MALFORMED as malformed:
            failures[record.message_id] = malformed
        else:
            by_tenant.setdefault(event.tenant_id, []).append((record.message_id, event))
    return by_tenant, failures


def _write_together[E: Event](
    function: Callable[[Session, Sequence[E]], None],
    tenant_id: str,
    messages: Messages[E],
    consumer: str,
    budget: Budget,
) -> dict[str, Exception]:
    """Process events in one database transaction, or each in its own if one of them fails. Returns the failures."""
    origin = Origin(tenant_id, consumer, messages[0][0])
    try:
        _write(lambda session: function(session, [event for _, event in messages]), origin, budget)
    except Exception as failure:  # noqa: BLE001  (whatever it is, the messages are delivered again)
        if len(messages) == 1 or isinstance(failure, errors.Unavailable):
            return {message_id: failure for message_id, _ in messages}
        return {
            message_id: failed
            for message in messages
            for message_id, failed in _write_together(function, tenant_id, [message], consumer, budget).items()
        }
    return {}


def _write[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    """Run one database transaction. After its commit, write its warnings to the log and publish its events."""
    emitted: list[Any] = []
    warnings: list[LoggedWarning] = []

    def collected(session: Session) -> T:
        result = work(session)
        emitted[:], warnings[:] = session.emitted, session.warnings
        return result

    result = sessions.write(collected, origin, budget)
    for warned in warnings:
        logging.log_warning(origin.request_id, origin.principal, warned.message, warned.fields)
    if emitted:
        outbox.publish(emitted, origin, budget)
    return result
