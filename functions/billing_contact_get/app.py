"""GET /api/v1/billing/contact: where e-mail for a tenant goes."""

from ledger import contacts, web
from ledger.models import OfTenant
from ledger.principal import BILLING_VIEW


@web.reads(roles=BILLING_VIEW)
def handler(tx: web.Transaction, query: OfTenant, call: web.Call) -> contacts.Contact:
    return contacts.view(tx, call.tenant_id(query))
