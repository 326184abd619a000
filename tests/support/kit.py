"""Basic helpers: a database, people who call the API through API Gateway's events, simultaneous calls."""

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin, Session
from local import lambdas, payload
from local.gateway import Router
from local.lambdas import Context, Handler
from tests.support import secrecy, tokens
from tools import operations

ROOT = Path(__file__).parents[2]
DEPLOYED = operations.deployed()
ROUTER = Router(DEPLOYED.routes)
ROUTES = {route.key: route for route in DEPLOYED.routes}
PLATFORM = DEPLOYED.functions["healthz"].environment["PLATFORM_TENANT"]
"""The tenant in which the role root counts."""
APPLICATION_ROLES = {
    function.environment[lambdas.ROLE_VARIABLE]
    for function in DEPLOYED.functions.values()
    if lambdas.ROLE_VARIABLE in function.environment
}
DEFAULT_ROLE = "purser_wallet"
"""The database role of what runs without a handler, unless a test has another. A handler has its function's role."""
EVERY_TENANT = "-c purser.every_tenant=on"
"""The option of a direct connection that sees every tenant, if its login may."""
READ_EVERY_ROW = "set default_statistics_target = 1000"
"""With it, `analyze` reads every row of a table with up to 300,000 rows, not a random sample, so that the planner's
statistics and plans are the same in each run."""
READ_ON = """
update transaction_readers
set next_xid = xid_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint, leased_until = '-infinity',
    after_tenant = default, after_transaction = default
"""
"""The relay has published the events of all transactions until now."""
_handlers: dict[str, Handler] = {}


def handler(name: str) -> Handler:
    """A function's handler, loaded once."""
    if name not in _handlers:
        _handlers[name] = lambdas.load(DEPLOYED.functions[name])
    return _handlers[name]


class AmpleTimeContext(Context):
    """Lambda's context with plenty of time left, whatever the clock says."""

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


def context(name: str) -> Context:
    return AmpleTimeContext(
        function_name=name, memory_limit_in_mb="512", invoked_function_arn="", log_group_name="", deadline=0
    )


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str
    encoded: bool = False

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def text_without_request_id(self) -> str:
        """The body of a problem without its random part, in which any digits may stand."""
        return self.text.replace(self.json["instance"], "")

    @property
    def content(self) -> bytes:
        """The body as it reaches the caller."""
        return base64.b64decode(self.text) if self.encoded else self.text.encode()

    @property
    def code(self) -> str:
        """The `code` of a refusal."""
        return cast("str", self.json["code"])

    @property
    def pointers(self) -> list[str]:
        return [error["pointer"] for error in self.json.get("errors", [])]


def invoke(function: str, event: dict[str, Any]) -> Answer:
    """Call a function of a route with an event."""
    result = handler(function)(event, context(function))
    return Answer(result["statusCode"], result["headers"], result["body"], result["isBase64Encoded"])


def assert_problem(answer: Answer, status: int, code: str) -> None:
    """Assert that the answer is a problem (RFC 9457) with every required member."""
    assert (answer.status, answer.code) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json
    assert problem.keys() >= {"type", "title", "status", "detail", "instance", "code"}
    assert (problem["type"], problem["status"]) == (f"/problems/{code}", status)
    assert problem["instance"] == answer.headers["x-request-id"] != ""
    assert problem["title"]
    assert problem["detail"]


@dataclass(frozen=True)
class Person:
    """A caller with a token. Calls run in this process, through the template's routes and real events."""

    sub: str
    roles: tuple[str, ...]
    tenant_id: str = "acme"
    customer_id: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def claims(self) -> dict[str, Any]:
        """The claims of the person's token."""
        claims = {"sub": self.sub, "tenant_id": self.tenant_id, "roles": list(self.roles), **self.extra}
        return claims | ({"customer_id": self.customer_id} if self.customer_id else {})

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, object] | str = "",
    ) -> Answer:
        """body: text and bytes are sent unchanged, anything else as JSON."""
        event = self.event(method, path, body, key=key, headers=headers, query=query)
        return invoke(ROUTES[event["routeKey"]].function, event)

    def event(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, object] | str = "",
    ) -> dict[str, Any]:
        """The event that API Gateway makes of the request. Arguments as for `call`."""
        raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        sent = {"content-type": "application/json", "host": "api.example"}
        sent |= {"authorization": f"Bearer {tokens.unverified(self.claims)}"} | dict(headers or {})
        if key is not None:
            sent["idempotency-key"] = key
        secrecy.record([sent, body])
        request = payload.Request(
            method=method,
            path=path,
            query=query if isinstance(query, str) else urlencode(query),
            headers=tuple(sent.items()),
            body=b"" if body is None else raw,
            source_ip="192.0.2.1",
            protocol="HTTP/1.1",
        )
        found = ROUTER.match(method, path)
        assert found is not None
        route, parameters = found
        authorizer = tokens.passed_on(self.claims) if route.authorizer else None
        return payload.event(request, route, parameters, authorizer)

    def get(self, path: str, query: Mapping[str, object] | str = "") -> Answer:
        return self.call("GET", path, query=query)

    def post(self, path: str, body: object = None, *, key: str | None = None) -> Answer:
        return self.call("POST", path, body, key=key)

    def put(
        self, path: str, body: object = None, *, key: str | None = None, query: Mapping[str, object] | str = ""
    ) -> Answer:
        return self.call("PUT", path, body, key=key, query=query)

    def patch(self, path: str, body: object = None, *, key: str | None = None) -> Answer:
        return self.call("PATCH", path, body, key=key)


