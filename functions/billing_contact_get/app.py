"""GET /api/v1/billing/contact: where e-mail for a tenant goes."""

from ledger.billing import contacts
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_VIEW
from ledger.edge import http


@http.reads(roles=BILLING_VIEW)
def handler(session: http.Session, query: OfTenant, call: http.Call) -> contacts.Contact:
    return contacts.view(session, call.tenant_id(query))
