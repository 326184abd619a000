"""The HTTP edge: turns API Gateway events (payload format 2.0) into arguments of handlers, and results into answers.

The order is fixed: authenticate the caller, count the request against the rate limits, authorise the caller, validate
the request, run the operation. An operation that `writes` runs in one database transaction, which claims the
idempotency key first and stores the answer last.
"""

import functools
import time
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import Any, Final

from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.fingerprint import fingerprint
from ledger.core.models import DryRun, OfTenant, Query, Request
from ledger.core.principal import ROLES, Principal, Role
from ledger.edge import idempotency, logging, releases
from ledger.edge.http import access_log, answers, arguments, claims, rates
from ledger.edge.http.answers import Csv, EventStream, Pdf, Reply
from ledger.edge.http.call import Call, Writer
from ledger.edge.http.operation import Operation
from ledger.storage import sessions
from ledger.storage.sessions import Access, Session

__all__ = [
    "ROLES",
    "Call",
    "Csv",
    "EventStream",
    "Operation",
    "Pdf",
    "Principal",
    "Session",
    "Writer",
    "public",
    "reads",
    "writes",
    "writes_many",
]

type Event = Mapping[str, Any]
type Handler = Callable[[Event, Any], dict[str, Any]]

_MAX_KEY_LENGTH: Final = 128
_ANSWER_RESERVE_S: Final = 1.0
"""Time kept for the answer before Lambda's timeout."""


def writes(*, roles: Set[Role], created: bool = False) -> Callable[[Callable[..., Any]], Handler]:
    """An operation that changes something, in one database transaction and once for each idempotency key.

    created: the answer's status is 201.
    """
    return functools.partial(_handler, roles=frozenset(roles), writing=True, created=created)


def writes_many(*, roles: Set[Role]) -> Callable[[Callable[..., Any]], Handler]:
    """An operation of many writes, each once for its own key. It gets a Writer, and its status is 201."""
    return functools.partial(_handler, roles=frozenset(roles), writing=True, created=True)


def reads(*, roles: Set[Role]) -> Callable[[Callable[..., Any]], Handler]:
    """An operation that changes nothing. The access log has the reads of some roles."""
    return functools.partial(_handler, roles=frozenset(roles), writing=False)


def public() -> Callable[[Callable[..., Any]], Handler]:
    """An operation that changes nothing and needs no token."""
    return functools.partial(_handler, roles=None, writing=False)


def _handler(
    function: Callable[..., Any], *, roles: frozenset[str] | None, writing: bool, created: bool = False
) -> Handler:
    operation = Operation.of(function, roles=roles, writes=writing, created=created)

    @functools.wraps(function)
    def handler(event: Event, context: Any) -> dict[str, Any]:
        if event == releases.CHECK:
            return dict(releases.ready(_budget(context)))
        return _Request(operation, event, context).answer()

    handler.operation = operation  # type: ignore[attr-defined]  # the OpenAPI document is generated from it
    return handler


def _budget(context: Any) -> sessions.Budget:
    return sessions.Budget(lambda: context.get_remaining_time_in_millis() / 1000 - _ANSWER_RESERVE_S)


def _replayed(reply: Reply) -> tuple[Reply, str]:
    return replace(reply, headers={"idempotency-replayed": "true"}), "replayed"


