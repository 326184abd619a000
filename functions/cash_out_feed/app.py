"""CashOutRecorded: gives each cash-out its place in its agent's sequence."""

from collections.abc import Sequence

from ledger import consumers, stream
from ledger.events import CashOutRecorded


@consumers.consumes(CashOutRecorded)
def handler(tx: consumers.Transaction, recorded: Sequence[CashOutRecorded]) -> None:
    stream.record(tx, recorded)
