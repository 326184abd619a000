"""PUT /api/v1/billing/contact: says where e-mail for a tenant goes."""

from ledger import contacts, web
from ledger.models import OfTenant
from ledger.principal import BILLING_MANAGE


@web.writes(roles=BILLING_MANAGE)
def handler(tx: web.Transaction, query: OfTenant, request: contacts.ContactRequest, call: web.Call) -> contacts.Contact:
    return contacts.update(tx, call.tenant_id(query), request)
