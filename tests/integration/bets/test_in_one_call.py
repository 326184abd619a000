"""A bet placed, and one settled, in one call leaves the same rows, answers and refusals as in several statements."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg
import pytest

from ledger import posting
from ledger.posting import transaction
from tests.support import kit, live
from tests.support.faults import Fault
from tests.support.kit import Answer, Database, Person

TENANTS: Final = "once", "several"
USERNAMES: Final = 'a"b\\ %1$s %', "Éva %%"
DESCRIPTIONS: Final = "Home win", '100 % "%1$s" \\ é\x01\x1f\x7f\n\u2028 😀', "%14$s %s"
ODDS: Final = None, "1.5", "100.0000", "2.3456"
OUTCOMES: Final[list[dict[str, Any]]] = [
    {"outcome": "won", "payout": "1.5", "meta": {"%15$s": [1, 0.5, None, "%"]}},
    {"outcome": "lost", "meta": {}},
    {"outcome": "void"},
    {"outcome": "won", "payout": "900000"},
    {"outcome": "won", "payout": "0.00001"},
]
EVERY_END: Final = {
    200,
    201,
    *("insufficient_funds", "invalid_amount", "payout_above_odds", "bet_not_found", "customer_not_found"),
    *("bet_already_settled", "wallet_frozen", "idempotency_conflict", "unavailable"),
}
"""The statuses and codes of the story."""
VARIABLE: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[0-9:.]+Z|req_\w+")
POSTINGS: Final = re.compile(r'"Postings":(\d+)')
ROWS: Final = {
    "bets": """
        select k.username, b.agent_id, b.currency, b.description, b.stake, b.odds::text, b.status, b.payout,
               b.is_auto_cash_out, b.cash_out_trigger_reason, b.meta::text, b.outcome_meta::text,
               b.placed_at = s.posted_at as placed, b.settled_at is not null as ended,
               b.settled_at > b.placed_at as later, s.kind as stake_kind,
               s.external_reference = b.bet_id::text as has_stake, o.kind,
               o.external_reference = b.bet_id::text as has_outcome, o.idempotency_key
        from bets b join customers k on k.tenant_id = b.tenant_id and k.customer_id = b.user_id
        join transactions s on s.tenant_id = b.tenant_id and s.transaction_id = b.stake_transaction_id
        left join transactions o on o.tenant_id = b.tenant_id and o.transaction_id = b.outcome_transaction_id
        where b.tenant_id = %s order by b.placed_at""",
    "entries": """
        select w.owner_kind, w.currency, e.entry_number, e.amount, e.version, e.balance_after, t.kind, t.posted_by,
               t.description, t.idempotency_key, t.meta::text, t.is_override, e.posted_at = t.posted_at as has_one_time
        from entries e join transactions t using (tenant_id, transaction_id) join wallets w using (tenant_id, wallet_id)
        where tenant_id = %s order by t.posted_at, e.entry_number""",
    "wallets": """
        select owner_kind, currency, agent_id, balance, version from wallets where tenant_id = %s
        order by owner_kind, currency, balance""",
    "requests": """
        select principal, case when key !~ '^§' then key end as key, part, status, octet_length(hash) as hashed
        from requests where tenant_id = %s order by created_at""",
    "logins": "select owner_id = sub as is_one, sub from logins where tenant_id = %s order by sub",
    "others": """
        select (select count(*) from outbox o where o.tenant_id = t.tenant_id) as events,
               (select count(*) from cash_out_days d where d.tenant_id = t.tenant_id) as days
        from tenants t where t.tenant_id = %s""",
}


def story(tenant_id: str) -> Iterator[tuple[timedelta, Callable[[], Answer]]]:
    """Requests of a trading system and of customers, with the caller's clock relative to the real one."""
    agent = kit.agent("agent-1", tenant_id)
    trading, settling = (Person(f"trading-{n}", ("service",), tenant_id, customer_id=f"owner-{n}") for n in (1, 2))
    now, late = timedelta(), timedelta(minutes=-5)
    customers = {
        currency: kit.new_customer(agent, name, balance="40", currency=currency)
        for name, currency in zip(USERNAMES, ("USD", "KWD"), strict=True)
    }
    placed: list[Answer] = []

    def place(person: Person, key: str | None = None, **body: Any) -> Callable[[], Answer]:
        def call() -> Answer:
            answer = person.post("/api/v1/bets", body, key=key)
            if answer.status == 201:
                placed.append(answer)
            return answer

        return call

    def settle(person: Person, number: int, body: dict[str, Any], key: str | None = None) -> Callable[[], Answer]:
        return lambda: person.post(f"/api/v1/bets/{placed[number].json['bet_id']}/settle", body, key=key)

    for name, customer_id in customers.items():
        customer = kit.customer(customer_id, tenant_id)
        for description in DESCRIPTIONS:
            for odds in ODDS:
                bet = {"stake": "1.5", "description": description, "odds": odds, "customer_id": customer_id}
                yield now, place(trading, **bet, meta=odds and {description: [odds]})
        yield now, place(customer, stake="2.5", description="Own")
        yield now, place(customer, f"place-{name}", stake="1", description="Own")
        yield now, place(customer, f"place-{name}", stake="1", description="Own")
        yield now, place(customer, f"place-{name}", stake="1", description="Other")
        yield now, place(customer, stake="400", description="Too much")
        yield now, place(customer, stake="0.00001", description="Too small")
        yield late, place(customer, stake="1", description="Late")
        yield now, place(trading, stake="1", description="Nobody", customer_id=live.UNKNOWN)
    for number in range(len(placed)):
        body = OUTCOMES[number % len(OUTCOMES)]
        key = f"settle-{number}" if number % 2 else None
        is_late = number in {5, 6}
        person = trading if is_late else settling  # a login is recorded by the first that succeeds
        yield (late if is_late else now), settle(person, number, body, key)
        yield now, settle(person, number, body, key)
        yield now, settle(person, number, {"outcome": "lost"}, key)
    yield now, lambda: agent.patch(f"/api/v1/agent/clients/{customers['USD']}", {"status": "frozen"})
    yield now, place(trading, stake="1", description="Frozen", odds="2", customer_id=customers["USD"])
    yield now, lambda: trading.post(f"/api/v1/bets/{customers['USD']}/settle", {"outcome": "void"})


