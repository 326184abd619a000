"""PUT /api/v1/billing/contact: sets a tenant's contact for e-mail."""

from ledger.billing import contacts
from ledger.core.models import OfTenant
from ledger.core.principal import BILLING_MANAGE
from ledger.edge import http


@http.writes(roles=BILLING_MANAGE)
def handler(
    session: http.Session, query: OfTenant, request: contacts.ContactUpdate, call: http.Call
) -> contacts.Contact:
    return contacts.update(session, call.tenant_id(query), request)