def agent(sub: str = "agent-1", tenant_id: str = "acme") -> Person:
    return Person(sub, ("agent",), tenant_id)


def owner(sub: str = "owen", tenant_id: str = "acme") -> Person:
    return Person(sub, ("owner",), tenant_id)


def service(tenant_id: str = "acme") -> Person:
    return Person("service-1", ("service",), tenant_id)


def customer(owner_id: str, tenant_id: str = "acme") -> Person:
    return Person(f"login-of-{owner_id}", ("customer",), tenant_id, customer_id=owner_id)


def new_customer(agent: Person, username: str = "ann", *, balance: str | None = None, **terms: object) -> str:
    """Create a customer and return the id. terms: PostUp by default. balance: the amount that the cashier credits."""
    answer = agent.post("/api/v1/agent/clients", {"username": username, "account_type": "postup"} | terms)
    assert answer.status == 201, answer.text
    customer_id = cast("str", answer.json["customer_id"])
    if balance is not None:
        cashier(agent, "credit", customer_id, balance)
    return customer_id


def cashier(agent: Person, operation: str, customer_id: str, amount: str, **more: object) -> Any:
    """Make a cashier credit or debit, which must succeed. Returns its receipt."""
    body = {"customer_id": customer_id, "amount": amount, "description": "Cash at the cashier"} | more
    answer = agent.post(f"/api/v1/cashier/{operation}", body)
    assert answer.status == 201, answer.text
    return answer.json


def credit(system: Person, owner_id: str, amount: str, currency: str = "COIN") -> Any:
    """Credit a wallet as a trusted system, which must succeed. Returns the body of the answer."""
    body = {"amount": amount, "currency": currency, "reason": "manual_adjust"}
    answer = system.post(f"/api/v1/wallets/{owner_id}/credit", body)
    assert answer.status == 201, answer.text
    return answer.json


def balance_of(reader: Person, owner_id: str, currency: str = "COIN") -> str:
    """The balance of an owner's wallet, as the API returns it."""
    answer = reader.get(f"/api/v1/wallets/{owner_id}/balance", {"currency": currency})
    assert answer.status == 200, answer.text
    return cast("str", answer.json["balance"])


