"""GET /api/v1/billing/contact: a tenant's contact for e-mail."""

from ledger.billing import contacts
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_READ
from ledger.edge import http


@http.reads(roles=BILLING_READ)
def handler(session: http.Session, query: OfTenant, call: http.Call) -> contacts.Contact:
    return contacts.view(session, call.tenant_id(query))
