"""The checker finds anomalies. It reads only the clients' logs, the received events and the ledger's entries.

The method is that of Elle (https://github.com/jepsen-io/elle). A wallet is an append-only list of entries, and a
version is a position in this list. The version in an answer therefore gives its place in the order. Real time gives
further dependencies: an operation that ended comes before every operation that began later. A cycle of dependencies
proves that no serial order explains the answers. The transfers between the customers of one agent are Jepsen's bank
test.
"""

from collections.abc import Iterator

from tests.chaos import events, held, order, reads, writes
from tests.chaos.anomaly import Anomaly
from tests.chaos.history import History
from tests.chaos.ledger import Ledger
from tests.chaos.timeline import Timeline


def check(history: History, ledger: Ledger) -> list[Anomaly]:
    """Return all anomalies, in the order of the checks."""
    return list(_anomalies(history, ledger))


def _anomalies(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    timeline = Timeline(history, ledger)
    yield from writes.conservation(ledger)
    yield from writes.versions(ledger)
    yield from writes.floors(ledger)
    yield from writes.operations(history, ledger)
    yield from writes.unexplained(history, ledger)
    yield from writes.refunds(history, ledger)
    yield from writes.refusals(history, timeline)
    yield from writes.internal_errors(history)
    yield from held.creations(history, ledger)
    yield from held.ends(history, ledger)
    yield from held.floors(ledger)
    yield from held.reads(history, ledger)
    yield from reads.balances(history, timeline)
    yield from reads.histories(history, timeline)
    yield from reads.banks(history)
    yield from order.serial(history, timeline)
    yield from events.arrived(history, ledger)
    yield from events.posted(history, ledger)
    yield from events.of_holds(history, ledger)
    yield from events.streams(history, ledger)
