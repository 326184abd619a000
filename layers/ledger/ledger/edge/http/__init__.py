"""The HTTP edge: from an API Gateway event (payload format 2.0) to a handler's arguments, and from its result back.

In this order: who asks and whether they may, then whether the request is well formed, then the operation itself: for
`writes` in one transaction that claims the Idempotency-Key first and stores the answer last.
"""

import functools
import time
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import Any, Final

from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import OfTenant, Query, Request
from ledger.core.principal import ROLES, Principal, Role
from ledger.edge import idempotency, logging, releases
from ledger.edge.http import answers, arguments, claims
from ledger.edge.http.answers import Csv, EventStream, Pdf, Reply
from ledger.edge.http.call import Call
from ledger.edge.http.operation import Operation
from ledger.storage import sessions
from ledger.storage.sessions import Session

__all__ = [
    "ROLES",
    "Call",
    "Csv",
    "EventStream",
    "Operation",
    "Pdf",
    "Principal",
    "Session",
    "public",
    "reads",
    "writes",
]

type Event = Mapping[str, Any]
type Handler = Callable[[Event, Any], dict[str, Any]]

_KEY_LONGEST: Final = 128
_BEFORE_THE_TIMEOUT: Final = 1.0  # seconds that the answer itself may take


def writes(*, roles: Set[Role], created: bool = False) -> Callable[[Callable[..., Any]], Handler]:
    """An operation that changes something: one transaction, each key once. created: it answers 201."""
    return functools.partial(_handler, roles=frozenset(roles), writing=True, created=created)


def reads(*, roles: Set[Role]) -> Callable[[Callable[..., Any]], Handler]:
    """An operation that changes nothing."""
    return functools.partial(_handler, roles=frozenset(roles), writing=False)


def public() -> Callable[[Callable[..., Any]], Handler]:
    """An operation that changes nothing and is open to all."""
    return functools.partial(_handler, roles=None, writing=False)


def _handler(
    function: Callable[..., Any], *, roles: frozenset[str] | None, writing: bool, created: bool = False
) -> Handler:
    operation = Operation.of(function, roles=roles, writes=writing, created=created)

    @functools.wraps(function)
    def handler(event: Event, context: Any) -> dict[str, Any]:
        if event == releases.CHECK:
            return dict(releases.ready(_budget(context)))
        return _Request(operation, event, context).answered()

    handler.operation = operation  # type: ignore[attr-defined]  # what the OpenAPI document is generated from
    return handler


def _budget(context: Any) -> sessions.Budget:
    return sessions.Budget(lambda: context.get_remaining_time_in_millis() / 1000 - _BEFORE_THE_TIMEOUT)


