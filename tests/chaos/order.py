"""The check of order: one serial order explains all answers and agrees with real time (strict serializability)."""

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
"""For each node, the nodes that come before it."""


def serial(history: History, timeline: Timeline) -> Iterator[Anomaly]:
    """The graph of transactions and reads has no cycle.

    Its edges are the order of a wallet's versions, the place of each read between two versions, and real time.
    """
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
    """Add the edges of real time: a node comes after all nodes that ended before it began.

    Edges from the newest of these nodes are enough: the older ones already come before the newest.
    """
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
