"""The check of order: one serial order explains every answer, and it respects real time (strict serializability)."""

from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from tests.chaos.anomaly import Anomaly
from tests.chaos.history import History, Wallet
from tests.chaos.ledger import GUARDED
from tests.chaos.reads import BALANCE, HISTORY, answered, version_read
from tests.chaos.timeline import NEVER, Timeline

type Node = str
type Graph = dict[Node, set[Node]]
"""The nodes that come before each node."""


def serial(history: History, timeline: Timeline) -> Iterator[Anomaly]:
    """The order of the versions, of the reads between them and of real time has no cycle."""
    graph: Graph = defaultdict(set)
    intervals = dict(timeline.intervals)
    entries = timeline.ledger.entries
    for wallet, written in entries.items():
        if wallet[0] in GUARDED:
            for earlier, later in pairwise(written):
                graph[later.transaction_id].add(earlier.transaction_id)
    for operation in answered(history, BALANCE, HISTORY):
        assert operation.answer is not None
        node, wallet = f"read {operation.number}", operation.about["wallet"]
        intervals[node] = operation.answer.invoked_at, operation.answer.ended_at
        _place_read(graph, node, timeline, wallet, version_read(operation, timeline))
    _add_real_time(graph, intervals)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield Anomaly("order", f"a cycle: {', '.join(error.args[1])}")


def _place_read(graph: Graph, node: Node, timeline: Timeline, wallet: Wallet, version: int) -> None:
    written = timeline.ledger.entries.get(wallet, [])
    if version:
        graph[node].add(written[version - 1].transaction_id)
    if version < len(written):
        graph[written[version].transaction_id].add(node)


def _add_real_time(graph: Graph, intervals: dict[Node, tuple[int, int]]) -> None:
    """Add an edge from what has ended to what begins later. Only the newest ends need one: older ends come before them
    already."""
    times = [(invoked, 1, node) for node, (invoked, _) in intervals.items()]
    times += [(ended, 0, node) for node, (_, ended) in intervals.items() if ended < NEVER]
    newest: set[Node] = set()
    before: dict[Node, set[Node]] = {}
    for _, begins, node in sorted(times):
        if begins:
            before[node] = set(newest)
            graph[node] |= newest
        else:
            newest -= before[node]
            newest.add(node)