class _Request:
    """One event on its way through an operation."""

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

    def answered(self) -> dict[str, Any]:
        failed: BaseException | None = None
        try:
            reply, outcome = self._run()
        except errors.Refusal as refusal:
            reply, outcome = answers.problem(refusal, self.request_id), refusal.code
            failed = refusal.__cause__ if refusal.status >= 500 else None
        except Exception as error:  # noqa: BLE001  (a caller gets an answer, whatever it was)
            reply, outcome, failed = answers.failure(self.request_id), "internal_error", error
        logging.tell(
            logging.Outcome(
                request_id=self.request_id,
                operation=self.route,
                tenant_id=self.principal.tenant_id if self.principal else None,
                outcome=outcome,
                status=reply.status,
                duration_ms=(time.perf_counter() - self.began) * 1000,
                retries=self.budget.retries,
                postings=self.postings,
                transient=self.budget.transient,
                failure=failed,
            )
        )
        return answers.as_payload(reply, self.request_id)

    def _run(self) -> tuple[Reply, str]:
        if self.operation.roles is not None:
            self.principal = claims.principal(self.event)
            self.principal.requires(self.operation.roles)
            self._only_root_names_a_tenant(self.principal)
        given = self._arguments()
        if self.principal is None:
            origin = sessions.Origin("", "", self.request_id)
        else:
            call = Call(self.principal, self.request_id, self._key())
            if self.operation.call:
                given[self.operation.call] = call
            origin = sessions.Origin(self.principal.tenant_id, self.principal.sub, self.request_id, call.key)
        if self.operation.writes:
            return self._write(given, origin)
        if self.operation.transaction is None:
            return self._result(None, given), "ok"
        return sessions.read(lambda session: self._result(session, given), origin, self.budget), "ok"

    def _only_root_names_a_tenant(self, principal: Principal) -> None:
        """Raises Forbidden, before anything is validated. Where an operation takes no tenant, it is not valid."""
        model = self.operation.query
        takes_one = model is not None and issubclass(model[1], OfTenant)
        if takes_one and "root" not in principal.roles and arguments.names(self.event["rawQueryString"], "tenant_id"):
            raise errors.Forbidden("Only root names a tenant.")

    def _write(self, given: dict[str, Any], origin: sessions.Origin) -> tuple[Reply, str]:
        def work(session: Session) -> idempotency.Stored:
            reply = self._result(session, given)
            self.postings, self.emitted = session.postings, session.emitted
            return idempotency.Stored(reply.status, reply.body)

        named = {name: given[name] for name in self.operation.path}
        asked = {name: value.model_dump() for name, value in given.items() if isinstance(value, Request | Query)}
        hashed = idempotency.fingerprint(self.route.rstrip("/"), named | asked)
        stored, replayed = idempotency.once(work, hashed, origin, self.budget)
        reply = Reply(stored.status, stored.body)
        if self.emitted and not replayed:
            from ledger.messaging import outbox  # noqa: PLC0415  (only what publishes pays for the import)

            outbox.publish(self.emitted, origin, self.budget)
        if replayed:
            return replace(reply, headers={"idempotency-replayed": "true"}), "replayed"
        return reply, "ok"

    def _result(self, session: Session | None, given: dict[str, Any]) -> Reply:
        named = given | ({self.operation.transaction: session} if self.operation.transaction else {})
        result = self.operation.function(**named)
        return answers.reply(result, self.operation.status_of(type(result)))

    def _arguments(self) -> dict[str, Any]:
        """Raises a Refusal that lists every problem of path, query and body."""
        if self.route == "$default":
            return {}  # nothing is wrong with a request that no operation expects, but its address
        given, problems = arguments.path(self.operation.path, self.event.get("pathParameters") or {})
        model = self.operation.query
        query, wrong = arguments.query(model[1] if model else arguments.NoParameters, self.event["rawQueryString"])
        problems += wrong
        if model:
            given[model[0]] = query
        if read := self.operation.headers:
            given[read[0]], wrong = arguments.headers(read[1], self.headers)
            problems += wrong
        expected = self.operation.body
        body, wrong = arguments.body(expected[1] if expected else arguments.NoBody, self._body())
        problems += wrong
        if expected:
            given[expected[0]] = body
        if problems:
            raise arguments.refusal(problems)
        return given

    def _body(self) -> object:
        """The parsed body; an absent one is an empty object."""
        text = arguments.body_text(self.event)
        if not text.strip():
            return {}
        if self.operation.body is None:
            return arguments.parse_json(text)
        media = arguments.media_type(self.headers)
        if arguments.is_json(media):
            return arguments.parse_json(text)
        other = getattr(self.operation.body[1], "MEDIA", {})
        if media in other:
            return other[media](text)
        raise errors.UnsupportedMediaType(f"Send {' or '.join(['application/json', *other])}, not {media}.")

    def _key(self) -> str | None:
        key = self.headers.get("idempotency-key")
        if key is None or not self.operation.writes:
            return None
        if not (1 <= len(key) <= _KEY_LONGEST and key.isascii() and key.isprintable()):
            sentence = f"A key is 1 to {_KEY_LONGEST} printable ASCII characters."
            raise errors.InvalidRequest(sentence, errors=[Problem("Idempotency-Key", sentence)])
        return key
