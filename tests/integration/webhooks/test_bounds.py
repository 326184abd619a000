"""The attempts of a webhook and of a tenant that are under way have a bound, and each has its turn."""

import json
import re
from collections import Counter
from datetime import datetime

import pytest
from psycopg import DataError

from ledger.storage.sessions import Budget
from ledger.webhooks import deliveries
from ledger.webhooks.attempts import Attempt
from tests.integration.approvals.test_approval_races import begun
from tests.integration.webhooks.test_writing import credit
from tests.support import kit, webhooks
from tests.support.kit import Database, Person
from tests.support.webhooks import NOW, Queues, after, record, result, run

pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")


def test_a_webhook_has_at_most_ten_attempts_at_once_and_each_result_begins_the_next(
    service: Person, queues: Queues
) -> None:
    webhooks.create(service)
    for _ in range(13):
        credit(service)

    assert (run().attempts, run().attempts) == (10, 0)
    attempts = queues.attempts()
    record([result(one, 200) for one in attempts[:2]])
    assert len(queues.attempts()) == 2
    record([result(one, 200) for one in attempts[2:]])
    assert len(queues.attempts()) == 1


def test_a_webhook_whose_last_attempt_failed_has_one_attempt_at_once_until_one_succeeds(
    service: Person, queues: Queues, longest_pauses: None
) -> None:
    webhooks.create(service)
    for _ in range(13):
        credit(service)
    run()
    attempts = queues.attempts()

    record([result(one, 500) for one in attempts])
    (next_one,) = queues.attempts()
    assert run(after(minutes=1)).attempts == 0
    record([result(next_one, 200)], after(minutes=1))
    assert len(queues.attempts()) == 10


def urls(attempts: list[Attempt]) -> Counter[str]:
    return Counter(attempt.url for attempt in attempts)


def test_a_tenant_has_at_most_25_attempts_at_once_of_which_its_webhooks_have_equal_shares(
    service: Person, queues: Queues
) -> None:
    for name in "abcd":
        webhooks.create(service, url=f"https://{name}.example/")
    webhooks.create(kit.service("globex"))
    for tenant in (service, kit.service("globex")):
        for _ in range(12):
            credit(tenant)

    assert (run().attempts, run().attempts) == (25 + 10, 0)
    attempts = queues.attempts()
    assert sorted(urls(attempts).values()) == [6, 6, 6, 7, 10]
    webhooks.create(service, url="https://late.example/")
    for _ in range(12):
        credit(service)
    webhooks.write()
    record([result(one, 200) for one in attempts if one.url == "https://a.example/"])
    assert urls(queues.attempts())["https://late.example/"] >= 3, "what has become free goes to who has least"


def test_a_webhook_whose_receiver_fails_has_its_turn_beside_busy_ones(
    service: Person, queues: Queues, longest_pauses: None
) -> None:
    failing = webhooks.create(service, url="https://failing.example/")
    credit(service)
    run()
    record([result(queues.attempt(), 500)])
    for name in "abc":
        webhooks.create(service, url=f"https://{name}.example/")
    for _ in range(12):
        credit(service)

    run(after(minutes=1))

    assert urls(queues.attempts())[failing["url"]] == 1


def test_an_attempt_is_under_way_until_it_has_a_result_although_an_earlier_one_ended_its_delivery(
    service: Person, queues: Queues
) -> None:
    webhooks.create(service)
    for _ in range(10):
        credit(service)
    run()
    earlier = queues.attempts()
    run(after(minutes=5))
    later = queues.attempts()
    assert {one.delivery_id for one in later} == {one.delivery_id for one in earlier}
    for _ in range(3):
        credit(service)
    webhooks.write(after(minutes=5))

    record([result(one, 200) for one in earlier], after(minutes=6))
    assert queues.attempts() == []

    record([result(later[0], 500), result(later[0], 500), result(later[1], 200)], after(minutes=6))
    assert len(queues.attempts()) == 2


def test_a_tenant_whose_attempts_cannot_begin_stops_no_other(
    service: Person, database: Database, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tenant in (service, kit.service("globex")):
        webhooks.create(tenant)
        credit(tenant)
    webhooks.write()
    database.rows("update deliveries set attempts = 2147483647 where tenant_id = 'acme' returning 1")  # the largest
    monkeypatch.setattr(deliveries._random, "shuffle", lambda due: due.sort(key=lambda one: one["tenant_id"]))

    with pytest.raises(DataError):
        run()

    assert [attempt.tenant_id for attempt in queues.attempts()] == ["globex"]


def test_attempts_begin_while_a_backlog_of_events_is_written(
    service: Person, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks.create(service)
    for _ in range(5):
        credit(service)
    write, attempts_before = deliveries.write, []

    def in_small_parts(budget: Budget, now: datetime) -> tuple[int, bool]:
        attempts_before.append(len(queues.attempts()))
        return write(budget, now, 2)

    monkeypatch.setattr(deliveries, "write", in_small_parts)

    assert run().attempts == 5
    assert attempts_before[0] == 0
    assert min(attempts_before[1:-1]) > 0


def test_the_messages_of_a_tenant_have_one_group_in_their_queue(queues: Queues) -> None:
    """SQS accepts certain characters only."""
    tenants = ("acme", "Müller & Söhne", "x" * 128)
    for tenant in (*tenants, *tenants):
        webhooks.create(kit.service(tenant))
        credit(kit.service(tenant))

    run()

    groups: dict[str, set[str]] = {}
    for body, group in queues.groups.items():
        groups.setdefault(json.loads(body)["tenant_id"], set()).add(group)
    assert groups.keys() == set(tenants)
    ((first,), (second,), (third,)) = groups.values()
    assert len({first, second, third}) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in (first, second, third))


def test_what_has_been_due_for_the_longest_time_is_tried_first(service: Person, queues: Queues) -> None:
    webhooks.create(service)
    credited = []
    for minutes in range(12):
        credited.append(credit(service))
        webhooks.write(after(minutes=minutes))

    run(after(hours=1))

    first = {json.loads(attempt.body)["data"]["transaction_id"] for attempt in queues.attempts()}
    assert first == set(credited[:10])


def test_one_webhook_at_its_limit_does_not_delay_another(service: Person, queues: Queues) -> None:
    webhooks.create(service, url="https://slow.example/")
    for _ in range(30):
        credit(service)
    run()
    queues.attempts()
    webhooks.create(kit.service("globex"), url="https://fast.example/")
    credit(kit.service("globex"))

    run()

    assert [attempt.url for attempt in queues.attempts()] == ["https://fast.example/"]


@pytest.mark.session
def test_of_two_runs_at_once_one_makes_an_attempt(service: Person, database: Database, queues: Queues) -> None:
    webhooks.create(service)
    for _ in range(12):
        credit(service)
    webhooks.write()
    with database.admin() as holder, holder.transaction():
        holder.execute("set search_path = ledger")
        holder.execute("select announce('acme', 'tester')")
        holder.execute("select * from lease_deliveries('acme', %s, 300)", (NOW,))
        other = begun(database, holder, run)

    assert other().attempts == 0
    assert sorted(row["attempts"] for row in webhooks.rows(database)) == [0] * 2 + [1] * 10
