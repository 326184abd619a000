"""WebhookResultsQueue: records results of attempts, and puts the next attempts of their webhooks on a queue."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ledger.edge import sqs
from ledger.webhooks import deliveries
from ledger.webhooks.attempts import Attempted


@sqs.consumes_batch(Attempted)
def handler(results: Sequence[Attempted], budget: sqs.Budget) -> sqs.Failed[Attempted]:
    return deliveries.record(results, budget, datetime.now(UTC))
