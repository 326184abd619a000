"""The webhooks of a run: one receives the event of every transaction, the receiver of the other one refuses everything.

The leases of their deliveries, and most pauses, are longer than a run, which therefore ends them.
"""

import json
from collections.abc import Iterator

from tests.chaos.anomaly import Anomaly
from tests.chaos.batch_proxy import Call
from tests.chaos.clients import Client
from tests.chaos.events import CREATE_WEBHOOK, POSTED
from tests.chaos.receivers import Receiver
from tests.chaos.system import System
from tests.chaos.world import GAMES

WORKLOADS = frozenset({"everything", "webhooks"})
"""The workloads that have webhooks. Others would wait for deliveries that do not concern them."""
ATTEMPTS = "WebhookAttemptsQueue"
RESULTS = "WebhookResultsQueue"
_PATH = "/api/v1/webhooks"
_LEASE_S = 300
_SHORT_LEASE_S = 15
"""The seconds after which an attempt counts as lost in a run. An attempt takes 10 s at most."""


def create(client: Client, system: System) -> None:
    _create(client, system.receiver, POSTED)
    _create(client, system.refusing, "TopupCompleted")


def _create(client: Client, receiver: Receiver, kind: str) -> None:
    created = client.send(CREATE_WEBHOOK, GAMES, _PATH, {"url": receiver.url, "types": [kind]}, key=f"{kind} webhook")
    assert created.answer, created
    receiver.secret = created.answer.json["secret"]
    receiver.webhook_id = created.answer.json["webhook_id"]


def disable(client: Client, receiver: Receiver) -> None:
    client.send(
        "disable a webhook", GAMES, f"{_PATH}/{receiver.webhook_id}", {"disabled": True}, method="PATCH", key="disable"
    )


def queued(queue: str, call: Call) -> bool:
    """Whether a call puts messages on a queue."""
    return str(call["QueueUrl"]).endswith(f"/{queue}")


def end_leases(system: System) -> None:
    """End the leases of attempts that began long ago, as those of a process that was killed."""
    _end(system, f"leased_until < clock_timestamp() + interval '{_LEASE_S - _SHORT_LEASE_S} s'")


def end_pauses(system: System) -> None:
    """Make all deliveries due."""
    _end(system, "true")


def _end(system: System, which: str) -> None:
    system.sql(
        "update ledger.deliveries set due_at = clock_timestamp(), "
        "leased_until = case when leased_until > clock_timestamp() then clock_timestamp() else leased_until end "
        f"where due_at > clock_timestamp() and {which}"
    )


def waiting(system: System) -> int:
    """The number of deliveries that have not ended, of the webhook that must receive everything."""
    ((count,),) = system.sql(
        "select count(*) from ledger.deliveries "
        f"where webhook_id = '{system.receiver.webhook_id}' and due_at is not null"
    )
    return int(count)


def recounted(system: System) -> Iterator[Anomaly]:
    """A webhook that never had a success has no more failures than its attempts had results."""
    webhook = f"webhook_id = '{system.refusing.webhook_id}'"
    ((failures,),) = system.sql(f"select coalesce(sum(failures), 0) from ledger.webhooks where {webhook}")
    deliveries = {name for (name,) in system.sql(f"select delivery_id::text from ledger.deliveries where {webhook}")}
    calls = [call for call in system.queues.passed if queued(RESULTS, call)]
    results = [json.loads(entry["MessageBody"]) for call in calls for entry in call["Entries"]]
    attempts = {(it["delivery_id"], it["number"]) for it in results if it["delivery_id"] in deliveries}
    if failures > len(attempts):
        yield Anomaly("recounted", f"{failures} failures of {len(attempts)} attempts")
