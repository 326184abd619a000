"""WebhookAttemptsQueue: sends what its messages say, without the network and a database, and reports the results."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ledger.edge import sqs
from ledger.webhooks import sender
from ledger.webhooks.attempts import Attempt


@sqs.consumes_batch(Attempt)
def handler(attempts: Sequence[Attempt], _budget: sqs.Budget) -> sqs.Failed[Attempt]:
    return sender.send_batch(attempts, datetime.now(UTC))
