"""TopupInvoiced, TopupCompleted, LowBalance, PaymentMethodChanged: sends an e-mail to the tenant, once."""

from ledger.billing import mail
from ledger.edge import sqs
from ledger.messaging.events import LowBalance, PaymentMethodChanged, TopupCompleted, TopupInvoiced


@sqs.consumes_without_session(TopupInvoiced, TopupCompleted, LowBalance, PaymentMethodChanged)
def handler(event: mail.MailEvent, origin: sqs.Origin, budget: sqs.Budget) -> None:
    mail.send(event, origin, budget)
