"""CashOutRecorded: numbers each cash-out in its agent's feed."""

from collections.abc import Sequence

from ledger.bets import cash_out_stream
from ledger.edge import sqs
from ledger.messaging.events import CashOutRecorded


@sqs.consumes_by_tenant(CashOutRecorded)
def handler(session: sqs.Session, recorded: Sequence[CashOutRecorded]) -> None:
    cash_out_stream.record(session, recorded)