@dataclass(frozen=True)
class Database:
    """The database of one test. url: for the test's role. admin_url: for the superuser, without a pooler.

    reader: the open connection of the main thread's queries, if there is one; `close_reader` closes it.
    reuses_connection: whether the main thread reuses it.
    """

    url: str
    admin_url: str
    reader: list[psycopg.Connection[dict[str, Any]]] = field(default_factory=list, repr=False, compare=False)
    reuses_connection: bool = False

    def url_of(self, role: str) -> str:
        """`url` for another role."""
        return make_conninfo(self.url, user=role)

    def admin(self) -> closing[psycopg.Connection[dict[str, Any]]]:
        return closing(self._connected())

    def rows(self, query: str, *params: object) -> list[dict[str, Any]]:
        """The rows of a query that the superuser runs."""
        if not self.reuses_connection or threading.current_thread() is not threading.main_thread():
            with self.admin() as connection:
                return connection.execute(query.encode(), params).fetchall()
        while self.reader:
            try:
                return self.reader[0].execute(query.encode(), params).fetchall()
            except psycopg.OperationalError:
                if not self.reader[0].closed:
                    raise
                self.close_reader()
        self.reader.append(self._connected())
        return self.reader[0].execute(query.encode(), params).fetchall()

    def _connected(self) -> psycopg.Connection[dict[str, Any]]:
        connection = psycopg.connect(self.admin_url, autocommit=True, row_factory=dict_row)
        connection.execute("set search_path = ledger")
        connection.execute("set purser.every_tenant = 'on'")  # the functions run as the owner, who is no superuser
        return connection

    def close_reader(self) -> None:
        """Close the connection that `rows` reuses."""
        while self.reader:
            self.reader.pop().close()

    def value(self, query: str, *params: object) -> Any:
        """The only value of a query with one row and one column."""
        ((only,),) = (row.values() for row in self.rows(query, *params))
        return only

    def assert_consistent(self) -> None:
        """Assert what is true at any moment: value is conserved, and every guarded wallet agrees with its entries."""
        assert (
            self.rows(
                """
            select w.currency, sum(e.amount) as remainder
            from entries e join wallets w using (tenant_id, wallet_id)
            group by w.currency having sum(e.amount) <> 0
            """
            )
            == []
        ), "value is conserved in every currency"
        assert (
            self.rows(
                """
                select transaction_id from entries
                group by tenant_id, transaction_id having sum(amount) <> 0 or count(*) < 2
                """
            )
            == []
        ), "every transaction sums to zero"
        assert (
            self.rows(
                """
                select t.tenant_id, t.transaction_id, m
                from transactions t, searched_members(t.meta) m
                except select tenant_id, transaction_id, member from transaction_meta
                union all
                (select tenant_id, transaction_id, member from transaction_meta
                 except select t.tenant_id, t.transaction_id, m from transactions t, searched_members(t.meta) m)
                """
            )
            == []
        ), "each transaction is found by the members of its meta, and by no others"
        assert (
            self.rows(
                """
                select e.tenant_id, e.wallet_id, e.transaction_id, e.entry_number, e.posted_at, e.amount, t.effective_at
                from entries e join transactions t using (tenant_id, transaction_id) where t.effective_at is not null
                except select tenant_id, wallet_id, transaction_id, entry_number, posted_at, amount, effective_at
                from late_entries
                """
            )
            == []
        ), "the entries of late transactions are among the late entries"
        assert (
            self.rows(
                """
            select w.wallet_id, w.balance, w.version, e.sum, e.count
            from wallets w
            left join lateral (
                select coalesce(sum(amount), 0) as sum, count(*) as count, coalesce(max(version), 0) as newest
                from entries e
                where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id and e.version is not null
            ) e on true
            where w.owner_kind in ('person', 'tenant')
                and (w.balance <> e.sum or w.version <> e.count or w.version <> e.newest)
            """
            )
            == []
        ), "a wallet's balance and version are those of its entries"
        assert (
            self.rows(
                """
            select * from (
                select wallet_id, version, balance_after, amount, posted_at,
                       coalesce(lag(balance_after) over w, 0) as before, lag(posted_at) over w as earlier
                from entries where version is not null
                window w as (partition by tenant_id, wallet_id order by version)
            ) x
            where balance_after <> before + amount or posted_at < earlier
            """
            )
            == []
        ), "each balance follows from the one before, and time never runs backwards"
        self.assert_holds()
        self.assert_cash_out_totals()
        self.assert_billing_counts()

    def assert_holds(self) -> None:
        """Assert that each wallet has held what is left of its pending holds, and each hold captured what its
        transactions took from the wallet."""
        assert (
            self.rows(
                """
            select w.wallet_id, w.held, h.left, w.held_until, h.until from wallets w
            left join lateral (
                select coalesce(sum(h.amount - h.captured), 0) as left, coalesce(min(h.expires_at), 'infinity') as until
                from holds h
                where h.tenant_id = w.tenant_id and h.wallet_id = w.wallet_id and h.status = 'pending'
            ) h on true
            where w.held <> h.left or w.held_until > h.until or w.held = 0 and w.held_until <> 'infinity'
            """
            )
            == []
        ), "what is held is what is left of the pending holds"
        assert (
            self.rows(
                """
            select h.hold_id, h.captured, c.amount, c.moved from holds h
            left join lateral (
                select coalesce(sum(c.amount), 0) as amount, coalesce(sum(e.amount), 0) as moved
                from hold_captures c
                left join entries e on e.tenant_id = c.tenant_id and e.transaction_id = c.transaction_id
                    and e.wallet_id = h.wallet_id
                where c.tenant_id = h.tenant_id and c.hold_id = h.hold_id
            ) c on true
            where h.captured <> c.amount or h.captured <> -c.moved or h.captured > h.amount
            """
            )
            == []
        ), "what is captured is what the captures moved"

    def assert_billing_counts(self) -> None:
        """Assert that billing's counters equal its rows, read in one statement."""
        assert (
            self.rows(
                """
            select tenant_id, subject, status, purpose, sum(times), sum(amount)
            from (
                select tenant_id, subject, status, purpose, times, amount from billing_counts
                union all
                select tenant_id, 'topup_request', status, '', -1, -amount from topup_requests
                union all
                select tenant_id, 'invoice', status, purpose, -1, -amount from invoices
                union all
                select tenant_id, 'payment', status, '', -1, -amount from payments
            ) x
            group by tenant_id, subject, status, purpose
            having (sum(times), sum(amount)) <> (0, 0)
            """
            )
            == []
        ), "the counters equal the numbers of requests, invoices and payments"

    def assert_cash_out_totals(self) -> None:
        """Assert that the totals of cash-outs equal the bets, read in one statement."""
        assert (
            self.rows(
                """
            select agent_id, day, currency, part, sum(n), sum(automatic), sum(amount), sum(stake), sum(ratio), sum(m)
            from (
                select tenant_id, agent_id, day, currency, part, cash_outs as n, automatic, amount, stake, ratio,
                       ratios as m
                from cash_out_days
                union all
                select tenant_id, agent_id, (settled_at at time zone 'UTC')::date, currency,
                       get_byte(uuid_send(user_id), 15) & 3, -1, -is_auto_cash_out::integer, -cash_out_amount, -stake,
                       -coalesce(cash_out_amount::numeric / nullif(stake, 0), 0), -(stake <> 0)::integer
                from bets where status = 'cashed_out'
            ) x
            group by tenant_id, agent_id, day, currency, part
            having (sum(n), sum(automatic), sum(amount), sum(stake), sum(ratio), sum(m)) <> (0, 0, 0, 0, 0, 0)
            """
            )
            == []
        ), "an agent's daily totals equal the bets"
        assert (
            self.rows(
                """
            with kept as (
                select c.tenant_id, c.agent_id, c.user_id, k.*, c.days[1] as oldest
                from cash_out_customers c, unnest(c.days, c.cash_outs, c.amounts, c.stakes) k (day, n, amount, stake)
            ), counted as (
                select b.tenant_id, b.agent_id, b.user_id, k.day, count(*) as n, sum(b.cash_out_amount) as amount,
                       sum(b.stake) as stake
                from bets b
                join kept k on (k.tenant_id, k.agent_id, k.user_id) = (b.tenant_id, b.agent_id, b.user_id)
                    and (b.settled_at at time zone 'UTC')::date between k.oldest and k.day
                where b.status = 'cashed_out'
                group by 1, 2, 3, 4
            )
            select * from kept k
            full join counted c using (tenant_id, agent_id, user_id, day)
            where (coalesce(k.n, 0), coalesce(k.amount, 0), coalesce(k.stake, 0))
                  <> (coalesce(c.n, 0), coalesce(c.amount, 0), coalesce(c.stake, 0))
            union all
            select null, null, user_id, null, null, null, null, null, null, null, null
            from bets b
            where status = 'cashed_out' and not exists (
                select from cash_out_customers c
                where (c.tenant_id, c.agent_id, c.user_id) = (b.tenant_id, b.agent_id, b.user_id)
                    and (c.days[1] <= (b.settled_at at time zone 'UTC')::date
                         or c.days[cardinality(c.days)] - 32 > (b.settled_at at time zone 'UTC')::date))
            """
            )
            == []
        ), "a customer's daily totals equal the bets"


