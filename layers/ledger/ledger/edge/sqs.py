"""The SQS edge: events from the bus, their effects in transactions, and which messages have to come again."""

import functools
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, ValidationError

from ledger.core import errors
from ledger.edge import invocation, logging, releases
from ledger.messaging import outbox
from ledger.messaging.events import Event
from ledger.storage import sessions
from ledger.storage.sessions import Budget, LoggedWarning, Origin, Session, Write

__all__ = [
    "Budget",
    "Origin",
    "Session",
    "Write",
    "carries_out",
    "consumes",
    "consumes_in_steps",
    "consumes_outside",
]

type Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]
type Messages[E: Event] = Sequence[tuple[str, E]]
"""Events, each with the id of the message that brought it."""

_MALFORMED: Final = (ValidationError, ValueError, LookupError, TypeError, InvalidOperation, RecursionError)


def consumes[E: Event](
    *models: type[E], drops: tuple[type[errors.Refusal], ...] | None = None
) -> Callable[[Callable[[Session, Sequence[E]], None]], Handler]:
    """A consumer: a function of one tenant's events, in the order of their delivery, run in one transaction.

    models: what it hears; of several, an event is the one whose name its envelope says.
    drops: the refusals after which an event is done with: it was late. A consumer that has some gets its events one
    by one, since one transaction posts once.

    It must bear that an event comes again. A message that is malformed, or whose effect fails, is reported and comes
    again until its queue gives it up to the dead-letter queue; the others of its batch pass.
    """

    def decorated(function: Callable[[Session, Sequence[E]], None]) -> Handler:
        def effects(tenant_id: str, messages: Messages[E], call: _Call) -> None:
            for group in [messages] if drops is None else [[message] for message in messages]:
                _in_a_transaction(function, drops or (), tenant_id, group, call)

        return _handler(function, models, effects)

    return decorated


def consumes_outside(*models: type[Event]) -> Callable[[Callable[[Any, Origin, Budget], None]], Handler]:
    """A consumer whose effect is outside of the database, as a mail is: a function of one event, which makes its own
    transactions before and after. Otherwise as `consumes`."""

    def decorated(function: Callable[[Any, Origin, Budget], None]) -> Handler:
        def effects(tenant_id: str, messages: Messages[Event], call: _Call) -> None:
            for message_id, event in messages:
                try:
                    function(event, Origin(tenant_id, call.consumer, message_id), call.budget)
                except Exception as failure:  # noqa: BLE001  (whatever it is, the message comes again)
                    call.failed[message_id] = failure

        return _handler(function, models, effects)

    return decorated


def consumes_in_steps[E: Event](model: type[E]) -> Callable[[Callable[[Write, E], None]], Handler]:
    """A consumer of events that may be too large for one transaction: a function of one event, and of what runs a
    step of it in a transaction of its own.

    Steps that were committed stay so when a later one fails, or when the function is killed: the message comes again,
    and each step has to bear that it was done before.
    """

    def decorated(function: Callable[[Write, E], None]) -> Handler:
        @functools.wraps(function)
        def in_steps(event: E, origin: Origin, budget: Budget) -> None:
            def step[T](work: Callable[[Session], T]) -> T:
                if budget.remaining() <= 0:
                    raise errors.Unavailable("The time is up. What is left comes with the next delivery.")
                return _write(work, origin, budget)

            function(step, event)

        return consumes_outside(model)(in_steps)

    return decorated


def carries_out[E: Event, Result: BaseModel](
    model: type[E],
) -> Callable[[Callable[[Budget, E], Result | None]], Handler]:
    """A consumer of orders, each carried out for itself in whatever transactions it takes.

    It must bear that an event comes again, also while the first is under way. What it answers is measured.
    """

    def decorated(function: Callable[[Budget, E], Result | None]) -> Handler:
        @functools.wraps(function)
        def carried_out(event: E, _origin: Origin, budget: Budget) -> None:
            invocation.measure(function(budget, event))

        return consumes_outside(model)(carried_out)

    return decorated


@dataclass(slots=True)
class _Call:
    """One call of a consumer. failed: by message id, why it has to come again."""

    consumer: str
    budget: Budget
    failed: dict[str, Exception] = field(default_factory=dict)


def _handler[E: Event](
    function: Callable[..., None], models: Sequence[type[E]], effects: Callable[[str, Messages[E], _Call], None]
) -> Handler:
    """effects: what is done for one tenant's events, with their message ids."""

    @functools.wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        if event == releases.CHECK:
            return dict(releases.ready(invocation.budget(context)))
        call = _Call(context.function_name, invocation.budget(context))
        began = time.perf_counter()
        for tenant_id, messages in _by_tenant(models, event["Records"], call).items():
            effects(tenant_id, messages, call)

        def report(record: SQSRecord) -> None:
            if record.message_id in call.failed:
                raise call.failed[record.message_id]

        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        with processor(records=list(event["Records"]), handler=report):
            processor.process()
        for failure in call.failed.values():
            logging.tell(invocation.outcome(context, "failed", began, call.budget, failure))
        logging.tell(invocation.outcome(context, "ok", began, call.budget))
        return dict(processor.response())

    handler.consumes = models  # type: ignore[attr-defined]  # what rules and sample events are held to
    return handler


def _by_tenant[E: Event](
    models: Sequence[type[E]], records: Sequence[Mapping[str, Any]], call: _Call
) -> dict[str, list[tuple[str, E]]]:
    found: dict[str, list[tuple[str, E]]] = {}
    for record in records:
        try:
            event = _read(models, json.loads(record["body"], parse_float=Decimal))
        except _MALFORMED as malformed:
            call.failed[record["messageId"]] = malformed
        else:
            found.setdefault(event.tenant_id, []).append((record["messageId"], event))
    return found


def _read[E: Event](models: Sequence[type[E]], envelope: Any) -> E:
    """Raises one of _MALFORMED."""
    if len(models) == 1:
        return models[0].model_validate(envelope["detail"])
    return {model.TYPE: model for model in models}[envelope["detail-type"]].model_validate(envelope["detail"])


def _in_a_transaction[E: Event](
    function: Callable[[Session, Sequence[E]], None],
    drops: tuple[type[errors.Refusal], ...],
    tenant_id: str,
    messages: Messages[E],
    call: _Call,
) -> None:
    """All in one transaction; where that fails for a reason of one of them, each in its own."""
    origin = Origin(tenant_id, call.consumer, messages[0][0])
    try:
        _write(lambda session: function(session, [event for _, event in messages]), origin, call.budget)
    except drops as dropped:
        logging.drop(messages[0][0], call.consumer, dropped.code)
    except Exception as failure:  # noqa: BLE001  (whatever it is, the message comes again)
        if len(messages) == 1 or isinstance(failure, errors.Unavailable):
            call.failed.update((message_id, failure) for message_id, _ in messages)
        else:
            for message in messages:
                _in_a_transaction(function, drops, tenant_id, [message], call)


def _write[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    """One transaction; what it has to tell is told, and what it emitted published, once it is committed."""
    emitted: list[Any] = []
    warnings: list[LoggedWarning] = []

    def noted(session: Session) -> T:
        result = work(session)
        emitted[:], warnings[:] = session.emitted, session.warnings
        return result

    result = sessions.write(noted, origin, budget)
    for warned in warnings:
        logging.warn(origin.request_id, origin.principal, warned.message, warned.fields)
    if emitted:
        outbox.publish(emitted, origin, budget)
    return result
