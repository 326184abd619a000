"""TopupInvoiced, InvoiceVoided, TopupCompleted, LowBalance, PaymentMethodChanged, ContactChanged, WebhookFailing: sends
the tenant an e-mail, once."""

from ledger.billing import mail
from ledger.edge import sqs
from ledger.messaging.events import (
    ContactChanged,
    InvoiceVoided,
    LowBalance,
    PaymentMethodChanged,
    TopupCompleted,
    TopupInvoiced,
    WebhookFailing,
)


@sqs.consumes_without_session(
    TopupInvoiced, InvoiceVoided, TopupCompleted, LowBalance, PaymentMethodChanged, ContactChanged, WebhookFailing
)
def handler(event: mail.MailEvent, origin: sqs.Origin, budget: sqs.Budget) -> None:
    mail.send(event, origin, budget)
