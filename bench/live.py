"""Live cash-outs: an agent's page and summary among millions of bets, the feed, and the time from commit to frame."""

import time
from collections.abc import Iterator, Mapping
from functools import partial
from importlib import resources
from statistics import median

import httpx

from bench.database import Bench
from bench.plans import foreign_scans
from bench.report import Figure, at_most, percentiles
from ledger.storage import sessions
from tests.support import kit, live
from tests.support.local_system import STREAM, LocalAgent, free_port, start_system

_ACTIVITY = "/api/v1/agent/cash-out/activity"
_SUMMARY = "/api/v1/agent/cash-out/summary"
_CUSTOMERS = 1_000  # of each agent
_AVERAGE_AGENT, _LARGEST_AGENT = (
    "agent-1",
    "agent-0",
)  # the largest has a tenth of the tenant's bets, the others share the rest

_CUSTOMERS_AND_WALLETS = """
    with created as (
        select new_id() as customer_id, new_id() as wallet_id, 'agent-' || a as agent, 'c-' || a || '-' || i as name
        from generate_series(0, %(agents)s - 1) a, generate_series(1, %(customers)s) i
    ), tenant as (
        insert into tenants (tenant_id) values (%(tenant)s)
    ), wallets_created as (
        insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, agent_id)
        select %(tenant)s, wallet_id, 'person', customer_id::text, 'USD', agent from created
    )
    insert into customers (tenant_id, customer_id, wallet_id, username, username_key)
    select %(tenant)s, customer_id, wallet_id, name, name from created
"""

# A year of bets, every second one cashed out, as end_bet() would have left them. Their transactions are left out: the
# wallets have no entries and a balance of zero, and nothing here reads a bet's transaction.
_BETS = """
    with people as materialized (
        select array_agg(k.customer_id order by w.agent_id, k.customer_id) as ids,
               array_agg(w.agent_id order by w.agent_id, k.customer_id) as agents
        from customers k join wallets w using (tenant_id, wallet_id) where tenant_id = %(tenant)s
    ), drawn as (
        select i, 1 + case when h %% 10 = 0 then 0 else h %% %(agents)s end * %(customers)s + (h / 128) %% %(customers)s
                  as who
        from (select i, hashint4(i) & 2147483647 as h from generate_series(1, %(bets)s) i) x
    )
    insert into bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, status, payout,
                      cash_out_amount, is_auto_cash_out, placed_at, settled_at, stake_transaction_id)
    select %(tenant)s, new_id(), ids[who], 'agent-' || (who - 1) / %(customers)s, 'USD', 'Home win', 1000 + i %% 900,
           case i %% 2 when 0 then 'cashed_out' else 'lost' end, case i %% 2 when 1 then 0 end,
           case i %% 2 when 0 then 900 + i %% 1300 end, i %% 6 = 0, moment - interval '1 h', moment, ids[1]
    from drawn, people,
         lateral (select now() - (%(bets)s - i) * interval '365 days' / %(bets)s as moment) m
"""

# Days whose totals differ from the bets.
_WRONG_DAYS = """
    select agent_id, day, sum(cash_outs), sum(amount), sum(stake)
    from (
        select agent_id, day, cash_outs, amount, stake from cash_out_days where tenant_id = %s
        union all
        select agent_id, (settled_at at time zone 'UTC')::date, -count(*), -sum(cash_out_amount), -sum(stake)
        from bets where tenant_id = %s and status = 'cashed_out' group by 1, 2
    ) x
    group by agent_id, day
    having (sum(cash_outs), sum(amount), sum(stake)) <> (0, 0, 0)
"""


def measure(bench: Bench) -> Iterator[Figure]:
    few, many = (1_000, 10_000) if bench.smoke else (500_000, 5_000_000)
    tenants = {few: "bench-live-few", many: "bench-live-many"}
    seconds = _fill(bench, {tenants[few]: (10, few), tenants[many]: (10 if bench.smoke else 100, many)})
    for tenant_id in tenants.values():
        assert bench.ledger.rows(_WRONG_DAYS, tenant_id, tenant_id) == []
    yield Figure(f"making {few + many:,} bets by SQL", f"{seconds:.0f} s")
    yield from _reads(bench, tenants, few, many)
    yield from _feed(bench, tenants[many])
    sessions.disconnect()
    yield _commit_to_frame(bench)


def _fill(bench: Bench, tenants: Mapping[str, tuple[int, int]]) -> float:
    """Insert agents and bets of each tenant; indexes and day totals are made at the end, as a migration makes them."""
    began = time.perf_counter()
    with bench.ledger.admin() as admin:
        indexes = admin.execute("""
            select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
            from pg_index where indrelid = 'bets'::regclass and not indisprimary
        """).fetchall()
        admin.execute("drop trigger cash_out_days on bets; truncate cash_out_days, cash_out_customers")
        admin.execute("alter table bets disable trigger all")  # foreign keys
        for index in indexes:
            admin.execute(f"drop index {index['name']}".encode())
        for tenant_id, (agents, bets) in tenants.items():
            numbers = {"tenant": tenant_id, "agents": agents, "customers": _CUSTOMERS, "bets": bets}
            admin.execute(_CUSTOMERS_AND_WALLETS, numbers)
            admin.execute(_BETS, numbers)
        admin.execute("set maintenance_work_mem = '512MB'; set work_mem = '256MB'")
        for index in indexes:
            admin.execute(index["definition"].encode())
        admin.execute("alter table bets enable trigger all; set role purser_owner")
        admin.execute((resources.files("ledger") / "sql" / "functions" / "bets" / "cash_out_days.sql").read_bytes())
        admin.execute("reset role")
        admin.execute("vacuum analyze")
    return time.perf_counter() - began