@contextmanager
def announced(
    connection: psycopg.Connection[Any], tenant_id: str | None = "acme", principal: str = "tester"
) -> Iterator[None]:
    """A database transaction of a connection, which announces a tenant (None: every tenant) and a principal."""
    with connection.transaction():
        connection.execute("select announce(%s, %s)", (tenant_id, principal))
        yield


def end_session(session: Session, statement: str = "COMMIT") -> None:
    """End a database transaction that a test holds open."""
    session._connection.execute(statement.encode())


def in_session[T](work: Callable[[Session], T], tenant_id: str = "acme", principal: str = "tester") -> T:
    """Call a use case in a database transaction of its own, as the test's role."""
    return sessions.write(work, Origin(tenant_id, principal, "request-1"), Budget(lambda: 20.0))


def open_connection() -> Any:
    """The only open connection of this thread's environment."""
    (connection,) = sessions._opened().values()
    return connection


def simultaneously[T](*calls: Callable[[], T]) -> list[T | Exception]:
    """Make calls at the same moment, each in its own thread and connection. Returns the outcomes in order."""
    barrier = threading.Barrier(len(calls))

    def outcome(call: Callable[[], T]) -> T | Exception:
        barrier.wait()
        try:
            return call()
        except Exception as error:  # noqa: BLE001  (an exception is an outcome too)
            return error
        finally:
            sessions.disconnect()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(outcome, calls))
