"""PUT /api/v1/billing/contact: sets a tenant's contact for e-mail."""

from ledger import approvals
from ledger.approvals.proposals import ContactChange
from ledger.billing import contacts
from ledger.core.models import OfTenant
from ledger.core.principal import DECIDERS
from ledger.edge import http


@http.writes(roles=DECIDERS)
def handler(
    session: http.Session, query: OfTenant, request: contacts.ContactUpdate, call: http.Call
) -> contacts.Contact | approvals.PendingApproval:
    tenant_id = call.tenant_id(query)
    proposal = ContactChange(tenant_id=tenant_id, request=request)
    return approvals.pending(session, proposal) or contacts.update(session, tenant_id, request)