def test_a_bet_in_one_call_and_in_several_statements_leaves_the_same_rows_and_answers(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    inject: Callable[[Fault], Fault],
) -> None:
    planned = posting.planned
    log = inject(Fault())
    ends = set()
    in_one_call = 0

    for pair in zip(*map(story, TENANTS), strict=True):
        answers, postings = [], []
        for tenant_id, (at, request) in zip(TENANTS, pair, strict=True):
            monkeypatch.setattr(posting, "planned", planned if tenant_id == "once" else lambda *_: None)
            now = datetime.now(UTC) + at
            monkeypatch.setattr(transaction, "clock", lambda now=now: now)
            log.statements.clear()
            capsys.readouterr()
            answers.append(request())
            postings.append(POSTINGS.findall(capsys.readouterr().out))
            in_one_call += len(log.statements) == 1
        once, several = answers
        assert postings[0] == postings[1]
        assert (once.status, VARIABLE.sub("?", once.text)) == (several.status, VARIABLE.sub("?", several.text))
        assert once.headers.keys() == several.headers.keys()
        ends.add(once.json.get("code", once.status))

    for table, query in ROWS.items():
        once_rows, several_rows = (VARIABLE.sub("?", repr(database.rows(query, tenant_id))) for tenant_id in TENANTS)
        assert once_rows == several_rows, table
    assert in_one_call > len(DESCRIPTIONS) * len(ODDS)
    assert ends == EVERY_END
    database.assert_consistent()


def test_a_call_that_is_more_than_a_minute_old_settles_no_lost_bet_however_long_it_waited_for_its_locks(
    agent: Person, database: Database
) -> None:
    """Its caller may have tried again in the meantime. The age is read under the lock: the call asks for it first."""
    bet = live.place(live.bettor(agent))
    call = """
        select settle_bet_once(
            row('acme', 'service-1', null, 'k', '', 200::smallint, '{}', 'request-1',
                clock_timestamp() - interval '61 s'),
            %s, 'lost', null, 10000, null, 'bet_payout', 'house', '', null)
    """

    with database.admin() as holding, database.admin() as late:
        late.execute("set lock_timeout = '1ms'")
        with holding.transaction():
            holding.execute("select from bets for update")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                late.execute(call, [bet])
        with pytest.raises(psycopg.Error, match="the call is too old") as refused:
            late.execute(call, [bet])

    assert refused.value.sqlstate == "PL092"
    assert database.value("select status from bets") == "pending"


def test_a_time_at_a_whole_second_has_one_form_in_every_answer(
    agent: Person, service: Person, database: Database
) -> None:
    ann = live.bettor(agent)
    with database.admin() as admin:
        admin.execute("update wallets set posted_at = date_trunc('second', now()) + interval '2 s' - interval '1 us'")

    placed = ann.post("/api/v1/bets", {"stake": "1.00", "description": "Home win"}).json
    seen = ann.get(f"/api/v1/bets/{placed['bet_id']}").json
    settled = live.settle(service, placed["bet_id"], "lost").json

    assert len(seen["placed_at"]) == len("2026-01-01T00:00:00Z")
    assert placed["placed_at"] == settled["placed_at"] == seen["placed_at"]
