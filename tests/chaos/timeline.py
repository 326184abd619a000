"""The times between which each version of a wallet was written. They come from the clients' logs."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate

from tests.chaos.history import History, Operation, Wallet
from tests.chaos.ledger import Entry, Ledger

NEVER = 1 << 63  # later than every time that the clock returns
type Interval = tuple[int, int]


class Timeline:
    """intervals: for each transaction, the time of its first request and the time of its first acknowledgement.

    A transaction that no client requested has no interval. Without an acknowledgement, the interval ends at `NEVER`.
    """

    def __init__(self, history: History, ledger: Ledger) -> None:
        self.ledger = ledger
        self.intervals: dict[str, Interval] = {}
        asked: dict[str, list[Operation]] = defaultdict(list)
        for operation in history.operations:
            if operation.identity is not None and operation.outcome != "fail":
                asked[operation.identity].append(operation)
        for identity, operations in asked.items():
            for transaction in ledger.by_identity.get(identity, []):
                self.intervals[transaction.transaction_id] = _interval(operations)
        self._versions = {wallet: self._of(entries) for wallet, entries in ledger.entries.items()}

    def _of(self, entries: Sequence[Entry]) -> tuple[list[int], list[int], list[int], list[int]]:
        """Return four lists about one wallet:

        - the times of acknowledgements, ascending
        - for each of these times, the highest version that was acknowledged until then
        - the times of requests, ascending
        - for each of these times, the lowest version that was requested then or later
        """
        known = [
            (*self.intervals[entry.transaction_id], entry.version)
            for entry in entries
            if entry.version is not None and entry.transaction_id in self.intervals
        ]
        acknowledged = sorted((ended, version) for _, ended, version in known if ended < NEVER)
        requested = sorted(((invoked, version) for invoked, _, version in known), reverse=True)
        lowest = list(accumulate((version for _, version in requested), min))[::-1]
        return (
            [time for time, _ in acknowledged],
            list(accumulate((version for _, version in acknowledged), max)),
            [time for time, _ in requested][::-1],
            lowest,
        )

    def window(self, wallet: Wallet, invoked_at: int, ended_at: int) -> range:
        """Return the versions that a request may have read if it began and ended at these times."""
        ends, highest, begins, lowest = self._versions.get(wallet, ([], [], [], []))
        known = bisect_left(ends, invoked_at)
        first = highest[known - 1] if known else 0
        later = bisect_right(begins, ended_at)
        after = lowest[later] if later < len(begins) else len(self.ledger.entries.get(wallet, [])) + 1
        return range(first, after)

    def version_at(self, wallet: Wallet, at: datetime) -> int:
        """Return the version of the latest entry at or before a time; 0 if there is none."""
        return bisect_right([entry.posted_at for entry in self.ledger.entries.get(wallet, [])], at)

    def balance(self, wallet: Wallet, version: int) -> int:
        return (self.ledger.entries[wallet][version - 1].balance_after or 0) if version else 0


def _interval(operations: Iterable[Operation]) -> Interval:
    operations = list(operations)
    answers = [operation.answer.ended_at for operation in operations if operation.answer and not operation.is_event]
    return min(operation.invoked_at for operation in operations), min(answers, default=NEVER)
