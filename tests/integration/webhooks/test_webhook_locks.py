"""What changes webhooks and their deliveries locks the webhooks first, in one order, or waits for no lock."""

import pytest

from tests.integration.approvals.test_approval_races import begun
from tests.integration.webhooks.test_writing import credit
from tests.support import webhooks
from tests.support.kit import Database, Person
from tests.support.webhooks import PATH, Queues, after, record, result, rows, run

pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")
_WEBHOOK = "select from webhooks where webhook_id = %s for "


def test_a_result_waits_for_the_first_webhook_of_its_tenant_before_it_locks_its_own(
    service: Person, database: Database, queues: Queues
) -> None:
    """Otherwise two results of one tenant could each wait for the other."""
    first, second = sorted(webhooks.create(service, url=f"https://{name}.example/")["webhook_id"] for name in "ab")
    credit(service)
    run()
    url = service.get(f"{PATH}/{second}").json["url"]
    (attempt,) = [one for one in queues.attempts() if one.url == url]
    with database.admin() as holder, holder.transaction():
        holder.execute("set search_path = ledger")
        holder.execute("select announce('acme', 'tester')")
        holder.execute(f"{_WEBHOOK} no key update", (first,))
        recorded = begun(database, holder, lambda: record([result(attempt, 200)]))
        holder.execute(f"{_WEBHOOK} no key update nowait", (second,))

    assert recorded() == []


@pytest.mark.parametrize("lock", ["no key update", "key share"])
def test_what_deletes_old_deliveries_waits_for_no_webhook(
    service: Person, database: Database, queues: Queues, lock: str
) -> None:
    """It has deliveries locked. An event that is written has a key share of its webhooks."""
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    webhooks.write()
    service.call("DELETE", f"{PATH}/{webhook}")
    with database.admin() as holder, holder.transaction():
        holder.execute("set search_path = ledger")
        holder.execute("select announce('acme', 'tester')")
        holder.execute(f"{_WEBHOOK} {lock}", (webhook,))
        run(after(days=8))
        assert rows(database) == []
        assert database.value("select count(*) from webhooks") == 1

    run(after(days=8))
    assert database.value("select count(*) from webhooks") == 0
