"""POST /api/v1/billing/invoices/{invoice_id}/issue: the operator issues a draft."""

from ledger import invoices, web
from ledger.billing import Invoice
from ledger.models import Id, OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(tx: web.Transaction, invoice_id: Id, query: OfTenant, call: web.Call) -> Invoice:
    return invoices.issue(tx, call.reach(query), invoice_id)
