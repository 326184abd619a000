"""POST /api/v1/billing/invoices: the operator drafts an invoice of usage or subscription."""

from ledger import invoices, web
from ledger.billing import Invoice
from ledger.models import OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE, created=True)
def handler(tx: web.Transaction, request: invoices.DraftRequest, query: OfTenant, call: web.Call) -> Invoice:
    return invoices.draft(tx, call.tenant_id(query), request)
