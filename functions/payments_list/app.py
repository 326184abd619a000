"""GET /api/v1/billing/payments: payments, newest first."""

from ledger.billing import payments
from ledger.billing.models import Payment
from ledger.core.lists import Pages
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, query: payments.ListQuery, call: http.Call) -> Pages[Payment] | http.Csv:
    if query.format == "csv":
        return http.Csv.of(Payment, payments.whole_listing(session, call.tenant_filter(query), query), name="payments")
    return payments.listing(session, call.tenant_filter(query), query)
