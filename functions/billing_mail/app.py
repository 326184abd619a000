"""TopupInvoiced, TopupCompleted, LowBalance: writes an e-mail to the tenant about it, once."""

from ledger.billing import mail
from ledger.edge import sqs
from ledger.messaging.events import LowBalance, TopupCompleted, TopupInvoiced


@sqs.consumes_without_session(TopupInvoiced, TopupCompleted, LowBalance)
def handler(event: mail.Told, origin: sqs.Origin, budget: sqs.Budget) -> None:
    mail.tell(event, origin, budget)
