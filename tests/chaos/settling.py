"""Checks after the faults: everything works again, and after a limited number of rounds no message waits."""

import time
from collections.abc import Iterator, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from cli import dead_letters, installations
from cli.dead_letters import Installation
from local import CannotStart
from tests.chaos import webhooks
from tests.chaos.activities import repeat_balance_read
from tests.chaos.anomaly import Anomaly
from tests.chaos.clients import CERTAIN, Client, Patience
from tests.chaos.history import History
from tests.chaos.reads import BALANCE
from tests.chaos.system import CONSUMER, System
from tests.chaos.world import PERSONS, World, at_cashier, credit_person

MAX_ROUNDS = 40
MAX_REPEATED_READS = 200
_ROUND_S = 1.0
_LONGEST_PAUSE_S = 900.0
"""The longest pause of an event that the bus refused, by note_failure(). A lease is shorter."""
_PROMPT = Patience(timeout_s=5.0, attempts=3, pause_s=0.5, twice=False)
_COUNTS = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]


def settle(system: System) -> list[Anomaly]:
    """Run rounds until nothing waits in two rounds in a row, at most MAX_ROUNDS after the last one that lowered the
    number of deliveries that wait: a run leaves many of them.

    A round ends the pauses of waiting events and deliveries, runs the relay and the schedule of webhooks, and replays
    dead letters as an operator would.
    """
    waiting = ""
    quiet = 0
    rounds, deliveries = 0, webhooks.waiting(system)
    while rounds < MAX_ROUNDS:
        pause_s = _end_pauses(system)
        if pause_s > _LONGEST_PAUSE_S:
            return [Anomaly("stuck", f"an event in the outbox waits for {pause_s:.0f} s")]
        webhooks.end_pauses(system)
        relayed = [process.run_schedule("relay_outbox") for process in system.processes]
        dispatched = [process.run_schedule("webhooks_dispatch") for process in system.processes]
        try:
            installation = installations.of_local_system(system.home)
            _replay_dead_letters(installation)
            waiting = _waiting(installation, relayed, dispatched)
        except (BotoCoreError, ClientError, CannotStart) as error:
            waiting = f"an answer of the queues: {error}"
        before, deliveries = deliveries, webhooks.waiting(system)
        quiet = 0 if waiting or deliveries else quiet + 1
        if quiet == 2:
            return []
        rounds = 0 if deliveries < before else rounds + 1
        time.sleep(_ROUND_S)
    waiting = waiting or f"{deliveries} deliveries"
    return [Anomaly("stuck", f"after {MAX_ROUNDS} rounds still waiting: {waiting}, or messages until the last round")]


def probe(client: Client, world: World) -> Iterator[Anomaly]:
    """Check that every wallet accepts a credit again. The history logs these credits like other operations."""
    client.patience = _PROMPT
    made = [at_cashier(client, customer, "credit", 1, f"probe-{customer.customer_id}") for customer in world.customers]
    made += [credit_person(client, person, 1, f"probe-{person}") for person in PERSONS]
    for operation in made:
        if operation.outcome != "ok":
            yield Anomaly("stuck", f"{operation.name} is answered {operation.attempts[-1].status}", operation.number)
    client.patience = CERTAIN


def _end_pauses(system: System) -> float:
    """Make all events of the outbox due. Returns the seconds that the last one had to wait.

    Leases of killed relays and pauses after refusals are longer than all rounds together, and say nothing of a fault.
    """
    ((pause_s,),) = system.sql(
        "select coalesce(max(extract(epoch from due_at - clock_timestamp())), 0)::float from ledger.outbox"
    )
    system.sql("update ledger.outbox set due_at = clock_timestamp() where due_at > clock_timestamp() returning 1")
    return float(pause_s)


def _waiting(
    installation: Installation,
    relayed: Sequence[dict[str, object] | None],
    dispatched: Sequence[dict[str, object] | None],
) -> str:
    """Describe what still waits. Returns an empty text if nothing waits."""
    if any(result is None or result["waiting"] for result in relayed):
        return "events in the outbox"
    if any(result is None or result["written"] for result in dispatched):
        return "events without deliveries"
    sqs = installation.client("sqs")
    for name, url in installation.queues.items():
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=_COUNTS)["Attributes"]
        if name != CONSUMER and any(int(counts[it]) for it in _COUNTS):
            return f"messages in {name}"
    return ""


def _replay_dead_letters(installation: Installation) -> None:
    for queue in dead_letters.queues(installation):
        if queue.count:
            dead_letters.replay(installation, queue, queue.count, lambda _done, _all: None)


def repeat_balance_reads(client: Client, history: History) -> None:
    """Read balances again, for the times in the answers of the run."""
    read = [operation for operation in history.operations if operation.name == BALANCE and operation.answer]
    for operation in read[:: max(1, len(read) // MAX_REPEATED_READS)]:
        assert operation.answer is not None
        client.next()
        client.patience = CERTAIN
        repeat_balance_read(client, operation.about["wallet"], operation.answer.json)