def _reads(bench: Bench, tenants: Mapping[int, str], few: int, many: int) -> Iterator[Figure]:
    """Measure two agents in both tenants: the average one has equally many bets in both, the largest one has ten times
    as many in the larger tenant."""
    pages = {
        "activity and its totals": (_ACTIVITY, {}),
        "the same of eight months": (_ACTIVITY, {"date_from": _hours_ago(6_500), "date_to": _hours_ago(660)}),
        "summary of 30 days": (_SUMMARY, {"period": "30d"}),
    }
    for name, (path, query) in pages.items():
        times: dict[tuple[str, int], list[float]] = {
            (a, n): [] for a in (_AVERAGE_AGENT, _LARGEST_AGENT) for n in tenants
        }
        for _ in range(5 if bench.smoke else 200):
            for (agent, bets), of_page in times.items():
                began = time.perf_counter()
                answer = kit.agent(agent, tenants[bets]).get(path, query)
                of_page.append(time.perf_counter() - began)
                assert answer.status == 200, answer.text
        measured = {f"{agent} of {bets:,}": percentiles(of_page) for (agent, bets), of_page in times.items()}
        for agent, description in (
            (_AVERAGE_AGENT, "an agent"),
            (_LARGEST_AGENT, "the agent with a tenth of the bets"),
        ):
            title = f"{name}, {description}, {many:,} bets"
            yield at_most(f"{title}: p95", percentiles(times[agent, many])["p95"], 15.0, " ms", measured=measured)
            ratio = median(x / y for x, y in zip(times[agent, many], times[agent, few], strict=True))
            if agent == _AVERAGE_AGENT:
                yield at_most(f"{title}, to {few:,}", ratio, 1.3, "x")
            else:
                yield Figure(f"{title}, to {few:,}: ten times the agent's own", f"{ratio:.2f}x")
        largest = kit.agent(_LARGEST_AGENT, tenants[many])
        foreign = foreign_scans(bench, partial(largest.get, path, query), _is_own)
        yield Figure(f"{name}: scans beyond the agent's own rows", ", ".join(foreign) or "none", "none", not foreign)


def _hours_ago(hours: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours * 3600))


def _is_own(condition: str) -> bool:
    """Whether an index scan is limited to the agent's or one customer's rows."""
    return "tenant_id" in condition and ("agent_id" in condition or "customer_id" in condition)


def _feed(bench: Bench, tenant_id: str) -> Iterator[Figure]:
    """Cash-out events in order, as SQS delivers them, measured at the handler."""
    sizes = {10: 2 if bench.smoke else 200, 100: 2 if bench.smoke else 40}
    bets = bench.ledger.rows(
        """
        select agent_id, bet_id::text as bet_id from bets where tenant_id = %s and status = 'cashed_out'
        order by bet_id limit %s
        """,
        tenant_id,
        sum(size * (count + 1) for size, count in sizes.items()),
    )
    details = iter([live.recorded(bet["agent_id"], bet["bet_id"], tenant_id) for bet in bets])
    handler, context = kit.handler(live.FEED), kit.context(live.FEED)
    for size, count in sizes.items():
        calls = [{"Records": live.messages(*(next(details) for _ in range(size)))} for _ in range(count + 1)]
        handler(calls.pop(), context)  # the first opens the connection
        began = time.perf_counter()
        for call in calls:
            assert handler(call, context) == {"batchItemFailures": []}
        rate = size * count / (time.perf_counter() - began)
        yield Figure(
            f"feed, events a second in batches of {size}", f"{rate:,.0f}", ">= 2,000", rate >= 2_000, {"rate": rate}
        )
    numbered = bench.ledger.value("select count(*) from feed where tenant_id = %s", tenant_id)
    assert numbered == len(bets), (numbered, len(bets))


def _commit_to_frame(bench: Bench) -> Figure:
    """The time in the local system from the answer to a cash-out, which is then committed, to its frame."""
    running = start_system(free_port(), None)
    seconds = []
    try:
        local_agent = LocalAgent(running)
        local_agent.open()
        for _ in range(3 if bench.smoke else 30):
            seen = _last_id(local_agent.http.get(STREAM, headers=local_agent.agent))
            bet_id = local_agent.bet()
            local_agent.cash_out(bet_id)
            began = time.perf_counter()
            headers = local_agent.agent | {"Last-Event-ID": seen}
            while bet_id not in local_agent.http.get(STREAM, params={"wait": 20}, headers=headers).text:
                assert time.perf_counter() - began < 20, "the frame did not arrive"
            seconds.append(time.perf_counter() - began)
        local_agent.http.close()
    finally:
        running.process.terminate()
        running.process.communicate(timeout=60)
    found = percentiles(seconds)
    return at_most("commit to frame, the local system, p95", found["p95"], 2_000.0, " ms", **found)


def _last_id(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return next(line.removeprefix("id: ") for line in answer.text.splitlines() if line.startswith("id: "))
