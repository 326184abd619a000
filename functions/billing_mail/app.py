"""TopupInvoiced, TopupCompleted, LowBalance: writes an e-mail to the tenant about it, once."""

from ledger import consumers, mails
from ledger.events import LowBalance, TopupCompleted, TopupInvoiced


@consumers.consumes_outside(TopupInvoiced, TopupCompleted, LowBalance)
def handler(event: mails.Told, origin: consumers.Origin, budget: consumers.Budget) -> None:
    mails.tell(event, origin, budget)