class _Request:
    """The processing of one HTTP event."""

    def __init__(self, operation: Operation, event: Event, context: Any) -> None:
        self.operation = operation
        self.event = event
        self.headers: Mapping[str, str] = event.get("headers") or {}
        self.request_id = event["requestContext"]["requestId"]
        self.route = event["routeKey"]
        self.began = time.perf_counter()
        self.budget = _budget(context)
        self.principal: Principal | None = None
        self.postings = 0
        self.emitted: list[Any] = []

    def answer(self) -> dict[str, Any]:
        failed: BaseException | None = None
        try:
            reply, outcome = self._run()
        except errors.Refusal as refusal:
            reply, outcome = answers.problem(refusal, self.request_id), refusal.code
            failed = refusal.__cause__ if refusal.status >= 500 else None
        except Exception as error:  # noqa: BLE001  (every error gets an answer)
            reply, outcome, failed = answers.failure(self.request_id), "internal_error", error
        logging.log_request(
            logging.Outcome(
                request_id=self.request_id,
                operation=self.route,
                tenant_id=self.principal.tenant_id if self.principal else None,
                outcome=outcome,
                status=reply.status,
                duration_ms=(time.perf_counter() - self.began) * 1000,
                retries=self.budget.retries,
                postings=self.postings if outcome == "ok" else 0,  # a plan posts, and may then be refused
                transient=self.budget.transient,
                failure=failed,
            )
        )
        return answers.as_payload(reply, self.request_id)

    def _run(self) -> tuple[Reply, str]:
        if self.operation.roles is not None:
            self.principal = claims.principal(self.event)
            rates.admit(self.principal, self.request_id, self.budget)
            self.principal.requires(self.operation.roles)
            self._check_tenant_choice(self.principal)
        given = self._arguments()
        call = None
        if self.principal is None:
            origin = sessions.Origin("", "", self.request_id)
        else:
            call = Call(self.principal, self.request_id, self._key())
            if self.operation.call:
                given[self.operation.call] = call
            origin = sessions.Origin(
                self.principal.tenant_id,
                self.principal.sub,
                self.request_id,
                call.key,
                sees_every_tenant="root" in self.principal.roles & (self.operation.roles or frozenset()),
                owner_id=self.principal.owner_to_record,
                is_owner="owner" in self.principal.roles and not self.principal.is_machine,
            )
        access = access_log.record(self.operation, call, self.route, given) if call else None
        if not self.operation.writes:
            if self.operation.session is None:
                return self._result(None, given), "ok"
            return sessions.read(lambda session: self._result(session, given), origin, self.budget, access), "ok"
        try:
            if any(isinstance(value, DryRun) and value.dry_run for value in given.values()):
                reply = sessions.rehearse(lambda session: self._result(session, given), origin, self.budget)
                self._record(access, origin)
                return reply, "ok"
            if self.operation.writer and call:
                return self._write_many(given, Writer(origin, self.budget), call)
            return self._write(given, origin, access)
        except errors.Refusal as refusal:
            if refusal.status < 500:
                self._record(access, origin)
            raise

    def _record(self, access: Access | None, origin: sessions.Origin) -> None:
        """Record that a write shows data, if the caller's reads are recorded."""
        if access is not None:
            sessions.record(access(), origin, self.budget)

    def _check_tenant_choice(self, principal: Principal) -> None:
        """Raise Forbidden if anybody but root chooses a tenant. This comes before validation.

        An operation without `tenant_id` refuses it later, as an unknown parameter.
        """
        model = self.operation.query
        has_tenant = model is not None and issubclass(model[1], OfTenant)
        if (
            has_tenant
            and "root" not in principal.roles
            and arguments.contains(self.event["rawQueryString"], "tenant_id")
        ):
            raise errors.Forbidden("Only root names a tenant.")

    def _write(self, given: dict[str, Any], origin: sessions.Origin, access: Access | None) -> tuple[Reply, str]:
        def work(session: Session) -> idempotency.Stored:
            reply = self._result(session, given)
            self.postings, self.emitted = session.postings, session.emitted
            return idempotency.Stored(reply.status, reply.body)

        path = {name: given[name] for name in self.operation.path}
        body_and_query = {
            name: value.model_dump() for name, value in given.items() if isinstance(value, Request | Query)
        }
        hashed = fingerprint(self.route.rstrip("/"), path | body_and_query)
        outcome = idempotency.once(work, hashed, origin, self.budget, access)
        if outcome.is_replayed:
            self._record(access, origin)
        reply = Reply(outcome.answer.status, outcome.answer.body)
        # The relay publishes the events of a commit whose acknowledgement was lost: only the outbox shows whether they
        # were committed.
        if self.emitted and outcome.is_committed:
            from ledger.messaging import outbox  # noqa: PLC0415  (imported only if there is something to publish)

            outbox.publish(self.emitted, origin, self.budget)
        return _replayed(reply) if outcome.is_replayed else (reply, "ok")

    def _write_many(self, given: dict[str, Any], writer: Writer, call: Call) -> tuple[Reply, str]:
        assert self.operation.writer and self.operation.body and self.principal  # noqa: S101, PT018  (see writes_many)
        count = max(getattr(value, "counted_as", 1) for value in given.values())
        rates.charge(self.principal, count - 1, self.request_id, self.budget)
        reply = self._result(None, {**given, self.operation.writer: writer})
        self.postings = writer.postings
        if writer.shown:
            shown = {**given, self.operation.body[0]: writer.shown}
            self._record(access_log.record(self.operation, call, self.route, shown), writer.origin)
        return _replayed(reply) if writer.is_replayed else (reply, "ok")

    def _result(self, session: Session | None, given: dict[str, Any]) -> Reply:
        session_argument = {self.operation.session: session} if self.operation.session else {}
        result = self.operation.function(**given, **session_argument)
        return answers.reply(result, self.operation.status_of(type(result)))

    def _arguments(self) -> dict[str, Any]:
        """The validated arguments. Raises a Refusal that lists every problem of path, query, headers and body."""
        if self.route == "$default":
            return {}  # an unknown path: the handler answers 404, whatever else is in the request
        given, problems = arguments.path(self.operation.path, self.event.get("pathParameters") or {})
        model = self.operation.query
        query, found = arguments.query(model[1] if model else arguments.NoParameters, self.event["rawQueryString"])
        problems += found
        if model:
            given[model[0]] = query
        if headers := self.operation.headers:
            given[headers[0]], found = arguments.headers(headers[1], self.headers)
            problems += found
        body_model = self.operation.body
        body, found = arguments.body(body_model[1] if body_model else arguments.NoBody, self._body())
        problems += found
        if body_model:
            given[body_model[0]] = body
        if problems:
            raise arguments.refusal(problems)
        return given

    def _body(self) -> object:
        """The parsed body. No body is the same as an empty object."""
        text = arguments.body_text(self.event)
        if not text.strip():
            return {}
        if self.operation.body is None:
            return arguments.parse_json(text)
        media = arguments.media_type(self.headers)
        if arguments.is_json(media):
            return arguments.parse_json(text)
        other_parsers = getattr(self.operation.body[1], "MEDIA", {})
        if media in other_parsers:
            return other_parsers[media](text)
        raise errors.UnsupportedMediaType(f"Send {' or '.join(['application/json', *other_parsers])}, not {media}.")

    def _key(self) -> str | None:
        key = self.headers.get("idempotency-key")
        if key is None or not self.operation.writes:
            return None
        if not (1 <= len(key) <= _MAX_KEY_LENGTH and key.isascii() and key.isprintable()):
            sentence = f"A key is 1 to {_MAX_KEY_LENGTH} printable ASCII characters."
            raise errors.InvalidRequest(sentence, errors=[Problem("Idempotency-Key", sentence)])
        return key
